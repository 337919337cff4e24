import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { allAtLevel, anyAnswers, atLevel, scoreCases, skeleton } from '../../../../tests/support/domain-fixtures.ts';
import type { Answers } from './answers.ts';
import { holdingBack, nextSteps, strongestWeakest } from './explain.ts';
import { criteriaOf } from './outline.ts';
import { score } from './score.ts';

// Generated cases are many, and machines are sometimes busy.
vi.setConfig({ testTimeout: 60_000 });

const notApplicable = { notApplicable: true } as const;

function answersOf(name: string): Answers {
  const found = scoreCases.find((entry) => entry.name.startsWith(name));
  if (!found) throw new Error(`no case "${name}"`);
  return found.answers;
}

const backOf = (answers: Answers) => holdingBack(skeleton, score(skeleton, answers));
const stepsOf = (answers: Answers, n?: number) => nextSteps(skeleton, answers, score(skeleton, answers), n);
const at = (ids: Record<string, number>): Answers =>
  Object.fromEntries(
    criteriaOf(skeleton).flatMap((c) => (ids[c.id] === undefined ? [] : [[c.id, atLevel(c, ids[c.id] ?? 0)]]))
  );

describe('what holds the level back', () => {
  it('breadth: "one more pillar at level 3", with the nearest pillars first', () => {
    expect(backOf(answersOf('129 points with 3 pillars at level 3'))).toEqual({
      nextLevel: 3,
      pointsNeeded: 0,
      atLevel: 3,
      pillarsNeeded: 1,
      pillarsClosest: [
        { id: '2', pointsToReach: 1 },
        { id: '4', pointsToReach: 1 },
        { id: '3', pointsToReach: 30 }
      ]
    });
  });
  it('points: "1 point more" when breadth already holds, and then no pillars are named', () => {
    expect(backOf(answersOf('exactly 192 points'))).toEqual({
      nextLevel: 4,
      pointsNeeded: 1,
      atLevel: 4,
      pillarsNeeded: 0,
      pillarsClosest: []
    });
  });
  it('both at once', () => {
    expect(backOf({})).toMatchObject({ nextLevel: 1, pointsNeeded: 21, pillarsNeeded: 4 });
  });
  it('nothing at level 5', () => expect(backOf(allAtLevel(skeleton, 5))).toBeNull());
  it('points for the pillar are those that bring it just over the band', () => {
    fc.assert(
      fc.property(anyAnswers(skeleton), (answers) => {
        const result = score(skeleton, answers);
        const back = holdingBack(skeleton, result);
        for (const { id, pointsToReach } of back?.pillarsClosest ?? []) {
          const pillar = result.pillars.find((entry) => entry.id === id);
          if (!pillar || !back) throw new Error('unknown pillar');
          const band = skeleton.scoring.pillarBands[back.atLevel - 1] ?? NaN;
          expect((pillar.points + pointsToReach) * 100).toBeGreaterThan(band * pillar.max);
          expect((pillar.points + pointsToReach - 1) * 100).toBeLessThanOrEqual(band * pillar.max);
        }
      }),
      { numRuns: 300 }
    );
  });
  it('doing all of it reaches the next level', () => {
    fc.assert(
      fc.property(anyAnswers(skeleton), (answers) => {
        const result = score(skeleton, answers);
        const back = holdingBack(skeleton, result);
        if (!back) return;
        const lift = new Map(back.pillarsClosest.slice(0, back.pillarsNeeded).map((p) => [p.id, p.pointsToReach]));
        const lifted = [...lift.values()].reduce((sum, points) => sum + points, 0);
        const rule = skeleton.scoring.overall.find((entry) => entry.level === back.nextLevel);
        const over = result.points + Math.max(lifted, back.pointsNeeded);
        const reached = result.pillars.filter((pillar) => pillar.level >= back.atLevel || lift.has(pillar.id));
        expect(over).toBeGreaterThan(rule?.pointsOver ?? NaN);
        expect(reached.length).toBeGreaterThanOrEqual(rule?.pillars ?? NaN);
      }),
      { numRuns: 300 }
    );
  });
});

