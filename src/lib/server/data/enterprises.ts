import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { EnterpriseDetails } from '$lib/schemas/enterprise';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
export type Enterprise = Database['public']['Tables']['enterprises']['Row'];

/**
 * Puts a firm on record. The person becomes its owner; staff enter it for somebody else. `exists`: the tax code is on record
 * already, and nothing is said of whose it is.
 */
export async function register(
  db: Db,
  details: EnterpriseDetails & { as_owner?: boolean }
): Promise<{ state: 'created'; enterprise_id: string } | { state: 'exists' }> {
  const { data, error } = await db.rpc('register_enterprise', { details: details as Json });
  if (error) throw toAppError(error);
  return data as { state: 'created'; enterprise_id: string } | { state: 'exists' };
}

/** Changes the details if the firm is still at `revision`, else `conflict`. `forbidden` when an owner changes the tax code. */
export async function update(
  db: Db,
  enterpriseId: string,
  details: EnterpriseDetails,
  revision: number
): Promise<void> {
  const { error } = await db.rpc('update_enterprise', {
    enterprise_id: enterpriseId,
    details: details as Json,
    revision
  });
  if (error) throw toAppError(error);
}

/** One firm; `not_found` for unknown ids and for those the person may not see alike. */
export async function read(db: Db, enterpriseId: string): Promise<Enterprise> {
  const { data, error } = await db.from('enterprises').select('*').eq('enterprise_id', enterpriseId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

export interface MyEnterprise {
  enterprise_id: string;
  name: string;
  kind: Enterprise['kind'];
  is_sample: boolean;
  latest_assessment_id: string | null;
  latest_level: number | null;
  latest_points: number | null;
  latest_submitted_at: string | null;
  role: 'owner' | 'member';
  /** The draft or handed-over entry, if there is one. */
  open: { assessment_id: string; state: string; entry: string; answered: number } | null;
}

/** The firms of the person with what is under way, in one round trip. */
export async function listMine(db: Db, userId: string): Promise<MyEnterprise[]> {
  const { data, error } = await db
    .from('enterprise_members')
    .select(
      `role, enterprise:enterprises!inner(enterprise_id, name, kind, is_sample, latest_assessment_id, latest_level, latest_points,
       latest_submitted_at, assessments(assessment_id, state, entry, answers))`
    )
    .eq('user_id', userId)
    .in('enterprise.assessments.state', ['draft', 'awaiting_confirmation'])
    .order('joined_at');
  if (error) throw toAppError(error);
  return data.map(({ role, enterprise: { assessments, ...enterprise } }) => ({
    ...enterprise,
    role,
    open: assessments[0] ? withCount(assessments[0]) : null
  }));
}

function withCount({ answers, ...assessment }: { assessment_id: string; state: string; entry: string; answers: Json }) {
  const given = Object.values((answers ?? {}) as Record<string, { value: unknown } | null>);
  return { ...assessment, answered: given.filter((answer) => answer?.value != null).length };
}

export interface SizeRule {
  rule_version: string;
  size_group: string;
  size_class: string;
  max_employees: number;
  max_revenue: number;
  max_capital: number;
  legal_basis: string;
}

/** The thresholds in force today (decree 80/2021 article 5), for the preview in the form. */
export async function sizeRules(db: Db): Promise<SizeRule[]> {
  const today = new Date().toISOString().slice(0, 10);
  const { data, error } = await db
    .from('size_class_rules')
    .select('rule_version, size_group, size_class, max_employees, max_revenue, max_capital, legal_basis')
    .lte('valid_from', today)
    .or(`valid_to.is.null,valid_to.gte.${today}`);
  if (error) throw toAppError(error);
  return data;
}
