import { describe, expect, it } from 'vitest';
import { allAtLevel, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { localise } from './localise.ts';
import { score } from './score.ts';

describe('localise', () => {
  it('replaces every text by its words in one language', () => {
    const local = localise(skeleton, 'en');
    expect(local.title).toBe('dbi-sme title (en)');
    const criterion = local.pillars[0]?.indices[0]?.criteria[0];
    expect(criterion?.kind === 'ordinal' && criterion.levels['5']).toBe('1.1.1 level 5 (en)');
    expect(JSON.stringify(local)).not.toContain('(vi)');
    expect(JSON.stringify(localise(skeleton, 'vi'))).not.toContain('(en)');
  });
  it('keeps structure, so the localised document gives the same score', () => {
    const answers = allAtLevel(skeleton, 3);
    expect(score(localise(skeleton, 'vi'), answers)).toEqual(score(skeleton, answers));
  });
  it('leaves the document as it was', () => {
    const before = structuredClone(skeleton);
    localise(skeleton, 'vi');
    expect(skeleton).toEqual(before);
  });
});
