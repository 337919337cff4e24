import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';

const COOKIE = 'dx-proof';
const MINUTES = 15;

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'url'>;

/**
 * Remembers that the person has just shown, by a code or link from their mailbox, that the account is theirs: for a
 * quarter of an hour they may set a password without the old one. Signed, so that a stolen session cannot make it up.
 */
export function noteProof({ cookies, locals, url }: Event, userId: string): void {
  const body = `${userId}.${Date.now() + MINUTES * 60_000}`;
  cookies.set(COOKIE, `${body}.${sign(body, locals.backend.signingSecret)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: MINUTES * 60
  });
}

export function hasRecentProof({ cookies, locals }: Event): boolean {
  if (!locals.user) return false;
  return isProof(cookies.get(COOKIE), locals.user.id, locals.backend.signingSecret, Date.now());
}

export function dropProof({ cookies }: Pick<Event, 'cookies'>): void {
  cookies.delete(COOKIE, { path: '/' });
}

/** Whether the text was written here, for this person, and holds at `now` (milliseconds). */
export function isProof(text: string | undefined, userId: string, secret: string, now: number): boolean {
  const [of, until = '', signature = ''] = text?.split('.') ?? [];
  if (of !== userId || Number(until) <= now) return false;
  const expected = Buffer.from(sign(`${of}.${until}`, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`recent-proof:${body}`).digest('base64url');
}
