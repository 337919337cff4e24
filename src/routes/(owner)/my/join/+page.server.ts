import { redirect } from '@sveltejs/kit';
import { joinSchema } from '$lib/schemas/enterprise';
import { requireUser } from '$lib/server/auth/require-user';
import * as members from '$lib/server/data/members';
import { failure } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  requireUser(event);
};

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(joinSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let enterpriseId;
    try {
      enterpriseId = await members.join(event.locals.db, parsed.data.code, parsed.data.tax_code);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/my/enterprises/${enterpriseId}`);
  }
};
