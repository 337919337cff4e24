import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

/** The names of the providers that a person acts for. */
export async function namesOf(db: SupabaseClient<Database>, userId: string): Promise<string[]> {
  const { data, error } = await db.from('provider_members').select('provider:providers(name)').eq('user_id', userId);
  if (error) throw toAppError(error);
  return data.flatMap(({ provider }) => (provider ? [provider.name] : []));
}
