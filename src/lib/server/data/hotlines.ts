import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { HotlineDetails } from '$lib/schemas/feedback';
import { toAppError } from '$lib/server/errors';

/** Published telephone numbers of agencies. */

type Db = SupabaseClient<Database>;

export async function list(db: Db) {
  const { data, error } = await db.from('hotlines').select('*').order('agency_vi').order('hotline_id').limit(100);
  if (error) throw toAppError(error);
  return data;
}

/** A new number, or a changed one; administrators only. */
export async function save(db: Db, hotlineId: string | null, details: HotlineDetails): Promise<void> {
  const { error } = await db.rpc('save_hotline', { hotline_id: hotlineId as string, details: details as Json });
  if (error) throw toAppError(error);
}

export async function remove(db: Db, hotlineId: string): Promise<void> {
  const { error } = await db.rpc('remove_hotline', { hotline_id: hotlineId });
  if (error) throw toAppError(error);
}
