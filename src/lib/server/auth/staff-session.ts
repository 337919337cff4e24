import { env } from '$env/dynamic/private';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signInPath } from './require-user';
import { seal, unseal } from './seal';

const COOKIE = 'dx-activity';
const PURPOSE = 'staff-session';
const MINUTE = 60_000;
/** When a sign-in began and when its person was last seen. */
export interface Activity {
  session: string;
  startedAt: number;
  seenAt: number;
}

export interface Limits {
  idle: number;
  absolute: number;
}

/** Limits in milliseconds: 30 minutes without a request, 12 hours in all, unless the environment says otherwise. */
export function readLimits(environment: Record<string, string | undefined>): Limits {
  return {
    idle: positive(environment.STAFF_IDLE_MINUTES, 30) * MINUTE,
    absolute: positive(environment.STAFF_SESSION_HOURS, 12) * 60 * MINUTE
  };
}

/**
 * Whether a member of staff must sign in again. Without a trace of activity (a new browser, or a removed cookie) the
 * time of sign-in decides: taking the cookie away does not buy time.
 */
export function hasExpired(activity: Activity | null, signedInAt: number | null, limits: Limits, now: number): boolean {
  const startedAt = signedInAt ?? activity?.startedAt ?? now;
  const seenAt = activity?.seenAt ?? startedAt;
  return now - startedAt > limits.absolute || now - seenAt > limits.idle;
}

/** Leads to sign-in when the session of a member of staff is over; only this device is signed out. */
export async function checkStaffSession(event: RequestEvent): Promise<void> {
  const { session, db, backend } = event.locals;
  if (!session) return;
  const activity = readActivity(event.cookies.get(COOKIE), session.id, backend.signingSecret);
  if (!hasExpired(activity, session.startedAt, readLimits(env), Date.now())) return;
  await db.auth.signOut({ scope: 'local' });
  event.cookies.delete(COOKIE, { path: '/' });
  event.locals.user = null;
  redirect(303, signInPath(event.url, 'session_expired'));
}

/** Remembers that the signed-in person was here. */
export function touchActivity(event: RequestEvent): void {
  const { session, backend } = event.locals;
  if (!session) return;
  const now = Date.now();
  const last = readActivity(event.cookies.get(COOKIE), session.id, backend.signingSecret);
  const limits = readLimits(env);
  const { idle, absolute } = limits;
  // What is over stays over: a look at an open page must not begin the time anew.
  if (hasExpired(last, session.startedAt, limits, now)) return;
  // Not with every request: a tenth of the limit is exact enough.
  if (last && now - last.seenAt < idle / 10) return;
  const activity = { session: session.id, startedAt: last?.startedAt ?? session.startedAt ?? now, seenAt: now };
  event.cookies.set(COOKIE, writeActivity(activity, backend.signingSecret), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: Math.ceil(absolute / 1000)
  });
}

/** The activity as the text of a cookie. */
export function writeActivity({ session, startedAt, seenAt }: Activity, secret: string): string {
  return seal(PURPOSE, `${session}.${startedAt}.${seenAt}`, secret);
}

/** The activity of this session, or null when the text is missing, altered, or about another session. */
export function readActivity(text: string | undefined, session: string, secret: string): Activity | null {
  const [of = '', startedAt, seenAt] = unseal(PURPOSE, text, secret)?.split('.') ?? [];
  return of === session ? { session: of, startedAt: Number(startedAt), seenAt: Number(seenAt) } : null;
}

function positive(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return value > 0 ? value : otherwise;
}
