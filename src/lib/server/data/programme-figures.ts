import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { ComparedResult } from '$lib/domain/programme/change';
import type { PathPoint } from '$lib/domain/programme/path';
import type { Measure, ProgrammeFilters } from '$lib/schemas/programme';
import { toAppError } from '$lib/server/errors';

/** Figures of a programme for officers and managers, and what they enter: paths, registered firms. */

type Db = SupabaseClient<Database>;
type Functions = Database['public']['Functions'];

export type FirmRow = Functions['list_programme_firms']['Returns'][number];
export type Dimension = 'unit' | 'section' | 'size' | 'kind';

export interface Target {
  target_id: string;
  value: number;
  unit: string;
  quote_vi: string;
  meaning_en: string;
  deadline: string | null;
  /** The plan has others, such as a second 1,000 and a second 100, which nothing here counts. */
  measured: boolean;
  path: PathPoint[] | null;
}

export interface PackageChange {
  package_id: string;
  code: string;
  name_vi: string;
  name_en: string;
  firms: number;
  up: number;
  same: number;
  down: number;
  level_before: number;
  level_after: number;
  /** Mean points per pillar, in the order of the questionnaire. */
  pillars: { before: number; after: number }[];
}

export interface Registered {
  year: number;
  count: number;
}

/** As `private.programme_dashboard` gives it. */
export interface Dashboard {
  programme_id: string;
  period_start: string;
  period_end: string;
  as_of: string;
  /** When what the whole province takes part in was counted; at most ten minutes before. */
  counted_at: string;
  samples: boolean;
  /** `firms` since the programme began, `in_period` until it ended, `chosen` in the year of the filter. */
  totals: Partial<Record<Measure, { firms: number; in_period: number; chosen: number }>>;
  targets: Target[];
  months: { measure: 'supported' | 'model'; month: string; firms: number }[];
  years: { measure: Measure; year: number; firms: number }[];
  registered: { unit_id: string; level: string; registered: Registered | null }[];
  by: Partial<Record<Dimension, ({ id: string | null } & Partial<Record<Measure, number>>)[]>>;
  funnel: { step: Measure; firms: number; median_days: number | null }[];
  budget: { year: number; source: 'state' | 'other'; amount: number; reserved: number; spent: number }[];
  changes: PackageChange[];
}

/** Everything the dashboard shows, in one call. */
export async function dashboard(db: Db, programmeId: string, filters: ProgrammeFilters): Promise<Dashboard> {
  const { data, error } = await db.rpc('programme_dashboard', {
    programme_id: programmeId,
    filters: filters as Json
  });
  if (error) throw toAppError(error);
  return data as unknown as Dashboard;
}

/** The firms behind a figure, the latest first; `next` is `day~id` of the last row when there are more. */
export async function firms(
  db: Db,
  programmeId: string,
  query: { measure: Measure; filters: Record<string, string | undefined>; after: { on: string; id: string } | null },
  size: number
): Promise<{ rows: FirmRow[]; next: string | null }> {
  const { data, error } = await db.rpc('list_programme_firms', {
    programme_id: programmeId,
    measure: query.measure,
    filters: query.filters as Json,
    after: query.after,
    size: size + 1
  });
  if (error) throw toAppError(error);
  const rows = data.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: last && data.length > size ? `${last.reached_on}~${last.enterprise_id}` : null };
}

/** Officers and managers: T0 → T1 of one package, none while no firm has both. */
export async function packageChanges(db: Db, packageId: string): Promise<PackageChange[]> {
  const { data, error } = await db.rpc('package_changes', { package_id: packageId });
  if (error) throw toAppError(error);
  return data ? [data as unknown as PackageChange] : [];
}

/** A firm's results before and after one package. */
export interface FirmChange {
  assignment_id: string;
  code: string;
  name_vi: string;
  name_en: string;
  before: ComparedResult;
  after: ComparedResult;
}

/** Packages of a firm whose follow-up assessment is there, as far as the person may see them. */
export async function firmChanges(db: Db, enterpriseId: string): Promise<FirmChange[]> {
  const result = 'level, points, pillar_points';
  const { data, error } = await db
    .from('assignments')
    .select(
      `assignment_id, packages(code, name_vi, name_en),
       before:assessments!assignments_assessment_id_fkey(${result}),
       after:assessments!assignments_follow_up_assessment_id_fkey(${result})`
    )
    .eq('enterprise_id', enterpriseId)
    .eq('state', 'completed')
    .not('follow_up_assessment_id', 'is', null);
  if (error) throw toAppError(error);
  return (data as unknown as RawChange[]).flatMap(({ assignment_id, packages, before, after }) =>
    before && after ? [{ assignment_id, ...packages, before: compared(before), after: compared(after) }] : []
  );
}

interface RawResult {
  level: number | null;
  points: number | null;
  pillar_points: number[] | null;
}
interface RawChange {
  assignment_id: string;
  packages: { code: string; name_vi: string; name_en: string };
  before: RawResult | null;
  after: RawResult | null;
}

/** Pillars are told by their place in the questionnaire. */
function compared({ level, points, pillar_points }: RawResult): ComparedResult {
  return {
    level: level ?? 0,
    points: points ?? 0,
    pillars: (pillar_points ?? []).map((value, i) => ({ id: String(i + 1), points: value }))
  };
}

/** Managers: cumulative values by year. Throws invalid_input with `[{path: year, code}]` when the path falls. */
export async function setPath(db: Db, programmeId: string, targetId: string, values: Record<string, number>) {
  const { error } = await db.rpc('set_target_path', { programme_id: programmeId, target_id: targetId, values });
  if (error) throw toAppError(error);
}

export async function setRegistered(
  db: Db,
  entry: { unit_id: string; year: number; count: number; source: string | null }
): Promise<void> {
  const { error } = await db.rpc('set_registered_count', entry);
  if (error) throw toAppError(error);
}

export interface Entry {
  registered_count_id: string;
  unit_id: string;
  year: number;
  count: number;
  source: string | null;
  entered_at: string;
}

/** The latest entries of registered firms, newest first. */
export async function registeredEntries(db: Db): Promise<Entry[]> {
  const { data, error } = await db
    .from('registered_counts')
    .select('registered_count_id, unit_id, year, count, source, entered_at')
    .order('entered_at', { ascending: false })
    .limit(60);
  if (error) throw toAppError(error);
  return data;
}
