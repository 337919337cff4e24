import type { AnswerValue } from '../../../domain/assessment/answers.ts';
import { criteriaOf } from '../../../domain/assessment/outline.ts';
import { type Criterion, type Questionnaire } from '../../../domain/assessment/questionnaire.ts';
import { DAY, SPAN, timedId, workingHour, type SampleFirm } from './firms.ts';
import { createRandom, type Random } from './random.ts';

/** One sample assessment as a row of `assessments`; the database adds the score. */
export interface SampleAssessment {
  assessment_id: string;
  enterprise_id: string;
  state: 'draft' | 'awaiting_confirmation' | 'submitted';
  entry: 'self' | 'assisted';
  answers: Record<string, { value: AnswerValue; revision: 1; at: string }>;
  revision: 1;
  started_at: string;
  changed_at: string;
  submitted_at: string | null;
  handed_over_at: string | null;
}

/** How many firms are in the middle of an assessment, and how many have one that an officer filled in for them. */
const DRAFTS = 10;
const AWAITING = 2;

/**
 * The assessments of sample firms, oldest first: as many as each has submitted, better from one to the next and alike
 * within a firm, then some drafts and some that wait for the firm's confirmation. All of them lie before `today`.
 */
export function sampleAssessments(firms: readonly SampleFirm[], doc: Questionnaire, today: number): SampleAssessment[] {
  const random = createRandom('assessments');
  const maker = answerMaker(doc);
  const history = firms.flatMap((firm) => submittedBy(firm, maker(firm), today, random));

  // Open ones: of firms that never finished one, except the owner's second firm, which has to stay untouched.
  const others = firms.slice(3).filter(({ submitted }) => submitted === 0);
  const open = others.slice(0, DRAFTS + AWAITING).map((firm, index) => {
    const waiting = index < AWAITING;
    const startedAt = workingHour(Math.max(firm.createdAt, today - random.integer(2, 25) * DAY) - DAY, random);
    const changedAt = startedAt + random.integer(10, 90) * 60_000;
    const answers = stamp(maker(firm)(0), startedAt, changedAt);
    const done = waiting ? answers : Object.fromEntries(Object.entries(answers).slice(0, random.integer(6, 52)));
    return row(firm, random, waiting ? 'awaiting_confirmation' : 'draft', waiting, done, startedAt, changedAt);
  });
  return [...history, ...open].sort((a, b) => (a.changed_at < b.changed_at ? -1 : 1));
}

function submittedBy(
  firm: SampleFirm,
  answersAt: (gain: number) => [string, AnswerValue][],
  today: number,
  random: Random
): SampleAssessment[] {
  const rows: SampleAssessment[] = [];
  let gain = 0;
  let startedAt = firm.createdAt + random.integer(5, 60) * 60_000;
  for (let turn = 0; turn < firm.submitted; turn += 1) {
    const changedAt = startedAt + random.integer(25, 110) * 60_000;
    const assisted = random.next() < 0.2;
    rows.push(
      row(firm, random, 'submitted', assisted, stamp(answersAt(gain), startedAt, changedAt), startedAt, changedAt)
    );
    gain += Math.max(0, random.normal(0.4, 0.25));
    // What is left of the time, shared by the turns still to come.
    const left = (today - 2 * DAY - changedAt) / Math.max(firm.submitted - turn - 1, 1);
    startedAt = workingHour(changedAt + left * (0.55 + 0.4 * random.next()), random);
  }
  return rows;
}

function row(
  firm: SampleFirm,
  random: Random,
  state: SampleAssessment['state'],
  assisted: boolean,
  answers: SampleAssessment['answers'],
  startedAt: number,
  changedAt: number
): SampleAssessment {
  const changed = new Date(changedAt).toISOString();
  return {
    assessment_id: timedId(startedAt, random),
    enterprise_id: firm.row.enterprise_id,
    state,
    entry: assisted ? 'assisted' : 'self',
    answers,
    revision: 1,
    started_at: new Date(startedAt).toISOString(),
    changed_at: changed,
    submitted_at: state === 'submitted' ? changed : null,
    handed_over_at: assisted && state !== 'draft' ? changed : null
  };
}

