import { redirect } from '@sveltejs/kit';
import { weightsSchema } from '$lib/schemas/allocation';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as candidates from '$lib/server/data/candidates';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event);
  try {
    return {
      history: await candidates.weightsHistory(event.locals.db),
      mayEdit: roles.staff.includes('administrator'),
      saved: event.url.searchParams.has('saved')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  save: async (event) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(weightsSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { version, note, ...weights } = parsed.data;
    try {
      await candidates.setWeights(event.locals.db, weights, version, note);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, '/staff/priority?saved');
  }
};
