import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { allAtLevel, anyAnswers, anyRatio, scoreCases, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { answerErrors } from './answers.ts';
import type { Answers } from './answers.ts';
import { criteriaOf } from './outline.ts';
import { criterionLevel, overallLevel, pillarLevel, ratioLevel, score } from './score.ts';

// Generated cases are many, and machines are sometimes busy.
vi.setConfig({ testTimeout: 60_000 });

describe('the table of cases shared with SQL', () => {
  it.each(scoreCases)('$name', ({ answers, expect: expected }) => {
    expect(answerErrors(skeleton, answers)).toEqual([]);
    const result = score(skeleton, answers);
    expect({
      points: result.points,
      level: result.level,
      pillars: result.pillars.map((pillar) => pillar.level)
    }).toEqual(expected);
  });
});

describe('score', () => {
  it('lists indices, answered and missing criteria in the order of the document', () => {
    const result = score(skeleton, allAtLevel(skeleton, 5, '6', '1'));
    expect(result.indices.map((index) => index.id)).toEqual([
      '1.1',
      '1.2',
      '2.1',
      '3.1',
      '3.2',
      '4.1',
      '4.2',
      '5.1',
      '5.2',
      '6.1'
    ]);
    expect(result.indices[0]).toEqual({ id: '1.1', points: 45, max: 45 });
    expect(result.pillars[0]).toEqual({ id: '1', points: 65, max: 65, level: 5 });
    expect(result).toMatchObject({ points: 100, max: 320, answered: 20 });
    expect(result.missing).toHaveLength(40);
    expect(result.missing[0]).toBe('2.1.1');
    expect(result.missing[1]).toBe('3.1.1');
  });
  it('counts "does not apply" as answered', () => {
    const result = score(skeleton, { '1.1.6': { notApplicable: true } });
    expect(result.answered).toBe(1);
    expect(result.missing).not.toContain('1.1.6');
  });
  it('reads no inherited answers', () => {
    expect(score(skeleton, Object.create({ '1.1.1': { level: 5 } }) as Answers).points).toBe(0);
  });
});

describe('properties of the score', () => {
  it('points are the sum of level × weight, of the indices and of the pillars', () => {
    fc.assert(
      fc.property(anyAnswers(skeleton), (answers) => {
        const result = score(skeleton, answers);
        const sum = (parts: { points: number }[]) => parts.reduce((total, part) => total + part.points, 0);
        const byCriterion = criteriaOf(skeleton).map(
          (criterion) => criterionLevel(skeleton, criterion, answers[criterion.id]) * criterion.weight
        );
        expect(result.points).toBe(byCriterion.reduce((total, points) => total + points, 0));
        expect(sum(result.indices)).toBe(result.points);
        expect(sum(result.pillars)).toBe(result.points);
        expect(result.answered + result.missing.length).toBe(60);
      }),
      { numRuns: 300 }
    );
  });

  it('a better answer to any one criterion never lowers anything', () => {
    const criteria = criteriaOf(skeleton);
    fc.assert(
      fc.property(anyAnswers(skeleton), fc.constantFrom(...criteria), (answers, criterion) => {
        const before = score(skeleton, answers);
        const level = criterionLevel(skeleton, criterion, answers[criterion.id]);
        for (let higher = level + 1; higher <= 5; higher += 1) {
          const value = criterion.kind === 'ordinal' ? { level: higher } : { numerator: higher, denominator: 5 };
          const after = score(skeleton, { ...answers, [criterion.id]: value });
          expect(after.points).toBe(before.points + (higher - level) * criterion.weight);
          expect(after.level).toBeGreaterThanOrEqual(before.level);
          after.pillars.forEach((pillar, i) =>
            expect(pillar.level).toBeGreaterThanOrEqual(before.pillars[i]?.level ?? 9)
          );
        }
      }),
      { numRuns: 300 }
    );
  });

  it('the level is never above what the points allow, nor above what the pillars allow', () => {
    fc.assert(
      fc.property(anyAnswers(skeleton), (answers) => {
        const { points, level, pillars } = score(skeleton, answers);
        const byPoints = [20, 64, 128, 192, 256].filter((over) => points > over).length;
        expect(level).toBeLessThanOrEqual(byPoints);
        const needed = [0, 4, 4, 4, 5, 6][level] ?? 9;
        expect(pillars.filter((pillar) => pillar.level >= level).length).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 500 }
    );
  });
});

describe('the level of a ratio', () => {
  // An independent reference: the double is taken apart by its own decimal expansion, then compared as a fraction.
  function reference(numerator: number, denominator: number): number {
    const scale = (value: number) => {
      const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
      const [whole = '', fraction = ''] = mantissa.split('.');
      return BigInt(whole + fraction) * 10n ** BigInt(400 - fraction.length + Number(exponent));
    };
    if (numerator === 0) return 0;
    const [part, whole] = [scale(numerator), scale(denominator)];
    let level = 1;
    while (level < 5 && part * 5n > BigInt(level) * whole) level += 1;
    return level;
  }

  it('is exact for all numbers, small, large and with decimals', () => {
    fc.assert(
      fc.property(anyRatio(), ({ numerator, denominator }) => {
        expect(ratioLevel(skeleton.scoring, numerator, denominator)).toBe(reference(numerator, denominator));
      }),
      { numRuns: 3000 }
    );
  });
  it('does not fall for floating error: 0.3 of 1.5 and 1.1 of 5.5 are exactly 20 %', () => {
    expect(ratioLevel(skeleton.scoring, 0.3, 1.5)).toBe(1);
    expect(ratioLevel(skeleton.scoring, 1.1, 5.5)).toBe(1);
    expect(ratioLevel(skeleton.scoring, 0.06, 0.1)).toBe(3);
  });
  it('takes the smallest number there is as more than nothing', () => {
    expect(ratioLevel(skeleton.scoring, 5e-324, 1e15)).toBe(1);
    expect(ratioLevel(skeleton.scoring, -0, 5)).toBe(0);
  });
});

describe('bands and thresholds are data', () => {
  it('a pillar is at level n when over band n', () => {
    expect([0, 8, 9, 16, 17, 32, 33, 48, 49, 64, 65, 80].map((p) => pillarLevel(skeleton.scoring, p, 80))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5
    ]);
    expect(pillarLevel({ ...skeleton.scoring, pillarBands: [50, 60, 70, 80, 90] }, 40, 80)).toBe(0);
  });
  it('no level is met when no rule is', () => {
    expect(overallLevel({ ...skeleton.scoring, overall: [] }, 320, [5, 5, 5, 5, 5, 5])).toBe(0);
  });
});
