import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

/** Records that the person took data out: what kind, which part of it, how many rows. Nothing leaves without it. */
export async function log(db: SupabaseClient<Database>, kind: string, filters: Json, rows: number): Promise<void> {
  const { error } = await db.rpc('log_export', { kind, filters, rows });
  if (error) throw toAppError(error);
}
