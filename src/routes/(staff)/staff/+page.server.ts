import { ENTERPRISE_SORTS } from '$lib/schemas/staff-list';
import { listEnterprises } from '$lib/server/data/staff-lists';
import { levelsOf } from '$lib/server/data/verifications';
import { raise } from '$lib/server/errors';
import { loadList } from './list.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { db } = event.locals;
  const list = await loadList(event, 'enterprises', (query, size) => listEnterprises(db, query, size));
  try {
    const assessed = list.rows.flatMap(({ latest_assessment_id }) => latest_assessment_id ?? []);
    const verified = await levelsOf(db, assessed);
    const rows = list.rows.map((row) => ({
      ...row,
      verified_level: verified.get(row.latest_assessment_id ?? '') ?? null
    }));
    return { ...list, rows, sorts: ENTERPRISE_SORTS };
  } catch (e) {
    raise(e);
  }
};
