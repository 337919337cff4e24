import { describe, expect, it } from 'vitest';
import { changeBetween } from './change.ts';
import type { Scored } from './change.ts';

const pillar = (code: string, points: number, max: number, level: number) => ({ code, name: code, points, max, level });
const scored = (version: string, ...pillars: Scored['pillars']): Scored => ({ version, pillars });

describe('change between two assessments', () => {
  it('of one version is told in points', () => {
    const change = changeBetween(
      scored('1', pillar('customer', 20, 65, 2)),
      scored('1', pillar('customer', 31, 65, 3))
    );
    expect(change).toEqual({
      unit: 'points',
      pillars: [
        { code: 'customer', name: 'customer', before: 20, after: 31, difference: 11, levelBefore: 2, levelAfter: 3 }
      ]
    });
  });

  it('of two versions is told in shares of each maximum', () => {
    const change = changeBetween(
      scored('1', pillar('customer', 20, 40, 3)),
      scored('2', pillar('customer', 30, 100, 2))
    );
    expect(change.unit).toBe('percent');
    expect(change.pillars[0]).toMatchObject({ before: 50, after: 30, difference: -20 });
  });

  it('pillars are matched by code, whatever their order, and new ones are left out', () => {
    const change = changeBetween(
      scored('1', pillar('strategy', 5, 25, 1), pillar('data', 7, 35, 1)),
      scored('2', pillar('data', 7, 35, 1), pillar('security', 3, 10, 2))
    );
    expect(change.pillars.map(({ code, difference }) => [code, difference])).toEqual([['data', 0]]);
  });
});
