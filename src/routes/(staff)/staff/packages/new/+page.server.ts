import { requireStaff } from '$lib/server/auth/require-staff';
import { packageChoices } from '$lib/server/data/package-choices';
import { raise } from '$lib/server/errors';
import { savePackage } from '$lib/server/package-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  return { choices: await packageChoices(event.locals.db, event.locals.locale).catch(raise) };
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    return savePackage(event, null);
  }
};
