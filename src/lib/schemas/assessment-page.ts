import { z } from 'zod';
import { isSameAnswer, valueErrors, type AnswerValue } from '$lib/domain/assessment/answers';
import type { Patch } from '$lib/domain/assessment/merge';
import type { CriterionOutline } from '$lib/domain/assessment/outline';
import { checked, readRatio, type TypedAnswer, type TypedError, type TypedRatio } from './typed-answer';

export type AssessmentPage = {
  /** What changed on the page and is valid. */
  patch: Patch;
  errors: Record<string, TypedError>;
  /** What was typed into the fields with errors. */
  typed: Record<string, TypedRatio>;
  /** Own versions of answers that were also given elsewhere, still to be decided. */
  undecided: Record<string, AnswerValue | null>;
};

const seenSchema = z.object({ base: z.int().min(0), value: z.record(z.string(), z.unknown()).nullable() });

/** Reads the form of one page of an assessment, as a browser without JavaScript sends it. */
export function readAssessmentPage(criteria: CriterionOutline[], form: FormData): AssessmentPage {
  const page: AssessmentPage = { patch: {}, errors: {}, typed: {}, undecided: {} };
  for (const criterion of criteria) readCriterion(page, criterion, (name) => text(form, `${name}-${criterion.id}`));
  return page;
}

function readCriterion(page: AssessmentPage, criterion: CriterionOutline, field: (name: string) => string): void {
  const { id } = criterion;
  const seen = readSeen(criterion, field('seen'));
  const mine = field('mine');
  if (mine) {
    const own = valueOf(criterion, json(mine));
    if (field('choice') === 'mine') page.patch[id] = { value: own, base: seen.base };
    else if (field('choice') !== 'theirs') {
      page.undecided[id] = own;
      page.errors[id] = { code: 'choose' };
    }
    return;
  }
  const typed = { numerator: field('numerator'), denominator: field('denominator') };
  const answer = readAnswer(criterion, field, typed);
  if (!answer) return;
  if ('error' in answer) {
    page.errors[id] = answer.error;
    page.typed[id] = typed;
  } else if (!isSameAnswer(answer.value, seen.value)) {
    page.patch[id] = { value: answer.value, base: seen.base };
  }
}

function readAnswer(
  criterion: CriterionOutline,
  field: (name: string) => string,
  typed: TypedRatio
): TypedAnswer | null {
  const answer = field('answer');
  if (answer === 'none') return checked(criterion, { notApplicable: true });
  if (criterion.kind === 'ratio') return readRatio(criterion, typed);
  // A radio button cannot be taken back: nothing sent is no answer yet.
  return answer === '' ? null : checked(criterion, { level: /^\d$/.test(answer) ? Number(answer) : -1 });
}

function readSeen(criterion: CriterionOutline, hidden: string): { base: number; value: AnswerValue | null } {
  const seen = seenSchema.safeParse(json(hidden));
  return seen.success ? { base: seen.data.base, value: valueOf(criterion, seen.data.value) } : { base: 0, value: null };
}

function valueOf(criterion: CriterionOutline, value: unknown): AnswerValue | null {
  return value !== null && valueErrors(criterion, value).length === 0 ? (value as AnswerValue) : null;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}

function json(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

/** The body of `POST /api/assessments/[id]/answers`; the values themselves are checked by the database. */
export const answersBodySchema = z.strictObject({
  /** Whose answers these are: somebody else may have signed in since on the same device. */
  person: z.uuid(),
  answers: z.record(
    z.string().min(1).max(20),
    z.strictObject({ value: z.record(z.string(), z.unknown()).nullable(), base: z.int().min(0) })
  )
});
