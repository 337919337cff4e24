import { dayInVietNam } from '$lib/domain/calendar/today';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as feedback from '$lib/server/data/feedback';
import { liesIn, units } from '$lib/server/data/reference';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user, roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const query = event.url.searchParams;
  const everywhere = roles.staff.includes('officer') || roles.staff.includes('manager');
  try {
    const [choices, all, names, handlers] = await Promise.all([
      listChoices(db, locale, everywhere ? [] : roles.units),
      units(db),
      listNames(db, locale),
      feedback.handlers(db)
    ]);
    const areas = [...choices.districts, ...choices.communes];
    const unit = areas.find(({ value }) => value === query.get('unit'))?.value ?? null;
    const filters = { done: query.get('state') === 'done', mine: query.has('mine'), unit };
    const rows = await feedback.list(db, {
      open: !filters.done,
      mine: filters.mine ? user.id : null,
      places: unit === null ? null : all.filter((one) => liesIn(one, [unit])).map(({ unit_id }) => unit_id)
    });
    const people = new Map(handlers.map(({ user_id, name }) => [user_id, name]));
    return {
      filters,
      units: areas,
      today: dayInVietNam(new Date()),
      rows: rows.map(({ feedback_id, category_id, state, received_at, due_on, handled_by, ...row }) => ({
        ...{ feedback_id, category_id, state, received_at, due_on },
        ...{ rating: row.rating, is_sample: row.is_sample },
        place: row.about_unit_id && (names.units[row.about_unit_id] ?? null),
        handler: handled_by && (people.get(handled_by) ?? null)
      }))
    };
  } catch (e) {
    raise(e);
  }
};
