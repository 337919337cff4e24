import { z } from 'zod';
import { optionalText, text, wholeNumber, uuid } from './fields.ts';
import { KINDS, SIZES } from './staff-list.ts';

/** What the dashboard counts, in the order of the funnel, then the two that are no steps of it. */
const MEASURES = [
  'registered',
  'assessed',
  'verified',
  'proposed',
  'approved',
  'supported',
  'reassessed',
  'aware',
  'model'
] as const;
export type Measure = (typeof MEASURES)[number];

/** A filter that makes no sense is no filter, and never an error: links are typed over and grow old. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const filterSchema = z.object({
  unit: lenient(z.string().regex(/^\d{1,6}-\d{4}$/)),
  section: lenient(z.string().regex(/^\d{4}-[A-Z]$/)),
  size: lenient(z.enum(SIZES)),
  kind: lenient(z.enum(KINDS)),
  year: lenient(z.string().regex(/^20\d\d$/)),
  /** Without it: real firms, or samples while there are none. */
  count: lenient(z.enum(['real', 'samples']))
});
export type ProgrammeFilters = z.infer<typeof filterSchema>;

const firmsSchema = z.object({
  measure: z.enum(MEASURES).catch('supported'),
  month: lenient(z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)),
  after: lenient(z.string().regex(/^\d{4}-\d\d-\d\d~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
});

/** The filters of an address; what cannot be understood is left out. */
export function readProgrammeFilters(params: URLSearchParams): ProgrammeFilters {
  return filterSchema.parse(Object.fromEntries(params));
}

/** The address of a list behind a figure. */
export function readFirmsQuery(params: URLSearchParams) {
  const { measure, month, after } = firmsSchema.parse(Object.fromEntries(params));
  const [on, id] = after?.split('~') ?? [];
  return {
    measure,
    filters: { ...readProgrammeFilters(params), month },
    after: on && id && !Number.isNaN(Date.parse(on)) ? { on, id } : null
  };
}

/** Filters as the query of an address. */
export function programmeSearch(filters: Record<string, string | null | undefined>): string {
  const given = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(given).toString();
}

export const registeredSchema = z.object({
  unit_id: text(20),
  year: wholeNumber.refine((year) => year >= 2000 && year <= 2100, 'invalid'),
  count: wholeNumber.refine((count) => count <= 10_000_000, 'too_large'),
  source: optionalText(200)
});

export const AWARENESS_KINDS = ['training', 'conference', 'visit', 'other'] as const;
/** Kinds of firms that need no tax code. */
export const CODELESS_KINDS = ['startup_project', 'cooperative_group'] as const;

/** One entry a line; a list of tax codes may also be put apart by commas. */
const lines = (separator: RegExp) =>
  z
    .string()
    .max(40_000, 'too_long')
    .optional()
    .transform((typed) => (typed ?? '').split(separator).filter((line) => line.trim() !== ''));

export const awarenessSchema = z
  .object({
    tax_codes: lines(/[\n,;]+/),
    names: lines(/\n+/),
    unit_id: z.string().max(20, 'invalid').optional(),
    new_kind: z.enum(CODELESS_KINDS, 'choice').optional(),
    new_sector_id: z.string().max(20, 'invalid').optional(),
    kind: z.enum(AWARENESS_KINDS),
    held_on: z.iso.date('date'),
    title: text(200, 2)
  })
  .superRefine(({ tax_codes, names, unit_id, new_kind, new_sector_id }, context) => {
    const need = (path: string) => context.addIssue({ code: 'custom', path: [path], message: 'required' });
    if (tax_codes.length + names.length === 0) need('tax_codes');
    if (names.length > 0 && !unit_id) need('unit_id');
    if (new_kind && !new_sector_id) need('new_sector_id');
  });
export const removalSchema = z.object({ awareness_event_id: uuid, reason: text(500, 2) });

/** One field per year: `year-2024`. A share may have a decimal comma. */
export function readPath(form: FormData): Record<string, number> | null {
  const path: Record<string, number> = {};
  for (const [name, value] of form) {
    const year = /^year-(\d{4})$/.exec(name)?.[1];
    if (!year || typeof value !== 'string') continue;
    const typed = value.trim().replace(/^(\d{1,3})([.,]\d{3})+$/, (whole) => whole.replace(/[.,]/g, ''));
    const number = Number(typed.replace(',', '.'));
    if (typed === '' || !Number.isFinite(number) || number < 0 || number > 1e9) return null;
    path[year] = number;
  }
  return path;
}
