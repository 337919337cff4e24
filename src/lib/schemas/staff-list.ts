import { z } from 'zod';

export const KINDS = [
  'household',
  'enterprise',
  'startup',
  'cooperative',
  'cooperative_group',
  'startup_project'
] as const;
export const SIZES = ['micro', 'small', 'medium', 'large'] as const;
export const LEVELS = ['0', '1', '2', '3', '4', '5'] as const;
export const STATES = ['draft', 'awaiting_confirmation', 'submitted', 'discarded'] as const;
/** Whether staff checked anything of an assessment. */
export const VERIFIED = ['some', 'none'] as const;
export const LISTS = ['enterprises', 'assessments'] as const;

export type ListName = (typeof LISTS)[number];

/** A link is often typed over, shortened or old: a filter that makes no sense is no filter, and never an error. */
export function lenient<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** Filters that lists of firms, and of what is for them, have in common. */
export const listFilters = {
  q: lenient(
    z
      .string()
      .trim()
      .min(1)
      // Characters that nobody types are stored nowhere either.
      .regex(/^\P{Cc}*$/u)
      .transform((text) => text.slice(0, 200))
  ),
  unit: lenient(z.string().regex(/^\d{1,6}-\d{4}$/)),
  kind: lenient(z.enum(KINDS)),
  size: lenient(z.enum(SIZES)),
  section: lenient(z.string().regex(/^\d{4}-[A-Z]$/)),
  from: lenient(z.iso.date()),
  to: lenient(z.iso.date())
};

/** `~` and the id of the last row come after the key that the list is sorted by, which may be any text. */
const AFTER = /^(.{0,500})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/su;

function after(isKey: (key: string, sort: string) => boolean) {
  return (text: string | undefined, sort: string) => {
    const [, key, id] = AFTER.exec(text ?? '') ?? [];
    return key !== undefined && id !== undefined && isKey(key, sort) ? { key, id } : null;
  };
}

function isTime(key: string): boolean {
  return /^-infinity$|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(key) && !isNoDay(key);
}

function isNoDay(key: string): boolean {
  return key !== '-infinity' && Number.isNaN(Date.parse(`${key.slice(0, 10)}T${key.slice(11, 19)}Z`));
}

const isPoints = (key: string) => /^-?\d{1,9}$/.test(key);
const enterprisesAfter = after((key, sort) => sort === 'name' || (sort === 'points' ? isPoints(key) : isTime(key)));
const assessmentsAfter = after((key, sort) => (sort === 'points' ? isPoints(key) : isTime(key)));

export const ENTERPRISE_SORTS = ['assessed', 'name', 'points', 'created'] as const;
export const ASSESSMENT_SORTS = ['changed', 'points'] as const;

const enterpriseQuery = z
  .object({
    ...listFilters,
    level: lenient(z.enum([...LEVELS, 'none'])),
    sort: z.enum(ENTERPRISE_SORTS).catch('assessed'),
    after: lenient(z.string())
  })
  .transform(({ sort, after: last, ...rest }) => ({ filters: rest, sort, after: enterprisesAfter(last, sort) }));

const assessmentQuery = z
  .object({
    ...listFilters,
    level: lenient(z.enum(LEVELS)),
    state: lenient(z.enum(STATES)),
    verified: lenient(z.enum(VERIFIED)),
    sort: z.enum(ASSESSMENT_SORTS).catch('changed'),
    after: lenient(z.string())
  })
  .transform(({ sort, after: last, ...rest }) => ({ filters: rest, sort, after: assessmentsAfter(last, sort) }));

export interface ListQuery {
  filters: Partial<
    Record<
      'q' | 'unit' | 'kind' | 'size' | 'section' | 'from' | 'to' | 'level' | 'state' | 'verified',
      string | undefined
    >
  >;
  sort: string;
  /** The last row of the page before. */
  after: { key: string; id: string } | null;
}

/** The query of an address. What cannot be understood is left out. */
export function readListQuery(list: ListName, params: URLSearchParams): ListQuery {
  const given = Object.fromEntries(params);
  return list === 'enterprises' ? enterpriseQuery.parse(given) : assessmentQuery.parse(given);
}

/** The same query as an address, for another page of it or for its export. */
export function listSearch(query: Pick<ListQuery, 'filters' | 'sort'>, more: Record<string, string> = {}): string {
  const entries = Object.entries({ ...query.filters, sort: query.sort, ...more });
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => Boolean(entry[1]))).toString();
}
