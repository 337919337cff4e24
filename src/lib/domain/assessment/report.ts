import { answerTo } from './answers.ts';
import type { Answers, AnswerValue } from './answers.ts';
import { holdingBack, nextSteps, strongestWeakest } from './explain.ts';
import type { StepReason } from './explain.ts';
import type { LocalCriterion, LocalQuestionnaire } from './localise.ts';
import { placesOf } from './outline.ts';
import { criterionLevel } from './score.ts';
import type { Level, Score } from './score.ts';

/** Points out of a maximum; `share` is their ratio in per cent (0-100, not rounded). */
export type Part = { id: string; name: string; points: number; max: number; share: number };

export type ReportPillar = Part & { code: string; level: Level; indices: Part[] };

/** What the next level needs, in names; as `holdingBack`. */
export type ReportNext = {
  level: Level;
  name: string;
  pointsNeeded: number;
  pillarsNeeded: number;
  atLevel: Level;
  /** The pillars nearest to `atLevel`, as many as are needed. */
  closest: { name: string; pointsToReach: number }[];
};

export type ReportStep = {
  id: string;
  name: string;
  pillar: string;
  index: string;
  fromLevel: Level;
  toLevel: Level;
  gain: number;
  reason: StepReason;
  pillarLevel: Level | null;
  advice: string;
  aim: Aim;
};

/** Where a step leads: the words of the level, or the share in per cent that a ratio must exceed. */
export type Aim = { text: string } | { numerator: string; denominator: string; shareOver: number };

/** A result in the words of one language: what the page, the PDF and the shared page say, before layout. */
export type Report = {
  title: string;
  version: string;
  /** Why the questionnaire is provisional, or null when it is official. */
  provisional: string | null;
  points: number;
  max: number;
  level: Level;
  name: string;
  meaning: string;
  pillars: ReportPillar[];
  next: ReportNext | null;
  strongest: Part | null;
  weakest: Part | null;
};

/** An answer as it is shown; a ratio comes with its per cent (0/0 is 0). */
export type ShownAnswer =
  | { kind: 'level'; text: string }
  | { kind: 'ratio'; numerator: number; denominator: number; percent: number; unit: string }
  | { kind: 'not_applicable' }
  | { kind: 'none' };

export type AnsweredPillar = {
  id: string;
  name: string;
  criteria: { id: string; name: string; level: Level; points: number; answer: ShownAnswer }[];
};

/** Puts a score into the words of its questionnaire. Needs no answers, so that a shared result can be shown too. */
export function report(doc: LocalQuestionnaire, score: Score): Report {
  const indexScores = new Map(score.indices.map((index) => [index.id, index]));
  const pillars = doc.pillars.map((pillar, i): ReportPillar => {
    const { points = 0, level = 0 } = score.pillars[i] ?? {};
    const indices = pillar.indices.map((index) => part(index, indexScores.get(index.id)?.points ?? 0));
    return { ...part(pillar, points), code: pillar.code, level, indices };
  });
  const named = (id: string | undefined) =>
    pillars.flatMap((pillar) => pillar.indices).find((index) => index.id === id) ?? null;
  const extremes = strongestWeakest(score);
  return {
    title: doc.title,
    version: doc.version,
    provisional: doc.status === 'provisional' ? doc.statusNote : null,
    points: score.points,
    max: score.max,
    level: score.level,
    ...levelWords(doc, score.level),
    pillars,
    next: next(doc, score),
    strongest: named(extremes?.strongest.id),
    weakest: named(extremes?.weakest.id)
  };
}

/** The next steps of `nextSteps` with their names, advice and aim. */
export function reportSteps(doc: LocalQuestionnaire, answers: Answers, score: Score, n = 3): ReportStep[] {
  const places = new Map(placesOf(doc).map((place) => [place.criterion.id, place] as const));
  return nextSteps(doc, answers, score, n).flatMap((step) => {
    const place = places.get(step.criterion);
    if (!place) return [];
    const { criterion, index, pillar } = place;
    const { fromLevel, toLevel, gain, reason, pillarLevel, shareOver } = step;
    return {
      id: criterion.id,
      name: criterion.name,
      pillar: pillar.name,
      index: index.name,
      fromLevel,
      toLevel,
      gain,
      reason,
      pillarLevel,
      advice: criterion.advice,
      aim:
        criterion.kind === 'ordinal'
          ? { text: criterion.levels[toLevel] }
          : { numerator: criterion.numerator, denominator: criterion.denominator, shareOver: shareOver ?? 0 }
    };
  });
}

/** Every criterion with the answer given and its level, by pillar. */
export function reportAnswers(doc: LocalQuestionnaire, answers: Answers): AnsweredPillar[] {
  return doc.pillars.map((pillar) => ({
    id: pillar.id,
    name: pillar.name,
    criteria: pillar.indices
      .flatMap((index) => index.criteria)
      .map((criterion) => {
        const level = criterionLevel(doc, criterion, answerTo(answers, criterion.id));
        const answer = shownAnswer(criterion, answerTo(answers, criterion.id));
        return { id: criterion.id, name: criterion.name, level, points: level * criterion.weight, answer };
      })
  }));
}

function next(doc: LocalQuestionnaire, score: Score): ReportNext | null {
  const back = holdingBack(doc, score);
  if (!back) return null;
  const names = new Map(doc.pillars.map((pillar) => [pillar.id, pillar.name] as const));
  return {
    level: back.nextLevel,
    name: levelWords(doc, back.nextLevel).name,
    pointsNeeded: back.pointsNeeded,
    pillarsNeeded: back.pillarsNeeded,
    atLevel: back.atLevel,
    closest: back.pillarsClosest
      .slice(0, back.pillarsNeeded)
      .map(({ id, pointsToReach }) => ({ name: names.get(id) ?? id, pointsToReach }))
  };
}

/** An answer to a criterion as it is shown: the words of its level, or its two numbers. */
export function shownAnswer(criterion: LocalCriterion, value: AnswerValue | undefined): ShownAnswer {
  if (!value) return { kind: 'none' };
  if ('notApplicable' in value) return { kind: 'not_applicable' };
  if (criterion.kind === 'ordinal' && 'level' in value) {
    const words: Record<string, string> = criterion.levels;
    return { kind: 'level', text: words[value.level] ?? '' };
  }
  if (criterion.kind === 'ratio' && 'numerator' in value) {
    const { numerator, denominator } = value;
    const percent = denominator === 0 ? 0 : (numerator / denominator) * 100;
    return { kind: 'ratio', numerator, denominator, percent, unit: criterion.unit };
  }
  return { kind: 'none' };
}

function levelWords(doc: LocalQuestionnaire, level: number): { name: string; meaning: string } {
  const found = doc.levels.find((entry) => entry.level === level);
  return { name: found?.name ?? '', meaning: found?.meaning ?? '' };
}

function part({ id, name, max }: { id: string; name: string; max: number }, points: number): Part {
  return { id, name, points, max, share: max > 0 ? (points / max) * 100 : 0 };
}
