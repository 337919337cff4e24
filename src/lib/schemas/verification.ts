import { z } from 'zod';
import type { AnswerValue } from '$lib/domain/assessment/answers';
import type { CriterionOutline } from '$lib/domain/assessment/outline';
import { checkbox, optionalText, uuid } from './fields';
import { checked, readRatio, type TypedErrorCode } from './typed-answer';

export const VERDICTS = ['confirmed', 'corrected', 'rejected'] as const;
/** What the page of an assessment shows. */
export const VIEWS = ['all', 'open', 'needed'] as const;
export type View = (typeof VIEWS)[number];

/** The view of an address; what makes no sense is everything. */
export function readView(text: string | null): View {
  return VIEWS.find((view) => view === text) ?? 'all';
}

const optional = <T>(schema: z.ZodType<T>) => schema.optional().transform((value) => value ?? null);

/** Why staff believe it: one of them is needed, which `unfounded` tells. */
const evidence = {
  note: optionalText(1000),
  link: optional(
    z
      .string()
      .max(500, 'too_long')
      .regex(/^https?:\/\/[^\s]+$/i, 'url')
  ),
  visited_on: optional(z.iso.date('date')),
  file: z.file('invalid').optional(),
  /** A file that was stored by a request before, whose finding was refused. */
  file_id: optional(uuid)
};

export const findingSchema = z.object({
  ...evidence,
  criterion: z.string('required').max(20, 'invalid'),
  base: optional(uuid),
  verdict: z.enum(VERDICTS, 'required'),
  level: z.string().max(20).optional(),
  numerator: z.string().max(60, 'too_long').optional(),
  denominator: z.string().max(60, 'too_long').optional(),
  none: checkbox
});

export const confirmSchema = z.object({
  ...evidence,
  criteria: z.array(z.string().max(20, 'invalid')).min(1, 'required').max(200, 'invalid')
});

type Evidence = Pick<z.infer<typeof confirmSchema>, 'note' | 'link' | 'visited_on' | 'file' | 'file_id'>;

/** Whether nothing says why: no note, link, date or file. */
export function unfounded({ note, link, visited_on, file, file_id }: Evidence): boolean {
  return !note && !link && !visited_on && !file && !file_id;
}

/** Words of `errors:field` for what can be wrong with a typed answer. */
const CODES: Partial<Record<TypedErrorCode, string>> = {
  not_a_number: 'number',
  negative: 'negative',
  too_large: 'too_large',
  incomplete: 'required',
  numerator_over_denominator: 'part_over_whole'
};

/** The answer that staff found, from the fields of a correction; on failure the field and the code of `errors:field`. */
export function readCorrection(
  criterion: CriterionOutline,
  typed: Pick<z.infer<typeof findingSchema>, 'level' | 'numerator' | 'denominator' | 'none'>
): { value: AnswerValue } | { field: string; code: string } {
  if (typed.none || typed.level === 'none') return found(checked(criterion, { notApplicable: true }), 'level');
  if (criterion.kind === 'ordinal') {
    if (typed.level === undefined) return { field: 'level', code: 'required' };
    return found(checked(criterion, { level: /^\d$/.test(typed.level) ? Number(typed.level) : -1 }), 'level');
  }
  const { numerator = '', denominator = '' } = typed;
  return found(readRatio(criterion, { numerator, denominator }), 'numerator');
}

function found(
  answer: ReturnType<typeof checked>,
  field: string
): { value: AnswerValue } | { field: string; code: string } {
  if ('error' in answer) return { field: answer.error.field ?? field, code: CODES[answer.error.code] ?? 'invalid' };
  return answer.value ? { value: answer.value } : { field, code: 'required' };
}
