import { createClient, type AuthError, type SupabaseClient, type User } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import type { MailChoice } from '$lib/schemas/account';
import { isOneTimeCode } from '$lib/schemas/auth';
import type { MailKind } from '$lib/server/auth/pending';
import { NO_ROLES, type Roles } from '$lib/server/auth/roles';
import { toAppError } from '$lib/server/errors';
import type { Backend } from '$lib/server/supabase/backend';

type Db = SupabaseClient<Database>;

/**
 * Refusals that tell whether an address has an account, or whether a mail went to it a moment ago. Whoever asks for a
 * mail gets the same answer with and without them.
 */
const TELLTALES = new Set([
  'otp_disabled',
  'user_not_found',
  'signup_disabled',
  'user_already_exists',
  'email_exists',
  'over_email_send_rate_limit'
]);

/**
 * Opens an account that waits for its confirmation mail. An address that has one already gets a sign-in code instead, so
 * that its owner finds a way in and nobody else learns anything. True when the backend asks for no confirmation and the
 * person is signed in.
 */
export async function signUp(
  db: Db,
  person: { email: string; password: string; name: string; locale: Locale }
): Promise<boolean> {
  const { data, error } = await db.auth.signUp({
    email: person.email,
    password: person.password,
    options: { data: { display_name: person.name, locale: person.locale } }
  });
  refuse(error, TELLTALES);
  // Without identities: the auth service covers up that the address is known.
  if (error || data.user?.identities?.length === 0) await sendCode(db, person.email);
  return Boolean(data.session);
}

/** Sends the confirmation mail of a sign-up again. */
export async function resendConfirmation(db: Db, email: string): Promise<void> {
  const { error } = await db.auth.resend({ type: 'signup', email });
  refuse(error, TELLTALES);
}

/**
 * Signs in with a password. An unknown address is refused like a wrong password: `credentials_invalid`. Only the right
 * password learns that the address is not confirmed yet: `email_not_confirmed`.
 */
export async function signIn(db: Db, email: string, password: string): Promise<void> {
  const { error } = await db.auth.signInWithPassword({ email, password });
  refuse(error);
}

/** Sends a one-time code to an account; to an address without one, nothing. */
export async function sendCode(db: Db, email: string): Promise<void> {
  const { error } = await db.auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  refuse(error, TELLTALES);
}

/** Sends the mail that leads to a new password; to an address without an account, nothing. */
export async function sendReset(db: Db, email: string): Promise<void> {
  const { error } = await db.auth.resetPasswordForEmail(email);
  refuse(error, TELLTALES);
}

/**
 * Exchanges a typed code for a session. `email` stands for codes of sign-up and of sign-in alike: an address that was
 * known got a sign-in mail when it signed up again. Null when a further step is needed: the other mailbox of a change
 * of address.
 */
export async function verifyCode(
  db: Db,
  { email, code, kind }: { email: string; code: string; kind: MailKind }
): Promise<Verified | null> {
  const type = kind === 'signup' || kind === 'magiclink' ? 'email' : kind;
  const askedAt = Date.now();
  const { data, error } = await db.auth.verifyOtp({ email, token: code, type });
  refuse(error);
  return verified(data.user, kind, askedAt);
}

/** Exchanges the token of a mailed link for a session; null as above. */
export async function verifyLink(
  db: Db,
  { tokenHash, type }: { tokenHash: string; type: MailKind | 'invite' | 'email' }
): Promise<Verified | null> {
  const askedAt = Date.now();
  const { data, error } = await db.auth.verifyOtp({ token_hash: tokenHash, type });
  refuse(error);
  return verified(data.user, type, askedAt);
}

/** What a mailbox has just shown. */
export interface Verified {
  userId: string;
  email: string;
  /** When the account was made, milliseconds. */
  createdAt: number;
  /**
   * The address was confirmed by this sign-in code although somebody set a password before: it may not have been the
   * owner of the mailbox, so the password must be replaced.
   */
  passwordDoubtful: boolean;
}

/** Between the clocks of this server and of a hosted auth service. */
const CLOCK_SKEW = 2000;

function verified(user: User | null, type: string, askedAt: number): Verified | null {
  if (!user) return null;
  const confirmedNow = Date.parse(user.email_confirmed_at ?? '') >= askedAt - CLOCK_SKEW;
  const passwordDoubtful = type !== 'signup' && Boolean(user.confirmation_sent_at) && confirmedNow;
  return { userId: user.id, email: user.email ?? '', createdAt: Date.parse(user.created_at), passwordDoubtful };
}

