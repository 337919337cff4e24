import { criteriaOf } from './outline.ts';
import type { CriterionOutline, Outline } from './outline.ts';

export type OrdinalAnswer = { level: number };
export type RatioAnswer = { numerator: number; denominator: number };
export type NotApplicable = { notApplicable: true };

/** The answer to one criterion. `{notApplicable: true}` brings no points, but counts as answered. */
export type AnswerValue = OrdinalAnswer | RatioAnswer | NotApplicable;

/** Answers by criterion id; a criterion without an answer has no key. */
export type Answers = Record<string, AnswerValue>;

export const answerErrorCodes = [
  'not_an_object',
  'unknown_criterion',
  'wrong_kind',
  'level_out_of_range',
  'not_a_number',
  'negative',
  'too_large',
  'numerator_over_denominator',
  'not_applicable_not_allowed'
] as const;

export type AnswerErrorCode = (typeof answerErrorCodes)[number];

/** `path` is `''`, the criterion id, or the id and a field: `1.1.1.level`, `1.1.3.numerator`. */
export type AnswerError = { path: string; code: AnswerErrorCode };

/** The largest number an answer may hold: far above any firm's revenue in VND, and exact in a double. */
const LARGEST_NUMBER = 1e15;

const MAX_ERRORS = 200;

/**
 * Everything wrong with answers that may come from anywhere: shape, unknown criteria, numbers. Missing answers are
 * no error. At most 200 errors. Never throws, whatever parsed JSON it is given, and looks at own properties only, so
 * `__proto__` and `constructor` are unknown criteria like any other.
 *
 * Mirrors the check in SQL `save_answers`, which is the enforcer.
 */
export function answerErrors(doc: Outline, answers: unknown): AnswerError[] {
  if (!isPlainObject(answers)) return [{ path: '', code: 'not_an_object' }];
  const criteria = new Map(criteriaOf(doc).map((criterion) => [criterion.id, criterion]));
  const errors: AnswerError[] = [];
  for (const id of Object.keys(answers)) {
    const criterion = criteria.get(id);
    if (criterion) errors.push(...valueErrors(criterion, answers[id]));
    else errors.push({ path: id.slice(0, 60), code: 'unknown_criterion' });
    if (errors.length >= MAX_ERRORS) break;
  }
  return errors.slice(0, MAX_ERRORS);
}

/** Everything wrong with the answer to one criterion. */
export function valueErrors(criterion: CriterionOutline, value: unknown): AnswerError[] {
  const at = (code: AnswerErrorCode, field?: string): AnswerError[] => [
    { path: field ? `${criterion.id}.${field}` : criterion.id, code }
  ];
  if (!isPlainObject(value)) return at('not_an_object');
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'notApplicable' && value.notApplicable === true) {
    return criterion.notApplicable ? [] : at('not_applicable_not_allowed');
  }
  const fields = criterion.kind === 'ordinal' ? ['level'] : ['numerator', 'denominator'];
  if (keys.length === 0 || !keys.every((key) => fields.includes(key))) return at('wrong_kind');

  if (criterion.kind === 'ordinal') {
    const { level } = value;
    if (!isNumber(level)) return at('not_a_number', 'level');
    return Number.isInteger(level) && level >= 0 && level <= 5 ? [] : at('level_out_of_range', 'level');
  }
  const { numerator, denominator } = value;
  const wrong = fields.flatMap((field) => {
    const code = numberError(Object.hasOwn(value, field) ? value[field] : undefined);
    return code ? at(code, field) : [];
  });
  if (wrong.length > 0) return wrong;
  return Number(numerator) > Number(denominator) ? at('numerator_over_denominator', 'numerator') : [];
}

/** The answer to a criterion, or undefined when there is none. */
export function answerTo(answers: Answers, id: string): AnswerValue | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** True when two answers to a criterion say the same; used to tell a repeated save from a conflict. */
export function isSameAnswer(a: AnswerValue | null | undefined, b: AnswerValue | null | undefined): boolean {
  if (!a || !b) return !a && !b;
  if ('level' in a) return 'level' in b && a.level === b.level;
  if ('notApplicable' in a) return 'notApplicable' in b;
  return 'numerator' in b && a.numerator === b.numerator && a.denominator === b.denominator;
}

function numberError(value: unknown): AnswerErrorCode | null {
  if (!isNumber(value)) return 'not_a_number';
  if (value < 0) return 'negative';
  return value > LARGEST_NUMBER ? 'too_large' : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
