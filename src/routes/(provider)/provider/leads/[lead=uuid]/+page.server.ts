import { leadStepsFor } from '$lib/domain/leads/lead';
import { requireProvider } from '$lib/server/auth/require-provider';
import * as leads from '$lib/server/data/leads';
import * as needs from '$lib/server/data/needs';
import { raise } from '$lib/server/errors';
import { rateLead, sendMessage, takeLeadStep } from '$lib/server/lead-actions';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireProvider(event);
  const { db, locale } = event.locals;
  try {
    const [lead, names] = await Promise.all([leads.open(db, event.params.lead), needs.indexNames(db, locale)]);
    return {
      lead,
      now: Date.now(),
      weak: (lead.firm?.weak_pillars ?? []).map((id) => names[id] ?? id),
      indices: (lead.need?.index_ids ?? []).map((id) => names[id] ?? id),
      steps: lead.access === 'ended' ? [] : leadStepsFor(lead.state, 'provider')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  step: async (event) => {
    await requireProvider(event);
    return takeLeadStep(event, event.params.lead);
  },
  message: async (event) => {
    await requireProvider(event);
    return sendMessage(event, event.params.lead);
  },
  rate: async (event) => {
    await requireProvider(event);
    return rateLead(event, event.params.lead);
  }
};
