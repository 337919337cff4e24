import * as articles from '$lib/server/data/articles';
import { pillarNames } from '$lib/server/data/pillar-names';
import { raise } from '$lib/server/errors';
import { renderMarkdown } from '$lib/server/markdown';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, locale } = locals;
  try {
    const [article, pillars] = await Promise.all([
      articles.readPublic(db, 'handbook', params.slug, locale),
      pillarNames(db, locale)
    ]);
    const { title, summary, body, updated_at, is_sample, index_ids } = article;
    return {
      ...{ title, summary, updated_at, is_sample },
      html: renderMarkdown(body),
      about: pillars.flatMap(({ indices }) => indices).filter(({ id }) => index_ids.includes(id))
    };
  } catch (e) {
    raise(e);
  }
};
