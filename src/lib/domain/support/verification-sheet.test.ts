import { describe, expect, test } from 'vitest';
import { allAtLevel, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { localise } from '../assessment/localise.ts';
import { score } from '../assessment/score.ts';
import { compareScores, verificationSheet, type FindingRow } from './verification-sheet.ts';
import { standing, verifiedAnswers, type Finding } from './verification.ts';

const doc = localise(skeleton, 'vi');
const claimed = allAtLevel(skeleton, 3);
const row = (criterion: string, position: number, verdict: FindingRow['verdict']): FindingRow => ({
  verification_id: `${criterion} ${position}`,
  criterion,
  position,
  verdict,
  value: verdict === 'corrected' ? { level: 1 } : null,
  note: 'x',
  link: null,
  visited_on: null,
  created_at: '2026-11-01T00:00:00Z',
  file: null
});
const criteria = (...given: Parameters<typeof verificationSheet>) =>
  verificationSheet(...given).flatMap(({ indices }) => indices.flatMap((index) => index.criteria));

test('the last finding stands, in whatever order they come', () => {
  const rows = [row('1.1.1', 2, 'rejected'), row('1.1.2', 1, 'confirmed'), row('1.1.1', 1, 'confirmed')];
  expect([...standing(rows).values()].map(({ verification_id }) => verification_id)).toEqual(['1.1.1 2', '1.1.2 1']);
});

describe('verified answers', () => {
  const findings: Finding[] = [
    { criterion: '1.1.1', verdict: 'corrected', value: { level: 1 } },
    { criterion: '1.1.2', verdict: 'rejected', value: null },
    { criterion: '1.1.3', verdict: 'rejected', value: null },
    { criterion: '1.1.4', verdict: 'confirmed', value: null }
  ];

  test('take what was found, nothing for what was rejected, and the rest as it was said', () => {
    const verified = verifiedAnswers(doc, claimed, findings);
    expect(verified['1.1.1']).toEqual({ level: 1 });
    expect(verified['1.1.3']).toEqual({ numerator: 0, denominator: 0 });
    expect(verified['1.1.4']).toEqual(claimed['1.1.4']);
    expect(score(doc, verified).missing).toEqual([]);
  });

  test('leave the claimed ones alone', () => {
    const before = structuredClone(claimed);
    verifiedAnswers(doc, claimed, findings);
    expect(claimed).toEqual(before);
  });
});

describe('the sheet of an assessment', () => {
  test('has every criterion once, with the finding that stands', () => {
    const all = criteria(doc, claimed, [row('1.1.1', 1, 'confirmed'), row('1.1.1', 2, 'corrected')]);
    expect(all).toHaveLength(60);
    expect(all[0]).toMatchObject({
      id: '1.1.1',
      level: 3,
      finding: { verdict: 'corrected', found: { kind: 'level' } }
    });
    expect(all.filter(({ finding }) => finding)).toHaveLength(1);
  });

  test('leaves out what is not asked for, and indices and pillars that are empty then', () => {
    const sheet = verificationSheet(doc, claimed, [], { '2.1.1': ['GOI-1'] }, ({ neededBy }) => neededBy.length > 0);
    expect(sheet.map(({ id }) => id)).toEqual([doc.pillars[1]?.id]);
    expect(criteria(doc, claimed, [], { __proto__: ['GOI-1'] } as never).some(({ neededBy }) => neededBy.length)).toBe(
      false
    );
  });

  test('a finding about a criterion that the questionnaire does not have is not shown', () => {
    expect(criteria(doc, claimed, [row('9.9.9', 1, 'rejected')]).every(({ finding }) => finding === null)).toBe(true);
  });
});

test('scores stand side by side, the whole at the end', () => {
  const verified = score(
    doc,
    verifiedAnswers(doc, claimed, [{ criterion: '1.1.1', verdict: 'rejected', value: null }])
  );
  const rows = compareScores(doc, score(doc, claimed), verified);
  expect(rows).toHaveLength(7);
  expect(rows.at(-1)).toMatchObject({ id: 'total', max: 320, claimed: { points: 192 }, verified: { points: 189 } });
  expect(compareScores(doc, score(doc, claimed), null).every((part) => part.verified === null)).toBe(true);
});
