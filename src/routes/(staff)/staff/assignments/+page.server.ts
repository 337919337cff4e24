import { ASSIGNMENT_STATES } from '$lib/domain/support/assignment';
import { readAssignmentQuery } from '$lib/schemas/assignment';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as applications from '$lib/server/data/applications';
import * as assignments from '$lib/server/data/assignments';
import * as notifications from '$lib/server/data/notifications';
import * as packages from '$lib/server/data/packages';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

const SIZE = 25;
/** The programme began in this year. */
const FIRST_YEAR = 2021;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const { filters, after } = readAssignmentQuery(event.url.searchParams);
  const everywhere = roles.staff.includes('officer') || roles.staff.includes('manager');
  const link = (more: Record<string, string> = {}) => {
    const entries = Object.entries({ ...filters, ...more }).filter((one): one is [string, string] => Boolean(one[1]));
    return `/staff/assignments?${new URLSearchParams(entries)}`;
  };
  try {
    const [page, choices, names, unread, offered, applied] = await Promise.all([
      assignments.list(db, filters, after, SIZE),
      listChoices(db, locale, everywhere ? [] : roles.units),
      listNames(db, locale),
      notifications.unread(db),
      packages.list(db),
      applications.countOpen(db)
    ]);
    const last = new Date().getFullYear();
    return {
      filters,
      unread,
      filtered: Object.values(filters).some(Boolean),
      rows: page.rows.map((row) => ({ ...row, unit: names.units[row.unit_id] ?? row.unit_id })),
      applied,
      packages: offered.map(({ code, name_vi, name_en }) => ({
        value: code,
        label: `${code} – ${locale === 'vi' ? name_vi : name_en}`
      })),
      states: ASSIGNMENT_STATES,
      units: [...choices.districts, ...choices.communes],
      years: Array.from({ length: last - FIRST_YEAR + 1 }, (_, index) => String(last - index)),
      first: after ? link() : null,
      next: page.next ? link({ after: page.next }) : null,
      waiting: link({ waits: 'me' }),
      everything: '/staff/assignments'
    };
  } catch (e) {
    raise(e);
  }
};
