import * as programmes from '$lib/server/data/programmes';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  try {
    return { progress: await programmes.progress(locals.db) };
  } catch (e) {
    raise(e);
  }
};
