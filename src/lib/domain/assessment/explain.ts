import { answerTo } from './answers.ts';
import type { Answers } from './answers.ts';
import { placesOf } from './outline.ts';
import type { CriterionOutline, Outline } from './outline.ts';
import { criterionLevel, overallLevel, pillarLevel } from './score.ts';
import type { IndexScore, Level, PillarScore, Score } from './score.ts';

/** What the next overall level still needs. A part that is already met is 0. */
export type HoldingBack = {
  nextLevel: Level;
  /** Points to add before the points condition holds ("12 points more"). */
  pointsNeeded: number;
  /** The level that pillars must have for the breadth condition. */
  atLevel: Level;
  /** How many more pillars must reach `atLevel` ("one more pillar at level 3"). */
  pillarsNeeded: number;
  /** The pillars below `atLevel`, nearest first; empty when breadth already holds. */
  pillarsClosest: { id: string; pointsToReach: number }[];
};

/** Why a step is advised. `pillar`: it, or steps like it, bring its pillar to a level that the next overall level needs. */
export type StepReason = 'lifts_pillar' | 'towards_pillar' | 'points';

/** One thing to do next. Names are ids of the document. */
export type NextStep = {
  criterion: string;
  index: string;
  pillar: string;
  fromLevel: Level;
  toLevel: Level;
  /** Points that this one step brings. */
  gain: number;
  reason: StepReason;
  /** With `lifts_pillar` and `towards_pillar`: the level that the pillar is brought to; otherwise null. */
  pillarLevel: Level | null;
  /** For a ratio: the share in per cent that must be exceeded to be at `toLevel`; null for other criteria. */
  shareOver: number | null;
};

/**
 * What holds the level back: both conditions of the level above the present one (QĐ 1970, overall table: points,
 * and so many pillars at a level). Null at level 5. `pointsNeeded` and `pillarsNeeded` must both come to 0; points
 * won in a pillar count for both.
 */
export function holdingBack(doc: Outline, score: Score): HoldingBack | null {
  const rule = doc.scoring.overall.find((entry) => entry.level === score.level + 1);
  if (!rule) return null;
  const reached = score.pillars.filter((pillar) => pillar.level >= rule.atLevel).length;
  const pillarsNeeded = Math.max(0, rule.pillars - reached);
  const closest = score.pillars
    .filter((pillar) => pillar.level < rule.atLevel)
    .map((pillar) => ({ id: pillar.id, pointsToReach: pointsToReach(doc, pillar, rule.atLevel) }))
    .sort((a, b) => a.pointsToReach - b.pointsToReach);
  return {
    nextLevel: rule.level as Level,
    pointsNeeded: Math.max(0, rule.pointsOver + 1 - score.points),
    atLevel: rule.atLevel as Level,
    pillarsNeeded,
    pillarsClosest: pillarsNeeded > 0 ? closest : []
  };
}

/**
 * The things to do next, at most `n`, each raising one criterion by one level. The rule, in this order:
 *
 * 1. a criterion that was answered comes before one that was not (what is unknown cannot be advised on);
 * 2. a step that alone brings a pillar to the level which the next overall level still needs;
 * 3. a step in one of the pillars nearest to that level: as many pillars as are still missing, nearest first,
 *    leaving out those that cannot get there because too much in them does not apply;
 * 4. more points; then the lower present level, where a step is usually easier; then the order of the document.
 *
 * The second step is chosen as if the first were done, and so on; each criterion comes at most once. Left out:
 * criteria at level 5 and those that do not apply.
 */
export function nextSteps(doc: Outline, answers: Answers, score: Score, n = 3): NextStep[] {
  const steps: NextStep[] = [];
  let candidates = candidatesIn(doc, answers);
  let current = score;
  while (steps.length < n) {
    const needs = breadthNeeds(doc, current, candidates);
    const ranked = candidates
      .filter((candidate) => !candidate.done && candidate.level < 5)
      .map((candidate) => rank(candidate, needs))
      .sort((a, b) => compareKeys(a.key, b.key));
    const best = ranked[0];
    if (!best) break;
    steps.push(stepOf(doc, best));
    candidates = candidates.map((c) =>
      c === best.candidate ? { ...c, done: true, level: (c.level + 1) as Level } : c
    );
    current = withPoints(doc, current, best.candidate.pillar, best.candidate.criterion.weight);
  }
  return steps;
}

