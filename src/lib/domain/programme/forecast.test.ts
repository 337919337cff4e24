import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';
import { monthsBetween } from './path.ts';

const steady = (firms: number, from = '2025-01', to = '2025-12') =>
  monthsBetween(from, to).map((month) => ({ month, firms }));

describe('the forecast of a target', () => {
  it('10 a month for a year and 120 to go is reached in a year, give or take', () => {
    expect(forecast(steady(10), 240, '2026-01')).toEqual({
      state: 'range',
      perMonth: 10,
      earliest: '2026-12',
      expected: '2027-01',
      latest: '2027-03'
    });
  });

  it('few firms make a wide range', () => {
    const few = forecast(steady(1), 24, '2026-01');
    expect(few).toMatchObject({ earliest: '2026-10', expected: '2027-01', latest: '2027-08' });
  });

  it('a target that was passed is reached since the month it was', () => {
    expect(forecast(steady(10), 35, '2026-01')).toEqual({ state: 'reached', month: '2025-04' });
  });

  it('the month that runs counts for the total and not for the pace', () => {
    const counts = [...steady(10), { month: '2026-01', firms: 60 }];
    expect(forecast(counts, 240, '2026-01')).toMatchObject({ perMonth: 10, expected: '2026-07' });
  });

  it('what is older than twelve months says nothing about the pace', () => {
    const counts = [...steady(50, '2020-01', '2020-12'), ...steady(2)];
    expect(forecast(counts, 700, '2026-01')).toMatchObject({ perMonth: 2 });
  });

  it.each([
    ['no firm at all', [], 'short_time'],
    ['two months', steady(9, '2025-11', '2025-12'), 'short_time'],
    ['four firms in a year', [{ month: '2025-02', firms: 4 }], 'few_firms'],
    ['firms of long ago only', steady(20, '2022-01', '2022-12'), 'few_firms']
  ])('with %s it cannot be told', (_, counts, reason) => {
    expect(forecast(counts, 1000, '2026-01')).toEqual({ state: 'unknown', reason });
  });

  it('a pace that would take a century names no month', () => {
    expect(forecast(steady(1), 1_000_000, '2026-01')).toEqual({ state: 'unknown', reason: 'few_firms' });
  });

  it('earliest ≤ expected ≤ latest, and the more the earlier', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 30 }), { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 400, max: 5000 }),
        (list, target) => {
          const counts = monthsBetween('2025-01', '2025-12').map((month, i) => ({ month, firms: list[i] ?? 0 }));
          const told = forecast(counts, target, '2026-01');
          if (told.state !== 'range') return;
          expect(told.earliest <= told.expected).toBe(true);
          expect(told.latest === null || told.expected <= told.latest).toBe(true);
          const more = forecast(
            counts.map(({ month, firms }) => ({ month, firms: firms * 2 })),
            target,
            '2026-01'
          );
          if (more.state === 'range') expect(more.expected <= told.expected).toBe(true);
        }
      )
    );
  });
});
