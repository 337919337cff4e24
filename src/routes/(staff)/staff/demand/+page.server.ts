import { requireStaff } from '$lib/server/auth/require-staff';
import * as needs from '$lib/server/data/needs';
import { listNames } from '$lib/server/data/staff-list-choices';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

const PARTS = ['category_id', 'district_id', 'section_id'] as const;

/** Figures of one part of the demand, largest first. Firms of several cells count in each. */
function sum(rows: needs.Demand[], part: (typeof PARTS)[number], names: Record<string, string>) {
  const totals = new Map<string, { needs: number; passed_on: number; urgent: number }>();
  for (const row of rows) {
    const key = row[part] ?? '';
    const total = totals.get(key) ?? { needs: 0, passed_on: 0, urgent: 0 };
    total.needs += row.needs;
    total.passed_on += row.passed_on;
    total.urgent += row.urgent;
    totals.set(key, total);
  }
  return [...totals]
    .map(([id, total]) => ({ id, name: names[id] ?? null, ...total }))
    .toSorted((a, b) => b.needs - a.needs);
}

export const load: PageServerLoad = async (event) => {
  await requireStaff(event);
  const { db, locale } = event.locals;
  try {
    const [rows, categories, names] = await Promise.all([
      needs.demand(db),
      needs.categories(db),
      listNames(db, locale)
    ]);
    const called = {
      category_id: Object.fromEntries(
        categories.map((one) => [one.category_id, locale === 'vi' ? one.name_vi : one.name_en])
      ),
      district_id: names.units,
      section_id: names.sections
    };
    return {
      total: rows.reduce((all, row) => all + row.needs, 0),
      passedOn: rows.reduce((all, row) => all + row.passed_on, 0),
      urgent: rows.reduce((all, row) => all + row.urgent, 0),
      parts: PARTS.map((part) => ({ part, rows: sum(rows, part, called[part]) }))
    };
  } catch (e) {
    raise(e);
  }
};
