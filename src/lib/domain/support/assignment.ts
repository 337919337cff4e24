/** The steps of an assignment. Mirror of private.assignment_steps, which is the one that decides; a test holds both equal. */

export const ASSIGNMENT_STATES = [
  'proposed',
  'offered',
  'accepted',
  'approved',
  'in_progress',
  'delivered',
  'completed',
  'declined',
  'cancelled',
  'expired'
] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

export type ActorRole = 'officer' | 'district_officer' | 'manager' | 'owner' | 'system';
export type Step =
  'offer' | 'accept' | 'decline' | 'expire' | 'approve' | 'start' | 'deliver' | 'confirm' | 'return' | 'cancel';

export interface AssignmentStep {
  step: Step;
  from: AssignmentState;
  to: AssignmentState;
  roles: readonly ActorRole[];
  /** The step is refused without words of why. */
  reason: boolean;
}

const STAFF = ['officer', 'district_officer', 'manager'] as const;

export const ASSIGNMENT_STEPS: readonly AssignmentStep[] = [
  { step: 'offer', from: 'proposed', to: 'offered', roles: STAFF, reason: false },
  { step: 'accept', from: 'offered', to: 'accepted', roles: ['owner'], reason: false },
  { step: 'decline', from: 'offered', to: 'declined', roles: ['owner'], reason: true },
  { step: 'expire', from: 'offered', to: 'expired', roles: ['system'], reason: false },
  { step: 'approve', from: 'accepted', to: 'approved', roles: ['manager'], reason: false },
  { step: 'start', from: 'approved', to: 'in_progress', roles: STAFF, reason: false },
  { step: 'deliver', from: 'in_progress', to: 'delivered', roles: STAFF, reason: false },
  { step: 'confirm', from: 'delivered', to: 'completed', roles: ['owner'], reason: false },
  { step: 'return', from: 'delivered', to: 'in_progress', roles: ['owner'], reason: true },
  { step: 'cancel', from: 'proposed', to: 'cancelled', roles: STAFF, reason: true },
  { step: 'cancel', from: 'offered', to: 'cancelled', roles: STAFF, reason: true },
  { step: 'cancel', from: 'accepted', to: 'cancelled', roles: STAFF, reason: true },
  // Money is reserved from here on: only who may approve may free it.
  { step: 'cancel', from: 'approved', to: 'cancelled', roles: ['manager'], reason: true },
  { step: 'cancel', from: 'in_progress', to: 'cancelled', roles: ['manager'], reason: true },
  { step: 'cancel', from: 'delivered', to: 'cancelled', roles: ['manager'], reason: true }
];

/** Who has to act next: `staff` is whoever works for the firm's area. Null once it has ended. */
export type Holder = 'staff' | 'manager' | 'owner';

/** With whom an assignment is in a state. */
export function holderOf(state: AssignmentState): Holder | null {
  const next = ASSIGNMENT_STEPS.find(({ step, from }) => from === state && step !== 'cancel');
  if (!next) return null;
  if (next.roles.includes('owner')) return 'owner';
  return next.roles.length === 1 ? 'manager' : 'staff';
}

/**
 * The steps that a person may take from a state, each once. Who proposed is not offered to approve; what else the
 * database looks at (money, findings, places) is told when the step is tried.
 */
export function stepsFor(
  state: AssignmentState,
  roles: readonly ActorRole[],
  isProposer = false
): readonly AssignmentStep[] {
  return ASSIGNMENT_STEPS.filter(
    ({ step, from, roles: allowed }) =>
      from === state && allowed.some((role) => roles.includes(role)) && !(step === 'approve' && isProposer)
  );
}

/** Whether an assignment has ended, one way or the other. */
export function hasEnded(state: AssignmentState): boolean {
  return holderOf(state) === null;
}