/**
 * The strongest and the weakest index by share of their maximum (compared exactly; the first in the document wins a
 * tie). Null when all have the same share, because then none is.
 */
export function strongestWeakest(score: Score): { strongest: IndexScore; weakest: IndexScore } | null {
  const [first, ...rest] = score.indices;
  if (!first) return null;
  const isMore = (a: IndexScore, b: IndexScore) => a.points * b.max > b.points * a.max;
  const strongest = rest.reduce((best, index) => (isMore(index, best) ? index : best), first);
  const weakest = rest.reduce((worst, index) => (isMore(worst, index) ? index : worst), first);
  return isMore(strongest, weakest) ? { strongest, weakest } : null;
}

type Candidate = {
  pillar: string;
  index: string;
  criterion: CriterionOutline;
  level: Level;
  answered: boolean;
  done: boolean;
  position: number;
};
type Need = { place: number; pointsToReach: number; level: Level };
type Ranked = { candidate: Candidate; reason: StepReason; need: Need | undefined; key: number[] };

function candidatesIn(doc: Outline, answers: Answers): Candidate[] {
  return placesOf(doc).flatMap(({ pillar, index, criterion }, position) => {
    const value = answerTo(answers, criterion.id);
    if (value && 'notApplicable' in value) return [];
    const level = criterionLevel(doc, criterion, value);
    const answered = value !== undefined;
    return [{ pillar: pillar.id, index: index.id, criterion, level, answered, done: false, position }];
  });
}

// The pillars to bring to the next level's breadth, by id: only those that can get there, and no more than are missing.
function breadthNeeds(doc: Outline, score: Score, candidates: Candidate[]): Map<string, Need> {
  const back = holdingBack(doc, score);
  if (!back) return new Map();
  const room = (pillar: string) =>
    candidates
      .filter((candidate) => candidate.pillar === pillar)
      .reduce((sum, candidate) => sum + (5 - candidate.level) * candidate.criterion.weight, 0);
  const reachable = back.pillarsClosest.filter(({ id, pointsToReach }) => pointsToReach <= room(id));
  return new Map(
    reachable
      .slice(0, back.pillarsNeeded)
      .map(({ id, pointsToReach }, place) => [id, { place, pointsToReach, level: back.atLevel }])
  );
}

function rank(candidate: Candidate, needs: Map<string, Need>): Ranked {
  const gain = candidate.criterion.weight;
  const need = needs.get(candidate.pillar);
  const reason = !need ? 'points' : gain >= need.pointsToReach ? 'lifts_pillar' : 'towards_pillar';
  const key = [
    candidate.answered ? 0 : 1,
    { lifts_pillar: 0, towards_pillar: 1, points: 2 }[reason],
    need?.place ?? 0,
    -gain,
    candidate.level,
    candidate.position
  ];
  return { candidate, reason, need, key };
}

function compareKeys(a: number[], b: number[]): number {
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

function stepOf(doc: Outline, { candidate, reason, need }: Ranked): NextStep {
  const { criterion, index, pillar, level } = candidate;
  return {
    criterion: criterion.id,
    index,
    pillar,
    fromLevel: level,
    toLevel: (level + 1) as Level,
    gain: criterion.weight,
    reason,
    pillarLevel: need?.level ?? null,
    // Level 1 begins just over 0 %, level n just over the upper bound of the band below it.
    shareOver: criterion.kind === 'ratio' ? (doc.scoring.ratioBands[level - 1] ?? 0) : null
  };
}

function withPoints(doc: Outline, score: Score, pillarId: string, gain: number): Score {
  const pillars = score.pillars.map((pillar) => {
    if (pillar.id !== pillarId) return pillar;
    const points = pillar.points + gain;
    return { ...pillar, points, level: pillarLevel(doc.scoring, points, pillar.max) };
  });
  const points = score.points + gain;
  const level = overallLevel(
    doc.scoring,
    points,
    pillars.map((pillar) => pillar.level)
  );
  return { ...score, points, level, pillars };
}

function pointsToReach(doc: Outline, pillar: PillarScore, level: number): number {
  const band = doc.scoring.pillarBands[level - 1] ?? 0;
  return Math.floor((band * pillar.max) / 100) + 1 - pillar.points;
}
