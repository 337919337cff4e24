import { redirect } from '@sveltejs/kit';
import { emailChangeSchema } from '$lib/schemas/account';
import { remember } from '$lib/server/auth/pending';
import { hasRecentProof } from '$lib/server/auth/recent-proof';
import { requireUser } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits } from '$lib/server/limits';
import { proofError, sendProofCode } from '../proof';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  const { email } = requireUser(event);
  return { email, proven: hasRecentProof(event) };
};

export const actions: Actions = {
  change: async (event) => {
    const user = requireUser(event);
    const { locals, cookies, url, request } = event;
    const parsed = parseForm(emailChangeSchema, await request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { email, current_password } = parsed.data;
    if (email === user.email) return invalid({ values: { email }, errors: { email: 'already_exists' } });
    try {
      const wrong = await proofError(event, user, current_password);
      if (wrong) return invalid({ values: { email }, errors: { current_password: wrong } });
      await takeAccountLimits(event, 'code', email);
      await accounts.changeEmail(locals.db, email);
    } catch (refusal) {
      return failure(refusal, { email });
    }
    remember(cookies, url, { kind: 'email_change', email, next: null });
    redirect(303, '/auth/confirm');
  },

  code: async (event) => {
    const user = requireUser(event);
    const values = { email: String((await event.request.formData()).get('email') ?? '') };
    try {
      await sendProofCode(event, user);
    } catch (refusal) {
      return failure(refusal, values);
    }
    return { values, sentTo: user.email };
  }
};
