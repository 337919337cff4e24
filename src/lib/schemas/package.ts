import { z } from 'zod';
import { KINDS } from '$lib/domain/enterprise/kind';
import { checkbox, ids, optionalDay, optionalText, optionalWholeNumber, text, wholeNumber } from './fields';

export const SIZES = ['micro', 'small', 'medium', 'large'] as const;

const level = z.coerce.number<string>('number').int('integer').min(0, 'too_small').max(5, 'too_large');
const smallNumber = wholeNumber.refine((value) => value <= 1_000_000_000, 'too_large');

/** A share in percent as people write it: `50`, `33,3` or `33.3`; 0 to 1 inside. */
const share = z
  .string('required')
  .transform((typed) => typed.replace('%', '').replace(',', '.').trim())
  .pipe(z.coerce.number<string>('number').min(0, 'negative').max(100, 'too_large'))
  .transform((percent) => Math.round(percent * 10) / 1000);

/** What the state pays of one content. Money in whole VND; 0 and 0 when given in kind. */
export const termSchema = z.object({
  support_id: text(60),
  size_class: z
    .enum(SIZES, 'choice')
    .optional()
    .transform((value) => value ?? null),
  rate: share,
  cap: wholeNumber.refine((value) => value <= 1_000_000_000_000, 'too_large'),
  legal_basis: text(300, 2),
  valid_from: z.iso.date('date'),
  valid_to: optionalDay
});

/** A package without its terms, which are rows of their own (`terms.<row>.<field>`). The code is set once. */
export const packageSchema = z.object({
  /** Not `code`: what is called so is taken for a secret and never shown again. */
  package_code: optionalText(20),
  name_vi: text(160, 2),
  name_en: text(160, 2),
  gives_vi: text(2000, 2),
  gives_en: text(2000, 2),
  kinds: z.array(z.enum(KINDS, 'choice')),
  size_classes: z.array(z.enum(SIZES, 'choice')),
  cluster_ids: ids,
  section_ids: ids,
  unit_ids: ids,
  min_level: level,
  max_level: level,
  pillar_ids: ids,
  index_ids: ids,
  required_criteria: ids,
  places: optionalWholeNumber.refine((value) => value === null || value <= 1_000_000, 'too_large'),
  opens_on: optionalDay,
  closes_on: optionalDay,
  line_code: optionalText(20),
  offer_days: smallNumber.refine((value) => value >= 1, 'too_small').refine((value) => value <= 90, 'too_large'),
  follow_up_months: smallNumber.refine((value) => value >= 1, 'too_small').refine((value) => value <= 36, 'too_large'),
  is_sample: checkbox
});

export type PackageTerm = z.infer<typeof termSchema>;
export type PackageDetails = Omit<z.infer<typeof packageSchema>, 'package_code'> & {
  code: string | null;
  terms: PackageTerm[];
};

/** Opening or closing the package that the person saw. */
export const packageStateSchema = z.object({
  state: z.enum(['open', 'closed'], 'choice'),
  revision: z.coerce.number<string>('invalid').int('invalid').min(1, 'invalid')
});
