import type { RequestEvent } from '@sveltejs/kit';
import { atPace } from '$lib/server/auth/pace';
import { hasRecentProof, noteProof } from '$lib/server/auth/recent-proof';
import type { User } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { takeAccountLimits, takeLimit } from '$lib/server/limits';

/**
 * Before an account changes hands or ends, the person shows again that it is theirs: by the password, by a code from
 * their mailbox, or by one they have just used. Gives the code of the field's error, or null.
 */
export async function proofError(event: RequestEvent, user: User, typed: string | undefined): Promise<string | null> {
  if (hasRecentProof(event)) return null;
  if (!typed) return 'required';
  const { db, backend } = event.locals;
  await takeLimit(db, 'proof:account', user.id);
  if (!(await atPace(() => accounts.proves(backend, user.email, typed)))) return 'invalid';
  // A code works once: what follows may still be refused, and the person need not ask for another.
  noteProof(event, user.id);
  return null;
}

/** Sends a code to the person's own address. */
export async function sendProofCode(event: RequestEvent, user: User): Promise<void> {
  await takeAccountLimits(event, 'code', user.email);
  await accounts.sendCode(event.locals.db, user.email);
}
