import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newPasswordSchema } from '$lib/schemas/auth';
import { arrive } from '$lib/server/auth/arrive';
import { dropProof, hasRecentProof } from '$lib/server/auth/recent-proof';
import * as accounts from '$lib/server/data/accounts';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

/** Without the old password: only for a person who has just answered a mail. */
function requireProof(event: RequestEvent): void {
  if (!event.locals.user) redirect(303, '/auth/reset');
  if (!hasRecentProof(event)) redirect(303, '/my/account/password');
}

export const load: PageServerLoad = (event) => {
  requireProof(event);
  // The password of before may have been a stranger's.
  return { email: event.locals.user?.email ?? '', own: event.url.searchParams.has('own') };
};

export const actions: Actions = {
  default: async (event) => {
    requireProof(event);
    const parsed = parseForm(newPasswordSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await accounts.setPassword(event.locals.db, parsed.data.password);
      dropProof(event);
      return await arrive(event, event.url.searchParams.get('next'));
    } catch (refusal) {
      return failure(refusal);
    }
  }
};
