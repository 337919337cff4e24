import * as articles from '$lib/server/data/articles';
import { raise } from '$lib/server/errors';
import { renderMarkdown } from '$lib/server/markdown';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  try {
    const { title, summary, body, publish_on, is_sample } = await articles.readPublic(
      locals.db,
      'news',
      params.slug,
      locals.locale
    );
    return { title, summary, publish_on, is_sample, html: renderMarkdown(body) };
  } catch (e) {
    raise(e);
  }
};
