import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { SizeThreshold } from '$lib/domain/enterprise/size-class';
import type { Locale } from '$lib/i18n/locales';
import { sizeRules, type Enterprise } from './enterprises';
import { sectors, units } from './reference';

export interface Choice {
  value: string;
  label: string;
  group?: string;
}

export interface FormChoices {
  /** VSIC 2018 sections with their divisions, then the sections of 2025. */
  sectors: (Choice & { sizeGroup: SizeThreshold['group'] })[];
  communes: (Choice & { districts: string[] })[];
  /** Old districts, for the few communes that took land from several. */
  districts: Choice[];
  sizeRules: SizeThreshold[];
  ruleVersion: string | null;
  legalBasis: string | null;
}

/** What the form of a firm offers, in the page's language. */
export async function choices(db: SupabaseClient<Database>, locale: Locale): Promise<FormChoices> {
  const [places, lines, rules] = await Promise.all([units(db), sectors(db), sizeRules(db)]);
  const placeName = (unit: (typeof places)[number]) => (locale === 'vi' ? unit.name_vi : unit.name_en);
  const lineName = (line: (typeof lines)[number]) => (locale === 'vi' ? line.name_vi : (line.name_en ?? line.name_vi));
  const districts = places.filter(({ level }) => level === 'district');
  const named = new Map(districts.map((unit) => [unit.unit_id, placeName(unit)]));
  const sections = lines.filter(({ level, version }) => level === 'section' && version === '2018');
  const option = (line: (typeof lines)[number], group: string) => ({
    value: line.sector_id,
    label: `${line.code} – ${lineName(line)}`,
    group,
    sizeGroup: line.size_group
  });
  return {
    sectors: [
      ...sections.flatMap((section) => {
        const group = `${section.code}. ${lineName(section)}`;
        const divisions = lines.filter((line) => line.level === 'division' && line.section_id === section.sector_id);
        return [...divisions, section].map((line) => option(line, group));
      }),
      ...lines
        .filter(({ level, version }) => level === 'section' && version === '2025')
        .map((line) => option(line, 'VSIC 2025'))
    ],
    communes: places
      .filter(({ level }) => level === 'commune')
      .map((unit) => ({
        value: unit.unit_id,
        label: placeName(unit),
        group: named.get(unit.district_id ?? ''),
        districts: unit.district_ids
      })),
    districts: districts.map((unit) => ({ value: unit.unit_id, label: placeName(unit) })),
    sizeRules: rules.map((rule) => ({
      sizeClass: rule.size_class as SizeThreshold['sizeClass'],
      group: rule.size_group as SizeThreshold['group'],
      maxEmployees: rule.max_employees,
      maxRevenue: rule.max_revenue,
      maxCapital: rule.max_capital
    })),
    ruleVersion: rules[0]?.rule_version ?? null,
    legalBasis: rules[0]?.legal_basis ?? null
  };
}

/** What stands in the form of a firm on record; the sector group only where the firm corrected the suggested one. */
export function storedFields(enterprise: Enterprise, { sectors }: FormChoices): Record<string, string | number | null> {
  const suggested = sectors.find(({ value }) => value === enterprise.sector_id)?.sizeGroup;
  const { kind, name, tax_code, sector_id, main_products, unit_id, district_id, address, revision } = enterprise;
  const { employees, revenue, capital, size_group, contact_name, contact_phone, contact_email } = enterprise;
  return {
    ...{ kind, name, tax_code, sector_id, main_products, unit_id, district_id, address, revision },
    ...{ employees, revenue, capital, contact_name, contact_phone, contact_email },
    size_group: size_group === suggested ? null : size_group
  };
}
