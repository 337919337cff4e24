import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { AssignmentState, Step } from '$lib/domain/support/assignment';
import { AppError, toAppError } from '$lib/server/errors';

/** Packages given to firms. Which of them a person sees is decided by the policies. */

type Db = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];

export type AssignmentRow = Database['public']['Functions']['list_assignments']['Returns'][number];
export type Move = Pick<
  Tables['assignment_moves']['Row'],
  'move_id' | 'step' | 'from_state' | 'to_state' | 'reason' | 'at' | 'actor_role'
>;
export type Evidence = Tables['assignment_evidence']['Row'] & { file: { name: string } | null };

/** A content with its money in VND; `own` is what is left for the firm. */
export interface Item {
  support_id: string;
  name_vi: string;
  name_en: string;
  /** Share and ceiling of the state; known from the offer on. */
  rate: number | null;
  cap: number | null;
  legal_basis: string | null;
  cost: number;
  state_amount: number;
  other_amount: number;
  own: number;
  state_paid: number | null;
  other_paid: number | null;
}

export interface Assignment {
  assignment_id: string;
  state: AssignmentState;
  revision: number;
  enterprise: { enterprise_id: string; name: string; unit_id: string; is_sample: boolean };
  package: { code: string; name_vi: string; name_en: string; gives_vi: string; gives_en: string };
  assessment_id: string | null;
  override_reason: string | null;
  proposed_at: string;
  proposed_by: string | null;
  offer_expires_at: string | null;
  budget_year: number | null;
  completed_at: string | null;
  follow_up_on: string | null;
  /** The first assessment after the completion (T1). */
  follow_up_assessment_id: string | null;
  items: Item[];
  moves: Move[];
  evidence: Evidence[];
}

export interface AssignmentFilters {
  state?: string | undefined;
  package?: string | undefined;
  enterprise?: string | undefined;
  unit?: string | undefined;
  year?: string | undefined;
  /** `me`: only those in which a step is open to the person. */
  waits?: string | undefined;
}

/** A page of assignments, newest first; `next` is the id to go on after, or null at the end. */
export async function list(
  db: Db,
  filters: AssignmentFilters,
  after: string | null,
  size: number
): Promise<{ rows: AssignmentRow[]; next: string | null }> {
  const { data, error } = await db.rpc('list_assignments', { filters: filters as Json, after, size: size + 1 });
  if (error) throw toAppError(error);
  const rows = data.slice(0, size);
  return { rows, next: data.length > size ? (rows.at(-1)?.assignment_id ?? null) : null };
}

/** The last assignments of the firms that a person acts for; for them the list is theirs anyway, for staff it is not. */
export async function listOfFirms(db: Db, enterpriseIds: string[]): Promise<AssignmentRow[]> {
  const pages = await Promise.all(enterpriseIds.map((enterprise) => list(db, { enterprise }, null, 20)));
  // What was only proposed is not a promise: the firm hears of it with the offer.
  return pages.flatMap(({ rows }) => rows).filter(({ state }) => state !== 'proposed');
}

/** One assignment with everything about it. `not_found` for unknown ids and for those the person may not see alike. */
export async function read(db: Db, id: string): Promise<Assignment> {
  const [row, items, moves, evidence] = await Promise.all([
    db
      .from('assignments')
      .select(
        'assignment_id, state, revision, terms, assessment_id, override_reason, proposed_at, proposed_by, offer_expires_at, budget_year, completed_at, follow_up_on, follow_up_assessment_id, enterprise:enterprises(enterprise_id, name, unit_id, is_sample), package:packages(code, name_vi, name_en, gives_vi, gives_en)'
      )
      .eq('assignment_id', id)
      .maybeSingle(),
    db
      .from('assignment_items')
      .select('*, support:supports(name_vi, name_en)')
      .eq('assignment_id', id)
      .order('support_id'),
    db
      .from('assignment_moves')
      .select('move_id, step, from_state, to_state, reason, at, actor_role')
      .eq('assignment_id', id)
      .order('at')
      .order('move_id'),
    db.from('assignment_evidence').select('*, file:files(name)').eq('assignment_id', id).order('evidence_id')
  ]);
  const failed = row.error ?? items.error ?? moves.error ?? evidence.error;
  if (failed) throw toAppError(failed);
  if (!row.data?.enterprise || !row.data.package) throw new AppError('not_found');
  const { terms, enterprise, package: pack, ...rest } = row.data;
  const copied = terms as Terms | null;
  return {
    ...rest,
    enterprise,
    package: copied?.package ?? pack,
    items: (items.data ?? []).map((item) => itemOf(item, copied)),
    moves: moves.data ?? [],
    evidence: evidence.data ?? []
  };
}

