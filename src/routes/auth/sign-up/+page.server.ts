import { redirect } from '@sveltejs/kit';
import { arrive } from '$lib/server/auth/arrive';
import { ownPath } from '$lib/server/auth/own-path';
import { atPace } from '$lib/server/auth/pace';
import { remember } from '$lib/server/auth/pending';
import * as accounts from '$lib/server/data/accounts';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits, takeAddressLimit } from '$lib/server/limits';
import { signUpSchema } from '$lib/schemas/auth';
import { loadNext } from '../mail-request.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = loadNext;

export const actions: Actions = {
  default: async (event) => {
    const { locals, request, cookies, url } = event;
    const parsed = parseForm(signUpSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { name, email, password, next } = parsed.data;
    const passwordAt = Date.now();
    try {
      await takeAddressLimit(event, 'sign-up:address');
      await takeAccountLimits(event, 'code', email);
      const signedIn = await atPace(() => accounts.signUp(locals.db, { email, password, name, locale: locals.locale }));
      if (signedIn) return await arrive(event, next);
    } catch (refusal) {
      return failure(refusal, { email, name });
    }
    remember(cookies, url, { kind: 'signup', email, next: ownPath(next), passwordAt });
    redirect(303, '/auth/confirm');
  }
};
