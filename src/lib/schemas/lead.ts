import { z } from 'zod';
import { LEAD_STATES, LEAD_STEPS, type LeadStepName } from '$lib/domain/leads/lead';
import { LEAD_RULES, type LeadRule } from '$lib/domain/leads/rules';
import { optionalText, optionalWholeNumber, text, uuid, wholeNumber } from './fields';

/** Fields that a consent can name, in the order of the page. */
export const CONSENT_FIELDS = [
  'name',
  'contact_name',
  'contact_phone',
  'contact_email',
  'address',
  'main_products',
  'tax_code',
  'result'
] as const;
/** By one of these the provider can reach the firm. */
const REACHED_BY: readonly string[] = ['contact_phone', 'contact_email', 'address'];
const URGENCIES = ['low', 'normal', 'high'] as const;
/** Viet Nam is seven hours ahead of UTC all year. */
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export const needSchema = z
  .object({
    enterprise_id: uuid,
    category_id: z.string('required').regex(/^[a-z0-9-]{2,40}$/, 'choice'),
    purpose: text(1000, 10),
    wanted_by: z.iso
      .date('date')
      .refine((day) => day >= today(), 'past')
      .optional()
      .transform((value) => value ?? null),
    budget_min: optionalWholeNumber,
    budget_max: optionalWholeNumber,
    urgency: z.enum(URGENCIES, 'choice'),
    assessment_id: uuid.optional().transform((value) => value ?? null),
    index_ids: z.array(z.string().regex(/^[0-9A-Za-z.-]{1,20}$/, 'invalid')).max(10, 'too_large')
  })
  .refine(({ budget_min, budget_max }) => budget_min === null || budget_max === null || budget_max >= budget_min, {
    path: ['budget_max'],
    message: 'below_min'
  });
export type NeedDetails = Omit<z.output<typeof needSchema>, 'enterprise_id'>;

export const consentSchema = z.object({
  provider: z.array(uuid).min(1, 'required').max(3, 'too_large'),
  version: z.coerce.number<string>('invalid').int('invalid'),
  fields: z
    .array(z.enum(CONSENT_FIELDS, 'choice'))
    .min(1, 'required')
    .refine((fields) => fields.includes('name') && fields.some((field) => REACHED_BY.includes(field)), 'not_reachable'),
  agree: z.string('required')
});

const STEPS = [...new Set(LEAD_STEPS.map(({ step }) => step))] as [LeadStepName, ...LeadStepName[]];
const revision = z.coerce.number<string>('invalid').int('invalid').min(0, 'invalid').max(2_147_483_647, 'invalid');

/** Forms of several steps stand on one page, so that a reason carries the name of its step. */
export const leadStepSchema = z.object({ step: z.enum(STEPS, 'invalid'), revision });
export const leadReasonSchema = text(1000);
export const promiseSchema = z.object({
  promise: text(2000),
  promise_price: wholeNumber,
  promise_on: z.iso.date('required')
});

export const messageSchema = z.object({ body: text(2000) });
export const ratingSchema = z.object({
  score: z.coerce.number<string>('required').int('choice').min(1, 'choice').max(5, 'choice'),
  comment: optionalText(1000)
});
export const moderationSchema = z.object({
  lead_id: uuid,
  side: z.enum(['owner', 'provider'], 'invalid'),
  shown: z.enum(['yes', 'no'], 'invalid')
});

const rule = (name: LeadRule) => {
  const { from, to } = LEAD_RULES[name];
  return wholeNumber.refine((value) => value >= from && value <= to, 'out_of_range');
};
export const leadRulesSchema = z
  .object({
    response_days: rule('response_days'),
    remind_after_days: rule('remind_after_days'),
    consent_months: rule('consent_months'),
    version: revision
  })
  .refine(({ response_days, remind_after_days }) => remind_after_days < response_days, {
    path: ['remind_after_days'],
    message: 'not_before_end'
  });

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** The query of the list of staff; what cannot be understood is left out. */
const listSchema = z.object({
  state: lenient(z.enum(LEAD_STATES)),
  provider: lenient(z.uuid()),
  unit: lenient(z.string().regex(/^\d{1,6}-\d{4}$/)),
  overdue: lenient(z.literal('yes')),
  after: lenient(z.uuid())
});

/** Filters and the id to go on after, of an address. */
export function readLeadQuery(params: URLSearchParams) {
  const { after, ...filters } = listSchema.parse(Object.fromEntries(params));
  return { filters, after: after ?? null };
}
export type LeadFilters = ReturnType<typeof readLeadQuery>['filters'];
