import { dayInVietNam } from '$lib/domain/calendar/today';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as feedback from '$lib/server/data/feedback';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user } = await requireStaff(event, 'officer', 'manager');
  const { db } = event.locals;
  const filters = { done: event.url.searchParams.get('state') === 'done', mine: event.url.searchParams.has('mine') };
  try {
    const [rows, handlers] = await Promise.all([
      feedback.list(db, { open: !filters.done, mine: filters.mine ? user.id : null }),
      feedback.handlers(db)
    ]);
    const names = new Map(handlers.map(({ user_id, name }) => [user_id, name]));
    return {
      filters,
      today: dayInVietNam(new Date()),
      rows: rows.map(({ feedback_id, category_id, state, received_at, due_on, handled_by, rating, is_sample }) => ({
        ...{ feedback_id, category_id, state, received_at, due_on, rating, is_sample },
        handler: handled_by && (names.get(handled_by) ?? null)
      }))
    };
  } catch (e) {
    raise(e);
  }
};
