import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { fittingArticles } from '$lib/domain/learning/fitting-articles';
import type { Locale } from '$lib/i18n/locales';
import type { ArticleDetails } from '$lib/schemas/article';
import { AppError, toAppError } from '$lib/server/errors';

/** Handbook pages and news. */

type Db = SupabaseClient<Database>;
export type Kind = ArticleDetails['kind'];
export type Article = Omit<Database['public']['Tables']['articles']['Row'], 'created_by' | 'updated_by'>;

/** What a list shows, in one language. */
export interface ArticleCard {
  article_id: string;
  slug: string;
  title: string;
  summary: string;
  publish_on: string | null;
  is_sample: boolean;
  index_ids: string[];
  min_level: number;
  max_level: number;
}

const PAGE = 20;
const CARD =
  'article_id, kind, slug, title_vi, title_en, summary_vi, summary_en, publish_on, is_sample, index_ids, min_level, max_level';
const ALL = `${CARD}, body_vi, body_en, state, revision, created_at, updated_at`;

function cardOf<Row extends Record<`${'title' | 'summary'}_${Locale}`, string>>(row: Row, locale: Locale) {
  return { ...row, title: row[`title_${locale}`], summary: row[`summary_${locale}`] };
}

/** What is public; staff may read drafts too, and a public page shows them none. */
function publicOnes(db: Db, kind: Kind) {
  return db
    .from('articles')
    .select(CARD)
    .eq('kind', kind)
    .eq('state', 'published')
    .lte('publish_on', dayInVietNam(new Date()))
    .order('publish_on', { ascending: false })
    .order('article_id', { ascending: false });
}

/**
 * Public handbook pages, in the order of the indices they are about. Only those about one of `indexIds` and for firms of
 * `level`, where these are given.
 */
export async function handbook(
  db: Db,
  locale: Locale,
  { indexIds, level }: { indexIds?: string[]; level?: number | null } = {}
): Promise<ArticleCard[]> {
  let query = publicOnes(db, 'handbook').limit(200);
  if (indexIds) query = query.overlaps('index_ids', indexIds);
  if (level != null) query = query.lte('min_level', level).gte('max_level', level);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  return data
    .map((row) => cardOf(row, locale))
    .toSorted((a, b) => (a.index_ids[0] ?? '9').localeCompare(b.index_ids[0] ?? '9'));
}

/** Public news, the latest first; `after` is the `next` of the page before. */
export async function news(db: Db, locale: Locale, after: string | null) {
  let query = publicOnes(db, 'news').limit(PAGE + 1);
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(after ?? '') ?? [];
  if (day && id) query = query.or(`publish_on.lt.${day},and(publish_on.eq.${day},article_id.lt.${id})`);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  const shown = data.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    articles: shown.map((row): ArticleCard => cardOf(row, locale)),
    next: data.length > PAGE && last ? `${last.publish_on}_${last.article_id}` : null
  };
}

/** A public page by its address. Throws not_found for drafts and for what is not due, to everybody. */
export async function readPublic(db: Db, kind: Kind, slug: string, locale: Locale) {
  const { data, error } = await db
    .from('articles')
    .select(ALL)
    .eq('kind', kind)
    .eq('slug', slug)
    .eq('state', 'published')
    .lte('publish_on', dayInVietNam(new Date()))
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  const { title, summary, publish_on, updated_at, is_sample, index_ids } = cardOf(data, locale);
  return { title, summary, body: data[`body_${locale}`], publish_on, updated_at, is_sample, index_ids };
}

/** Up to three handbook pages for the weakest indices of a result. */
export async function forResult(
  db: Db,
  locale: Locale,
  { level, pillars }: { level: number; pillars: { indices: { id: string; share: number }[] }[] }
): Promise<Pick<ArticleCard, 'slug' | 'title' | 'summary'>[]> {
  const indices = pillars.flatMap((pillar) => pillar.indices);
  return fittingArticles(await handbook(db, locale, { level }), indices, level, 3).map(({ slug, title, summary }) => ({
    slug,
    title,
    summary
  }));
}

/** Everything there is, drafts too, the last changed first: for staff. */
export async function list(db: Db) {
  const { data, error } = await db
    .from('articles')
    .select('article_id, kind, slug, title_vi, title_en, state, publish_on, is_sample, updated_at')
    .order('updated_at', { ascending: false })
    .order('article_id', { ascending: false })
    .limit(300);
  if (error) throw toAppError(error);
  return data;
}

/** Throws not_found, also for who may not see it. */
export async function read(db: Db, articleId: string): Promise<Article> {
  const { data, error } = await db.from('articles').select(ALL).eq('article_id', articleId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return data;
}

/** Puts a draft on record, or changes an article; returns its id. Throws conflict when somebody else saved since. */
export async function save(db: Db, articleId: string | null, details: ArticleDetails, revision: number | null) {
  const { data, error } = await db.rpc('save_article', {
    article_id: articleId as string,
    details: details as unknown as Json,
    ...(revision !== null && { revision })
  });
  if (error) throw toAppError(error);
  return data;
}

/** Publishes from a day on (null: today), or takes back. */
export async function setPublished(
  db: Db,
  articleId: string,
  published: boolean,
  revision: number,
  publishOn: string | null = null
): Promise<void> {
  const { error } = await db.rpc('set_article_published', {
    article_id: articleId,
    published,
    revision,
    ...(publishOn && { publish_on: publishOn })
  });
  if (error) throw toAppError(error);
}

/** Removes a draft that a person wrote; throws wrong_state for anything else. */
export async function discard(db: Db, articleId: string, revision: number): Promise<void> {
  const { error } = await db.rpc('discard_article', { article_id: articleId, revision });
  if (error) throw toAppError(error);
}
