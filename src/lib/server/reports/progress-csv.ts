import type { Progress, Reach } from '../data/programmes';

/** A spreadsheet program reads a cell that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One row per figure: table, key, name, count. A count that is left out because it is small is an empty cell. */
export function progressCsv(progress: Progress): string {
  const rows: unknown[][] = [['table', 'key', 'name_vi', 'name_en', 'count']];
  const total = (key: string, count: number | null | undefined) => rows.push(['total', key, '', '', count]);
  total('assessed', progress.assessed);
  total('assessed_in_period', progress.assessed_in_period);
  total('quick_checks', progress.quick_checks);
  // 1: the figures are of sample firms, because no real one is assessed yet.
  total('sample', progress.sample ? 1 : 0);
  for (const { level, count } of progress.by_level) rows.push(['assessed_by_level', level, '', '', count]);
  for (const unit of progress.by_unit)
    rows.push(['assessed_by_unit', unit.unit_id, unit.name_vi, unit.name_en, unit.count]);
  for (const name of ['supported', 'models', 'awareness'] as const) {
    const reach = progress[name];
    if (!reach) continue;
    total(name, reach.count);
    total(`${name}_in_period`, reach.in_period);
    rows.push(...reachRows(name, reach));
  }
  total('registered', progress.awareness?.registered?.count);
  // The mark tells spreadsheet programs that the letters are UTF-8.
  return '\uFEFF' + rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
}

function reachRows(name: string, reach: Reach): unknown[][] {
  return [
    ...reach.by_year.map(({ year, count }) => [`${name}_by_year`, year, '', '', count]),
    ...reach.by_unit.map((unit) => [`${name}_by_unit`, unit.unit_id, unit.name_vi, unit.name_en, unit.count]),
    ...reach.by_section.map((row) => [`${name}_by_section`, row.section_id, row.name_vi, row.name_en, row.count]),
    ...reach.by_size.map(({ size, count }) => [`${name}_by_size`, size ?? 'unknown', '', '', count]),
    ...reach.by_kind.map(({ kind, count }) => [`${name}_by_kind`, kind, '', '', count])
  ];
}

function cell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : '';
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
