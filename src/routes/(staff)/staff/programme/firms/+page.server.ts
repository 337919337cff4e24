import { programmeSearch, readFirmsQuery } from '$lib/schemas/programme';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as figures from '$lib/server/data/programme-figures';
import * as programmes from '$lib/server/data/programmes';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

const SIZE = 50;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  const query = readFirmsQuery(event.url.searchParams);
  try {
    const programme = await programmes.current(db);
    const [page, names] = await Promise.all([figures.firms(db, programme.id, query, SIZE), listNames(db, locale)]);
    const link = (after?: string) =>
      `/staff/programme/firms?${programmeSearch({ ...query.filters, measure: query.measure, after })}`;
    return {
      measure: query.measure,
      filters: query.filters,
      rows: page.rows,
      names,
      back: `/staff/programme?${programmeSearch({ ...query.filters, month: undefined })}`,
      first: query.after ? link() : null,
      next: page.next ? link(page.next) : null
    };
  } catch (e) {
    raise(e);
  }
};
