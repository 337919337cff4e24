import { arrive, leaveIfSignedIn } from '$lib/server/auth/arrive';
import { ownPath } from '$lib/server/auth/own-path';
import { atPace } from '$lib/server/auth/pace';
import { remember } from '$lib/server/auth/pending';
import * as accounts from '$lib/server/data/accounts';
import { AppError, failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits } from '$lib/server/limits';
import { signInSchema } from '$lib/schemas/auth';
import type { Actions, PageServerLoad } from './$types';

/** What another page may have to say to a person whom it sends here. */
const MESSAGES = ['session_expired', 'signed_out', 'signed_out_everywhere'] as const;

export const load: PageServerLoad = async (event) => {
  await leaveIfSignedIn(event);
  const message = MESSAGES.find((known) => known === event.url.searchParams.get('message')) ?? null;
  return { next: ownPath(event.url.searchParams.get('next')), message };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request } = event;
    const parsed = parseForm(signInSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { email, password, next } = parsed.data;
    try {
      await takeAccountLimits(event, 'sign-in', email);
      await atPace(() => accounts.signIn(locals.db, email, password));
      return await arrive(event, next);
    } catch (refusal) {
      // Only the right password gets this far.
      if (refusal instanceof AppError && refusal.code === 'email_not_confirmed')
        remember(event.cookies, event.url, { kind: 'signup', email, next: ownPath(next), passwordAt: 0 });
      return failure(refusal, { email });
    }
  }
};
