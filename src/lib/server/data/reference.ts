import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { toAppError } from '$lib/server/errors';

/** Units, sectors and size rules: published facts that change only with a deployment's seeds. */

export interface Unit {
  unit_id: string;
  level: 'province' | 'district' | 'commune';
  name_vi: string;
  name_en: string;
  district_id: string | null;
  district_ids: string[];
  /** Still exists. */
  current: boolean;
}

export interface Sector {
  sector_id: string;
  version: string;
  code: string;
  level: 'section' | 'division';
  section_id: string;
  name_vi: string;
  name_en: string | null;
  size_group: 'agriculture' | 'industry' | 'services';
}

/** Whether a unit is one of these areas or lies in one of them, in part at least. */
export function liesIn(unit: Pick<Unit, 'unit_id' | 'district_id' | 'district_ids'>, areas: string[]): boolean {
  return [unit.unit_id, unit.district_id, ...unit.district_ids].some((id) => id !== null && areas.includes(id));
}

type Db = SupabaseClient<Database>;

/** Long enough to spare a read per page, short enough that new seeds show without a restart. */
const KEEP_MS = 10 * 60_000;

function remembered<T>(read: (db: Db) => Promise<T>): (db: Db) => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return (db) => {
    if (!value || Date.now() > until) {
      until = Date.now() + KEEP_MS;
      const reading = read(db);
      reading.catch(() => {
        if (value === reading) value = undefined;
      });
      value = reading;
    }
    return value;
  };
}

/** Old districts and the communes since 01/07/2025, by official code. */
export const units = remembered(async (db): Promise<Unit[]> => {
  const { data, error } = await db
    .from('units')
    .select('unit_id, level, name_vi, name_en, district_id, district_ids, valid_to')
    .or('level.eq.district,and(level.eq.commune,valid_to.is.null)')
    .order('unit_id');
  if (error) throw toAppError(error);
  return data.map(({ valid_to, level, ...unit }) => ({
    ...unit,
    level: level as Unit['level'],
    current: valid_to === null
  }));
});

/** VSIC sections and divisions of both versions. */
export const sectors = remembered(async (db): Promise<Sector[]> => {
  const { data, error } = await db
    .from('sectors')
    .select('sector_id, version, code, level, section_id, name_vi, name_en, size_group')
    .order('sector_id');
  if (error) throw toAppError(error);
  return data.map((row) => ({
    ...row,
    level: row.level as Sector['level'],
    size_group: row.size_group as Sector['size_group']
  }));
});
