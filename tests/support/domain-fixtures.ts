import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { Answers, AnswerValue } from '../../src/lib/domain/assessment/answers.ts';
import { criteriaOf } from '../../src/lib/domain/assessment/outline.ts';
import { questionnaireSchema } from '../../src/lib/domain/assessment/questionnaire.ts';
import type { Criterion, Questionnaire } from '../../src/lib/domain/assessment/questionnaire.ts';

export type ScoreCase = {
  name: string;
  questionnaire: 'dbi-sme';
  answers: Answers;
  expect: { points: number; level: number; pillars: number[] };
};

/** The structure of dbi-sme 1970.1 with placeholder texts: does not change when the real texts do. */
export const skeleton: Questionnaire = questionnaireSchema.parse(read('dbi-skeleton.json'));

/** A quick check made from the skeleton: the first two criteria of each pillar (pillar 2 has only one), 55 points. */
export const quickSkeleton: Questionnaire = quickFrom(skeleton);

/** The table of cases that SQL and TypeScript must both satisfy. */
export const scoreCases = read('score-cases.json') as ScoreCase[];

/** Answers that put every criterion of these pillars (all when none is named) at one level. */
export function allAtLevel(doc: Questionnaire, level: number, ...pillars: string[]): Answers {
  const chosen = doc.pillars.filter((pillar) => pillars.length === 0 || pillars.includes(pillar.id));
  return Object.fromEntries(
    criteriaOf({ ...doc, pillars: chosen }).map((criterion) => [criterion.id, atLevel(criterion, level)])
  );
}

/** An answer that is exactly at this level. */
export function atLevel(criterion: Criterion, level: number): AnswerValue {
  return criterion.kind === 'ordinal' ? { level } : { numerator: level, denominator: 5 };
}

/** Any valid answer to this criterion. */
function anyAnswer(criterion: Criterion): fc.Arbitrary<AnswerValue> {
  const values: fc.Arbitrary<AnswerValue>[] = [];
  if (criterion.kind === 'ordinal') values.push(fc.integer({ min: 0, max: 5 }).map((level) => ({ level })));
  else values.push(anyRatio());
  if (criterion.notApplicable) values.push(fc.constant({ notApplicable: true as const }));
  return fc.oneof(...values);
}

/** Two valid numbers of a ratio: counts, money, decimals, and often exactly on the edge of a band. */
export function anyRatio(): fc.Arbitrary<{ numerator: number; denominator: number }> {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.integer({ min: 0, max: 1e15 }),
    fc.double({ min: 0, max: 1e15, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true })
  );
  const any = fc.tuple(number, number).map(([a, b]) => ({ numerator: Math.min(a, b), denominator: Math.max(a, b) }));
  const edge = fc
    .tuple(fc.integer({ min: 1, max: 2e14 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: -1, max: 1 }))
    .map(([fifth, fifths, off]) => ({
      numerator: Math.min(Math.max(fifth * fifths + off, 0), fifth * 5),
      denominator: fifth * 5
    }));
  return fc.oneof(any, edge);
}

/** Any valid set of answers, complete or not. */
export function anyAnswers(doc: Questionnaire): fc.Arbitrary<Answers> {
  const all = criteriaOf(doc);
  const complete: fc.Arbitrary<Answers> = fc.record(
    Object.fromEntries(all.map((criterion) => [criterion.id, anyAnswer(criterion)]))
  );
  const kept = fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length });
  const partial = fc
    .tuple(complete, kept)
    .map(([answers, keep]) => Object.fromEntries(Object.entries(answers).filter((_, i) => keep[i])));
  return fc.oneof(complete, partial);
}

function quickFrom(full: Questionnaire): Questionnaire {
  let number = 0;
  const pillars = full.pillars.map((pillar) => {
    const [index] = pillar.indices;
    if (!index) throw new Error('a pillar without an index');
    const criteria = index.criteria.slice(0, 2).map((criterion) => {
      number += 1;
      return { ...criterion, id: `q${number}`, weight: 1, mirrors: criterion.id };
    });
    const max = criteria.length * 5;
    return { ...pillar, max, indices: [{ ...index, id: `${pillar.id}.q`, max, criteria }] };
  });
  const pointsOver = [44, 33, 22, 11, 3];
  const overall = full.scoring.overall.map((rule, i) => ({ ...rule, pointsOver: pointsOver[i] ?? 0 }));
  return {
    ...full,
    id: 'quick-check',
    version: '1',
    mode: 'indicative',
    scoring: { ...full.scoring, overall },
    pillars
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
