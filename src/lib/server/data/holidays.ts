import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

/** Public holidays: what working days are counted by. */

type Db = SupabaseClient<Database>;
export type Holiday = Pick<
  Database['public']['Tables']['public_holidays']['Row'],
  'date' | 'name_vi' | 'name_en' | 'provisional'
>;

/** Of a year and later, in the order of their days. */
export async function list(db: Db, fromYear: number): Promise<Holiday[]> {
  const { data, error } = await db
    .from('public_holidays')
    .select('date, name_vi, name_en, provisional')
    .gte('date', `${fromYear}-01-01`)
    .order('date')
    .limit(300);
  if (error) throw toAppError(error);
  return data;
}

/** Adds a day, or gives it another name; administrators only. */
export async function save(db: Db, holiday: Holiday): Promise<void> {
  const { error } = await db.rpc('save_public_holiday', holiday);
  if (error) throw toAppError(error);
}

export async function remove(db: Db, date: string): Promise<void> {
  const { error } = await db.rpc('remove_public_holiday', { date });
  if (error) throw toAppError(error);
}
