/** The rules of introductions and the whole numbers each may be. Mirror of the constraints of public.lead_rules; a test holds both equal. */
export const LEAD_RULES = {
  /** Working days that a provider has to answer. */
  response_days: { from: 1, to: 30 },
  /** Working days after which it is reminded; fewer than it has to answer. */
  remind_after_days: { from: 0, to: 29 },
  /** Months that a consent holds. */
  consent_months: { from: 1, to: 24 }
} as const;

export type LeadRule = keyof typeof LEAD_RULES;
export const LEAD_RULE_NAMES = Object.keys(LEAD_RULES) as LeadRule[];
export type LeadRules = Record<LeadRule, number>;
