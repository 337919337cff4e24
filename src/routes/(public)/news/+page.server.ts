import * as articles from '$lib/server/data/articles';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after');
  try {
    return { ...(await articles.news(locals.db, locals.locale, after)), first: after !== null };
  } catch (e) {
    raise(e);
  }
};
