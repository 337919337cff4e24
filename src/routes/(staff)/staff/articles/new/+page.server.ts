import { redirect } from '@sveltejs/kit';
import { articleSchema } from '$lib/schemas/article';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as articles from '$lib/server/data/articles';
import { pillarNames } from '$lib/server/data/pillar-names';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { preview } from '../form.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  return { pillars: await pillarNames(event.locals.db, event.locals.locale).catch(raise) };
};

export const actions: Actions = {
  save: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(articleSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let made: string;
    try {
      made = await articles.save(event.locals.db, null, parsed.data, null);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/staff/articles/${made}`);
  },
  preview: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    return preview(event);
  }
};
