import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Facts, Parts, Weights } from '$lib/domain/support/priority';
import { AppError, toAppError } from '$lib/server/errors';

/** Candidates of a package in the order of priority, proposals by rank, and the weights of the parts. */

type Db = SupabaseClient<Database>;
type Listed = Database['public']['Functions']['list_candidates']['Returns'][number];

/** Every candidate has these; the generated type does not know it. */
interface Ranked {
  rank: number;
  points: number;
  total: number;
  weights_version: number;
  facts: Facts;
  parts: Parts;
}
export type Candidate = Omit<Listed, keyof Ranked> & Ranked;

export type CandidateFilters = Partial<Record<'q' | 'unit' | 'kind' | 'size' | 'applied', string | undefined>>;

/** What became, or would become, of one firm. `code` is an SQLSTATE; `detail` its machine-readable detail. */
export interface ProposalRow {
  enterprise_id: string;
  rank: number | null;
  points: number | null;
  out_of_rank: boolean;
  ok: boolean;
  assignment_id?: string;
  code?: string;
  subject?: string;
  detail?: string;
}

export type WeightsVersion = Weights & { version: number; note: string | null; created_at: string };

/** Candidates after a rank; of a district officer only those of the area, with the rank among all. */
export async function list(
  db: Db,
  packageId: string,
  filters: CandidateFilters,
  after: number,
  size: number
): Promise<Candidate[]> {
  const { data, error } = await db.rpc('list_candidates', {
    package_id: packageId,
    filters: filters as Json,
    after,
    size
  });
  if (error) throw toAppError(error);
  return data as unknown as Candidate[];
}

/** Proposes up to 200 firms, each with its own result; a preview changes nothing. Out of rank without a reason: a refused row. */
export async function propose(
  db: Db,
  packageId: string,
  enterpriseIds: string[],
  reason: string | null,
  preview: boolean
): Promise<ProposalRow[]> {
  const { data, error } = await db.rpc('propose_many', {
    package_id: packageId,
    enterprise_ids: enterpriseIds,
    preview,
    ...(reason ? { reason } : {})
  });
  if (error) throw toAppError(error);
  return data as unknown as ProposalRow[];
}

/** All versions of the weights, the last one, which holds, first. */
export async function weightsHistory(db: Db): Promise<[WeightsVersion, ...WeightsVersion[]]> {
  const { data, error } = await db
    .from('priority_weights')
    .select('version, gap, need, verified, commitment, cluster, area, waiting, note, created_at')
    .order('version', { ascending: false })
    .limit(50);
  if (error) throw toAppError(error);
  const [last, ...earlier] = data;
  if (!last) throw new AppError('not_found');
  return [last, ...earlier];
}

/** A new version on top of `version`; `conflict` when somebody made one since, `invalid_input` unless they add up to 100. */
export async function setWeights(db: Db, weights: Weights, version: number, note: string | null): Promise<void> {
  const { error } = await db.rpc('set_priority_weights', { weights, version, ...(note ? { note } : {}) });
  if (error) throw toAppError(error);
}

/** Names of firms the person may see, by id. */
export async function namesOf(db: Db, enterpriseIds: string[]): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (let start = 0; start < enterpriseIds.length; start += 100) {
    const { data, error } = await db
      .from('enterprises')
      .select('enterprise_id, name')
      .in('enterprise_id', enterpriseIds.slice(start, start + 100));
    if (error) throw toAppError(error);
    for (const { enterprise_id, name } of data) names[enterprise_id] = name;
  }
  return names;
}
