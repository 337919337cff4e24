import * as results from '$lib/server/data/results';
import { raise } from '$lib/server/errors';
import { takeLimit } from '$lib/server/limits';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, getClientAddress, setHeaders }) => {
  setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
  try {
    await takeLimit(locals.db, 'share:address', getClientAddress());
    return await results.readShared(locals.db, params.token, locals.locale);
  } catch (refusal) {
    raise(refusal);
  }
};
