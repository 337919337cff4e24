import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
export type Allotment = Database['public']['Tables']['allotments']['Row'];

/** A line of the plan with the money that was allotted to it; all amounts in VND. */
export interface BudgetLine {
  programme_id: string;
  line_code: string;
  task_vi: string;
  /** Totals of the plan for its whole period. */
  plan: { state: number; other: number };
  allotments: Allotment[];
}

/** The lines of the current programme that pay support: those of packages, and those that have allotments. */
export async function lines(db: Db): Promise<BudgetLine[]> {
  const [found, allotments, packages] = await Promise.all([
    db
      .from('budget_lines')
      .select('programme_id, line_code, task_vi, investment, career, other, programme:programmes!inner(current)')
      .eq('programme.current', true),
    db.from('allotments').select('*').order('year', { ascending: false }).order('source', { ascending: false }),
    db.from('packages').select('programme_id, line_code').not('line_code', 'is', null)
  ]);
  const failed = found.error ?? allotments.error ?? packages.error;
  if (failed) throw toAppError(failed);
  const used = new Set([...(allotments.data ?? []), ...(packages.data ?? [])].map(({ line_code }) => line_code));
  return (found.data ?? [])
    .filter(({ line_code }) => used.has(line_code))
    .map(({ programme_id, line_code, task_vi, investment, career, other }) => ({
      programme_id,
      line_code,
      task_vi,
      plan: { state: investment + career, other },
      allotments: (allotments.data ?? []).filter(
        (row) => row.programme_id === programme_id && row.line_code === line_code
      )
    }));
}

export interface NewAllotment {
  programme_id: string;
  line_code: string;
  year: number;
  source: 'state' | 'other';
  amount: number;
  /** 0 for one that is not there yet. */
  revision: number;
}

/** Sets the money of a line, year and source. `conflict` when somebody else did; `invalid_input` below what is promised. */
export async function setAllotment(db: Db, allotment: NewAllotment): Promise<void> {
  const { error } = await db.rpc('set_allotment', { ...allotment });
  if (error) throw toAppError(error);
}
