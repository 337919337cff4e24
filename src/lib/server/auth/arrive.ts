import { redirect, type RequestEvent } from '@sveltejs/kit';
import { isLocale, LOCALE_COOKIE } from '$lib/i18n/locales';
import * as accounts from '$lib/server/data/accounts';
import { AppError } from '$lib/server/errors';
import { AUTH_COOKIE } from '$lib/server/supabase/request-client';
import { landing, ownPath } from './own-path';
import { dropProof } from './recent-proof';
import { signInPath } from './require-user';

const YEAR = 365 * 24 * 60 * 60;

/** The last step of every way of signing in: takes up name and language, and leads to where the person wanted to go. */
export async function arrive(event: RequestEvent, next: unknown): Promise<never> {
  const { db, locale } = event.locals;
  const self = await accounts.readSelf(db);
  if (!self) {
    await leave(event, 'local');
    throw new AppError('account_disabled');
  }
  if (self.displayName === null) await accounts.adoptSignUpName(db, locale);
  else if (!isLocale(event.cookies.get(LOCALE_COOKIE))) rememberLocale(event, self.locale);
  redirect(303, landing(ownPath(next), self));
}

/** Whoever is signed in already has no business on a sign-in page. */
export async function leaveIfSignedIn(event: RequestEvent): Promise<void> {
  if (!event.locals.user) return;
  redirect(303, landing(ownPath(event.url.searchParams.get('next')), await event.locals.roles()));
}

/** A token outlives its sign-in: who was signed out elsewhere, disabled or deleted starts over. The database refuses them too. */
export async function requireOpenSession(event: RequestEvent): Promise<void> {
  if (!event.locals.user || (await event.locals.roles()).open) return;
  forgetSession(event);
  redirect(303, signInPath(event.url, 'session_expired'));
}

/** Signs out. The cookies go even when the auth service does not answer or no longer knows the session. */
export async function leave(event: RequestEvent, scope: 'local' | 'global'): Promise<void> {
  try {
    await accounts.signOut(event.locals.db, scope);
  } finally {
    forgetSession(event);
  }
}

/** Takes every trace of the session off this browser. */
export function forgetSession(event: RequestEvent): void {
  for (const { name } of event.cookies.getAll()) {
    if (name.startsWith(AUTH_COOKIE)) event.cookies.delete(name, { path: '/' });
  }
  dropProof(event);
  event.locals.user = null;
}

/** The language of the pages from now on; not a secret, so scripts may read it. */
export function rememberLocale(event: RequestEvent, locale: string): void {
  event.cookies.set(LOCALE_COOKIE, locale, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: false });
}
