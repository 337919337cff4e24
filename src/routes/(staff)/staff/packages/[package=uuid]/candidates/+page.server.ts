import type { RequestEvent } from '@sveltejs/kit';
import { candidateQuerySchema, proposalSchema, rejectionSchema } from '$lib/schemas/allocation';
import { KINDS, SIZES } from '$lib/schemas/staff-list';
import { requireStaff } from '$lib/server/auth/require-staff';
import { packageNames } from '$lib/server/data/allocation-runs';
import * as applications from '$lib/server/data/applications';
import * as candidates from '$lib/server/data/candidates';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;
type Event = RequestEvent<{ package: string }>;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const { after, ...filters } = candidateQuerySchema.parse(Object.fromEntries(event.url.searchParams));
  const areas = roles.staff.some((role) => role === 'officer' || role === 'manager') ? [] : roles.units;
  try {
    const [offered, found, history, choices, names] = await Promise.all([
      packageNames(db, event.params.package),
      candidates.list(db, event.params.package, filters, after, SIZE + 1),
      candidates.weightsHistory(db),
      listChoices(db, locale, areas),
      listNames(db, locale)
    ]);
    const rows = found.slice(0, SIZE);
    const link = (last: number) =>
      `?${new URLSearchParams({ ...defined(filters), ...(last && { after: String(last) }) })}`;
    return {
      offered,
      rows: rows.map((row) => ({
        ...row,
        place: [names.units[row.unit_id], row.district_id ? names.units[row.district_id] : null]
          .filter(Boolean)
          .join(', ')
      })),
      total: found[0]?.total ?? 0,
      weights: history.find(({ version }) => version === found[0]?.weights_version) ?? history[0],
      filters,
      filtered: Object.values(filters).some(Boolean),
      choices: { units: choices.districts, kinds: KINDS, sizes: SIZES },
      first: after > 0 ? link(0) : null,
      next: found.length > SIZE ? link(rows.at(-1)?.rank ?? 0) : null
    };
  } catch (e) {
    raise(e);
  }
};

function defined(filters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Each firm with what became of it, or what would. */
function proposing(preview: boolean) {
  return async (event: Event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const { db } = event.locals;
    const parsed = parseForm(proposalSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { enterprise_ids, reason } = parsed.data;
    try {
      const rows = await candidates.propose(db, event.params.package, enterprise_ids, reason, preview);
      return { preview, reason, rows, names: await candidates.namesOf(db, enterprise_ids) };
    } catch (e) {
      return failure(e, parsed.values);
    }
  };
}

export const actions: Actions = {
  preview: proposing(true),
  propose: proposing(false),
  reject: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(rejectionSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await applications.reject(event.locals.db, parsed.data.application_id, parsed.data.reason);
      return { rejected: true };
    } catch (e) {
      return failure(e, parsed.values);
    }
  }
};
