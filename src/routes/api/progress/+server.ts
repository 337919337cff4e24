import { json } from '@sveltejs/kit';
import * as programmes from '$lib/server/data/programmes';
import { refuse } from '$lib/server/http/refuse';
import type { RequestHandler } from './$types';

/** The figures of /progress as open data. */
export const GET: RequestHandler = async ({ locals, setHeaders }) => {
  try {
    const progress = await programmes.progress(locals.db);
    setHeaders({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' });
    return json(progress);
  } catch (e) {
    return refuse(e);
  }
};
