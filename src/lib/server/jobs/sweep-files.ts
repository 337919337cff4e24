import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { FileStore } from '$lib/server/files/store';

/** Long after any request that stores a file has ended: the bytes come first, then the row. */
const AGE = 24 * 60 * 60 * 1000;

/**
 * Removes bytes that lie in the store for more than a day without a row; gives how many. `db` is the client of the jobs. When
 * the database does not answer, nothing is removed: what it does not deny to know may have a row.
 */
export function sweepFiles(db: SupabaseClient<Database>, store: FileStore, now = Date.now()): Promise<number> {
  return store.sweep(new Date(now - AGE), async (ids) => {
    const { data, error } = await db.rpc('files_off_record', { file_ids: ids });
    if (error) throw error;
    return data;
  });
}
