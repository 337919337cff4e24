import { leadStepsFor } from '$lib/domain/leads/lead';
import { requireUser } from '$lib/server/auth/require-user';
import * as assignments from '$lib/server/data/assignments';
import * as leads from '$lib/server/data/leads';
import { raise } from '$lib/server/errors';
import { rateLead, sendMessage, takeLeadStep } from '$lib/server/lead-actions';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const lead = await leads.read(db, event.params.lead);
    const owner = await assignments.isOwner(db, lead.need.enterprise_id, user.id);
    return { lead, owner, steps: owner ? leadStepsFor(lead.state, 'owner') : [] };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  step: (event) => {
    requireUser(event);
    return takeLeadStep(event, event.params.lead);
  },
  message: (event) => {
    requireUser(event);
    return sendMessage(event, event.params.lead);
  },
  rate: (event) => {
    requireUser(event);
    return rateLead(event, event.params.lead);
  }
};
