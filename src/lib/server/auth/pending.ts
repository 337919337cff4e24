import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { ownPath } from './own-path';

const COOKIE = 'dx-pending';
const HOUR = 60 * 60;

/** Kinds of mails that bring a code and a link. */
export const MAIL_KINDS = ['signup', 'magiclink', 'recovery', 'email_change'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

const pendingSchema = z.object({ kind: z.enum(MAIL_KINDS), email: z.email().max(254), next: z.string().nullable() });

/** What a person who was sent a mail is waiting for. */
export type Pending = z.infer<typeof pendingSchema>;

/**
 * Remembers, for as long as the mail holds, whom a mail was sent to and where the person wanted to go. A cookie and not
 * the address of the page: an e-mail address must not end up in logs and histories.
 */
export function remember(cookies: Cookies, url: URL, pending: Pending): void {
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