/** The answers, each with a time between start and end. */
function stamp(values: [string, AnswerValue][], startedAt: number, changedAt: number): SampleAssessment['answers'] {
  const step = (changedAt - startedAt) / values.length;
  return Object.fromEntries(
    values.map(([id, value], index) => {
      const at = new Date(Math.round(startedAt + step * (index + 1))).toISOString();
      return [id, { value, revision: 1 as const, at }];
    })
  );
}

/**
 * Answers of a firm: its readiness, plus what its people find easy (a pillar), plus what everybody finds easy (a
 * criterion), plus what it alone does or does not. Only the readiness changes with time.
 */
function answerMaker(doc: Questionnaire) {
  const easiness = createRandom('criteria');
  const criteria = doc.pillars.flatMap((pillar) =>
    criteriaOf({ pillars: [pillar] }).map((criterion) => ({ pillar, criterion, easy: easiness.normal(0, 0.35) }))
  );
  return (firm: SampleFirm) => {
    const random = createRandom(`firm ${firm.number}`);
    const pillars = new Map(doc.pillars.map((pillar) => [pillar.id, random.normal(0, 0.25)]));
    // A firm near the bottom or the top of the scale is more alike in everything it does.
    const spread = Math.min(0.6, 0.15 + 0.5 * firm.readiness, 0.15 + 0.5 * Math.max(5 - firm.readiness, 0));
    const traits = criteria.map(({ pillar, criterion, easy }) => ({
      criterion,
      offset: spread * ((easy + (pillars.get(pillar.id) ?? 0)) / 0.6 + random.normal(0, 1)),
      missing: criterion.notApplicable === true && firm.readiness < 3 && random.next() < 0.4,
      figure: random.next()
    }));
    return (gain: number): [string, AnswerValue][] =>
      traits.map(({ criterion, offset, missing, figure }) => {
        if (missing) return [criterion.id, { notApplicable: true }];
        const level = Math.min(5, Math.max(0, Math.round(firm.readiness + gain + offset)));
        return [criterion.id, answer(criterion, level, firm, figure)];
      });
  };
}

function answer(criterion: Criterion, level: number, firm: SampleFirm, figure: number): AnswerValue {
  if (criterion.kind === 'ordinal') return { level };
  const denominator = wholeOf(criterion.unit.en, firm, figure);
  // The middle of the level's band; a firm of three people has no fifths, so it comes as near as it can.
  const share = level === 0 ? 0 : (level - 0.5) / 5;
  return { numerator: Math.round(denominator * share), denominator };
}

/** What the share is of: the firm's people, its money, or a number of things. */
function wholeOf(unit: string, firm: SampleFirm, figure: number): number {
  const { employees, revenue, capital } = firm.row;
  if (unit === 'people') return employees ?? 3;
  if (unit !== 'VND') return 10 + Math.floor(figure * 190);
  const yearly = revenue ?? capital ?? 200_000_000;
  return Math.max(1, Math.round((yearly * (0.05 + 0.2 * figure)) / 5_000_000)) * 5_000_000;
}

/** Anonymous quick checks over the same months: a few a week, more of them lately, one in four without an area. */
export function sampleQuickChecks(
  unitIds: readonly string[],
  today: number
): { day: string; unit_id: string; count: number }[] {
  const random = createRandom('quick checks');
  const counts = new Map<string, number>();
  for (let time = today - SPAN; time < today; time += DAY) {
    const busy = 0.4 + 1.6 * (1 - (today - time) / SPAN);
    for (let visit = Math.floor(random.next() * 3 * busy); visit > 0; visit -= 1) {
      const key = `${new Date(time).toISOString().slice(0, 10)} ${random.next() < 0.25 ? '' : random.pick(unitIds)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => ({ day: key.slice(0, 10), unit_id: key.slice(11), count }));
}
