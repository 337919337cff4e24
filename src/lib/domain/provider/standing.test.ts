import { expect, test } from 'vitest';
import { standingOf, vietnameseDay } from './standing';

test('an approval holds on its last day and is over the day after', () => {
  const row = { state: 'approved', approved_until: '2026-11-27' } as const;
  expect(standingOf(row, '2026-11-27')).toBe('approved');
  expect(standingOf(row, '2026-11-28')).toBe('expired');
});

test('what is not approved is what its state says', () => {
  for (const state of ['submitted', 'changes_wanted', 'suspended', 'withdrawn'] as const)
    expect(standingOf({ state, approved_until: null }, '2026-11-27')).toBe(state);
});

test('the day in Vietnam begins at 17:00 of the day before in Greenwich', () => {
  expect(vietnameseDay(Date.parse('2026-11-27T16:59:59Z'))).toBe('2026-11-27');
  expect(vietnameseDay(Date.parse('2026-11-27T17:00:00Z'))).toBe('2026-11-28');
});

test('a year later is the same day, and 1 March where there is none', () => {
  expect(vietnameseDay(Date.parse('2026-11-27T00:00:00Z'), 1)).toBe('2027-11-27');
  expect(vietnameseDay(Date.parse('2028-02-29T00:00:00Z'), 1)).toBe('2029-03-01');
});
