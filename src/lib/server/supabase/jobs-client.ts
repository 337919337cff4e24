import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Backend } from './backend.ts';

/**
 * The client of the jobs, with the secret key. It may call the functions that are granted to `service_role` and nothing
 * else: no table. Null where no key was given; then nothing is done by the clock. Never used on a request.
 */
export function createJobsClient(backend: Backend): SupabaseClient<Database> | null {
  if (!backend.secretKey) return null;
  return createClient<Database>(backend.url, backend.secretKey, {
    global: { fetch: backend.fetch },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  });
}
