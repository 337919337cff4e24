import { json } from '@sveltejs/kit';
import * as programmes from '$lib/server/data/programmes';
import { attachment } from '$lib/server/http/attachment';
import { refuse } from '$lib/server/http/refuse';
import { progressCsv } from '$lib/server/reports/progress-csv';
import type { RequestHandler } from './$types';

/** The figures of /progress as open data: JSON, or CSV with `?format=csv`. */
export const GET: RequestHandler = async ({ locals, setHeaders, url }) => {
  try {
    const progress = await programmes.progress(locals.db);
    setHeaders({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' });
    if (url.searchParams.get('format') !== 'csv') return json(progress);
    setHeaders({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': attachment(`progress-${progress.as_of.slice(0, 10)}.csv`)
    });
    return new Response(progressCsv(progress));
  } catch (e) {
    return refuse(e);
  }
};
