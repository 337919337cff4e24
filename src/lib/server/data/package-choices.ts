import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import { toAppError } from '$lib/server/errors';
import type { Choice } from './enterprise-form';
import { supports } from './packages';
import * as questionnaires from './questionnaires';
import { sectors, units } from './reference';

/** What the form of a package offers, and the names of what is chosen, in the page's language. */
export interface PackageChoices {
  clusters: Choice[];
  sections: Choice[];
  /** Old districts first, then the communes of today. */
  units: Choice[];
  pillars: Choice[];
  indices: Choice[];
  criteria: Choice[];
  lines: Choice[];
  supports: (Choice & { basis: string; money: boolean })[];
}

export async function packageChoices(db: SupabaseClient<Database>, locale: Locale): Promise<PackageChoices> {
  const [places, lines, clusters, budget, contents, version] = await Promise.all([
    units(db),
    sectors(db),
    db.from('clusters').select('cluster_id, name_vi, name_en').order('cluster_id'),
    db.from('budget_lines').select('line_code, task_vi, programmes!inner(current)').eq('programmes.current', true),
    supports(db),
    db
      .from('questionnaire_versions')
      .select('version_id')
      .eq('questionnaire', 'dbi-sme')
      .in('state', ['published', 'retired'])
      .order('published_at', { ascending: false })
      .limit(1)
  ]);
  for (const { error } of [clusters, budget, version]) if (error) throw toAppError(error);
  const current = version.data?.[0];
  const document = current ? await questionnaires.readLocal(db, current.version_id, locale) : null;
  const named = (row: { name_vi: string; name_en: string | null }) =>
    locale === 'vi' ? row.name_vi : (row.name_en ?? row.name_vi);
  const indices = document?.pillars.flatMap((pillar) => pillar.indices) ?? [];
  return {
    clusters: (clusters.data ?? []).map((row) => ({ value: row.cluster_id, label: named(row) })),
    sections: lines
      .filter(({ level }) => level === 'section')
      .map((row) => ({ value: row.sector_id, label: `${row.code}. ${named(row)}`, group: `VSIC ${row.version}` })),
    units: places
      .toSorted((a, b) => Number(a.level === 'commune') - Number(b.level === 'commune'))
      .map((row) => ({ value: row.unit_id, label: named(row), group: row.level })),
    pillars: (document?.pillars ?? []).map(({ id, name }) => ({ value: id, label: name })),
    indices: indices.map(({ id, name }) => ({ value: id, label: `${id} ${name}` })),
    criteria: indices.flatMap((index) =>
      index.criteria.map(({ id, name }) => ({ value: id, label: `${id} ${name}`, group: index.name }))
    ),
    lines: (budget.data ?? []).map(({ line_code, task_vi }) => ({
      value: line_code,
      label: `${line_code} – ${task_vi}`
    })),
    supports: contents.map((row) => ({
      value: row.support_id,
      label: named(row),
      basis: row.legal_basis,
      money: row.money
    }))
  };
}
