import { leadStepsFor } from '$lib/domain/leads/lead';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as leads from '$lib/server/data/leads';
import { raise } from '$lib/server/errors';
import { takeLeadStep } from '$lib/server/lead-actions';
import type { Actions, PageServerLoad } from './$types';

const ROLES = ['officer', 'manager', 'district_officer'] as const;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, ...ROLES);
  try {
    const lead = await leads.read(event.locals.db, event.params.lead);
    return { lead, steps: leadStepsFor(lead.state, 'staff', lead.promise !== null) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  step: async (event) => {
    await requireStaff(event, ...ROLES);
    return takeLeadStep(event, event.params.lead);
  }
};
