import { hotlineIdSchema, hotlineSchema } from '$lib/schemas/feedback';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as hotlines from '$lib/server/data/hotlines';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator');
  const rows = await hotlines.list(event.locals.db).catch(raise);
  const edited = rows.find(({ hotline_id }) => hotline_id === event.url.searchParams.get('edit')) ?? null;
  return { rows, edited };
};

export const actions: Actions = {
  /** With an id the number changes, else it is a new one. */
  save: async (event) => {
    await requireStaff(event, 'administrator');
    const form = await event.request.formData();
    const parsed = parseForm(hotlineSchema, form);
    if (!parsed.ok) return invalid(parsed);
    const id = parseForm(hotlineIdSchema, form);
    try {
      await hotlines.save(event.locals.db, id.ok ? id.data.hotline_id : null, parsed.data);
      return { done: true };
    } catch (e) {
      return failure(e, parsed.values);
    }
  },
  remove: async (event) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(hotlineIdSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await hotlines.remove(event.locals.db, parsed.data.hotline_id);
      return { done: true };
    } catch (e) {
      return failure(e);
    }
  }
};
