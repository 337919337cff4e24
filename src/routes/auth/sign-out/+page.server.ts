import { redirect } from '@sveltejs/kit';
import { leave } from '$lib/server/auth/arrive';
import { failure } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.user) redirect(303, '/auth/sign-in');
};

export const actions: Actions = {
  default: async (event) => {
    const everywhere = (await event.request.formData()).get('scope') === 'global';
    if (event.locals.user) {
      try {
        await leave(event, everywhere ? 'global' : 'local');
      } catch (refusal) {
        return failure(refusal);
      }
    }
    redirect(303, `/auth/sign-in?message=${everywhere ? 'signed_out_everywhere' : 'signed_out'}`);
  }
};
