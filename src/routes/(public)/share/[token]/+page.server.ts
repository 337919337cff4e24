import * as results from '$lib/server/data/results';
import { raise } from '$lib/server/errors';
import { takeAddressLimit } from '$lib/server/limits';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, params, setHeaders } = event;
  setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
  try {
    await takeAddressLimit(event, 'share:address');
    return await results.readShared(locals.db, params.token, locals.locale);
  } catch (refusal) {
    raise(refusal);
  }
};
