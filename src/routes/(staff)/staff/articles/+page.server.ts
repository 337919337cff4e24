import { dayInVietNam } from '$lib/domain/calendar/today';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as articles from '$lib/server/data/articles';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  try {
    return { rows: await articles.list(event.locals.db), today: dayInVietNam(new Date()) };
  } catch (e) {
    raise(e);
  }
};
