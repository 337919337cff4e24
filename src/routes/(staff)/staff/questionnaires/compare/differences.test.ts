import { expect, test } from 'vitest';
import { skeleton } from '../../../../../../tests/support/domain-fixtures.ts';
import { differencesOf } from './differences';

function changed(change: (doc: typeof skeleton) => void) {
  const other = { ...structuredClone(skeleton), version: 'next' };
  change(other);
  return differencesOf(skeleton, other, 'vi');
}

test('versions that differ in nothing but the version show nothing', () => {
  expect(changed(() => undefined)).toEqual({ frames: [], criteria: [] });
});

test('a changed text of a criterion is shown as it was and as it is', () => {
  const { criteria } = changed((doc) => {
    const criterion = doc.pillars[0]?.indices[0]?.criteria[0];
    if (criterion) criterion.question.vi = 'Câu hỏi mới';
  });
  const was = skeleton.pillars[0]?.indices[0]?.criteria[0];
  expect(criteria).toMatchObject([
    {
      id: was?.id,
      change: 'changed',
      fields: [{ path: 'question.vi', before: was?.question.vi, after: 'Câu hỏi mới' }]
    }
  ]);
});

test('a changed name of an index, whose id has a dot, is found', () => {
  const { frames } = changed((doc) => {
    const index = doc.pillars[1]?.indices[0];
    if (index) index.name.en = 'New name';
  });
  const was = skeleton.pillars[1]?.indices[0];
  expect(frames).toEqual([{ path: `pillars.2.indices.${was?.id}.name.en`, before: was?.name.en, after: 'New name' }]);
});

test('a changed threshold is shown with both numbers', () => {
  const { frames } = changed((doc) => {
    const rule = doc.scoring.overall[0];
    if (rule) rule.pointsOver = 250;
  });
  expect(frames).toEqual([{ path: 'scoring.overall.0.pointsOver', before: '256', after: '250' }]);
});

test('a pillar that went is shown by its name', () => {
  const { frames, criteria } = changed((doc) => {
    doc.pillars.pop();
  });
  expect(frames).toContainEqual({ path: 'pillars.6', before: skeleton.pillars[5]?.name.vi, after: null });
  expect(criteria.every(({ change }) => change === 'removed')).toBe(true);
});
