import { redirect } from '@sveltejs/kit';
import { registrationSchema } from '$lib/schemas/course';
import { requireUser } from '$lib/server/auth/require-user';
import * as courses from '$lib/server/data/courses';
import * as enterprises from '$lib/server/data/enterprises';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, locale } = event.locals;
  try {
    const [session, firms] = await Promise.all([
      courses.readSession(db, event.params.session, locale),
      enterprises.listMine(db, user.id)
    ]);
    return { session, firms: firms.map(({ enterprise_id, name }) => ({ value: enterprise_id, label: name })) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(registrationSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await courses.register(event.locals.db, event.params.session, parsed.data);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, '/my/courses');
  }
};
