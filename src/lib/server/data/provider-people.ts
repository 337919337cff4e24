import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError, toAppError } from '$lib/server/errors';

/** People who act for a provider, and the codes by which they let colleagues in. */

type Db = SupabaseClient<Database>;

/** Colleagues by name; `not_found` for whoever does not act for the provider. */
export async function list(db: Db, providerId: string) {
  const { data, error } = await db.rpc('list_provider_members', { provider_id: providerId });
  if (error) throw toAppError(error);
  return data as { user_id: string; email: string; display_name: string | null }[];
}

/** Codes made for a provider, newest first, without the codes themselves: only a hash of them is kept. */
export async function invitations(db: Db, providerId: string) {
  const { data, error } = await db
    .from('provider_invitations')
    .select('invitation_id, label, created_at, expires_at, used_at')
    .eq('provider_id', providerId)
    .order('created_at', { ascending: false })
    .limit(100);
  if (error) throw toAppError(error);
  return data;
}

/** Makes a single-use code that is valid for 14 days. This is the only time it can be read. */
export async function invite(db: Db, providerId: string, label: string | null): Promise<string> {
  const { data, error } = await db.rpc('create_provider_invitation', {
    provider_id: providerId,
    ...(label ? { label } : {})
  });
  if (error) throw toAppError(error);
  return data;
}

export async function cancelInvitation(db: Db, invitationId: string): Promise<void> {
  const { error } = await db.rpc('cancel_provider_invitation', { invitation_id: invitationId });
  if (error) throw toAppError(error);
}

/** Redeems a code and gives the provider's id. `code_invalid`, `expired`; `too_many_requests` after many wrong ones. */
export async function join(db: Db, code: string): Promise<string> {
  const { data, error } = await db.rpc('join_provider', { code });
  if (error) throw toAppError(error);
  // The types do not know: a wrong code is null and no error, which would undo its being counted.
  if (!data) throw new AppError('code_invalid');
  return data;
}

/** Leaving, or removing a colleague. `last_owner` when nobody would be left. */
export async function remove(db: Db, providerId: string, userId: string): Promise<void> {
  const { error } = await db.rpc('remove_provider_member', { provider_id: providerId, user_id: userId });
  if (error) throw toAppError(error);
}
