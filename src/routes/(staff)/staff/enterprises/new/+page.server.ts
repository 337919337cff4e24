import { redirect } from '@sveltejs/kit';
import { enterpriseSchema } from '$lib/schemas/enterprise';
import { requireStaff } from '$lib/server/auth/require-staff';
import { choices } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  try {
    return { choices: await choices(event.locals.db, event.locals.locale) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(enterpriseSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let registered;
    try {
      registered = await enterprises.register(event.locals.db, { ...parsed.data, as_owner: false });
    } catch (e) {
      return failure(e, parsed.values);
    }
    if (registered.state === 'exists')
      return invalid({ values: parsed.values, errors: { tax_code: 'already_exists' } });
    redirect(303, `/staff/enterprises/${registered.enterprise_id}`);
  }
};
