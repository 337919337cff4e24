import type { RequestEvent } from '@sveltejs/kit';
import { seal, unseal } from './seal';

const COOKIE = 'dx-proof';
const PURPOSE = 'recent-proof';
const MINUTES = 15;

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'url'>;

/**
 * Remembers that the person has just shown, by a code or link from their mailbox, that the account is theirs: for a
 * quarter of an hour they may set a password without the old one. Signed, so that a stolen session cannot make it up.
 */
export function noteProof({ cookies, locals, url }: Event, userId: string): void {
  cookies.set(COOKIE, writeProof(userId, Date.now() + MINUTES * 60_000, locals.backend.signingSecret), {
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

/** A proof of the person that holds until a time (milliseconds). */
export function writeProof(userId: string, until: number, secret: string): string {
  return seal(PURPOSE, `${userId}.${until}`, secret);
}

/** Whether the text was written here, for this person, and holds at `now` (milliseconds). */
export function isProof(text: string | undefined, userId: string, secret: string, now: number): boolean {
  const [of, until] = unseal(PURPOSE, text, secret)?.split('.') ?? [];
  return of === userId && Number(until) > now;
}
