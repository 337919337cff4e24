import { articleFilters } from '$lib/schemas/article';
import * as articles from '$lib/server/data/articles';
import { pillarNames } from '$lib/server/data/pillar-names';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, locale } = locals;
  try {
    const pillars = await pillarNames(db, locale);
    const { pillar, level } = articleFilters(url.searchParams);
    const chosen = pillars.find(({ id }) => id === pillar);
    const found = await articles.handbook(db, locale, {
      level,
      ...(chosen && { indexIds: chosen.indices.map(({ id }) => id) })
    });
    const names = new Map(pillars.flatMap(({ indices }) => indices).map(({ id, name }) => [id, name]));
    return {
      pillars: pillars.map(({ id, name }) => ({ id, name })),
      filters: { pillar: chosen?.id ?? null, level },
      articles: found.map(({ slug, title, summary, is_sample, index_ids }) => ({
        ...{ slug, title, summary, is_sample },
        about: index_ids.flatMap((id) => names.get(id) ?? [])
      }))
    };
  } catch (e) {
    raise(e);
  }
};
