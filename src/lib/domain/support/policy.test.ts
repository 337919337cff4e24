import { expect, test } from 'vitest';
import { isFor, validityOn } from './policy.ts';

const advice = { kinds: ['enterprise', 'startup'], size_classes: ['small', 'medium'] } as const;
const training = { kinds: ['household', 'enterprise'], size_classes: ['micro', 'small'] } as const;
const story = { kinds: ['cooperative'], size_classes: [] } as const;

test('a content is for the kinds and sizes that the law names', () => {
  expect([isFor(advice, 'enterprise', 'small'), isFor(advice, 'enterprise', 'micro')]).toEqual([true, false]);
  expect([isFor(advice, 'household', null), isFor(advice, null, 'micro'), isFor(advice, null, null)]).toEqual([
    false,
    false,
    true
  ]);
});

test('a household business is asked for no size class', () => {
  expect([isFor(training, 'household', 'large'), isFor(training, 'enterprise', 'large')]).toEqual([true, false]);
  expect(isFor(training, null, 'large')).toBe(true);
  expect(isFor(story, 'cooperative', 'large')).toBe(true);
});

test('the first and the last day of a rule belong to it', () => {
  const rule = { valid_from: '2026-01-15', valid_to: '2026-12-31' };
  expect(['2026-01-14', '2026-01-15', '2026-12-31', '2027-01-01'].map((day) => validityOn(rule, day))).toEqual([
    'coming',
    'valid',
    'valid',
    'ended'
  ]);
  expect(validityOn({ valid_from: '2021-10-15', valid_to: null }, '2099-01-01')).toBe('valid');
});
