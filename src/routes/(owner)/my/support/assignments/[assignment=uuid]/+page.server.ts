import { stepsFor } from '$lib/domain/support/assignment';
import { takeStep } from '$lib/server/assignment-actions';
import { requireUser } from '$lib/server/auth/require-user';
import * as assignments from '$lib/server/data/assignments';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const assignment = await assignments.read(db, event.params.assignment);
    const owner = await assignments.isOwner(db, assignment.enterprise.enterprise_id, user.id);
    return { assignment, steps: stepsFor(assignment.state, owner ? ['owner'] : []), owner };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  step: (event) => {
    requireUser(event);
    return takeStep(event, event.params.assignment);
  }
};
