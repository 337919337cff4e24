import { requireStaff } from '$lib/server/auth/require-staff';
import * as members from '$lib/server/data/members';
import { decideRequest } from '$lib/server/enterprise-actions';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  try {
    return { requests: await members.openRequests(event.locals.db) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  decide: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    return decideRequest(event);
  }
};
