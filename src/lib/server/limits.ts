import { createHmac } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError, toAppError } from './errors';
import { networkOf } from './network';
import { getBackend } from './supabase/backend';

type Event = Pick<RequestEvent, 'locals' | 'getClientAddress'>;

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

/** Counts one request of the visitor's address, as above. */
export function takeAddressLimit(event: Event, bucket: `${string}:address`): Promise<void> {
  return takeLimit(event.locals.db, bucket, networkOf(event.getClientAddress()));
}

/**
 * Counts one step that anybody can try with anybody's account: a password, a request for a mail, a code. Few times from
 * one address, so that whoever guesses is stopped and the owner elsewhere is not; the ceiling for all addresses together
 * is far higher, for guessing from many of them. One after the other: what an address has used up does not count for the
 * account, or a stranger alone could reach that ceiling. If one does, the link in a mail stays a way in, because it is
 * counted by address only.
 */
export async function takeAccountLimits(event: Event, step: 'sign-in' | 'code' | 'verify', email: string) {
  const { db } = event.locals;
  await takeAddressLimit(event, `${step}:address`);
  await takeLimit(db, `${step}:account-address`, `${email} ${networkOf(event.getClientAddress())}`);
  await takeLimit(db, `${step}:account`, email);
}
