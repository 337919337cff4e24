import { createHmac } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError, toAppError } from './errors';
import { getBackend } from './supabase/backend';

/**
 * Counts one request against a bucket of `private.rate_limit_rules` and throws `too_many_requests` when the key has
 * used up its window. The key (an address, an e-mail) is stored only as an HMAC: nobody can read it, and nobody who
 * calls the function directly can spend another's allowance.
 */
export async function takeLimit(db: SupabaseClient<Database>, bucket: string, key: string): Promise<void> {
  const hashed = createHmac('sha256', getBackend().signingSecret).update(`${bucket}:${key}`).digest('base64url');
  const { data, error } = await db.rpc('take_limit', { bucket, key: hashed });
  if (error) throw toAppError(error);
  if (!data) throw new AppError('too_many_requests');
}
