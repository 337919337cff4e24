import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Questionnaire } from '$lib/domain/assessment/questionnaire';
import { AppError, toAppError } from '$lib/server/errors';

/** Versions of questionnaires for those who keep them: managers and administrators. The database checks who and what. */

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['questionnaire_versions']['Row'];

export type Version = Pick<
  Row,
  'version_id' | 'questionnaire' | 'version' | 'state' | 'note' | 'created_at' | 'published_at' | 'retired_at'
>;

const FIELDS = 'version_id, questionnaire, version, state, note, created_at, published_at, retired_at';

/** All versions, by questionnaire, the newest first; without their documents, which are long. */
export async function list(db: Db): Promise<Version[]> {
  const { data, error } = await db
    .from('questionnaire_versions')
    .select(FIELDS)
    .order('questionnaire')
    .order('created_at', { ascending: false });
  if (error) throw toAppError(error);
  return data;
}

/** One version with its document, as it stands now. `not_found` for unknown ones. */
export async function read(db: Db, versionId: string): Promise<Version & { document: Questionnaire }> {
  const { data, error } = await db
    .from('questionnaire_versions')
    .select(`${FIELDS}, document`)
    .eq('version_id', versionId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  // Only documents without questionnaireErrors are stored.
  return { ...data, document: data.document as unknown as Questionnaire };
}

/**
 * Stores a document as draft, in place of an earlier draft of the same id and version; gives its id.
 * `already_exists` when that version was published once.
 */
export async function saveDraft(db: Db, document: Questionnaire, note: string | null): Promise<string> {
  const { data, error } = await db.rpc('save_questionnaire_draft', { document: document as unknown as Json, note });
  if (error) throw toAppError(error);
  return data;
}

/** Opens a draft for new assessments, for good, and retires the version before it. */
export async function publish(db: Db, versionId: string): Promise<void> {
  const { error } = await db.rpc('publish_questionnaire', { version_id: versionId });
  if (error) throw toAppError(error);
}

/** Closes a published version for new assessments. */
export async function retire(db: Db, versionId: string): Promise<void> {
  const { error } = await db.rpc('retire_questionnaire', { version_id: versionId });
  if (error) throw toAppError(error);
}

export async function removeDraft(db: Db, versionId: string): Promise<void> {
  const { error } = await db.rpc('delete_questionnaire_draft', { version_id: versionId });
  if (error) throw toAppError(error);
}
