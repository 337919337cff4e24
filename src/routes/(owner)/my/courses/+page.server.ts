import { cancelRegistrationSchema } from '$lib/schemas/course';
import { requireUser } from '$lib/server/auth/require-user';
import * as courses from '$lib/server/data/courses';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { db, locale } = event.locals;
  const rows = await courses.mine(db).catch(raise);
  const now = Date.now();
  return {
    rows: rows.map(({ title_vi, title_en, ...row }) => ({
      ...row,
      title: locale === 'vi' ? title_vi : title_en,
      begun: Date.parse(row.starts_at) <= now
    }))
  };
};

export const actions: Actions = {
  cancel: async (event) => {
    requireUser(event);
    const parsed = parseForm(cancelRegistrationSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await courses.cancel(event.locals.db, parsed.data.course_registration_id);
      return { done: true };
    } catch (e) {
      return failure(e);
    }
  }
};
