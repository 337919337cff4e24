import { requireStaff } from '$lib/server/auth/require-staff';
import * as courses from '$lib/server/data/courses';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  const rows = await courses.list(db).catch(raise);
  return {
    rows: rows.map(({ course_id, state, is_sample, sessions, ...course }) => ({
      ...{ course_id, state, is_sample },
      title: course[`title_${locale}`],
      classes: sessions.length,
      taken: sessions.reduce((sum, session) => sum + session.taken, 0),
      waiting: sessions.reduce((sum, session) => sum + session.waiting, 0)
    }))
  };
};
