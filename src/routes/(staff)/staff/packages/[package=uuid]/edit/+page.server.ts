import { requireStaff } from '$lib/server/auth/require-staff';
import { packageChoices } from '$lib/server/data/package-choices';
import * as packages from '$lib/server/data/packages';
import { raise } from '$lib/server/errors';
import { savePackage, storedFields } from '$lib/server/package-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const [found, choices] = await Promise.all([packages.read(db, event.params.package), packageChoices(db, locale)]);
    return { stored: storedFields(found), code: found.package.code, sample: found.package.is_sample, choices };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    return savePackage(event, event.params.package);
  }
};
