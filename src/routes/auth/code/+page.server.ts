import { redirect } from '@sveltejs/kit';
import { leaveIfSignedIn } from '$lib/server/auth/arrive';
import { ownPath } from '$lib/server/auth/own-path';
import { atPace } from '$lib/server/auth/pace';
import { remember } from '$lib/server/auth/pending';
import * as accounts from '$lib/server/data/accounts';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits } from '$lib/server/limits';
import { mailSchema } from '$lib/schemas/auth';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await leaveIfSignedIn(event);
  return { next: ownPath(event.url.searchParams.get('next')) };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, cookies, url } = event;
    const parsed = parseForm(mailSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { email, next } = parsed.data;
    try {
      await takeAccountLimits(event, 'code', email);
      await atPace(() => accounts.sendCode(locals.db, email));
    } catch (refusal) {
      return failure(refusal, { email });
    }
    remember(cookies, url, { kind: 'magiclink', email, next: ownPath(next) });
    redirect(303, '/auth/confirm');
  }
};
