import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import { toAppError } from '$lib/server/errors';
import * as questionnaires from './questionnaires';

export interface PillarName {
  id: string;
  name: string;
  indices: { id: string; name: string }[];
}

/** Pillars and indices of the counted questionnaire in one language; none while none is published. */
export async function pillarNames(db: SupabaseClient<Database>, locale: Locale): Promise<PillarName[]> {
  try {
    const { versionId } = await questionnaires.published(db, 'dbi-sme');
    const { pillars } = await questionnaires.readLocal(db, versionId, locale);
    return pillars.map(({ id, name, indices }) => ({
      id,
      name,
      indices: indices.map((index) => ({ id: index.id, name: index.name }))
    }));
  } catch (e) {
    const refusal = toAppError(e);
    if (refusal.code === 'not_found') return [];
    throw refusal;
  }
}
