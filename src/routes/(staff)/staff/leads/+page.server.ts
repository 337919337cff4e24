import { LEAD_STATES } from '$lib/domain/leads/lead';
import { readLeadQuery } from '$lib/schemas/lead';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as flags from '$lib/server/data/abuse-flags';
import * as leads from '$lib/server/data/leads';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

const SIZE = 25;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const { filters, after } = readLeadQuery(event.url.searchParams);
  const everywhere = roles.staff.includes('officer') || roles.staff.includes('manager');
  const link = (more: Record<string, string> = {}) => {
    const entries = Object.entries({ ...filters, ...more }).filter((one): one is [string, string] => Boolean(one[1]));
    return `/staff/leads?${new URLSearchParams(entries)}`;
  };
  try {
    const choices = await listChoices(db, locale, everywhere ? [] : roles.units);
    const within = choices.districts.some(({ value }) => value === filters.unit) ? 'district_id' : 'unit_id';
    const [page, providers, names, found] = await Promise.all([
      leads.list(db, filters, within, after, SIZE),
      leads.providerNames(db),
      listNames(db, locale),
      everywhere ? flags.list(db) : []
    ]);
    const now = Date.now();
    return {
      filters,
      filtered: Object.values(filters).some(Boolean),
      rows: page.rows.map((row) => ({
        ...row,
        unit: names.units[row.enterprise.unit_id] ?? row.enterprise.unit_id,
        overdue: ['new', 'viewed'].includes(row.state) && Date.parse(row.respond_by) < now
      })),
      states: LEAD_STATES,
      providers,
      units: [...choices.districts, ...choices.communes],
      flags: found,
      first: after ? link() : null,
      next: page.next ? link({ after: page.next }) : null
    };
  } catch (e) {
    raise(e);
  }
};
