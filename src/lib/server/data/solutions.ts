import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import type { Review, SolutionDetails } from '$lib/schemas/provider';
import { AppError, toAppError } from '$lib/server/errors';
import type { Choice } from './enterprise-form';
import * as questionnaires from './questionnaires';
import { sectors, units } from './reference';

type Db = SupabaseClient<Database>;
export type Solution = Database['public']['Tables']['solutions']['Row'];

/** What can be chosen for a solution, in the page's language. */
export interface SolutionChoices {
  /** In the order of the list; `does` says what a solution of it does. */
  categories: (Choice & { does: string })[];
  /** Indices of the questionnaire that is in force, by pillar. */
  indices: Choice[];
  /** Sections of both versions of VSIC. */
  sections: Choice[];
  /** Old districts first, then the communes of today. */
  units: (Choice & { level: 'district' | 'commune' })[];
}

/** The solutions of a provider, newest first; empty for who may not see them. */
export async function list(db: Db, providerId: string): Promise<Solution[]> {
  const { data, error } = await db
    .from('solutions')
    .select('*')
    .eq('provider_id', providerId)
    .order('solution_id', { ascending: false })
    .limit(500);
  if (error) throw toAppError(error);
  return data;
}

/** One solution of these providers; `not_found` when they have none of this id. */
export async function read(db: Db, providerIds: string[], solutionId: string): Promise<Solution> {
  const { data, error } = await db
    .from('solutions')
    .select('*')
    .in('provider_id', providerIds)
    .eq('solution_id', solutionId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

/**
 * Puts a solution forward: a new one (`known` null), or a change of the revision that the person saw. `conflict` when it
 * was changed since, `wrong_state` while it is suspended, `too_large` beyond a hundred.
 */
export async function save(
  db: Db,
  providerId: string,
  details: SolutionDetails,
  known: { id: string; revision: number } | null
): Promise<string> {
  const { data, error } = await db.rpc('save_solution', {
    provider_id: providerId,
    details,
    ...(known && { solution_id: known.id, revision: known.revision })
  });
  if (error) throw toAppError(error);
  return data;
}

/** Takes a solution off the list. */
export async function withdraw(db: Db, solutionId: string, revision: number): Promise<void> {
  const { error } = await db.rpc('withdraw_solution', { solution_id: solutionId, revision });
  if (error) throw toAppError(error);
}

/** What staff decide; `conflict` when it was changed since, `wrong_state` when it was withdrawn. */
export async function review(db: Db, solutionId: string, { reason, approved_until, ...given }: Review): Promise<void> {
  const { error } = await db.rpc('review_solution', {
    solution_id: solutionId,
    ...given,
    ...(reason !== null && { reason }),
    ...(approved_until !== null && { approved_until })
  });
  if (error) throw toAppError(error);
}

/** What the form and the filters offer. */
export async function choices(db: Db, locale: Locale): Promise<SolutionChoices> {
  const [categories, places, lines, version] = await Promise.all([
    db
      .from('solution_categories')
      .select('category_id, name_vi, name_en, functions_vi, functions_en')
      .order('position'),
    units(db),
    sectors(db),
    questionnaires.published(db, 'dbi-sme')
  ]);
  if (categories.error) throw toAppError(categories.error);
  const { pillars } = await questionnaires.readLocal(db, version.versionId, locale);
  const named = (row: { name_vi: string; name_en: string | null }) =>
    locale === 'vi' ? row.name_vi : (row.name_en ?? row.name_vi);
  return {
    categories: categories.data.map((row) => ({
      value: row.category_id,
      label: named(row),
      does: locale === 'vi' ? row.functions_vi : row.functions_en
    })),
    indices: pillars.flatMap((pillar) =>
      pillar.indices.map(({ id, name }) => ({ value: id, label: `${id} ${name}`, group: pillar.name }))
    ),
    sections: lines
      .filter(({ level }) => level === 'section')
      .map((row) => ({ value: row.sector_id, label: `${row.code}. ${named(row)}`, group: `VSIC ${row.version}` })),
    units: places
      .filter(({ level }) => level !== 'province')
      .toSorted((a, b) => Number(a.level === 'commune') - Number(b.level === 'commune'))
      .map((row) => ({
        value: row.unit_id,
        label: named(row),
        level: row.level === 'commune' ? 'commune' : 'district'
      }))
  };
}