/** Whether the text is the account's password or its one-time code. Leaves no session behind. */
export async function proves(backend: Backend, email: string, proof: string): Promise<boolean> {
  const { auth } = strangerClient(backend);
  const { error } = isOneTimeCode(proof)
    ? await auth.verifyOtp({ email, token: proof, type: 'email' })
    : await auth.signInWithPassword({ email, password: proof });
  if (error) {
    const known = toAppError(error);
    if (known.code === 'credentials_invalid' || known.code === 'code_invalid') return false;
    throw known;
  }
  await auth.signOut({ scope: 'local' });
  return true;
}

/** Sends a first sign-in code to an invited address; it gets an account if it has none. */
export async function sendInvitation(backend: Backend, email: string): Promise<void> {
  const { error } = await strangerClient(backend).auth.signInWithOtp({ email, options: { shouldCreateUser: true } });
  refuse(error, TELLTALES);
}

/** Sets the password and ends every other session of the account. */
export async function setPassword(db: Db, password: string): Promise<void> {
  const { error } = await db.auth.updateUser({ password });
  refuse(error);
  refuse((await db.auth.signOut({ scope: 'others' })).error);
}

/** Asks for another address: it holds after the mail to it was answered. A taken address looks the same. */
export async function changeEmail(db: Db, email: string): Promise<void> {
  const { error } = await db.auth.updateUser({ email });
  refuse(error, TELLTALES);
}

/** Ends the session of this device, or all of them. One that is gone already is no error. */
export async function signOut(db: Db, scope: 'local' | 'global'): Promise<void> {
  const { error } = await db.auth.signOut({ scope });
  if (error && toAppError(error).code === 'unavailable') throw toAppError(error);
}

/** A person, as they are to themselves. */
export interface Self extends Roles {
  displayName: string | null;
  locale: Locale;
}

/** The signed-in person; null when the account is disabled. */
export async function readSelf(db: Db): Promise<Self | null> {
  const { data, error } = await db.rpc('my_roles');
  if (error) throw toAppError(error);
  if (!data) return null;
  const { display_name, locale, ...roles } = data as unknown as Omit<Roles, 'open'> & {
    display_name: string | null;
    locale: Locale;
  };
  return { ...NO_ROLES, ...roles, open: true, displayName: display_name, locale };
}

/** Changes the name or language of the signed-in person. */
export async function updateProfile(
  db: Db,
  userId: string,
  profile: { display_name: string; locale: Locale }
): Promise<void> {
  const { error } = await db.from('profiles').update(profile).eq('user_id', userId);
  if (error) throw toAppError(error);
}

/** How the signed-in person gets mails that are not necessary. */
export async function readMailChoice(db: Db, userId: string): Promise<MailChoice> {
  const { data, error } = await db.from('profiles').select('mail_choice').eq('user_id', userId).single();
  if (error) throw toAppError(error);
  return data.mail_choice as MailChoice;
}

/** Changes that. Whoever wants none gets none of those that wait either. */
export async function setMailChoice(db: Db, choice: MailChoice): Promise<void> {
  const { error } = await db.rpc('set_mail_choice', { choice });
  if (error) throw toAppError(error);
}

/** What was typed at sign-up waits in the auth service until the person is there for the first time. */
export async function adoptSignUpName(db: Db, fallback: Locale): Promise<void> {
  const { data } = await db.auth.getUser();
  const name: unknown = data.user?.user_metadata.display_name;
  if (!data.user || typeof name !== 'string' || !name.trim()) return;
  const locale = data.user.user_metadata.locale === 'en' ? 'en' : fallback;
  await updateProfile(db, data.user.id, { display_name: name.trim().slice(0, 120), locale });
}

/** Everything kept about the signed-in person, as one document; the export is logged. */
export async function exportData(db: Db): Promise<unknown> {
  const { data, error } = await db.rpc('export_my_data');
  if (error) throw toAppError(error);
  return data;
}

/** Erases the account of the signed-in person. `last_owner` and `last_administrator` are refused. */
export async function remove(db: Db): Promise<void> {
  const { error } = await db.rpc('delete_my_account');
  if (error) throw toAppError(error);
}

/** A client that belongs to nobody and keeps nothing: what it does does not touch the session of the request. */
function strangerClient(backend: Backend): Db {
  return createClient<Database>(backend.url, backend.publishableKey, {
    global: { fetch: backend.fetch },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  });
}

function refuse(error: AuthError | null, unless?: Set<string>): void {
  if (error && !unless?.has(error.code ?? '')) throw toAppError(error);
}
