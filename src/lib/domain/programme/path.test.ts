import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnUp, monthDistance, monthsBetween, plannedAt, shiftMonth } from './path.ts';

const path = [
  { year: 2021, value: 120, assumed: true },
  { year: 2022, value: 360, assumed: true }
];

describe('the planned path', () => {
  it.each([
    ['2021-01', 10],
    ['2021-12', 120],
    ['2022-01', 140],
    ['2022-12', 360],
    ['2020-12', null],
    ['2023-01', null]
  ])('at the end of %s %s were planned', (month, planned) => expect(plannedAt(path, month)).toBe(planned));

  it('a year without the one before starts at zero', () => {
    expect(plannedAt([{ year: 2023, value: 12, assumed: false }], '2023-06')).toBe(6);
  });
});

describe('months', () => {
  it('run over the end of a year', () => {
    expect(monthsBetween('2021-11', '2022-02')).toEqual(['2021-11', '2021-12', '2022-01', '2022-02']);
    expect(monthsBetween('2022-02', '2021-11')).toEqual([]);
    expect(shiftMonth('2021-11', 3)).toBe('2022-02');
    expect(monthDistance('2021-11', '2022-02')).toBe(3);
  });
});

describe('a burn-up', () => {
  it('adds up month by month, with what came before its first month', () => {
    const counts = [
      { month: '2021-03', firms: 2 },
      { month: '2020-05', firms: 4 },
      { month: '2021-01', firms: 1 },
      { month: '2021-03', firms: 1 }
    ];
    expect(burnUp(counts, path, '2021-01', '2021-03').map(({ actual }) => actual)).toEqual([5, 5, 8]);
  });

  it('never falls, and ends with all that came', () => {
    const month = fc.integer({ min: 2021 * 12, max: 2023 * 12 }).map((value) => shiftMonth('0000-01', value));
    fc.assert(
      fc.property(fc.array(fc.record({ month, firms: fc.nat({ max: 9 }) })), (counts) => {
        const points = burnUp(counts, path, '2021-01', '2023-01');
        for (const [i, point] of points.entries())
          expect(point.actual).toBeGreaterThanOrEqual(points[i - 1]?.actual ?? 0);
        expect(points.at(-1)?.actual).toBe(counts.reduce((sum, { firms }) => sum + firms, 0));
      })
    );
  });
});
