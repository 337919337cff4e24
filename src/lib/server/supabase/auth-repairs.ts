import { createHash, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackendConfig } from './config.ts';
import type { DatabaseConnection } from './connection.ts';
import { CODE, MAIL_TEMPLATES, type Outbox } from './mail.ts';
import { signHs256, verifyHs256 } from './tokens.ts';

/** What the repairs of the auth endpoints work with. */
export interface AuthContext {
  config: BackendConfig;
  connection: DatabaseConnection;
  outbox: Outbox;
}

/** A request to an auth endpoint, read. */
export interface AuthCall {
  path: string;
  method: string;
  body: Record<string, unknown>;
}

/** Where a session may begin or go on. */
const SESSION_PATHS = ['/auth/v1/signup', '/auth/v1/token', '/auth/v1/verify'];

/** Seconds between two confirmation mails to one address. */
const RESEND_AFTER = 60;

interface Preparation {
  /** The body to send instead of the one given. */
  body?: Record<string, unknown>;
  /** What to do when lite refuses. */
  undo?: () => Promise<unknown>;
}

/** Steps before lite answers. */
export async function beforeAuth(call: AuthCall, context: AuthContext): Promise<Preparation> {
  if (call.method !== 'POST') return {};
  if (call.path === '/auth/v1/otp' && call.body.create_user !== false) return registerForCode(call.body.email, context);
  if (call.path === '/auth/v1/verify' && call.body.type === 'email')
    return { body: await exactType(call.body, context) };
  return {};
}

/** Steps after lite answered: where lite 0.10.0 differs from hosted Supabase in what matters to us, the answer is replaced. */
export async function afterAuth(call: AuthCall, response: Response, context: AuthContext): Promise<Response> {
  if (call.method !== 'POST') return response;
  if (response.ok && SESSION_PATHS.includes(call.path)) return completeSession(response, context);
  if (response.status === 429 && (call.path === '/auth/v1/signup' || call.path === '/auth/v1/resend')) {
    return repeatConfirmation(call, response, context);
  }
  if (response.status === 400 && call.path === '/auth/v1/token') return checkPasswordFirst(call, response, context);
  return response;
}

/**
 * lite registers an unknown address that asks for a code as confirmed at once. We register it before, unconfirmed and
 * without a password, so that only the one who reads the code confirms it.
 */
async function registerForCode(email: unknown, { connection }: AuthContext): Promise<Preparation> {
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 255) return {};
  const [person] = await connection.run<{ id: string }>(
    `with person as (
       insert into auth.users (id, aud, role, email, raw_app_meta_data, raw_user_meta_data)
       values (gen_random_uuid(), 'authenticated', 'authenticated', $1, '{"provider":"email","providers":["email"]}', '{}')
       on conflict do nothing returning id
     ), identity as (
       insert into auth.identities (id, provider, provider_id, user_id, identity_data)
       select gen_random_uuid(), 'email', id::text, id, jsonb_build_object('sub', id, 'email', $1::text) from person
     )
     select id from person`,
    [email.toLowerCase()]
  );
  if (!person) return {};
  return {
    undo: () => connection.run('delete from auth.users where id = $1 and email_confirmed_at is null', [person.id])
  };
}

/** On Supabase the type `email` stands for a code of either mail, confirmation or sign-in; lite wants to know which. */
async function exactType(body: Record<string, unknown>, { connection }: AuthContext): Promise<Record<string, unknown>> {
  const { email, token, token_hash: given } = body;
  const tokenHash = typeof given === 'string' && given ? given : hashOf(String(email).toLowerCase(), String(token));
  const confirming = await connection.run('select id from auth.users where confirmation_token = $1', [tokenHash]);
  return { ...body, type: confirming.length > 0 ? 'signup' : 'magiclink' };
}

/** The hash lite keeps of a code. */
function hashOf(email: string, code: string): string {
  return createHash('sha256')
    .update(email + code)
    .digest('hex');
}

