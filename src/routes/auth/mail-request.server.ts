import { redirect, type RequestEvent } from '@sveltejs/kit';
import { mailSchema } from '$lib/schemas/auth';
import { leaveIfSignedIn } from '$lib/server/auth/arrive';
import { ownPath } from '$lib/server/auth/own-path';
import { atPace } from '$lib/server/auth/pace';
import { remember, type MailKind } from '$lib/server/auth/pending';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits } from '$lib/server/limits';

/** Of pages for people who are not signed in: where they wanted to go. */
export async function loadNext(event: RequestEvent): Promise<{ next: string | null }> {
  await leaveIfSignedIn(event);
  return { next: ownPath(event.url.searchParams.get('next')) };
}

/** The action of a page that asks for a mail: sends it, if there is such an account, and leads to where its code is typed. */
export async function requestMail(
  event: RequestEvent,
  kind: MailKind,
  send: (db: App.Locals['db'], email: string) => Promise<void>
) {
  const { locals, request, cookies, url } = event;
  const parsed = parseForm(mailSchema, await request.formData());
  if (!parsed.ok) return invalid(parsed);
  const { email, next } = parsed.data;
  try {
    await takeAccountLimits(event, 'code', email);
    await atPace(() => send(locals.db, email));
  } catch (refusal) {
    return failure(refusal, { email });
  }
  remember(cookies, url, { kind, email, next: ownPath(next) });
  redirect(303, '/auth/confirm');
}