interface Terms {
  package: Assignment['package'];
  items: (Pick<Item, 'support_id' | 'name_vi' | 'name_en'> & { rate: number; cap: number; legal_basis: string })[];
}

type ItemRow = Tables['assignment_items']['Row'] & { support: { name_vi: string; name_en: string } | null };

function itemOf(row: ItemRow, terms: Terms | null): Item {
  const offered = terms?.items.find(({ support_id }) => support_id === row.support_id);
  const names = offered ?? row.support ?? { name_vi: row.support_id, name_en: row.support_id };
  return {
    support_id: row.support_id,
    name_vi: names.name_vi,
    name_en: names.name_en,
    rate: offered?.rate ?? null,
    cap: offered?.cap ?? null,
    legal_basis: offered?.legal_basis ?? null,
    cost: row.cost,
    state_amount: row.state_amount,
    other_amount: row.other_amount,
    own: row.cost - row.state_amount - row.other_amount,
    state_paid: row.state_paid,
    other_paid: row.other_paid
  };
}

/** Proposes a package for a firm; gives the id. `not_eligible` names the conditions that are not met in its details. */
export async function propose(db: Db, packageId: string, enterpriseId: string, reason: string | null): Promise<string> {
  const { data, error } = await db.rpc('propose_assignment', {
    package_id: packageId,
    enterprise_id: enterpriseId,
    ...(reason && { override_reason: reason })
  });
  if (error) throw toAppError(error);
  return data;
}

/**
 * Takes a step. `conflict` when somebody else moved it since `revision`; `wrong_state`, `forbidden`, and of an approval
 * `budget_exceeded` ({source, left, wanted}), `already_supported`, `not_verified` (ids), `four_eyes`; of an offer `no_place`.
 */
export async function advance(
  db: Db,
  id: string,
  step: Step,
  revision: number,
  details: { reason?: string | null; paid?: Record<string, { state: number; other: number }> }
): Promise<void> {
  const { error } = await db.rpc('advance_assignment', {
    assignment_id: id,
    step,
    revision,
    details: JSON.parse(JSON.stringify(details)) as Json
  });
  if (error) throw toAppError(error);
}

/** Costs and amounts of a proposal, in VND; contents left out are taken away. `invalid_input` with `[{path, code}]`. */
export async function setItems(
  db: Db,
  id: string,
  items: Pick<Item, 'support_id' | 'cost' | 'state_amount' | 'other_amount'>[],
  revision: number
): Promise<void> {
  const { error } = await db.rpc('set_assignment_items', {
    assignment_id: id,
    items: items as unknown as Json,
    revision
  });
  if (error) throw toAppError(error);
}

export async function addEvidence(
  db: Db,
  id: string,
  { note, link, file_id }: { note: string | null; link: string | null; file_id: string | null }
): Promise<void> {
  const { error } = await db.rpc('add_assignment_evidence', { assignment_id: id, note, link, file_id });
  if (error) throw toAppError(error);
}

/** Whether the person is an owner of the firm, who alone answers for it. */
export async function isOwner(db: Db, enterpriseId: string, userId: string): Promise<boolean> {
  const { data, error } = await db
    .from('enterprise_members')
    .select('role')
    .eq('enterprise_id', enterpriseId)
    .eq('user_id', userId)
    .maybeSingle();
  if (error) throw toAppError(error);
  return data?.role === 'owner';
}