describe('the next steps', () => {
  it('a step that lifts the missing pillar comes first and says so', () => {
    const answers = answersOf('129 points with 3 pillars at level 3');
    const [first] = stepsOf(answers);
    expect(first).toMatchObject({ criterion: '2.1.1', reason: 'lifts_pillar', gain: 5, fromLevel: 2, toLevel: 3 });
    expect(first?.pillarLevel).toBe(3);
    const changed = { ...answers, '2.1.1': { level: 3 } };
    expect(score(skeleton, changed).level).toBe(3);
  });
  it('with breadth met, the larger gain comes first, though its level is high', () => {
    expect(stepsOf(answersOf('exactly 192 points'))[0]).toEqual({
      criterion: '2.1.1',
      index: '2.1',
      pillar: '2',
      fromLevel: 4,
      toLevel: 5,
      gain: 5,
      reason: 'points',
      pillarLevel: null,
      shareOver: null
    });
  });
  it('with equal gains, the lower level comes first, then the order of the document', () => {
    const lower = { '5.2.3': { level: 1 }, '6.1.2': { level: 1 }, '1.1.1': { level: 3 } };
    const ids = stepsOf({ ...allAtLevel(skeleton, 5), ...lower }).map((step) => step.criterion);
    expect(ids).toEqual(['5.2.3', '6.1.2', '1.1.1']);
  });
  it('of two pillars still missing, the nearer one is worked on first', () => {
    const some = at({ '5.1.1': 1, '5.1.2': 1, '5.1.3': 1, '6.1.1': 1, '6.1.2': 1 });
    const answers = { ...allAtLevel(skeleton, 0), ...allAtLevel(skeleton, 1, '1', '2'), ...some };
    expect(backOf(answers)).toMatchObject({ nextLevel: 1, pillarsNeeded: 2 });
    expect(backOf(answers)?.pillarsClosest.slice(0, 2)).toEqual([
      { id: '6', pointsToReach: 2 },
      { id: '5', pointsToReach: 3 }
    ]);
    expect(stepsOf(answers, 5).map((step) => step.pillar)).toEqual(['6', '6', '5', '5', '5']);
  });
  it('steps towards a pillar lead to its lift: the nearest pillar first', () => {
    const answers = {
      ...allAtLevel(skeleton, 0),
      ...allAtLevel(skeleton, 1, '1', '3', '5'),
      ...at({ '6.1.1': 1, '6.1.2': 1 })
    };
    expect(backOf(answers)).toMatchObject({ nextLevel: 1, pillarsNeeded: 1 });
    expect(backOf(answers)?.pillarsClosest[0]).toEqual({ id: '6', pointsToReach: 2 });
    const steps = stepsOf(answers, 3);
    expect(steps.slice(0, 2).map((step) => [step.pillar, step.reason])).toEqual([
      ['6', 'towards_pillar'],
      ['6', 'lifts_pillar']
    ]);
    expect(steps[0]?.criterion).toBe('6.1.3');
    // After the lift the level is 1, so the third step already looks at level 2.
    expect(steps[2]?.pillarLevel).toBe(2);
  });
  it('a ratio step says the share to exceed', () => {
    const high = (level: number): Answers => ({
      ...allAtLevel(skeleton, 5),
      '6.1.1': { numerator: level, denominator: 5 }
    });
    expect([0, 1, 2, 3, 4].map((level) => stepsOf(high(level))[0]?.shareOver)).toEqual([0, 20, 40, 60, 80]);
    expect(stepsOf({ ...allAtLevel(skeleton, 5), '6.1.2': { level: 3 } })[0]?.shareOver).toBeNull();
  });
  it('what does not apply is never advised', () => {
    const all = allAtLevel(skeleton, 5);
    for (const id of ['1.1.6', '3.2.11', '3.2.12', '3.2.13', '3.2.14']) all[id] = notApplicable;
    expect(stepsOf(all)).toEqual([]);
  });
  it('a pillar that cannot get there because too much does not apply is no aim', () => {
    const answers = { ...allAtLevel(skeleton, 5, '1', '2', '5', '6'), ...allAtLevel(skeleton, 4, '4') };
    const pillar3 = { ...allAtLevel(skeleton, 5, '3'), '3.1.1': { level: 4 } };
    for (const id of ['3.2.11', '3.2.12', '3.2.13', '3.2.14']) Object.assign(pillar3, { [id]: notApplicable });
    const steps = stepsOf({ ...answers, ...pillar3 });
    expect(score(skeleton, { ...answers, ...pillar3 }).level).toBe(4);
    expect(steps[0]).toMatchObject({ pillar: '4', reason: 'lifts_pillar' });
    expect(steps.find((step) => step.pillar === '3')?.reason ?? 'points').toBe('points');
  });
  it('answered criteria come before unanswered ones', () => {
    const steps = stepsOf({ '5.2.5': { level: 3 } });
    expect(steps[0]?.criterion).toBe('5.2.5');
    expect(steps).toHaveLength(3);
  });
  it('gives none at the top, and no more than asked for', () => {
    expect(stepsOf(allAtLevel(skeleton, 5))).toEqual([]);
    expect(stepsOf({}, 60)).toHaveLength(60);
    expect(stepsOf({}, 0)).toEqual([]);
  });
  it('every step is one level of a different criterion, and its gain is true', () => {
    const byId = new Map(criteriaOf(skeleton).map((criterion) => [criterion.id, criterion]));
    fc.assert(
      fc.property(anyAnswers(skeleton), (answers) => {
        const before = score(skeleton, answers);
        const steps = nextSteps(skeleton, answers, before, 5);
        expect(new Set(steps.map((step) => step.criterion)).size).toBe(steps.length);
        let changed = answers;
        let points = before.points;
        for (const step of steps) {
          const criterion = byId.get(step.criterion);
          if (!criterion) throw new Error('unknown criterion');
          expect(answers[step.criterion]).not.toEqual(notApplicable);
          expect(step.toLevel).toBe(step.fromLevel + 1);
          changed = { ...changed, [step.criterion]: atLevel(criterion, step.toLevel) };
          const after = score(skeleton, changed);
          expect(after.points).toBe(points + step.gain);
          if (step.reason === 'lifts_pillar') {
            const level = after.pillars.find((pillar) => pillar.id === step.pillar)?.level ?? 0;
            expect(level).toBeGreaterThanOrEqual(step.pillarLevel ?? 9);
          }
          points = after.points;
        }
      }),
      { numRuns: 200 }
    );
  });
});

describe('the strongest and the weakest index', () => {
  it('go by share of the maximum, not by points', () => {
    const result = score(skeleton, { ...allAtLevel(skeleton, 2), '3.1.1': { level: 5 }, '2.1.1': { level: 1 } });
    expect(strongestWeakest(result)).toMatchObject({ strongest: { id: '3.1' }, weakest: { id: '2.1' } });
  });
  it('the first in the document wins a tie', () => {
    const result = score(skeleton, allAtLevel(skeleton, 5, '2', '5', '6'));
    expect(strongestWeakest(result)).toMatchObject({ strongest: { id: '2.1' }, weakest: { id: '1.1' } });
  });
  it('are null when all are alike', () => {
    expect(strongestWeakest(score(skeleton, allAtLevel(skeleton, 3)))).toBeNull();
    expect(strongestWeakest(score(skeleton, {}))).toBeNull();
  });
});
