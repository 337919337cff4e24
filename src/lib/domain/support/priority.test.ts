import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareStanding,
  PARTS,
  partsOf,
  pointsOf,
  weightsError,
  type Facts,
  type Parts,
  type Standing,
  type Weights
} from './priority';

const nothing: Facts = {
  missing: 0,
  max: 100,
  need: 0,
  verified: 0,
  own: null,
  needed: 20_000_000,
  in_cluster: false,
  district_firms: 10,
  all_firms: 100,
  district_supported: 0,
  all_supported: 0,
  days: 0
};
const weights: Weights = { gap: 30, need: 15, verified: 15, commitment: 10, cluster: 10, area: 10, waiting: 10 };
const all = (value: number) => Object.fromEntries(PARTS.map((part) => [part, value])) as Parts;

describe('parts', () => {
  test.each<[string, Partial<Facts>, Partial<Parts>]>([
    ['a firm about which nothing speaks', {}, all(0)],
    ['a third missing, rounded half up', { missing: 1, max: 3 }, { gap: 0.3333 }],
    ['two thirds missing', { missing: 2, max: 3 }, { gap: 0.6667 }],
    ['half of a ten-thousandth rounds up', { missing: 1, max: 20_000 }, { gap: 0.0001 }],
    ['no index in the version', { missing: 0, max: 0 }, { gap: 0 }],
    ['an application', { need: 1, own: 0 }, { need: 0.5, commitment: 0 }],
    ['a stated need', { need: 2, own: 0 }, { need: 1 }],
    ['half of the own share', { own: 10_000_000 }, { commitment: 0.5 }],
    ['more than the own share counts as all of it', { own: 90_000_000 }, { commitment: 1 }],
    ['nothing to pay, with an application', { own: 0, needed: 0 }, { commitment: 1 }],
    ['nothing to pay, without one', { own: null, needed: 0 }, { commitment: 0 }],
    ['a tenth of the firms and no support', { all_supported: 50 }, { area: 1 }],
    ['half of its share', { all_supported: 50, district_supported: 2 }, { area: 0.6 }],
    ['its share', { all_supported: 50, district_supported: 5 }, { area: 0 }],
    ['more than its share', { all_supported: 50, district_supported: 9 }, { area: 0 }],
    ['73 days', { days: 73 }, { waiting: 0.2 }],
    ['a year', { days: 365 }, { waiting: 1 }],
    ['ten years', { days: 3650 }, { waiting: 1 }]
  ])('%s', (_, facts, parts) => {
    expect(partsOf({ ...nothing, ...facts })).toMatchObject(parts);
  });

  test('are from 0 to 1, and the points from 0 to 100', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
    const facts = fc
      .record({
        max: fc.integer({ min: 0, max: 320 }),
        need: fc.constantFrom(0 as const, 1 as const, 2 as const),
        verified: fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000),
        own: fc.option(amount),
        needed: amount,
        in_cluster: fc.boolean(),
        district_firms: fc.integer({ min: 1, max: 1000 }),
        all_firms: fc.integer({ min: 1000, max: 100_000 }),
        district_supported: fc.nat(1000),
        all_supported: fc.nat(1000),
        days: fc.nat(5000)
      })
      .chain((rest) => fc.nat(rest.max).map((missing): Facts => ({ ...rest, missing })));
    fc.assert(
      fc.property(facts, (given) => {
        const parts = partsOf(given);
        for (const part of PARTS) expect(parts[part]).toBeGreaterThanOrEqual(0);
        for (const part of PARTS) expect(parts[part]).toBeLessThanOrEqual(1);
        const points = pointsOf(parts, weights);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100);
      }),
      { seed: 5 }
    );
  });
});

test('points are the weighted parts, in hundredths, rounded half up', () => {
  expect(pointsOf(all(1), weights)).toBe(100);
  expect(pointsOf({ ...all(0), gap: 0.6667 }, weights)).toBe(20);
  expect(pointsOf({ ...all(0), gap: 0.3333, need: 0.5 }, weights)).toBe(17.5);
  expect(pointsOf({ ...all(0), waiting: 0.0005 }, weights)).toBe(0.01);
  expect(pointsOf({ ...all(0), waiting: 0.0004 }, weights)).toBe(0);
});

test.each<[string, Partial<Weights>, ReturnType<typeof weightsError>]>([
  ['the usual ones', {}, null],
  ['two decimals', { gap: 29.99, need: 15.01 }, null],
  ['a sum of 99', { gap: 29 }, { path: 'gap', code: 'weights_sum' }],
  ['a gap over half', { gap: 51, need: 0, verified: 9 }, { path: 'gap', code: 'weight_over_half' }],
  ['a negative one', { need: -1 }, { path: 'need', code: 'number' }],
  ['three decimals', { need: 14.999 }, { path: 'need', code: 'number' }],
  ['no number', { area: NaN }, { path: 'area', code: 'number' }]
])('weights: %s', (_, change, problem) => {
  expect(weightsError({ ...weights, ...change })).toEqual(problem);
});

test('of equal points, application, assessment, tax code and id decide in this order', () => {
  const standing = (change: Partial<Standing>): Standing => ({
    points: 50,
    applied_at: null,
    assessed_at: '2026-02-01',
    tax_code: null,
    enterprise_id: 'b',
    ...change
  });
  const ordered = [
    standing({ points: 60, assessed_at: '2026-09-01' }),
    standing({ applied_at: '2026-03-01', assessed_at: '2026-09-01' }),
    standing({ applied_at: '2026-04-01' }),
    standing({ assessed_at: '2026-01-01' }),
    standing({ tax_code: '1300000001', enterprise_id: 'z' }),
    standing({ tax_code: '1300000002' }),
    standing({ enterprise_id: 'a' }),
    standing({})
  ];
  expect([...ordered].reverse().sort(compareStanding)).toEqual(ordered);
});
