import { describe, expect, it } from 'vitest';
import { allAtLevel, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import type { Answers } from './answers.ts';
import { completeness, nextIndex } from './progress.ts';

describe('completeness', () => {
  it('counts per index, pillar and overall; "does not apply" is an answer', () => {
    const result = completeness(skeleton, {
      '1.1.1': { level: 0 },
      '1.1.6': { notApplicable: true },
      '6.1.2': { level: 1 }
    });
    expect(result).toMatchObject({ answered: 3, total: 60 });
    expect(result.pillars[0]).toEqual({
      id: '1',
      answered: 2,
      total: 13,
      indices: [
        { id: '1.1', answered: 2, total: 9 },
        { id: '1.2', answered: 0, total: 4 }
      ]
    });
    expect(result.pillars[5]).toMatchObject({ answered: 1, total: 7 });
  });
  it('counts no answers that the questionnaire does not ask for, and none that are inherited', () => {
    expect(completeness(skeleton, { '9.9.9': { level: 1 } }).answered).toBe(0);
    expect(completeness(skeleton, Object.create({ '1.1.1': { level: 1 } }) as Answers).answered).toBe(0);
  });
});

describe('the next page', () => {
  it('is the first index with an open question', () => {
    expect(nextIndex(skeleton, {})).toBe('1.1');
    expect(nextIndex(skeleton, allAtLevel(skeleton, 0, '1', '2'))).toBe('3.1');
    const { '1.2.4': _, ...rest } = allAtLevel(skeleton, 0);
    expect(nextIndex(skeleton, rest)).toBe('1.2');
  });
  it('after a page, is the next open one, beginning again at the front', () => {
    expect(nextIndex(skeleton, {}, '1.1')).toBe('1.2');
    expect(nextIndex(skeleton, {}, '6.1')).toBe('1.1');
    expect(nextIndex(skeleton, allAtLevel(skeleton, 0, '2', '3', '4', '5', '6'), '1.1')).toBe('1.2');
    expect(nextIndex(skeleton, {}, 'nowhere')).toBe('1.1');
  });
  it('is none when everything is answered', () => {
    expect(nextIndex(skeleton, allAtLevel(skeleton, 0))).toBeNull();
    expect(nextIndex(skeleton, allAtLevel(skeleton, 0), '3.2')).toBeNull();
  });
});
