import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { LeadRules } from '$lib/domain/leads/rules';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** The response clock and how long consents hold, as of one day. */
export interface RulesVersion extends LeadRules {
  version: number;
  created_at: string;
  /** Null: the rules that the application came with. */
  created_by: string | null;
  /** Whoever set them, where the person may know names of accounts: administrators all, everybody their own. */
  name: string | null;
}

/** The last 50 versions of the rules, the last one, which holds, first. */
export async function history(db: Db): Promise<[RulesVersion, ...RulesVersion[]]> {
  const { data, error } = await db.from('lead_rules').select('*').order('version', { ascending: false }).limit(50);
  if (error) throw toAppError(error);
  const people = [...new Set(data.flatMap(({ created_by }) => created_by ?? []))];
  const profiles = await db.from('profiles').select('user_id, display_name').in('user_id', people);
  if (profiles.error) throw toAppError(profiles.error);
  const names = Object.fromEntries(profiles.data.map(({ user_id, display_name }) => [user_id, display_name]));
  const [last, ...earlier] = data.map((row) => ({ ...row, name: (row.created_by && names[row.created_by]) || null }));
  if (!last) throw new AppError('not_found');
  return [last, ...earlier];
}

/** A new version on top of `version`, for what begins from now on; `conflict` when somebody made one since. */
export async function set(db: Db, rules: LeadRules, version: number): Promise<void> {
  const { error } = await db.rpc('set_lead_rules', { ...rules, version });
  if (error) throw toAppError(error);
}
