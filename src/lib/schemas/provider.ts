import { z } from 'zod';
import { KINDS } from '$lib/domain/enterprise/kind';
import { DATA_LOCATIONS, PRICE_MODELS, REVIEW_STEPS, STANDINGS } from '$lib/domain/provider/standing';
import {
  checkbox,
  email,
  ids,
  optionalDay,
  optionalText,
  optionalWholeNumber,
  phone,
  taxCode,
  text,
  uuid,
  webAddress,
  wholeNumber
} from './fields';
import { revisionSchema } from './enterprise';
import { lenient, listFilters, SIZES } from './staff-list';

/** A provider: what staff judge, and how to reach it (a telephone number or an address at least). */
export const providerSchema = z
  .object({
    name: text(200, 2),
    tax_code: taxCode,
    tax_code_confirmed: checkbox,
    site: webAddress(300),
    about_vi: optionalText(1000),
    about_en: optionalText(1000),
    unit_ids: ids,
    contact_name: text(120, 2),
    contact_phone: phone,
    contact_email: email.optional().transform((value) => value ?? null),
    max_open_leads: wholeNumber.refine((value) => value <= 200, 'too_large')
  })
  .transform(({ tax_code_confirmed, tax_code, ...details }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (tax_code === null) refuse('tax_code', 'required');
    if (tax_code?.warning && !tax_code_confirmed) refuse('tax_code', 'tax_code_check_digit');
    if (details.contact_phone === null && details.contact_email === null) refuse('contact_phone', 'phone_or_email');
    return { ...details, tax_code: tax_code?.code ?? null };
  });

export type ProviderDetails = z.infer<typeof providerSchema>;

/** A solution. `price_year` is what a small firm pays in a year, in whole VND; null by quote, 0 when free. */
export const solutionSchema = z
  .object({
    category_id: text(40),
    name: text(160, 2),
    summary_vi: text(1000, 10),
    summary_en: optionalText(1000),
    index_ids: ids.max(50, 'too_many'),
    kinds: z.array(z.enum(KINDS, 'choice')),
    size_classes: z.array(z.enum(SIZES, 'choice')),
    section_ids: ids.max(30, 'too_many'),
    unit_ids: ids,
    price_model: z.enum(PRICE_MODELS, 'required'),
    price_year: optionalWholeNumber.refine((value) => value === null || value <= 1_000_000_000_000, 'too_large'),
    price_url: webAddress(500),
    open_standard: z.enum(['yes', 'no'], 'required').transform((value) => value === 'yes'),
    data_location: z.enum(DATA_LOCATIONS, 'required'),
    certificate: optionalText(200),
    certificate_until: optionalDay.refine(
      (value) => value === null || (value >= '2000-01-01' && value <= '2100-01-01'),
      'date'
    )
  })
  .transform((given, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (given.price_model === 'quote' && given.price_year !== null) refuse('price_year', 'price_by_quote');
    if (given.price_model === 'free' && (given.price_year ?? 0) > 0) refuse('price_year', 'price_free');
    if (!['quote', 'free'].includes(given.price_model) && given.price_year === null) refuse('price_year', 'required');
    if (given.certificate_until !== null && given.certificate === null) refuse('certificate', 'required');
    return { ...given, price_year: given.price_model === 'free' ? 0 : given.price_year };
  });

export type SolutionDetails = z.infer<typeof solutionSchema>;

/** What staff decide on a provider, or on one of its solutions, as they saw it. */
export const reviewSchema = revisionSchema.extend({
  step: z.enum(REVIEW_STEPS, 'required'),
  reason: optionalText(1000),
  approved_until: optionalDay
});

export type Review = z.infer<typeof reviewSchema>;

/** Filters of the public directory; `after` is the last provider of the page before. */
export const directoryQuerySchema = z.object({
  q: listFilters.q,
  category: lenient(z.string().regex(/^[a-z0-9-]{2,40}$/)),
  kind: listFilters.kind,
  size: listFilters.size,
  section: listFilters.section,
  unit: listFilters.unit,
  after: lenient(uuid)
});

/** Filter of the list of staff; `after` is the last provider of the page before. */
export const standingQuerySchema = z.object({ state: lenient(z.enum(STANDINGS)), after: lenient(uuid) });
