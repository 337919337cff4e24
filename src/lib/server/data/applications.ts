import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Facts, Parts, Weights } from '$lib/domain/support/priority';
import { toAppError } from '$lib/server/errors';

/** Applications of firms for packages. */

type Db = SupabaseClient<Database>;

export interface Application {
  own_contribution: number;
  person_in_charge: string;
  need: string | null;
}

/** The own parts of a firm and its place in the order; without `rank`: what keeps it from being a candidate now. */
export interface OwnPriority {
  state: string;
  rank?: number;
  points?: number;
  parts?: Parts;
  facts?: Facts;
  weights?: Weights;
  unmet?: string[];
}

/** Applies for a firm of the person. `not_eligible` with the ids of the conditions that are not met; `already_exists`. */
export async function apply(
  db: Db,
  packageId: string,
  enterpriseId: string,
  { need, ...application }: Application
): Promise<void> {
  const { error } = await db.rpc('apply_for_package', {
    package_id: packageId,
    enterprise_id: enterpriseId,
    ...application,
    ...(need ? { need } : {})
  });
  if (error) throw toAppError(error);
}

/** `wrong_state` when it is not open any more. */
export async function withdraw(db: Db, applicationId: string): Promise<void> {
  const { error } = await db.rpc('withdraw_application', { application_id: applicationId });
  if (error) throw toAppError(error);
}

export async function reject(db: Db, applicationId: string, reason: string): Promise<void> {
  const { error } = await db.rpc('reject_application', { application_id: applicationId, reason });
  if (error) throw toAppError(error);
}

/** Applications of these firms, newest first, with the names of firm and package. */
export async function listOf(db: Db, enterpriseIds: string[]) {
  const { data, error } = await db
    .from('applications')
    .select(
      `application_id, state, own_contribution, person_in_charge, need, reason, applied_at, decided_at,
       package:packages(package_id, code, name_vi, name_en), enterprise:enterprises(enterprise_id, name)`
    )
    .in('enterprise_id', enterpriseIds)
    .order('applied_at', { ascending: false })
    .limit(100);
  if (error) throw toAppError(error);
  return data;
}

export async function priorityOf(db: Db, applicationId: string): Promise<OwnPriority> {
  const { data, error } = await db.rpc('my_priority', { application_id: applicationId });
  if (error) throw toAppError(error);
  return data as unknown as OwnPriority;
}

/** Open applications of the firms that a member of staff sees, the oldest first; `next` is the id to go on after. */
export async function listOpen(db: Db, after: string | null, size: number) {
  let query = db
    .from('applications')
    .select(
      `application_id, own_contribution, person_in_charge, need, applied_at,
       package:packages(package_id, code, name_vi, name_en), enterprise:enterprises(enterprise_id, name, unit_id, is_sample)`
    )
    .eq('state', 'open')
    .order('application_id')
    .limit(size + 1);
  if (after) query = query.gt('application_id', after);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  const rows = data.slice(0, size);
  return { rows, next: data.length > size ? (rows.at(-1)?.application_id ?? null) : null };
}

/** How many of them there are, up to 100: more is said as many. */
export async function countOpen(db: Db): Promise<number> {
  const { data, error } = await db.from('applications').select('application_id').eq('state', 'open').limit(100);
  if (error) throw toAppError(error);
  return data.length;
}
