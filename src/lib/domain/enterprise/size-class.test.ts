import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeClass } from './size-class.ts';
import type { SizeClass, SizeGroup, SizeInputs, SizeThreshold } from './size-class.ts';

const billion = 1e9;

// Decree 80/2021/NĐ-CP art. 5, as the reference data has it.
const goods: [SizeThreshold['sizeClass'], number, number, number][] = [
  ['micro', 10, 3 * billion, 3 * billion],
  ['small', 100, 50 * billion, 20 * billion],
  ['medium', 200, 200 * billion, 100 * billion]
];
const services: typeof goods = [
  ['micro', 10, 10 * billion, 3 * billion],
  ['small', 50, 100 * billion, 50 * billion],
  ['medium', 100, 300 * billion, 100 * billion]
];
const rules: SizeThreshold[] = (['agriculture', 'industry', 'services'] as const).flatMap((group) =>
  (group === 'services' ? services : goods).map(([size, maxEmployees, maxRevenue, maxCapital]) => ({
    sizeClass: size,
    group,
    maxEmployees,
    maxRevenue,
    maxCapital
  }))
);

describe('the size class by decree 80/2021 art. 5', () => {
  const vectors: [SizeGroup, number, number | null, number, SizeClass][] = [
    ['agriculture', 10, 3000000000, 90000000000, 'micro'],
    ['industry', 11, 3000000000, 3000000000, 'small'],
    ['services', 10, 10000000000, 60000000000, 'micro'],
    ['services', 10, 10000000001, 3000000001, 'small'],
    ['services', 51, 1000000000, 1000000000, 'medium'],
    ['industry', 100, 51000000000, 20000000000, 'small'],
    ['industry', 200, 201000000000, 100000000000, 'medium'],
    ['industry', 201, 1000000000, 1000000000, 'large'],
    ['services', 100, 301000000000, 101000000000, 'large'],
    ['services', 5, null, 2000000000, 'micro']
  ];
  it.each(vectors)('%s, %i employees, revenue %s, capital %i: %s', (group, employees, revenue, capital, expected) => {
    expect(sizeClass({ group, employees, revenue, capital }, rules)).toBe(expected);
  });

  const known: SizeInputs = { group: 'industry', employees: 5, revenue: 2 * billion, capital: 2 * billion };
  it('needs the group and the employees', () => {
    expect(sizeClass({ ...known, group: null }, rules)).toBeNull();
    expect(sizeClass({ ...known, employees: null }, rules)).toBeNull();
  });
  it('revenue of 0 is none yet: capital alone decides (art. 9)', () => {
    expect(sizeClass({ ...known, revenue: 0, capital: 30 * billion }, rules)).toBe('medium');
    expect(sizeClass({ ...known, revenue: null, capital: 30 * billion }, rules)).toBe('medium');
  });
  it('without capital, revenue within the bound is enough, over it nothing can be told', () => {
    expect(sizeClass({ ...known, capital: null }, rules)).toBe('micro');
    expect(sizeClass({ ...known, revenue: 4 * billion, capital: null }, rules)).toBeNull();
    expect(sizeClass({ ...known, revenue: null, capital: null }, rules)).toBeNull();
  });
  it('more employees than any class has is large, whatever the money', () => {
    expect(sizeClass({ ...known, employees: 201, revenue: null, capital: null }, rules)).toBe('large');
  });
  it('numbers that are none count as not known', () => {
    expect(sizeClass({ ...known, employees: NaN }, rules)).toBeNull();
    expect(sizeClass({ ...known, employees: -1 }, rules)).toBeNull();
    expect(sizeClass({ ...known, revenue: Infinity, capital: null }, rules)).toBeNull();
  });
  it('nothing can be told without rules for the group', () => {
    expect(
      sizeClass(
        known,
        rules.filter((rule) => rule.group === 'services')
      )
    ).toBeNull();
  });
  it('never shrinks when a firm grows', () => {
    const order = ['micro', 'small', 'medium', 'large'];
    const money = fc.oneof(
      fc.integer({ min: 1, max: 4e11 }),
      fc.constantFrom(3e9, 3e9 + 1, 2e10, 5e10, 1e11, 2e11, 3e11)
    );
    const group = fc.constantFrom<SizeGroup>('agriculture', 'industry', 'services');
    const growth = fc.nat({ max: 100 });
    fc.assert(
      fc.property(
        group,
        fc.nat({ max: 250 }),
        money,
        money,
        growth,
        growth,
        growth,
        (g, employees, r, c, e2, r2, c2) => {
          const before = sizeClass({ group: g, employees, revenue: r, capital: c }, rules);
          const grown = { group: g, employees: employees + e2, revenue: r + r2 * billion, capital: c + c2 * billion };
          expect(order.indexOf(sizeClass(grown, rules) ?? '')).toBeGreaterThanOrEqual(order.indexOf(before ?? ''));
        }
      )
    );
  });
});
