import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Inputs, Quota } from '$lib/domain/support/allocation';
import { solve, type Outcome } from '$lib/server/allocation/solve';
import { AppError, toAppError } from '$lib/server/errors';
import type { ProposalRow } from './candidates';

/** Allocation runs: inputs made by the database, solved here, recorded with the person's rights. */

type Db = SupabaseClient<Database>;

/** Of the solver; a request waits for it. */
const LIMIT_SECONDS = 30;
/** As many as one call of the database accepts. */
const BATCH = 200;

export type Result = Extract<Outcome, { state: 'solved' }>;

export interface Run {
  allocation_run_id: string;
  state: 'running' | 'solved' | 'infeasible' | 'failed';
  weights_version: number;
  started_at: string;
  inputs: Inputs;
  result: Outcome | null;
  accepted: { package_id: string; enterprise_id: string; assignment_id: string; at: string }[];
}

/** One at a time in this process: two would take both processors from everybody else. */
let busy = false;

/** Starts, solves and records a run; gives its id. `unavailable` while another one is being solved here. */
export async function run(db: Db, packageIds: string[], quotas: Quota[]): Promise<string> {
  if (busy) throw new AppError('unavailable');
  busy = true;
  try {
    const { data: id, error } = await db.rpc('start_allocation_run', { package_ids: packageIds, quotas });
    if (error) throw toAppError(error);
    const { inputs } = await read(db, id);
    const { state, ...result } = await solve(inputs, LIMIT_SECONDS);
    const recorded = await db.rpc('record_allocation_run', {
      allocation_run_id: id,
      state,
      result: result as unknown as Json
    });
    if (recorded.error) throw toAppError(recorded.error);
    return id;
  } finally {
    busy = false;
  }
}

/** `not_found` for unknown ids and for people who may not see runs. */
export async function read(db: Db, runId: string): Promise<Run> {
  const { data, error } = await db
    .from('allocation_runs')
    .select('allocation_run_id, state, weights_version, started_at, inputs, result, accepted')
    .eq('allocation_run_id', runId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  const { result, ...rest } = data as unknown as Run;
  return { ...rest, result: result && ({ ...result, state: rest.state } as Outcome) };
}

/** The last runs, without their documents. */
export async function list(db: Db) {
  const { data, error } = await db
    .from('allocation_runs')
    .select('allocation_run_id, state, started_at, points:result->points, chosen:result->chosen, accepted')
    .order('started_at', { ascending: false })
    .limit(20);
  if (error) throw toAppError(error);
  return data.map(({ chosen, accepted, points, ...row }) => ({
    ...row,
    points: typeof points === 'number' ? points / 100 : null,
    chosen: Array.isArray(chosen) ? chosen.length : null,
    accepted: Array.isArray(accepted) ? accepted.length : 0
  }));
}

/** Makes chosen pairs of a run proposals, each with its own result. */
export async function accept(db: Db, runId: string, pairs: number[]): Promise<ProposalRow[]> {
  const rows: ProposalRow[] = [];
  for (let start = 0; start < pairs.length || start === 0; start += BATCH) {
    const { data, error } = await db.rpc('accept_allocation', {
      allocation_run_id: runId,
      pairs: pairs.slice(start, start + BATCH)
    });
    if (error) throw toAppError(error);
    rows.push(...(data as unknown as ProposalRow[]));
  }
  return rows;
}

/** Packages that are open today, by code. */
export async function openPackages(db: Db) {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const { data, error } = await db
    .from('packages')
    .select('package_id, code, name_vi, name_en, places, line_code')
    .eq('state', 'open')
    .or(`opens_on.is.null,opens_on.lte.${today}`)
    .or(`closes_on.is.null,closes_on.gte.${today}`)
    .order('code');
  if (error) throw toAppError(error);
  return data;
}

/** Code, names and state of one package. */
export async function packageNames(db: Db, packageId: string) {
  const { data, error } = await db
    .from('packages')
    .select('package_id, code, name_vi, name_en, gives_vi, gives_en, state')
    .eq('package_id', packageId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}
