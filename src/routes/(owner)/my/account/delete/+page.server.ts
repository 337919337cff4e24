import { redirect } from '@sveltejs/kit';
import { deletionSchema } from '$lib/schemas/account';
import { forgetSession } from '$lib/server/auth/arrive';
import { hasRecentProof } from '$lib/server/auth/recent-proof';
import { requireUser } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { proofError, sendProofCode } from '../proof';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  const { email } = requireUser(event);
  return { email, proven: hasRecentProof(event) };
};

export const actions: Actions = {
  remove: async (event) => {
    const user = requireUser(event);
    const parsed = parseForm(deletionSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { confirmation, current_password } = parsed.data;
    const values = { confirmation };
    if (confirmation !== user.email) return invalid({ values, errors: { confirmation: 'mismatch' } });
    try {
      const wrong = await proofError(event, user, current_password);
      if (wrong) return invalid({ values, errors: { current_password: wrong } });
      await accounts.remove(event.locals.db);
    } catch (refusal) {
      return failure(refusal, values);
    }
    forgetSession(event);
    redirect(303, '/auth/goodbye');
  },

  code: async (event) => {
    const user = requireUser(event);
    const values = { confirmation: String((await event.request.formData()).get('confirmation') ?? '') };
    try {
      await sendProofCode(event, user);
    } catch (refusal) {
      return failure(refusal, values);
    }
    return { values, sentTo: user.email };
  }
};
