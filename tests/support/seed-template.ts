import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import type { Backend } from '../../src/lib/server/supabase/backend.ts';

/** What every database test finds already there: reference data, as at the first start of the application. */
export async function seedTemplate(backend: Backend): Promise<void> {
  await applySeeds(backend);
}
