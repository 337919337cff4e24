import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Backend } from './backend.ts';

/** The client of the jobs (`service_role`). Only src/lib/server/jobs may import this module. */
export function createJobsClient(backend: Backend): SupabaseClient<Database> {
  if (!backend.secretKey) throw new Error('The jobs need SUPABASE_SECRET_KEY.');
  return createClient<Database>(backend.url, backend.secretKey, {
    global: { fetch: backend.fetch },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  });
}
