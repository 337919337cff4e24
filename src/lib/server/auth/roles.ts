import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

export type StaffRole = 'officer' | 'manager' | 'district_officer' | 'administrator';

export interface Roles {
  /** Neither signed out elsewhere nor disabled; without it there are no rights. */
  open: boolean;
  staff: StaffRole[];
  /** The areas of a district officer. */
  units: string[];
  /** How many firms the person belongs to. */
  enterprises: number;
  provider: boolean;
}

export const NO_ROLES: Roles = { open: false, staff: [], units: [], enterprises: 0, provider: false };

/** What the signed-in person is, by the database's own answer. For what to show; the database decides what is allowed. */
export async function readRoles(db: SupabaseClient<Database>): Promise<Roles> {
  const { data, error } = await db.rpc('my_roles');
  if (error) throw toAppError(error);
  return { ...NO_ROLES, open: data !== null, ...(data as Partial<Roles> | null) };
}
