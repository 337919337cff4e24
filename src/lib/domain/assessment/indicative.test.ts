import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAtLevel, anyAnswers, atLevel, quickSkeleton } from '../../../../tests/support/domain-fixtures.ts';
import { indicative } from './indicative.ts';
import { criteriaOf } from './outline.ts';
import { questionnaireErrors } from './questionnaire.ts';

describe('the quick check', () => {
  it('is a valid document of its own', () => expect(questionnaireErrors(quickSkeleton)).toEqual([]));
  it('gives points out of 100 and a range of levels', () => {
    const result = indicative(quickSkeleton, allAtLevel(quickSkeleton, 3));
    expect(result).toMatchObject({ points: 60, range: [3, 4], answered: 11, missing: [] });
    expect(result.pillars).toEqual(['1', '2', '3', '4', '5', '6'].map((id) => ({ id, share: 60 })));
  });
  it.each([
    [0, [0, 1]],
    [1, [1, 2]],
    [2, [2, 3]],
    [4, [4, 5]],
    [5, [4, 5]]
  ])('all questions at level %i is likely %j', (level, range) => {
    // Level 5 throughout is 100 points; ten per cent less is still level 5, and 5 alone is no range.
    expect(indicative(quickSkeleton, allAtLevel(quickSkeleton, level)).range).toEqual(range);
  });
  it('just over a threshold, the lowest level is the one below', () => {
    const levels = [4, 3, 4, 1, 1, 4, 3, 4, 3, 4, 3];
    const answers = Object.fromEntries(
      criteriaOf(quickSkeleton).map((criterion, i) => [criterion.id, atLevel(criterion, levels[i] ?? 0)])
    );
    // 34 of 55 points: over the 33 of level 4, ten per cent less is not.
    expect(indicative(quickSkeleton, answers)).toMatchObject({ points: 62, range: [3, 4] });
  });
  it('breadth limits the lowest level only', () => {
    const result = indicative(quickSkeleton, {
      ...allAtLevel(quickSkeleton, 0),
      ...allAtLevel(quickSkeleton, 5, '1', '3', '4')
    });
    expect(result.points).toBe(55);
    expect(result.range).toEqual([0, 4]);
  });
  it('unanswered questions widen the range', () => {
    expect(indicative(quickSkeleton, {})).toMatchObject({ points: 0, range: [0, 5], answered: 0 });
  });
  it('the highest level is always above the lowest, and points and shares lie between 0 and 100', () => {
    fc.assert(
      fc.property(anyAnswers(quickSkeleton), (answers) => {
        const { points, range, pillars } = indicative(quickSkeleton, answers);
        expect(range[1]).toBeGreaterThan(range[0]);
        for (const value of [points, ...pillars.map((pillar) => pillar.share)]) {
          expect(Number.isInteger(value) && value >= 0 && value <= 100).toBe(true);
        }
      })
    );
  });
});
