import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { contentsOf, type Contents } from '$lib/domain/assessment/contents';
import { localise, type LocalQuestionnaire } from '$lib/domain/assessment/localise';
import type { Locale, Questionnaire } from '$lib/domain/assessment/questionnaire';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** How many versions are kept: far more than are in use at a time. */
const KEPT = 20;
const PUBLISHED_FOR = 60_000;

/** Published documents never change (the database sees to it), so a copy in this process is as good as the row. */
const documents = new Map<string, Questionnaire>();
const localised = new WeakMap<Questionnaire, Partial<Record<Locale, LocalQuestionnaire>>>();
const contents = new WeakMap<LocalQuestionnaire, Contents>();
const publishedIds = new Map<string, { versionId: string; until: number }>();

/**
 * The document of a version. Published and retired ones are read once per process, drafts every time.
 * Throws `not_found` for unknown versions, and for drafts to everybody but those who publish.
 */
export async function read(db: Db, versionId: string): Promise<Questionnaire> {
  const known = documents.get(versionId);
  if (known) return known;
  const { data, error } = await db
    .from('questionnaire_versions')
    .select('document, state')
    .eq('version_id', versionId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data.state === 'draft' ? documentOf(data.document) : keep(versionId, documentOf(data.document));
}

/** The version that new assessments use; another version that was just published shows within a minute. */
export async function published(
  db: Db,
  questionnaire: string
): Promise<{ versionId: string; document: Questionnaire }> {
  const known = publishedIds.get(questionnaire);
  const document = known && known.until > Date.now() ? documents.get(known.versionId) : undefined;
  if (known && document) return { versionId: known.versionId, document };
  const { data, error } = await db
    .from('questionnaire_versions')
    .select('version_id, document')
    .eq('questionnaire', questionnaire)
    .eq('state', 'published')
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  publishedIds.set(questionnaire, { versionId: data.version_id, until: Date.now() + PUBLISHED_FOR });
  return { versionId: data.version_id, document: keep(data.version_id, documentOf(data.document)) };
}

/** The document of a version in one language; like `read`, kept for documents that cannot change. */
export async function readLocal(db: Db, versionId: string, locale: Locale): Promise<LocalQuestionnaire> {
  const document = await read(db, versionId);
  const known = localised.get(document) ?? {};
  const local = known[locale] ?? localise(document, locale);
  localised.set(document, { ...known, [locale]: local });
  return local;
}

/** Like `readLocal`, but never a draft: for copies that others keep, because these never change. */
export async function readFixed(db: Db, versionId: string, locale: Locale): Promise<LocalQuestionnaire> {
  const local = await readLocal(db, versionId, locale);
  if (!documents.has(versionId)) throw new AppError('not_found');
  return local;
}

/** The contents of what `readLocal` gave. */
export function contentsFor(local: LocalQuestionnaire): Contents {
  const known = contents.get(local) ?? contentsOf(local);
  contents.set(local, known);
  return known;
}

function keep(versionId: string, document: Questionnaire): Questionnaire {
  const known = documents.get(versionId);
  if (known) return known;
  const oldest = documents.size >= KEPT ? documents.keys().next().value : undefined;
  if (oldest !== undefined) documents.delete(oldest);
  documents.set(versionId, document);
  return document;
}

/** The database holds only documents that passed `questionnaireErrors` and its own check. */
function documentOf(json: unknown): Questionnaire {
  return json as Questionnaire;
}
