import { valueErrors, type AnswerErrorCode, type AnswerValue } from '$lib/domain/assessment/answers';
import type { CriterionOutline } from '$lib/domain/assessment/outline';
import { parseTypedNumber } from './typed-number';

/** `incomplete`: one of two numbers is there. `choose`: two versions of an answer, and none chosen. */
export type TypedErrorCode = AnswerErrorCode | 'incomplete' | 'choose';
export type TypedError = { code: TypedErrorCode; field?: 'numerator' | 'denominator' };
/** The two numbers of a ratio as they stand in their fields. */
export type TypedRatio = { numerator: string; denominator: string };
export type TypedAnswer = { value: AnswerValue | null } | { error: TypedError };

/** The hidden field that says which answer the page showed, so that only changes are sent, on the right base. */
export function writeSeen(base: number, value: AnswerValue | null): string {
  return JSON.stringify({ base, value });
}

/** Two typed numbers as an answer; both empty takes the answer back. */
export function readRatio(criterion: CriterionOutline, typed: TypedRatio): TypedAnswer {
  const fields = ['numerator', 'denominator'] as const;
  const empty = fields.filter((field) => typed[field].trim() === '');
  if (empty.length === 2) return { value: null };
  const numbers = { numerator: parseTypedNumber(typed.numerator), denominator: parseTypedNumber(typed.denominator) };
  const wrong = fields.find((field) => !empty.includes(field) && numbers[field] === null);
  if (wrong) return { error: { code: 'not_a_number', field: wrong } };
  if (empty[0]) return { error: { code: 'incomplete', field: empty[0] } };
  return checked(criterion, { numerator: numbers.numerator, denominator: numbers.denominator });
}

/** A value as an answer to a criterion, or the first thing wrong with it and the field it is in. */
export function checked(criterion: CriterionOutline, value: unknown): TypedAnswer {
  const [error] = valueErrors(criterion, value);
  if (!error) return { value: value as AnswerValue };
  const field = (['numerator', 'denominator'] as const).find((name) => error.path.endsWith(`.${name}`));
  return { error: field ? { code: error.code, field } : { code: error.code } };
}
