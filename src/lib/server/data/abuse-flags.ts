import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** A pattern that a person should look at; nothing follows from it by itself. */
export interface Flag {
  kind: 'registered_by_provider' | 'same_contact' | 'same_address' | 'contact_of_provider' | 'same_text';
  /** How many firms it is about; ten of them are named. */
  firms: number;
  provider: { id: string; name: string } | null;
  enterprises: { id: string; name: string }[];
}

/** Patterns of most firms first, of one provider or firm when its id is given. `forbidden` but for officers and managers. */
export async function list(db: Db, about?: string): Promise<Flag[]> {
  const { data, error } = await db.rpc('abuse_flags', about ? { about } : {});
  if (error) throw toAppError(error);
  return data as unknown as Flag[];
}
