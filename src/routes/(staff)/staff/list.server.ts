import { redirect, type RequestEvent } from '@sveltejs/kit';
import {
  KINDS,
  LEVELS,
  SIZES,
  listSearch,
  readListQuery,
  type ListName,
  type ListQuery
} from '$lib/schemas/staff-list';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as members from '$lib/server/data/members';
import * as notifications from '$lib/server/data/notifications';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import type { AssessmentRow, EnterpriseRow, Page } from '$lib/server/data/staff-lists';
import { raise } from '$lib/server/errors';

const SIZE = 25;
const PATHS: Record<ListName, string> = { enterprises: '/staff', assessments: '/staff/assessments' };

/** What the two lists have in common: query, rows with the names of places, choices, and the links that keep the query. */
export async function loadList<Row extends EnterpriseRow | AssessmentRow>(
  event: Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>,
  list: ListName,
  read: (query: ListQuery, size: number) => Promise<Page<Row>>
) {
  const areas = await requireListReader(event);
  const { db, locale } = event.locals;
  const query = readListQuery(list, event.url.searchParams);
  try {
    const [page, choices, names, requests, unread] = await Promise.all([
      read(query, SIZE),
      listChoices(db, locale, areas),
      listNames(db, locale),
      members.openRequests(db),
      notifications.unread(db)
    ]);
    const link = (more?: Record<string, string>) => `${PATHS[list]}?${listSearch(query, more)}`;
    return {
      filters: query.filters,
      sort: query.sort,
      filtered: Object.values(query.filters).some(Boolean),
      rows: page.rows.map((row) => ({
        ...row,
        unit: names.units[row.unit_id] ?? row.unit_id,
        district: row.district_id ? (names.units[row.district_id] ?? null) : null,
        section: names.sections[row.section_id] ?? row.section_id
      })),
      choices: { ...choices, kinds: KINDS, sizes: SIZES, levels: LEVELS },
      first: query.after ? link() : null,
      next: page.next ? link({ after: page.next }) : null,
      exportHref: `/staff/export.xlsx?${listSearch(query, { list })}`,
      openRequests: requests.length,
      unread
    };
  } catch (e) {
    raise(e);
  }
}

/**
 * Administrators keep people and questionnaires and see no firms: they are led to their own page.
 * Gives the areas of somebody who is a district officer and nothing more.
 */
async function requireListReader(event: Parameters<typeof requireStaff>[0]): Promise<string[]> {
  const { roles } = await requireStaff(event);
  if (roles.staff.every((role) => role === 'administrator')) redirect(303, '/staff/users');
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const everywhere = roles.staff.includes('officer') || roles.staff.includes('manager');
  return everywhere ? [] : roles.units;
}
