import { stepsFor, type ActorRole } from '$lib/domain/support/assignment';
import { saveEvidence, saveItems, takeStep } from '$lib/server/assignment-actions';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as assignments from '$lib/server/data/assignments';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

const ROLES = ['officer', 'manager', 'district_officer'] as const;

export const load: PageServerLoad = async (event) => {
  const { user, roles } = await requireStaff(event, ...ROLES);
  try {
    const { proposed_by, ...assignment } = await assignments.read(event.locals.db, event.params.assignment);
    const acting: ActorRole[] = ROLES.filter((role) => roles.staff.includes(role));
    return { assignment, steps: stepsFor(assignment.state, acting, proposed_by === user.id) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  step: async (event) => {
    await requireStaff(event, ...ROLES);
    return takeStep(event, event.params.assignment);
  },
  items: async (event) => {
    await requireStaff(event, ...ROLES);
    return saveItems(event, event.params.assignment);
  },
  evidence: async (event) => {
    await requireStaff(event, ...ROLES);
    return saveEvidence(event, event.params.assignment);
  }
};
