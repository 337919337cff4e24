import type { Backend } from '$lib/server/supabase/backend';

/** What must be done once, after the backend is open and before the first request. */
export async function prepare(backend: Backend): Promise<void> {
  void backend;
}
