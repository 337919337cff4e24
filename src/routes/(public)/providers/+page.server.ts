import { directoryQuerySchema } from '$lib/schemas/provider';
import * as providers from '$lib/server/data/providers';
import * as solutions from '$lib/server/data/solutions';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, locale } = locals;
  const { after, ...filters } = directoryQuerySchema.parse(Object.fromEntries(url.searchParams));
  try {
    const [found, choices, names] = await Promise.all([
      providers.directory(db, { ...filters, after }),
      solutions.choices(db, locale),
      listNames(db, locale)
    ]);
    const chosen = Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const link = (more: [string, string][]) => `?${new URLSearchParams([...chosen, ...more])}`;
    return {
      ...found,
      filters,
      filtered: chosen.length > 0,
      choices: { categories: choices.categories, sections: choices.sections, units: choices.units },
      names,
      first: after ? link([]) : null,
      nextHref: found.next ? link([['after', found.next]]) : null
    };
  } catch (e) {
    raise(e);
  }
};
