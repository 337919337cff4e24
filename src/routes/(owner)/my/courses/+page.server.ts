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
  const own = rows.filter(({ mine, state }) => mine && state !== 'cancelled');
  const lost = own.filter(({ called_off_at, ends_at }) => called_off_at !== null && Date.parse(ends_at) > now);
  const choices = await courses.listChoices(db, [...new Set(lost.map(({ course_id }) => course_id))]).catch(raise);
  const taken = new Set(own.map(({ course_session_id }) => course_session_id));
  return {
    rows: rows.map(({ title_vi, title_en, ...row }) => ({
      ...row,
      title: locale === 'vi' ? title_vi : title_en,
      begun: Date.parse(row.starts_at) <= now,
      // Instead of a class that is called off: others of its course.
      choices: lost.some(({ course_registration_id }) => course_registration_id === row.course_registration_id)
        ? choices.filter((choice) => choice.course_id === row.course_id && !taken.has(choice.course_session_id))
        : []
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
