import { KINDS, SIZES } from '$lib/schemas/staff-list';
import { programmeSearch, readProgrammeFilters } from '$lib/schemas/programme';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as figures from '$lib/server/data/programme-figures';
import * as programmes from '$lib/server/data/programmes';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  const filters = readProgrammeFilters(event.url.searchParams);
  try {
    const programme = await programmes.current(db);
    const [dashboard, choices, names] = await Promise.all([
      figures.dashboard(db, programme.id, filters),
      listChoices(db, locale, []),
      listNames(db, locale)
    ]);
    return {
      programme: { name: programme.name[locale], document: programme.document },
      dashboard,
      filters,
      search: programmeSearch(filters),
      names,
      choices: { districts: choices.districts, sections: choices.sections, kinds: KINDS, sizes: SIZES }
    };
  } catch (e) {
    raise(e);
  }
};
