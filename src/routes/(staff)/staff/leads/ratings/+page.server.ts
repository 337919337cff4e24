import { moderationSchema } from '$lib/schemas/lead';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as leads from '$lib/server/data/leads';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  return { ratings: await leads.heldRatings(event.locals.db).catch(raise) };
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(moderationSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { lead_id, side, shown } = parsed.data;
    try {
      await leads.moderate(event.locals.db, lead_id, side, shown === 'yes');
      return { done: shown };
    } catch (e) {
      return failure(e);
    }
  }
};
