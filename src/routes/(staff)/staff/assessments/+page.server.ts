import { ASSESSMENT_SORTS, STATES } from '$lib/schemas/staff-list';
import { listAssessments } from '$lib/server/data/staff-lists';
import { loadList } from '../list.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await loadList(event, 'assessments', (query, size) => listAssessments(event.locals.db, query, size));
  return { ...list, sorts: ASSESSMENT_SORTS, states: STATES };
};
