import type { Run } from '../../supabase/connection.ts';

/** Opens the sample packages, so that the sample firms have something to fit. In a real deployment they begin as drafts. */
export async function openSamplePackages(run: Run): Promise<void> {
  await run(`update public.packages set state = 'open' where is_sample and state = 'draft'`);
}
