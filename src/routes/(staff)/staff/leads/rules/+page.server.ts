import { redirect } from '@sveltejs/kit';
import { leadRulesSchema } from '$lib/schemas/lead';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as leadRules from '$lib/server/data/lead-rules';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event);
  try {
    return {
      history: await leadRules.history(event.locals.db),
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
    const parsed = parseForm(leadRulesSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { version, ...rules } = parsed.data;
    try {
      await leadRules.set(event.locals.db, rules, version);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, '/staff/leads/rules?saved');
  }
};
