import { redirect } from '@sveltejs/kit';
import { courseSchema } from '$lib/schemas/course';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as courses from '$lib/server/data/courses';
import { listChoices } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { sections } = await listChoices(event.locals.db, event.locals.locale, []).catch(raise);
  return { sections };
};

export const actions: Actions = {
  save: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(courseSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let made: string;
    try {
      made = await courses.save(event.locals.db, null, parsed.data, null);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/staff/courses/${made}`);
  }
};
