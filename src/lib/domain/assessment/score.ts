import { answerTo } from './answers.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { CriterionOutline, Outline } from './outline.ts';
import type { Scoring } from './questionnaire.ts';

export type Level = 0 | 1 | 2 | 3 | 4 | 5;
export type IndexScore = { id: string; points: number; max: number };
export type PillarScore = IndexScore & { level: Level };

/** The score of an assessment; parts in the order of the document, all numbers whole. */
export type Score = {
  points: number;
  max: number;
  level: Level;
  pillars: PillarScore[];
  indices: IndexScore[];
  answered: number;
  missing: string[];
};

/**
 * Scores answers that `answerErrors` found nothing wrong with. A missing answer brings no points.
 *
 * This is the preview: SQL `private.score` decides, and gives the same object for the same input; the table
 * `tests/support/score-cases.json` holds both to it. Rules: QĐ 1970/QĐ-BTTTT, table of levels, as data in
 * `doc.scoring`.
 */
export function score(doc: Outline, answers: Answers): Score {
  const indices: IndexScore[] = [];
  const pillars: PillarScore[] = [];
  const missing: string[] = [];
  let answered = 0;
  for (const pillar of doc.pillars) {
    let pillarPoints = 0;
    for (const index of pillar.indices) {
      let points = 0;
      for (const criterion of index.criteria) {
        const value = answerTo(answers, criterion.id);
        if (value) answered += 1;
        else missing.push(criterion.id);
        points += criterionLevel(doc, criterion, value) * criterion.weight;
      }
      indices.push({ id: index.id, points, max: index.max });
      pillarPoints += points;
    }
    const level = pillarLevel(doc.scoring, pillarPoints, pillar.max);
    pillars.push({ id: pillar.id, points: pillarPoints, max: pillar.max, level });
  }
  const points = pillars.reduce((sum, pillar) => sum + pillar.points, 0);
  const max = pillars.reduce((sum, pillar) => sum + pillar.max, 0);
  const level = overallLevel(
    doc.scoring,
    points,
    pillars.map((pillar) => pillar.level)
  );
  return { points, max, level, pillars, indices, answered, missing };
}

/** Level 0-5 of one criterion. No answer and "does not apply" are level 0. */
export function criterionLevel(doc: Outline, criterion: CriterionOutline, value: AnswerValue | undefined): Level {
  if (!value || 'notApplicable' in value) return 0;
  if ('level' in value) return criterion.kind === 'ordinal' ? toLevel(value.level) : 0;
  return criterion.kind === 'ratio' ? ratioLevel(doc.scoring, value.numerator, value.denominator) : 0;
}

/**
 * Level of a share given as two numbers: 0 → 0, then the first band whose upper bound is not exceeded
 * (20 % → 1, just over 20 % → 2; our choice, QĐ 1970 leaves the bands open). 0/0 is level 0.
 *
 * Exact: the numbers are compared as the decimals they are written as (0.2 of 1 is 20 %), like `numeric` in SQL,
 * never as binary fractions.
 */
export function ratioLevel(scoring: Scoring, numerator: number, denominator: number): Level {
  if (numerator === 0) return 0;
  const [part, whole] = sameScale(numerator, denominator);
  const band = scoring.ratioBands.findIndex((bound) => part * 100n <= BigInt(bound) * whole);
  return toLevel(band === -1 ? 5 : band + 1);
}

/** Level of a pillar: n when its points are more than band n (per cent) of its maximum. Exactly 10 % is level 0. */
export function pillarLevel(scoring: Scoring, points: number, max: number): Level {
  return toLevel(scoring.pillarBands.filter((band) => points * 100 > band * max).length);
}

/**
 * The overall level: the highest whose points *and* breadth conditions both hold (so many pillars at that level or
 * above). Points without breadth give the next lower level that is met in both.
 */
export function overallLevel(scoring: Scoring, points: number, pillarLevels: Level[]): Level {
  const met = scoring.overall.find(
    (rule) => points > rule.pointsOver && pillarLevels.filter((level) => level >= rule.atLevel).length >= rule.pillars
  );
  return toLevel(met?.level ?? 0);
}

function toLevel(value: number): Level {
  if (value === 0 || value === 1 || value === 2 || value === 3 || value === 4 || value === 5) return value;
  throw new RangeError('not a level');
}

function sameScale(a: number, b: number): [bigint, bigint] {
  const [digitsA, placesA] = decimal(a);
  const [digitsB, placesB] = decimal(b);
  const places = Math.max(placesA, placesB);
  return [digitsA * 10n ** BigInt(places - placesA), digitsB * 10n ** BigInt(places - placesB)];
}

// The shortest decimal that reads back as the number: what JSON carries, and so what the database compares.
function decimal(value: number): [digits: bigint, places: number] {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? [digits, places] : [digits * 10n ** BigInt(-places), 0];
}
