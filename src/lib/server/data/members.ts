import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError, toAppError } from '$lib/server/errors';

/** People of a firm: members, invitation codes, requests to act for it. */

type Db = SupabaseClient<Database>;
type Functions = Database['public']['Functions'];

export type Member = Functions['list_enterprise_members']['Returns'][number];
export type OpenRequest = Functions['list_enterprise_requests']['Returns'][number];
export type Role = Database['public']['Enums']['member_role'];

export async function list(db: Db, enterpriseId: string): Promise<Member[]> {
  const { data, error } = await db.rpc('list_enterprise_members', { enterprise_id: enterpriseId });
  if (error) throw toAppError(error);
  return data;
}

/** Codes made for a firm, newest first, without the codes themselves: only a hash of them is kept. */
export async function invitations(db: Db, enterpriseId: string) {
  const { data, error } = await db
    .from('enterprise_invitations')
    .select('invitation_id, role, label, created_at, expires_at, used_at')
    .eq('enterprise_id', enterpriseId)
    .order('created_at', { ascending: false });
  if (error) throw toAppError(error);
  return data;
}

/** Makes a single-use code that is valid for 14 days. This is the only time it can be read. */
export async function invite(db: Db, enterpriseId: string, role: Role, label: string | null): Promise<string> {
  const { data, error } = await db.rpc('create_enterprise_invitation', {
    enterprise_id: enterpriseId,
    role,
    ...(label ? { label } : {})
  });
  if (error) throw toAppError(error);
  return data;
}

export async function cancelInvitation(db: Db, invitationId: string): Promise<void> {
  const { error } = await db.rpc('cancel_enterprise_invitation', { invitation_id: invitationId });
  if (error) throw toAppError(error);
}

/** Redeems a code and gives the firm's id. `code_invalid`, `expired`; `too_many_requests` after many wrong ones. */
export async function join(db: Db, code: string, taxCode: string | null): Promise<string> {
  const { data, error } = await db.rpc('join_enterprise', { code, ...(taxCode ? { tax_code: taxCode } : {}) });
  if (error) throw toAppError(error);
  // The types do not know: a wrong code is null and no error, which would undo its being counted.
  if (!data) throw new AppError('code_invalid');
  return data;
}

/** Asks to act for a firm on record. `not_found`; `already_exists` when the person acts for it already. */
export async function request(db: Db, taxCode: string, message: string | null): Promise<void> {
  const { data, error } = await db.rpc('request_enterprise', {
    tax_code: taxCode,
    ...(message ? { message } : {})
  });
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
}

/** The requests that the person waits for, and the last decisions. The firm's name is shown only once let in. */
export async function myRequests(db: Db, userId: string) {
  const { data, error } = await db
    .from('enterprise_requests')
    .select('request_id, state, created_at, decided_at, reason')
    .eq('user_id', userId)
    .neq('state', 'approved')
    .order('created_at', { ascending: false })
    .limit(5);
  if (error) throw toAppError(error);
  return data;
}

/** Open requests that the person may decide, as owner or as staff of the area. */
export async function openRequests(db: Db): Promise<OpenRequest[]> {
  const { data, error } = await db.rpc('list_enterprise_requests');
  if (error) throw toAppError(error);
  return data;
}

export async function decide(db: Db, requestId: string, approve: boolean, reason: string | null): Promise<void> {
  const { error } = await db.rpc('decide_enterprise_request', {
    request_id: requestId,
    approve,
    ...(reason ? { reason } : {})
  });
  if (error) throw toAppError(error);
}

/** Leaving, or removing somebody. `last_owner` when others would be left without one. */
export async function remove(db: Db, enterpriseId: string, userId: string): Promise<void> {
  const { error } = await db.rpc('remove_enterprise_member', { enterprise_id: enterpriseId, user_id: userId });
  if (error) throw toAppError(error);
}
