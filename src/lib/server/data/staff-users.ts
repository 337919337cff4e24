import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { StaffRole } from '$lib/server/auth/roles';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** An account, as an administrator sees it. */
export interface Account {
  id: string;
  email: string;
  name: string | null;
  roles: StaffRole[];
  unitIds: string[];
  disabled: boolean;
  createdAt: string;
  lastSignInAt: string | null;
}

/** An invitation that nobody has accepted yet. */
export interface Invitation {
  id: string;
  email: string;
  roles: StaffRole[];
  unitIds: string[];
  expiresAt: string;
}

type AccountRow = Database['public']['Functions']['list_users']['Returns'][number];

/** Accounts in the order of their addresses, a page at a time. `next` is the person that the following page begins after. */
export async function list(
  db: Db,
  { search, staffOnly, after, size }: { search: string | null; staffOnly: boolean; after: string | null; size: number }
): Promise<{ accounts: Account[]; next: string | null }> {
  const { data, error } = await db.rpc('list_users', { search, staff_only: staffOnly, after, size: size + 1 });
  if (error) throw toAppError(error);
  const accounts = data.slice(0, size).map(account);
  return { accounts, next: data.length > size ? (accounts.at(-1)?.id ?? null) : null };
}

/** One account; `not_found`. */
export async function read(db: Db, id: string): Promise<Account> {
  const { data, error } = await db.rpc('list_users', { user_id: id });
  if (error) throw toAppError(error);
  const row = data[0];
  if (!row) throw new AppError('not_found');
  return account(row);
}

/** Open invitations, the newest first. */
export async function listInvitations(db: Db): Promise<Invitation[]> {
  const { data, error } = await db
    .from('staff_invitations')
    .select('invitation_id, email, roles, unit_ids, expires_at')
    .is('accepted_at', null)
    .order('invited_at', { ascending: false })
    .limit(200);
  if (error) throw toAppError(error);
  return data.map((row) => ({
    id: row.invitation_id,
    email: row.email,
    roles: rolesOf(row.roles),
    unitIds: row.unit_ids,
    expiresAt: row.expires_at
  }));
}

/** Invites an address; an account that exists receives the roles at once. Unknown units: `invalid_input`. */
export async function invite(db: Db, email: string, roles: StaffRole[], unitIds: string[]): Promise<void> {
  const { error } = await db.rpc('invite_staff', { email, roles, unit_ids: unitIds });
  if (error) throw toAppError(error);
}

/** Takes back an open invitation. */
export async function cancelInvitation(db: Db, invitationId: string): Promise<void> {
  const { error } = await db.rpc('cancel_staff_invitation', { invitation_id: invitationId });
  if (error) throw toAppError(error);
}

/** Sets roles and areas; `last_administrator` when nobody would be left to administer. */
export async function setRoles(db: Db, userId: string, roles: StaffRole[], unitIds: string[]): Promise<void> {
  const { error } = await db.rpc('set_staff_roles', { user_id: userId, roles, unit_ids: unitIds });
  if (error) throw toAppError(error);
}

/** Disables or enables an account; it keeps its data. `last_administrator` as above. */
export async function setDisabled(db: Db, userId: string, disabled: boolean): Promise<void> {
  const { error } = await db.rpc('set_user_disabled', { user_id: userId, disabled });
  if (error) throw toAppError(error);
}

function account(row: AccountRow): Account {
  return {
    id: row.user_id,
    email: row.email,
    name: row.display_name,
    roles: rolesOf(row.roles),
    unitIds: row.unit_ids,
    disabled: row.disabled_at !== null,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at
  };
}

/**
 * An array of an enum, as JSON or as PostgreSQL writes it (`{officer,manager}`): a driver that was connected before the
 * migrations made the type does not know it during the first start.
 */
function rolesOf(value: StaffRole[] | string): StaffRole[] {
  if (typeof value !== 'string') return value;
  return value.slice(1, -1).split(',').filter(Boolean) as StaffRole[];
}
