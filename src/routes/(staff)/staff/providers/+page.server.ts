import { standingQuerySchema } from '$lib/schemas/provider';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as candidates from '$lib/server/data/candidates';
import * as providers from '$lib/server/data/providers';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

/** Firms of a pattern that are named; more are counted. */
const NAMED = 5;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db } = event.locals;
  const { state } = standingQuerySchema.parse(Object.fromEntries(event.url.searchParams));
  const decides = roles.staff.some((role) => role === 'officer' || role === 'manager');
  try {
    const [rows, flags] = await Promise.all([providers.ranking(db), decides ? providers.flags(db) : []]);
    const shown = flags.slice(0, 20).map((flag) => ({ ...flag, enterprise_ids: flag.enterprise_ids.slice(0, NAMED) }));
    const names = await candidates.namesOf(db, [...new Set(shown.flatMap(({ enterprise_ids }) => enterprise_ids))]);
    return {
      rows: state ? rows.filter(({ standing }) => standing === state) : rows,
      total: rows.length,
      state,
      flags: shown.map(({ enterprise_ids, provider_id, ...flag }) => ({
        ...flag,
        provider: rows.find((row) => row.provider_id === provider_id) ?? null,
        enterprises: enterprise_ids.map((id) => ({ id, name: names[id] ?? '' }))
      })),
      flagged: flags.length
    };
  } catch (e) {
    raise(e);
  }
};
