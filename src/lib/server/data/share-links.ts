import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Score } from '$lib/domain/assessment/score';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['share_links']['Row'];

export type ShareLink = Pick<Row, 'share_link_id' | 'created_at' | 'expires_at' | 'revoked_at'>;

/** What a link shows: never the answers, the tax code or a person. */
export interface SharedResult {
  version_id: string;
  submitted_at: string;
  result: Score;
  enterprise_name: string;
  expires_at: string;
}

/** Makes a link that works for so many days and gives its token, which is never shown again. Members only. */
export async function create(db: Db, assessmentId: string, days: number): Promise<string> {
  const { data, error } = await db.rpc('create_share_link', { assessment_id: assessmentId, days });
  if (error) throw toAppError(error);
  return data;
}

/** Ends a link at once; ending it again changes nothing. Members only. */
export async function withdraw(db: Db, shareLinkId: string): Promise<void> {
  const { error } = await db.rpc('revoke_share_link', { share_link_id: shareLinkId });
  if (error) throw toAppError(error);
}

/** The result behind a token. `expired` for a token that is unknown, withdrawn or out of time alike. */
export async function open(db: Db, token: string): Promise<SharedResult> {
  const { data, error } = await db.rpc('read_shared_result', { token });
  if (error) throw toAppError(error);
  return data as unknown as SharedResult;
}
