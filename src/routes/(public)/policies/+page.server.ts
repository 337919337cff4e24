import { dayInVietNam } from '$lib/domain/calendar/today';
import { KINDS } from '$lib/domain/enterprise/kind';
import { isFor } from '$lib/domain/support/policy';
import { SIZES } from '$lib/schemas/package';
import * as policies from '$lib/server/data/policies';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const kind = KINDS.find((known) => known === url.searchParams.get('kind')) ?? null;
  const size = SIZES.find((known) => known === url.searchParams.get('size')) ?? null;
  try {
    const all = await policies.list(locals.db, locals.locale, dayInVietNam(new Date()));
    return { policies: all.filter((policy) => isFor(policy, kind, size)), filters: { kind, size } };
  } catch (e) {
    raise(e);
  }
};
