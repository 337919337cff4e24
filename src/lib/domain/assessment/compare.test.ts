import { describe, expect, it } from 'vitest';
import { skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { compareFrames, compareQuestionnaires } from './compare.ts';
import type { Questionnaire } from './questionnaire.ts';

function changed(change: (indices: Questionnaire['pillars'][number]['indices'], doc: Questionnaire) => void) {
  const copy = structuredClone(skeleton);
  change(copy.pillars[0]?.indices ?? [], copy);
  return copy;
}

describe('comparing two versions', () => {
  it('a version and itself are the same', () => {
    expect(compareQuestionnaires(skeleton, structuredClone(skeleton))).toEqual([]);
    expect(compareFrames(skeleton, { ...structuredClone(skeleton), version: '1970.2' })).toEqual([]);
  });
  it('names the fields that changed, down to the language', () => {
    const next = changed(([index]) => {
      const criterion = index?.criteria[0];
      if (criterion?.kind !== 'ordinal') throw new Error('expected an ordinal criterion');
      criterion.question.vi = 'khác';
      criterion.levels['3'].en = 'other';
      criterion.weight = 2;
    });
    const [change, ...others] = compareQuestionnaires(skeleton, next);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ id: '1.1.1', change: 'changed', name: { en: '1.1.1 name (en)' } });
    expect(change?.fields.toSorted()).toEqual(['levels.3.en', 'question.vi', 'weight']);
  });
  it('lists added ones in the new order, removed ones last', () => {
    const next = changed(([index]) => {
      const [removed] = index?.criteria.splice(0, 1) ?? [];
      if (removed) index?.criteria.push({ ...removed, id: '1.1.10' });
    });
    expect(compareQuestionnaires(skeleton, next).map(({ id, change }) => [id, change])).toEqual([
      ['1.1.10', 'added'],
      ['1.1.1', 'removed']
    ]);
  });
  it('sees a criterion that moved to another index', () => {
    const next = changed(([first, second]) => {
      const moved = first?.criteria.pop();
      if (moved) second?.criteria.push(moved);
    });
    expect(compareQuestionnaires(skeleton, next)).toMatchObject([{ id: '1.1.9', fields: ['index'] }]);
  });
  it('sees other thresholds, maxima and pillars', () => {
    const next = changed(([index], doc) => {
      doc.scoring.pillarBands[0] = 11;
      if (index) index.max = 44;
      doc.pillars.pop();
    });
    expect(compareFrames(skeleton, next).toSorted()).toEqual([
      'pillars.1.indices.1.1.max',
      'pillars.6',
      'scoring.pillarBands.0'
    ]);
  });
});
