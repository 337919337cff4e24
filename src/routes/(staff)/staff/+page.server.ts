import { ENTERPRISE_SORTS } from '$lib/schemas/staff-list';
import { listEnterprises } from '$lib/server/data/staff-lists';
import { loadList } from './list.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await loadList(event, 'enterprises', (query, size) => listEnterprises(event.locals.db, query, size));
  return { ...list, sorts: ENTERPRISE_SORTS };
};
