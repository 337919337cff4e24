import { z } from 'zod';
import { ASSIGNMENT_STATES, ASSIGNMENT_STEPS, type Step } from '$lib/domain/support/assignment';
import { optionalText, text, uuid, wholeNumber } from './fields';

const STEPS = [...new Set(ASSIGNMENT_STEPS.map(({ step }) => step))] as [Step, ...Step[]];
const revision = z.coerce.number<string>('invalid').int('invalid').min(0, 'invalid').max(2_147_483_647, 'invalid');

/** Forms of several steps stand on one page, so that a reason carries the name of its step. */
export const stepSchema = z.object({ step: z.enum(STEPS, 'invalid'), revision });
export const reasonSchema = text(1000);

export const evidenceSchema = z.object({
  note: optionalText(1000),
  link: z
    .string()
    .max(500, 'too_long')
    .regex(/^https?:\/\/[^\s]+$/i, 'url')
    .optional()
    .transform((value) => value ?? null),
  file: z.file('invalid').optional(),
  /** A file that was stored by a request before, whose evidence was refused. */
  file_id: uuid.optional().transform((value) => value ?? null)
});

export const proposalSchema = z.object({
  enterprise_id: uuid,
  package_id: z.uuid('required'),
  override_reason: optionalText(500)
});

export const allotmentSchema = z.object({
  programme_id: z.string('required').max(60, 'invalid'),
  line_code: z.string('required').max(20, 'invalid'),
  year: z.coerce.number<string>('number').int('integer').min(2000, 'too_small').max(2100, 'too_large'),
  source: z.enum(['state', 'other'], 'choice'),
  amount: wholeNumber,
  revision
});

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** The query of the list; what cannot be understood is left out. */
const listSchema = z.object({
  state: lenient(z.enum(ASSIGNMENT_STATES)),
  package: lenient(z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,19}$/)),
  enterprise: lenient(z.uuid()),
  unit: lenient(z.string().regex(/^\d{1,6}-\d{4}$/)),
  year: lenient(z.string().regex(/^20\d\d$/)),
  waits: lenient(z.literal('me')),
  after: lenient(z.uuid())
});

/** Filters and the id to go on after, of an address. */
export function readAssignmentQuery(params: URLSearchParams) {
  const { after, ...filters } = listSchema.parse(Object.fromEntries(params));
  return { filters, after: after ?? null };
}

/** Whole amounts by content, as typed: fields `<prefix>-<content>-<source>`. Wrong ones are errors of their field. */
export function readAmounts(form: FormData, prefix: string) {
  const amounts: Record<string, Record<string, number>> = {};
  const errors: Record<string, string> = {};
  const values: Record<string, string> = {};
  for (const [name, typed] of form) {
    const [, content, part] = new RegExp(`^${prefix}-([a-z0-9-]{1,60})-(cost|state|other)$`).exec(name) ?? [];
    if (!content || !part || typeof typed !== 'string') continue;
    values[name] = typed;
    const read = wholeNumber.safeParse(typed.trim() || undefined);
    if (read.success) (amounts[content] ??= {})[part] = read.data;
    else errors[name] = read.error.issues[0]?.message ?? 'invalid';
  }
  return { amounts, errors, values };
}
