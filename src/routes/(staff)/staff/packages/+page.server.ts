import { requireStaff } from '$lib/server/auth/require-staff';
import * as packages from '$lib/server/data/packages';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db } = event.locals;
  try {
    const rows = await packages.list(db);
    // Closed packages fit nobody: counting their firms would only take time.
    const counted = rows.filter(({ state }) => state !== 'closed').map(({ package_id }) => package_id);
    const counts = await packages.counts(db, counted);
    return {
      rows: rows.map(({ package_id, code, name_vi, name_en, state, opens_on, closes_on, places, is_sample }) => ({
        ...{ package_id, code, name_vi, name_en, state, opens_on, closes_on, places, is_sample },
        count: counts.get(package_id) ?? null
      })),
      mayEdit: roles.staff.some((role) => role === 'officer' || role === 'manager')
    };
  } catch (e) {
    raise(e);
  }
};
