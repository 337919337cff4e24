import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocationInputs as inputs, bestByTrying } from '../../../../tests/support/allocation-inputs';
import { brokenRule, greedy, justMissed, pointsOfChoice, type Inputs } from './allocation';
import { buildModel } from './allocation-model';

const base: Inputs = {
  year: 2026,
  packages: [
    { package_id: 'p1', code: 'P1', line: 0, places: 1, contents: ['x'] },
    { package_id: 'p2', code: 'P2', line: 0, places: null, contents: ['x', 'y'] }
  ],
  lines: [{ line_code: 'L', allotment_id: 'a', free: 20 }],
  firms: [
    { enterprise_id: 'f1', size: 'micro', unit: 'u1', district: 'd1' },
    { enterprise_id: 'f2', size: 'small', unit: 'u2', district: 'd1' },
    { enterprise_id: 'f3', size: 'small', unit: 'u2', district: 'd1' }
  ],
  pairs: [
    [0, 0, 500, 10],
    [1, 0, 700, 10],
    [1, 1, 650, 10],
    [2, 1, 100, 11]
  ],
  quotas: []
};
const withQuota = (kind: 'size' | 'unit', value: string, at_least: number): Inputs => ({
  ...base,
  quotas: [{ kind, value, at_least }]
});

describe('rules of a choice', () => {
  test.each([
    ['two firms for one place', base, [0, 1], 'places'],
    ['one content twice for a firm', base, [1, 2], 'content'],
    ['more money than is free', base, [1, 3], 'line'],
    ['a pair that does not exist', base, [9], 'pairs'],
    ['a pair twice', base, [2, 2], 'pairs'],
    ['too few micro firms', withQuota('size', 'micro', 1), [1], 'quota'],
    ['a firm of the commune', withQuota('unit', 'u2', 1), [1], null],
    ['a firm of the district', withQuota('unit', 'd1', 2), [0, 2], null],
    ['nothing', base, [], null]
  ] as const)('%s', (_, of, choice, rule) => {
    expect(brokenRule(of, [...choice])).toBe(rule);
  });
});

describe('just missed', () => {
  test('each pair says what stood against it', () => {
    // f2 gets P1; its other pair gives the same content, f1 finds no place, f3 costs more than is left.
    expect(justMissed(base, [1], 5)).toEqual([
      { pair: 0, reason: 'places', by: null },
      { pair: 2, reason: 'content', by: 0 },
      { pair: 3, reason: 'line', by: null }
    ]);
  });

  test('a pair with more points than the one a quota needs was displaced by the quota', () => {
    expect(justMissed(withQuota('size', 'micro', 1), [0], 5)).toContainEqual({ pair: 1, reason: 'quota', by: null });
  });

  test('no more than asked for in each package', () => {
    expect(justMissed(base, [1], 1).map(({ pair }) => pair)).toEqual([0, 2]);
  });
});

describe('the model', () => {
  test('rows that cannot bind are left out, and money is in its greatest common divisor', () => {
    const roomy = { ...base, lines: [{ line_code: 'L', allotment_id: 'a', free: 1000 }] };
    // One row for the place of P1, one for content x of the second firm.
    expect(buildModel(roomy).rowUpper).toEqual([1, 1]);
    const even: Inputs = {
      ...base,
      pairs: base.pairs.map(([f, p, points]) => [f, p, points, 15_000_000]),
      lines: [{ line_code: 'L', allotment_id: 'a', free: 40_000_000 }]
    };
    const model = buildModel(even);
    expect(model.rowUpper).toEqual([1, 2, 1]);
    expect(model.values.slice(model.starts[1], model.starts[2])).toEqual([1, 1, 1, 1]);
  });

  test('a firm with two pairs counts once for a quota', () => {
    const model = buildModel(withQuota('unit', 'u2', 2));
    expect(model.cost.length).toBe(base.pairs.length + 1);
  });
});

describe('the greedy pass', () => {
  test('never breaks a rule, and the quotas only when it says so', () => {
    fc.assert(
      fc.property(inputs(6, 4), (of) => {
        const { choice, complete } = greedy(of);
        expect(brokenRule(of, choice)).toBe(complete ? null : 'quota');
      }),
      { seed: 3, numRuns: 500 }
    );
  });

  test('is not better than the best of all choices', () => {
    fc.assert(
      fc.property(inputs(4, 2), (of) => {
        const best = bestByTrying(of);
        const { choice, complete } = greedy(of);
        if (complete) expect(pointsOfChoice(of, choice)).toBeLessThanOrEqual(best!);
      }),
      { seed: 4, numRuns: 200 }
    );
  });
});
