import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { ListName, ListQuery } from '$lib/schemas/staff-list';
import { toAppError } from '$lib/server/errors';

/** The lists of staff. Which firms are in them is decided by the policies: district officers get those of their areas. */

type Db = SupabaseClient<Database>;
type Functions = Database['public']['Functions'];

export type EnterpriseRow = Functions['list_enterprises']['Returns'][number];
export type AssessmentRow = Functions['list_assessments']['Returns'][number];
export type RowOf = { enterprises: EnterpriseRow; assessments: AssessmentRow };

export interface Page<Row> {
  rows: Row[];
  /** `key~id` of the last row when there are more, for `after` of the next page. */
  next: string | null;
}

/** The most that one export holds: a spreadsheet of more is slow to open, and a filter says better what is meant. */
const EXPORT_LIMIT = 20_000;
const EXPORT_PAGE = 1000;

/** Firms with their last counted result; tax codes that are personal data come masked. */
export function listEnterprises(db: Db, query: ListQuery, size: number): Promise<Page<EnterpriseRow>> {
  return pageOf(readEnterprises(db), query, size);
}

/** Assessments with their firms; those given up only when the filter asks for that state. */
export function listAssessments(db: Db, query: ListQuery, size: number): Promise<Page<AssessmentRow>> {
  return pageOf(readAssessments(db), query, size);
}

/** Every row of a filter, up to `EXPORT_LIMIT`; `complete` is false where there are more. */
export async function listAll<Name extends ListName>(
  db: Db,
  list: Name,
  query: ListQuery
): Promise<{ rows: RowOf[Name][]; complete: boolean }> {
  const read = (list === 'enterprises' ? readEnterprises(db) : readAssessments(db)) as Reader<RowOf[Name]>;
  const rows: RowOf[Name][] = [];
  let after: ListQuery['after'] = null;
  while (rows.length <= EXPORT_LIMIT) {
    const page: RowOf[Name][] = await read({ ...query, after }, EXPORT_PAGE);
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < EXPORT_PAGE)
      return { rows: rows.slice(0, EXPORT_LIMIT), complete: rows.length <= EXPORT_LIMIT };
    after = positionOf(last);
  }
  return { rows: rows.slice(0, EXPORT_LIMIT), complete: false };
}

type Reader<Row> = (query: ListQuery, size: number) => Promise<Row[]>;

function readEnterprises(db: Db): Reader<EnterpriseRow> {
  return async ({ filters, sort, after }, size) => {
    const { data, error } = await db.rpc('list_enterprises', { filters: filters as Json, sort, after, size });
    if (error) throw toAppError(error);
    return data;
  };
}

function readAssessments(db: Db): Reader<AssessmentRow> {
  return async ({ filters, sort, after }, size) => {
    const { data, error } = await db.rpc('list_assessments', { filters: filters as Json, sort, after, size });
    if (error) throw toAppError(error);
    return data;
  };
}

/** One row more than is shown tells whether there is a next page, without counting. */
async function pageOf<Row extends EnterpriseRow | AssessmentRow>(
  read: Reader<Row>,
  query: ListQuery,
  size: number
): Promise<Page<Row>> {
  const found = await read(query, size + 1);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  if (!last || found.length <= size) return { rows, next: null };
  const { key, id } = positionOf(last);
  return { rows, next: `${key}~${id}` };
}

function positionOf(row: EnterpriseRow | AssessmentRow): { key: string; id: string } {
  return { key: row.sort_key ?? '', id: ('assessment_id' in row ? row.assessment_id : row.enterprise_id) ?? '' };
}
