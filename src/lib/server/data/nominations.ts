import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import { AppError, toAppError } from '$lib/server/errors';

/** Model enterprises: nominations with marks and decision, the consent of the firm, and its story. */

type Db = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];
export type Nomination = Tables['nominations']['Row'];
export type Story = Tables['stories']['Row'];
export type Rules = Tables['nomination_rules']['Row'];

/** What recognition asks for: `value` is what is so; a level or number, or whether it is there. */
export interface Criterion {
  id: 'level' | 'support' | 'consent' | 'reviewers' | 'mark';
  wanted: number | boolean;
  value: number | boolean | null;
  met: boolean;
}

async function done(call: PromiseLike<{ error: unknown }>): Promise<void> {
  const { error } = await call;
  if (error) throw toAppError(error);
}

/** The nominations of the programme that the person may see, the newest first, with the names of the firms. */
export async function list(db: Db, programmeId: string, state: Nomination['state'] | null) {
  let query = db
    .from('nominations')
    .select(
      'nomination_id, state, nominated_at, decision_number, decided_on, enterprises(name, district_id, is_sample)'
    )
    .eq('programme_id', programmeId);
  if (state) query = query.eq('state', state);
  const { data, error } = await query.order('nomination_id', { ascending: false }).limit(200);
  if (error) throw toAppError(error);
  return data;
}

/** One nomination with its firm, the marks that the person may see, and the story. Throws not_found. */
export async function read(db: Db, nominationId: string) {
  const [nomination, scores, story] = await Promise.all([
    db
      .from('nominations')
      .select('*, enterprises(name, district_id, is_sample)')
      .eq('nomination_id', nominationId)
      .maybeSingle(),
    db.from('nomination_scores').select('reviewer, score, comment, scored_at').eq('nomination_id', nominationId),
    db.from('stories').select('*').eq('nomination_id', nominationId).maybeSingle()
  ]);
  for (const { error } of [nomination, scores, story]) if (error) throw toAppError(error);
  if (!nomination.data) throw new AppError('not_found');
  return { nomination: nomination.data, scores: scores.data ?? [], story: story.data };
}

/** The criteria as they stand now; the mean mark comes for managers only. */
export async function standing(db: Db, nominationId: string): Promise<Criterion[]> {
  const { data, error } = await db.rpc('nomination_standing', { nomination_id: nominationId });
  if (error) throw toAppError(error);
  return data as unknown as Criterion[];
}

export async function rules(db: Db, programmeId: string): Promise<Rules> {
  const { data, error } = await db.from('nomination_rules').select('*').eq('programme_id', programmeId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

export const setRules = (db: Db, programmeId: string, details: Record<string, Json>, revision: number) =>
  done(db.rpc('set_nomination_rules', { programme_id: programmeId, details, revision }));

/** Throws already_exists when the firm is nominated or recognised. */
export async function nominate(db: Db, programmeId: string, enterpriseId: string, reason: string): Promise<string> {
  const { data, error } = await db.rpc('nominate', {
    programme_id: programmeId,
    enterprise_id: enterpriseId,
    reason
  });
  if (error) throw toAppError(error);
  return data;
}

export const score = (db: Db, nominationId: string, mark: number, comment: string | null) =>
  done(db.rpc('score_nomination', { nomination_id: nominationId, score: mark, comment }));

/** Throws criteria_not_met with the ids of what is missing, four_eyes for who nominated. */
export const decide = (
  db: Db,
  nominationId: string,
  decision: { recognise: boolean; revision: number; details: Record<string, string | null> }
) => done(db.rpc('decide_nomination', { nomination_id: nominationId, ...decision }));

export const withdraw = (db: Db, nominationId: string, reason: string) =>
  done(db.rpc('withdraw_nomination', { nomination_id: nominationId, reason }));

export const saveStory = (db: Db, nominationId: string, details: Record<string, string>, revision: number) =>
  done(db.rpc('save_story', { nomination_id: nominationId, details, revision }));

export const publishStory = (db: Db, nominationId: string, published: boolean) =>
  done(db.rpc('publish_story', { nomination_id: nominationId, published }));

/** The text that stands now in the page's language, the living consent of the firm, and what was given before. */
export async function consent(db: Db, enterpriseId: string, locale: Locale) {
  const [texts, given, stories] = await Promise.all([
    db.from('story_consent_texts').select('*').order('version', { ascending: false }).limit(1),
    db
      .from('story_consents')
      .select('story_consent_id, version, given_at, withdrawn_at')
      .eq('enterprise_id', enterpriseId)
      .order('given_at', { ascending: false }),
    db.from('stories').select('title_vi, title_en, body_vi, body_en, published_at').eq('enterprise_id', enterpriseId)
  ]);
  for (const { error } of [texts, given, stories]) if (error) throw toAppError(error);
  const text = texts.data?.[0];
  if (!text) throw new AppError('not_found');
  const history = given.data ?? [];
  return {
    version: text.version,
    text: locale === 'vi' ? text.text_vi : text.text_en,
    live: history.find(({ withdrawn_at }) => withdrawn_at === null) ?? null,
    history,
    story: stories.data?.[0] ?? null
  };
}

export const giveConsent = (db: Db, enterpriseId: string, version: number, locale: Locale) =>
  done(db.rpc('give_story_consent', { enterprise_id: enterpriseId, version, locale }));

export const withdrawConsent = (db: Db, enterpriseId: string) =>
  done(db.rpc('withdraw_story_consent', { enterprise_id: enterpriseId }));

/** A published story, with exactly what the consent names. */
export interface PublicStory {
  nomination_id: string;
  name: string;
  section_id: string;
  unit_id: string;
  district_id: string;
  decision_number: string;
  decided_on: string;
  title_vi: string;
  title_en: string;
  body_vi: string;
  body_en: string;
  is_sample: boolean;
}

export async function publishedStories(db: Db): Promise<PublicStory[]> {
  const { data, error } = await db.rpc('published_stories');
  if (error) throw toAppError(error);
  return data as unknown as PublicStory[];
}
