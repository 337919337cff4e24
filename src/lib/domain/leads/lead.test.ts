import { describe, expect, test } from 'vitest';
import { hasLeadEnded, LEAD_STATES, LEAD_STEPS, leadHolder, leadStepsFor } from './lead';

const names = (...args: Parameters<typeof leadStepsFor>) => leadStepsFor(...args).map(({ step }) => step);

describe('steps of a lead', () => {
  test('a lead is with the provider until it says what it did, with staff in a dispute, with nobody at the end', () => {
    expect(Object.fromEntries(LEAD_STATES.map((state) => [state, leadHolder(state)]))).toEqual({
      new: 'provider',
      viewed: 'provider',
      accepted: 'provider',
      contacted: 'provider',
      quoted: 'provider',
      won: 'provider',
      reported: 'owner',
      disputed: 'staff',
      delivered: null,
      declined: null,
      expired: null,
      lost: null,
      withdrawn: null
    });
  });

  test('whoever holds a lead has a step to take', () => {
    for (const state of LEAD_STATES) {
      const holder = leadHolder(state);
      if (holder) expect([state, names(state, holder).length > 0]).toEqual([state, true]);
    }
  });

  test('every state but the first is reached by a step, and every lead can end', () => {
    const reached = new Set(LEAD_STEPS.map(({ to }) => to));
    expect(LEAD_STATES.filter((state) => !reached.has(state))).toEqual(['new']);
    const ends = (state: (typeof LEAD_STATES)[number], seen: string[] = []): boolean =>
      hasLeadEnded(state) ||
      LEAD_STEPS.some(({ from, to }) => from.includes(state) && !seen.includes(to) && ends(to, [...seen, state]));
    expect(LEAD_STATES.filter((state) => !ends(state))).toEqual([]);
  });

  test('the owner decides on delivery, not the provider', () => {
    expect(names('reported', 'owner')).toEqual(['confirm', 'return', 'dispute']);
    expect(names('reported', 'provider')).toEqual(['dispute']);
    expect(names('new', 'owner')).toEqual([]);
    expect(names('new', 'provider')).toEqual(['accept', 'decline']);
  });

  test('a dispute before any promise can only be settled as lost', () => {
    expect(names('disputed', 'staff', false)).toEqual(['settle_lost']);
    expect(names('disputed', 'staff')).toEqual(['settle_won', 'settle_delivered', 'settle_lost']);
  });
});
