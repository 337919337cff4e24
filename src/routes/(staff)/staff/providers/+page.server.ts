import { standingQuerySchema } from '$lib/schemas/provider';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as flags from '$lib/server/data/abuse-flags';
import * as providers from '$lib/server/data/providers';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

const SIZE = 25;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db } = event.locals;
  const query = standingQuerySchema.parse(Object.fromEntries(event.url.searchParams));
  const { state, after } = query;
  const decides = roles.staff.some((role) => role === 'officer' || role === 'manager');
  const link = (more: Record<string, string> = {}) =>
    `/staff/providers?${new URLSearchParams({ ...(state && { state }), ...more })}`;
  try {
    const [{ rows, total, next }, found] = await Promise.all([
      providers.ranking(db, query, SIZE),
      decides ? flags.list(db) : []
    ]);
    return {
      rows,
      total,
      state,
      flags: found,
      first: after ? link() : null,
      next: next ? link({ after: next }) : null
    };
  } catch (e) {
    raise(e);
  }
};
