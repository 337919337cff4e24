import type { World } from '../../support/people.ts';

/** Calls about providers, needs and leads that change nothing, whoever makes them. */
export function leadArguments({ firm, leads }: World): Record<string, Record<string, unknown>> {
  const provider = { provider_id: leads.providers.first };
  const solution = { solution_id: leads.solutions.first };
  const lead = { lead_id: leads.lead };
  return {
    register_provider: { details: {} },
    update_provider: { ...provider, details: {}, revision: -1 },
    save_solution: { ...provider, details: [] },
    withdraw_solution: { ...solution, revision: -1 },
    // Approved until no day.
    review_provider: { ...provider, revision: -1, step: 'approve' },
    review_solution: { ...solution, revision: -1, step: 'approve' },
    providers_for_need: { need_id: leads.need },
    state_need: { enterprise_id: firm, details: [] },
    // Closed already, so that nobody else is asked.
    close_need: { need_id: leads.closedNeed },
    ask_next_provider: { need_id: leads.closedNeed },
    give_lead_consents: { need_id: leads.need, provider_ids: [], version: 0, locale: 'vi', fields: ['name'] },
    // Withdrawn already.
    withdraw_lead_consent: { consent_id: leads.withdrawnConsent },
    advance_lead: { ...lead, step: 'lose', revision: 1 },
    send_lead_message: { ...lead, body: 'x' },
    rate_lead: { ...lead, score: 9 },
    moderate_rating: { ...lead, side: 'owner', shown: null },
    set_lead_rules: { response_days: 3, remind_after_days: 2, consent_months: 6, version: -1 },
    open_lead: lead,
    // A note that is too long.
    create_provider_invitation: { ...provider, label: 'x'.repeat(121) },
    cancel_provider_invitation: { invitation_id: firm },
    join_provider: { code: 'NOSUCHCODE' },
    remove_provider_member: { ...provider, user_id: firm },
    list_provider_members: provider,
    provider_leads: provider
  };
}
