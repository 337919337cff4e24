import { redirect } from '@sveltejs/kit';
import { readQuotas, runSchema } from '$lib/schemas/allocation';
import { SIZES } from '$lib/schemas/staff-list';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as runs from '$lib/server/data/allocation-runs';
import { listChoices } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const [packages, history, choices] = await Promise.all([
      runs.openPackages(db),
      runs.list(db),
      listChoices(db, locale, [])
    ]);
    return { packages, history, sizes: SIZES, districts: choices.districts };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  run: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const form = await event.request.formData();
    const parsed = parseForm(runSchema, form);
    if (!parsed.ok) return invalid(parsed);
    const quotas = readQuotas(form);
    if (!quotas) return invalid({ values: parsed.values, errors: { quotas: 'integer' } });
    let id: string;
    try {
      id = await runs.run(event.locals.db, parsed.data.package_ids, quotas);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/staff/allocation/${id}`);
  }
};
