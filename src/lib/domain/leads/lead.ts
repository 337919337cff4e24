/** The steps of a lead. Mirror of private.lead_steps, which is the one that decides; a test holds both equal. */

export const LEAD_STATES = [
  'new',
  'viewed',
  'accepted',
  'contacted',
  'quoted',
  'won',
  'reported',
  'delivered',
  'declined',
  'expired',
  'lost',
  'withdrawn',
  'disputed'
] as const;
export type LeadState = (typeof LEAD_STATES)[number];

export type LeadRole = 'provider' | 'owner' | 'staff' | 'system';
export type LeadStepName =
  | 'view'
  | 'accept'
  | 'decline'
  | 'expire'
  | 'contact'
  | 'quote'
  | 'win'
  | 'lose'
  | 'report'
  | 'confirm'
  | 'return'
  | 'withdraw'
  | 'dispute'
  | 'settle_won'
  | 'settle_delivered'
  | 'settle_lost';

export interface LeadStep {
  step: LeadStepName;
  from: readonly LeadState[];
  to: LeadState;
  roles: readonly LeadRole[];
  /** The step is refused without words of why. */
  reason: boolean;
}

const RUNNING = ['accepted', 'contacted', 'quoted', 'won', 'reported'] as const;

export const LEAD_STEPS: readonly LeadStep[] = [
  { step: 'view', from: ['new'], to: 'viewed', roles: ['provider'], reason: false },
  { step: 'accept', from: ['new', 'viewed'], to: 'accepted', roles: ['provider'], reason: false },
  { step: 'decline', from: ['new', 'viewed'], to: 'declined', roles: ['provider'], reason: true },
  { step: 'expire', from: ['new', 'viewed'], to: 'expired', roles: ['system'], reason: false },
  { step: 'contact', from: ['accepted'], to: 'contacted', roles: ['provider'], reason: false },
  { step: 'quote', from: ['contacted'], to: 'quoted', roles: ['provider'], reason: false },
  { step: 'win', from: ['contacted', 'quoted'], to: 'won', roles: ['provider'], reason: false },
  { step: 'lose', from: ['accepted', 'contacted', 'quoted'], to: 'lost', roles: ['provider', 'owner'], reason: true },
  { step: 'report', from: ['won'], to: 'reported', roles: ['provider'], reason: false },
  { step: 'confirm', from: ['won', 'reported'], to: 'delivered', roles: ['owner'], reason: false },
  { step: 'return', from: ['reported'], to: 'won', roles: ['owner'], reason: true },
  // By the end of consent only. What was delivered stays a fact.
  {
    step: 'withdraw',
    from: ['new', 'viewed', ...RUNNING, 'disputed'],
    to: 'withdrawn',
    roles: ['owner', 'system'],
    reason: false
  },
  { step: 'dispute', from: RUNNING, to: 'disputed', roles: ['owner', 'provider'], reason: true },
  { step: 'settle_won', from: ['disputed'], to: 'won', roles: ['staff'], reason: true },
  { step: 'settle_delivered', from: ['disputed'], to: 'delivered', roles: ['staff'], reason: true },
  { step: 'settle_lost', from: ['disputed'], to: 'lost', roles: ['staff'], reason: true }
];

/** Who has to act next on a lead in a state; null once it has ended. */
export function leadHolder(state: LeadState): 'provider' | 'owner' | 'staff' | null {
  if (state === 'reported') return 'owner';
  if (state === 'disputed') return 'staff';
  return hasLeadEnded(state) ? null : 'provider';
}

/** Whether nothing can happen to a lead any more. */
export function hasLeadEnded(state: LeadState): boolean {
  return !LEAD_STEPS.some(({ from }) => from.includes(state));
}

/**
 * The steps that a role may take on a lead in a state through `advance_lead`; looking, expiry and withdrawal are no such steps.
 * What was never promised (`promised` false) cannot be settled as won or delivered.
 */
export function leadStepsFor(state: LeadState, role: LeadRole, promised = true): readonly LeadStep[] {
  return LEAD_STEPS.filter(
    ({ step, from, roles }) =>
      !['view', 'withdraw'].includes(step) &&
      from.includes(state) &&
      roles.includes(role) &&
      (promised || !['settle_won', 'settle_delivered'].includes(step))
  );
}

/** Whether both sides can write to each other in a state, while consent holds. */
export function canWrite(state: LeadState): boolean {
  return state === 'disputed' || (RUNNING as readonly LeadState[]).includes(state);
}