/**
 * A new or renewed session. lite does not look at `banned_until`, and its tokens do not say when their person signed
 * in (`amr`), which the limit of a staff session needs.
 */
async function completeSession(response: Response, { config, connection }: AuthContext): Promise<Response> {
  const session = (await response.clone().json()) as { access_token?: string };
  const claims = verifyHs256(session.access_token ?? '', config.secrets.jwtSecret);
  if (!claims) return response;
  const [state] = await connection.run<{ banned: boolean; since: number }>(
    `select coalesce(u.banned_until > now(), false) as banned, extract(epoch from s.created_at)::int as since
     from auth.users u join auth.sessions s on s.user_id = u.id where u.id = $1 and s.id = $2`,
    [claims.sub, claims.session_id]
  );
  if (!state) return response;
  if (state.banned) {
    await connection.run('delete from auth.sessions where user_id = $1', [claims.sub]);
    return refusal(400, 'user_banned', 'User is banned');
  }
  const amr = [{ method: 'sign_in', timestamp: state.since }];
  const token = signHs256({ ...claims, amr }, config.secrets.jwtSecret);
  return Response.json({ ...session, access_token: token }, { status: response.status });
}

/** lite says that an address is not confirmed before it looks at the password, and so to everybody who asks. */
async function checkPasswordFirst(call: AuthCall, response: Response, { connection }: AuthContext): Promise<Response> {
  const { error_code: code } = (await response.clone().json()) as { error_code?: string };
  if (code !== 'email_not_confirmed') return response;
  const right = await connection.run(
    // lite writes bcrypt hashes as $2b$, which pgcrypto knows as $2a$.
    `select id from auth.users, replace(encrypted_password, '$2b$', '$2a$') as hash
     where email = $1 and hash = extensions.crypt($2, hash)`,
    [String(call.body.email).toLowerCase(), String(call.body.password)]
  );
  return right.length > 0 ? response : refusal(400, 'invalid_credentials', 'Invalid login credentials');
}

/**
 * Answers a repeated sign-up, or a request to resend its mail, as hosted Supabase does. lite refuses both with 429
 * once a first mail was sent: a lost mail can never be sent again, and the answer tells whether an address is
 * registered. Here the answer is the same either way, and an address that waits for its confirmation gets a new mail.
 */
async function repeatConfirmation(call: AuthCall, response: Response, context: AuthContext): Promise<Response> {
  const isSignUp = call.path === '/auth/v1/signup';
  if (!context.config.confirmEmail || typeof call.body.email !== 'string') return response;
  if (!isSignUp && call.body.type !== 'signup') return response;
  const email = call.body.email.toLowerCase();
  await sendAgain(email, context);
  return Response.json(isSignUp ? unknownUser(email) : {});
}

async function sendAgain(email: string, { config, connection, outbox }: AuthContext): Promise<void> {
  const code = String(randomInt(10 ** CODE.length)).padStart(CODE.length, '0');
  const tokenHash = createHash('sha256')
    .update(email + code)
    .digest('hex');
  const waiting = await connection.run(
    `update auth.users set confirmation_token = $2, confirmation_sent_at = now()
     where email = $1 and confirmed_at is null and confirmation_sent_at < now() - make_interval(secs => $3::int)
     returning id`,
    [email, tokenHash, RESEND_AFTER]
  );
  if (waiting.length === 0) return;
  const template = await readFile(join(config.templatesDirectory, 'confirmation.html'), 'utf8');
  const values: Record<string, string> = { SiteURL: config.siteUrl, Token: code, TokenHash: tokenHash, Email: email };
  const html = template.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (mark, name: string) => values[name] ?? mark);
  outbox.keep([{ to: email, subject: MAIL_TEMPLATES.confirmation.subject, html }]);
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json(
    { code: status, error_code: code, msg: message },
    { status, headers: { 'x-sb-error-code': code } }
  );
}

/** The shape of a fresh sign-up that waits for its confirmation, for an address we say nothing about. */
function unknownUser(email: string): object {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false
  };
}
