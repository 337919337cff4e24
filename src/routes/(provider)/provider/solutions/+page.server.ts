import { standingOf, vietnameseDay } from '$lib/domain/provider/standing';
import { requireOwnProvider } from '$lib/server/auth/own-provider';
import * as solutions from '$lib/server/data/solutions';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { own } = await requireOwnProvider(event);
  const { db, locale } = event.locals;
  const today = vietnameseDay(Date.now());
  try {
    const [rows, { categories }] = await Promise.all([
      solutions.list(db, own.provider_id),
      solutions.choices(db, locale)
    ]);
    return {
      provider: own.provider_id,
      standing: standingOf(own, today),
      rows: rows.map((row) => ({
        solution_id: row.solution_id,
        name: row.name,
        category: categories.find(({ value }) => value === row.category_id)?.label ?? row.category_id,
        approved_until: row.approved_until,
        standing: standingOf(row, today)
      })),
      done: event.url.searchParams.get('done')
    };
  } catch (e) {
    raise(e);
  }
};
