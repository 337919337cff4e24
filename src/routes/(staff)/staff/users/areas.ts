import type { Locale } from '$lib/i18n/locales';
import type { Unit } from '$lib/server/data/reference';

/** An old district with the communes of today that took land from it. */
export interface District {
  id: string;
  name: string;
  communes: { id: string; name: string }[];
}

/** Areas to choose from, under the old district that people know; a commune that joins two is named under its first. */
export function districtsOf(units: Unit[], locale: Locale): District[] {
  const name = (unit: Unit) => (locale === 'en' ? unit.name_en : unit.name_vi);
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'vi');
  const communes = units.filter((unit) => unit.level === 'commune' && unit.current);
  return units
    .filter((unit) => unit.level === 'district')
    .map((district) => ({
      id: district.unit_id,
      name: name(district),
      communes: communes
        .filter((unit) => (unit.district_id ?? unit.district_ids[0]) === district.unit_id)
        .map((unit) => ({ id: unit.unit_id, name: name(unit) }))
        .sort(byName)
    }))
    .sort(byName);
}

/** Names of units by id, for showing what somebody holds. */
export function namesOf(districts: District[]): Record<string, string> {
  return Object.fromEntries(
    districts.flatMap(({ id, name, communes }) => [[id, name], ...communes.map((unit) => [unit.id, unit.name])])
  );
}
