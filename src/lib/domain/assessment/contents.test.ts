import { expect, it } from 'vitest';
import { allAtLevel, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { contentsOf } from './contents.ts';
import { localise } from './localise.ts';
import { criteriaOf } from './outline.ts';
import { pagesOf } from './pages.ts';
import { completeness } from './progress.ts';
import { score } from './score.ts';

const whole = localise(skeleton, 'vi');
const contents = contentsOf(whole);

it('scores and counts as the whole document does', () => {
  const answers = allAtLevel(skeleton, 3, '1', '4');
  expect(score(contents, answers)).toEqual(score(whole, answers));
  expect(completeness(contents, answers)).toEqual(completeness(whole, answers));
});

it('has the pages and the names of the whole document', () => {
  const names = (doc: typeof contents) =>
    pagesOf(doc).map(({ pillar, index, next }) => [pillar.name, index.id, index.name, next]);
  expect(names(contents)).toEqual(names(whole));
  const said = (doc: typeof contents) =>
    criteriaOf(doc).map((criterion) => [
      criterion.name,
      criterion.notApplicable,
      'denominator' in criterion ? criterion.denominator : null
    ]);
  expect(said(contents)).toEqual(said(whole));
});

it('leaves the questions out', () => {
  expect(JSON.stringify(contents)).not.toMatch(/question|help|example|advice/);
  expect(JSON.stringify(contents).length).toBeLessThan(JSON.stringify(whole).length / 3);
});
