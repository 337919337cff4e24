import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { ownPath } from './own-path';

const COOKIE = 'dx-pending';
const HOUR = 60 * 60;

/** Kinds of mails that bring a code and a link. */
export const MAIL_KINDS = ['signup', 'magiclink', 'recovery', 'email_change'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

const pendingSchema = z.object({
  kind: z.enum(MAIL_KINDS),
  email: z.email().max(254),
  next: z.string().nullable(),
  /**
   * When the password of the account was typed in this browser (milliseconds): at sign-up, or 0 when the auth service
   * has found it to be the right one. Null where none was.
   */
  passwordAt: z.number().nullable().default(null)
});

/** What a person who was sent a mail is waiting for. */
export type Pending = z.infer<typeof pendingSchema>;

/** Between the clocks of this server and of a hosted auth service, and as long as a sign-up may take. */
const CLOCK_SKEW = 30_000;

/**
 * Whether the account's password is the one that was typed in this browser. It is not when the account was there before
 * the sign-up here: anybody can sign up with somebody else's address, and the auth service keeps the first password.
 */
export function knowsPassword(pending: Pending | null, account: { email: string; createdAt: number }): boolean {
  return (
    pending?.passwordAt != null &&
    pending.email === account.email.toLowerCase() &&
    account.createdAt >= pending.passwordAt - CLOCK_SKEW
  );
}

/**
 * Remembers, for as long as the mail holds, whom a mail was sent to and where the person wanted to go. A cookie and not
 * the address of the page: an e-mail address must not end up in logs and histories.
 */
export function remember(cookies: Cookies, url: URL, pending: z.input<typeof pendingSchema>): void {
  cookies.set(COOKIE, JSON.stringify(pending), {
    path: '/auth',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: HOUR
  });
}

/** What this browser waits for. The person may have altered it, so it says nothing about who they are. */
export function recall(cookies: Cookies): Pending | null {
  try {
    const pending = pendingSchema.parse(JSON.parse(cookies.get(COOKIE) ?? 'null'));
    return { ...pending, next: ownPath(pending.next) };
  } catch {
    return null;
  }
}

export function forget(cookies: Cookies): void {
  cookies.delete(COOKIE, { path: '/auth' });
}
