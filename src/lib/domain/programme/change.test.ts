import { describe, expect, it } from 'vitest';
import { changeBetween } from './change.ts';

const result = (level: number, points: Record<string, number>) => ({
  level,
  points: Object.values(points).reduce((sum, value) => sum + value, 0),
  pillars: Object.entries(points).map(([id, value]) => ({ id, points: value }))
});

describe('the change from T0 to T1', () => {
  it('is told per pillar, for level and for points', () => {
    expect(changeBetween(result(1, { a: 10, b: 20 }), result(2, { a: 15, b: 18 }))).toEqual({
      level: { before: 1, after: 2, difference: 1 },
      points: { before: 30, after: 33, difference: 3 },
      pillars: [
        { id: 'a', before: 10, after: 15, difference: 5 },
        { id: 'b', before: 20, after: 18, difference: -2 }
      ]
    });
  });

  it('leaves out pillars that only one result has', () => {
    const { pillars } = changeBetween(result(1, { a: 10, old: 5 }), result(1, { a: 10, fresh: 7 }));
    expect(pillars.map(({ id }) => id)).toEqual(['a']);
  });

  it('of means is rounded to two digits', () => {
    expect(changeBetween(result(0, { a: 1.1 }), result(0, { a: 3.3 })).pillars[0]?.difference).toBe(2.2);
  });
});
