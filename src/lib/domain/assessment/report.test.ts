import { describe, expect, it } from 'vitest';
import { allAtLevel, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { localise } from './localise.ts';
import { criteriaOf } from './outline.ts';
import { report, reportAnswers, reportSteps } from './report.ts';
import { score } from './score.ts';

const doc = localise(skeleton, 'vi');
const allAt2 = allAtLevel(skeleton, 2);

describe('report', () => {
  it('names the level and what the next one needs', () => {
    const told = report(doc, score(doc, allAt2));
    expect(told).toMatchObject({ points: 128, max: 320, level: 2, name: doc.levels[2]?.name });
    expect(told.next).toMatchObject({
      level: 3,
      name: doc.levels[3]?.name,
      pointsNeeded: 1,
      pillarsNeeded: 4,
      atLevel: 3
    });
    expect(told.next?.closest).toHaveLength(4);
    expect(told.next?.closest.every(({ pointsToReach }) => pointsToReach === 1)).toBe(true);
  });

  it('at level 5 nothing is above', () => {
    expect(report(doc, score(doc, allAtLevel(skeleton, 5))).next).toBeNull();
  });

  it('gives each index to its pillar, with its share', () => {
    const told = report(doc, score(doc, allAtLevel(skeleton, 5, '1')));
    expect(told.pillars[0]?.indices.map(({ share }) => share)).toEqual([100, 100]);
    expect(told.pillars[1]?.indices.every(({ points }) => points === 0)).toBe(true);
    expect(told.strongest?.id).toBe('1.1');
    expect(told.weakest?.id).toBe('2.1');
  });

  it('says why it is provisional only while it is', () => {
    const scored = score(doc, allAt2);
    expect(report({ ...doc, status: 'provisional' }, scored).provisional).toBe(doc.statusNote);
    expect(report({ ...doc, status: 'official' }, scored).provisional).toBeNull();
  });
});

describe('reported steps', () => {
  it('an ordinal step aims at the words of the level above, a ratio at a share', () => {
    const steps = reportSteps(doc, allAt2, score(doc, allAt2), 60);
    const kinds = new Map(criteriaOf(doc).map((criterion) => [criterion.id, criterion]));
    expect(steps).toHaveLength(60);
    for (const step of steps) {
      const criterion = kinds.get(step.id);
      expect(step.advice).toBe(criterion?.advice);
      if (criterion?.kind === 'ordinal') expect(step.aim).toEqual({ text: criterion.levels['3'] });
      else expect(step.aim).toMatchObject({ numerator: criterion?.numerator, shareOver: 40 });
    }
  });
});

describe('reported answers', () => {
  it('shows every criterion with what was answered', () => {
    const [ordinal, ratio] = ['ordinal', 'ratio'].map((kind) => criteriaOf(doc).find((c) => c.kind === kind)?.id ?? '');
    const optional = criteriaOf(doc).find((criterion) => criterion.notApplicable)?.id ?? '';
    const shown = reportAnswers(doc, {
      [ordinal ?? '']: { level: 4 },
      [ratio ?? '']: { numerator: 1, denominator: 4 },
      [optional]: { notApplicable: true }
    }).flatMap((pillar) => pillar.criteria);
    const answerOf = (id: string | undefined) => shown.find((criterion) => criterion.id === id);
    expect(shown).toHaveLength(60);
    expect(answerOf(ordinal)).toMatchObject({ level: 4, answer: { kind: 'level' } });
    expect(answerOf(ratio)).toMatchObject({ level: 2, answer: { kind: 'ratio', percent: 25 } });
    expect(answerOf(optional)).toMatchObject({ level: 0, answer: { kind: 'not_applicable' } });
    expect(shown.filter(({ answer }) => answer.kind === 'none')).toHaveLength(57);
  });

  it('nothing of nothing is 0 per cent', () => {
    const ratio = criteriaOf(doc).find((criterion) => criterion.kind === 'ratio')?.id ?? '';
    const shown = reportAnswers(doc, { [ratio]: { numerator: 0, denominator: 0 } }).flatMap((p) => p.criteria);
    expect(shown.find(({ id }) => id === ratio)?.answer).toMatchObject({ percent: 0 });
  });
});
