import { describe, expect, test } from 'vitest';
import { ASSIGNMENT_STATES, ASSIGNMENT_STEPS, hasEnded, holderOf, stepsFor } from './assignment';

const names = (steps: readonly { step: string }[]) => steps.map(({ step }) => step);

describe('an assignment', () => {
  test('is held by staff, the owner or a manager until it has ended', () => {
    expect(ASSIGNMENT_STATES.map((state) => [state, holderOf(state)])).toEqual([
      ['proposed', 'staff'],
      ['offered', 'owner'],
      ['accepted', 'manager'],
      ['approved', 'staff'],
      ['in_progress', 'staff'],
      ['delivered', 'owner'],
      ['completed', null],
      ['declined', null],
      ['cancelled', null],
      ['expired', null]
    ]);
    expect(ASSIGNMENT_STATES.filter(hasEnded)).toEqual(['completed', 'declined', 'cancelled', 'expired']);
  });

  test('once ended, nobody moves it', () => {
    for (const state of ASSIGNMENT_STATES.filter(hasEnded))
      expect(stepsFor(state, ['owner', 'manager', 'officer', 'district_officer', 'system'])).toEqual([]);
  });

  test('the proposer is not offered to approve, but may end it', () => {
    expect(names(stepsFor('accepted', ['manager']))).toEqual(['approve', 'cancel']);
    expect(names(stepsFor('accepted', ['manager'], true))).toEqual(['cancel']);
  });

  test('an officer does not free money', () => {
    expect(names(stepsFor('in_progress', ['officer']))).toEqual(['deliver']);
    expect(names(stepsFor('in_progress', ['officer', 'manager']))).toEqual(['deliver', 'cancel']);
  });

  test('an owner who declines or gives back says why', () => {
    const said = ASSIGNMENT_STEPS.filter(({ reason }) => reason).map(({ step }) => step);
    expect([...new Set(said)]).toEqual(['decline', 'return', 'cancel']);
  });
});
