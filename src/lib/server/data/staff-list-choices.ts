import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import { liesIn, sectors, units, type Unit } from './reference';

export interface ListChoice {
  value: string;
  label: string;
  group?: string;
}

/** Names of areas and sectors in the page's language, by id. */
export interface Names {
  units: Record<string, string>;
  sections: Record<string, string>;
}

interface Choices {
  districts: ListChoice[];
  communes: ListChoice[];
  sections: ListChoice[];
}

/**
 * What the lists can be filtered by: the districts of the plan's time, today's communes (each with the district it
 * lies in), and sections. `areas` are those of a district officer; none means the whole province.
 */
export async function listChoices(db: SupabaseClient<Database>, locale: Locale, areas: string[]): Promise<Choices> {
  const [places, lines] = await Promise.all([units(db), sectors(db)]);
  const inArea = (unit: Unit) => areas.length === 0 || liesIn(unit, areas);
  const choices = (level: 'district' | 'commune') =>
    places
      .filter((unit) => unit.level === level && inArea(unit))
      .map((unit) => ({ value: unit.unit_id, label: locale === 'vi' ? unit.name_vi : unit.name_en }));
  return {
    districts: choices('district'),
    communes: choices('commune').sort((a, b) => a.label.localeCompare(b.label, locale)),
    sections: lines
      .filter(({ level }) => level === 'section')
      .sort((a, b) => a.version.localeCompare(b.version))
      .map((line) => ({
        value: line.sector_id,
        label: `${line.code}. ${locale === 'vi' ? line.name_vi : (line.name_en ?? line.name_vi)}`,
        group: `VSIC ${line.version}`
      }))
  };
}

/** All names, for the rows: a list may show a firm of any area. */
export async function listNames(db: SupabaseClient<Database>, locale: Locale): Promise<Names> {
  const [places, lines] = await Promise.all([units(db), sectors(db)]);
  const named = (row: { name_vi: string; name_en: string | null }) =>
    locale === 'vi' ? row.name_vi : (row.name_en ?? row.name_vi);
  return {
    units: Object.fromEntries(places.map((unit) => [unit.unit_id, named(unit)])),
    sections: Object.fromEntries(
      lines.filter(({ level }) => level === 'section').map((line) => [line.sector_id, named(line)])
    )
  };
}
