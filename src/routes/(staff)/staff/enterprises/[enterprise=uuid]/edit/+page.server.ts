import { requireStaff } from '$lib/server/auth/require-staff';
import { choices, storedFields } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import { saveEnterprise } from '$lib/server/enterprise-actions';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  try {
    const [enterprise, offered] = await Promise.all([
      enterprises.read(db, event.params.enterprise),
      choices(db, locale)
    ]);
    return { name: enterprise.name, stored: storedFields(enterprise, offered), choices: offered };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    return saveEnterprise(event, event.params.enterprise, `/staff/enterprises/${event.params.enterprise}`);
  }
};
