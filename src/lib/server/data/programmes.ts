import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Text } from '$lib/domain/assessment/questionnaire';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** The programme that runs now, with the targets of its plan that are about digital transformation. */
export interface Programme {
  id: string;
  name: Text;
  /** Number of the plan, as 8576/KH-UBND. */
  document: string;
  /** ISO date. */
  documentDate: string;
  targets: { indicator: string; value: number; unit: string }[];
}

/**
 * The current programme.
 *
 * @throws AppError not_found when no programme is marked as current
 */
export async function current(db: Db): Promise<Programme> {
  const { data, error } = await db
    .from('programmes')
    .select('programme_id, name_vi, name_en, document, document_date, targets(target_id, value, unit, scope)')
    .eq('current', true)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return {
    id: data.programme_id,
    name: { vi: data.name_vi, en: data.name_en },
    document: data.document,
    documentDate: data.document_date,
    targets: data.targets
      .filter((target) => target.scope === 'dx')
      .map((target) => ({ indicator: target.target_id, value: Number(target.value), unit: target.unit }))
  };
}

type Cell<Key extends string> = Record<Key, string | null> & { count: number | null };

/** Firms that reached a measure: total, within the period, and one-way tables whose small cells are null. */
export interface Reach {
  count: number;
  in_period: number;
  by_year: { year: number; count: number | null }[];
  by_unit: { unit_id: string; name_vi: string; name_en: string; count: number | null }[];
  by_section: { section_id: string; name_vi: string; name_en: string | null; count: number | null }[];
  /** `size` null: not known, or a kind without size class. */
  by_size: Cell<'size'>[];
  by_kind: Cell<'kind'>[];
}

/** Public aggregates of the current programme. A count is null where it was left out because it is small. */
export interface Progress {
  as_of: string;
  programme: {
    document: string;
    document_date: string;
    name_vi: string;
    name_en: string;
    period_start: string;
    period_end: string;
  } | null;
  targets: {
    target_id: string;
    value: number;
    unit: string;
    deadline: string | null;
    quote_vi: string;
    meaning_en: string;
    measured: boolean;
  }[];
  /** No real firm is assessed yet: the figures of firms are of the samples. Else they are of real firms only. */
  sample: boolean;
  /** Absent without a current programme. */
  supported?: Reach;
  models?: Reach;
  awareness?: Reach & { registered: { year: number; count: number } | null };
  /** Firms with at least one counted assessment, ever. */
  assessed: number;
  /** Of them, firms assessed within the programme's period. */
  assessed_in_period: number;
  by_level: { level: number; count: number | null }[];
  by_unit: { unit_id: string; name_vi: string; name_en: string; count: number | null }[];
  quick_checks: number;
}

/** The figures of /progress and /api/progress. */
export async function progress(db: Db): Promise<Progress> {
  const { data, error } = await db.rpc('progress_summary');
  if (error) throw toAppError(error);
  return data as unknown as Progress;
}

/** Adds one to today's anonymous count of finished quick checks. */
export async function countQuickCheck(db: Db, unitId: string | null): Promise<void> {
  const { error } = await db.rpc('count_quick_check', unitId ? { unit_id: unitId } : {});
  if (error) throw toAppError(error);
}
