import { z } from 'zod';
import type { Quota } from '$lib/domain/support/allocation';
import { PARTS, weightsError, type Weights } from '$lib/domain/support/priority';
import { optionalText, text, uuid, wholeNumber } from './fields';
import { KINDS, SIZES } from './staff-list';

/** A firm applies for a package. Money in whole VND. */
export const applicationSchema = z.object({
  enterprise_id: uuid,
  own_contribution: wholeNumber.refine((value) => value <= 1_000_000_000_000, 'too_large'),
  person_in_charge: text(120, 2),
  need: optionalText(1000)
});

export const applicationIdSchema = z.object({ application_id: uuid });
export const rejectionSchema = z.object({ application_id: uuid, reason: text(500) });

/** Firms to be proposed, and the reason when one is out of rank. */
export const proposalSchema = z.object({
  enterprise_ids: z.array(uuid).min(1, 'required').max(200, 'too_large'),
  reason: optionalText(500)
});

/** A link is often typed over: what makes no sense is no filter. */
export const candidateQuerySchema = z.object({
  q: z.string().trim().min(1).max(200).optional().catch(undefined),
  unit: z
    .string()
    .regex(/^\d{1,6}-\d{4}$/)
    .optional()
    .catch(undefined),
  kind: z.enum(KINDS).optional().catch(undefined),
  size: z.enum(SIZES).optional().catch(undefined),
  applied: z.literal('on').optional().catch(undefined),
  after: z.coerce.number().int().min(0).max(10_000_000).catch(0)
});

/** A weight with up to two decimals, with a point or, as in Vietnamese, a comma. */
const weight = z
  .string('required')
  .transform((typed) => typed.replace(',', '.'))
  .pipe(z.coerce.number<string>('number').min(0, 'negative').max(100, 'too_large'));

export const weightsSchema = z
  .object({
    ...(Object.fromEntries(PARTS.map((part) => [part, weight])) as Record<keyof Weights, typeof weight>),
    version: z.coerce.number<string>('invalid').int('invalid').min(1, 'invalid'),
    note: optionalText(500)
  })
  .superRefine((weights, context) => {
    const wrong = weightsError(weights);
    if (wrong) context.addIssue({ code: 'custom', path: [wrong.path], message: wrong.code });
  });

export const runSchema = z.object({ package_ids: z.array(uuid).min(1, 'required').max(60, 'too_large') });

const QUOTA = /^quota\.(size|unit)\.([a-z0-9-]{1,20})$/;

/** Fields `quota.size.micro` or `quota.unit.829-2021` with a number of firms; empty and 0: none. Null when one is no number. */
export function readQuotas(form: FormData): Quota[] | null {
  const quotas: Quota[] = [];
  for (const [name, typed] of form) {
    const [, kind, value] = QUOTA.exec(name) ?? [];
    if (!kind || !value || typed === '' || typed === '0') continue;
    const parsed = wholeNumber.safeParse(typed);
    if (!parsed.success || parsed.data > 99_999) return null;
    if (parsed.data > 0) quotas.push({ kind: kind as Quota['kind'], value, at_least: parsed.data });
  }
  return quotas;
}

/** Positions of pairs; or `all` of them. */
export const acceptSchema = z.object({
  pairs: z.array(z.coerce.number<string>('invalid').int('invalid').min(0, 'invalid')).max(20_000, 'too_large'),
  all: z.string().optional()
});
