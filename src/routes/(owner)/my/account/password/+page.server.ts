import { redirect } from '@sveltejs/kit';
import { passwordChangeSchema } from '$lib/schemas/account';
import { dropProof, hasRecentProof } from '$lib/server/auth/recent-proof';
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
  change: async (event) => {
    const user = requireUser(event);
    const parsed = parseForm(passwordChangeSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { current_password, password } = parsed.data;
    try {
      const wrong = await proofError(event, user, current_password);
      if (wrong) return invalid({ values: {}, errors: { current_password: wrong } });
      await accounts.setPassword(event.locals.db, password);
    } catch (refusal) {
      return failure(refusal);
    }
    dropProof(event);
    redirect(303, '/my/account?done=password');
  },

  code: async (event) => {
    const user = requireUser(event);
    try {
      await sendProofCode(event, user);
    } catch (refusal) {
      return failure(refusal);
    }
    return { sentTo: user.email };
  }
};
