/**
 * Hides small counts in a published table: a cell with 0 < count < minimum becomes null, so that no single firm can
 * be recognised. Zero is no firm and stays.
 *
 * With the total beside the table, what is hidden could be computed when there is only one hidden cell, or when all
 * hidden cells must be 1, or all `minimum - 1`, to reach their sum. Then the next smallest that is not zero is hidden
 * too, with all of its size: if one of equals stayed, its place would tell. When there is no other, the total itself
 * must not be shown; see `publicMargin`.
 */
export function suppressSmall<Row extends { count: number }>(
  rows: Row[],
  minimum = 5
): (Omit<Row, 'count'> & { count: number | null })[] {
  const hidden = new Set(rows.filter(({ count }) => count > 0 && count < minimum));
  if (isComputable([...hidden], minimum)) {
    const others = rows.filter((row) => row.count > 0 && !hidden.has(row));
    const next = Math.min(...others.map(({ count }) => count));
    for (const row of others) if (row.count === next) hidden.add(row);
  }
  return rows.map((row) => (hidden.has(row) ? { ...row, count: null } : row));
}

function isComputable(hidden: { count: number }[], minimum: number): boolean {
  if (hidden.length === 0) return false;
  return hidden.length === 1 || [1, minimum - 1].some((edge) => hidden.every(({ count }) => count === edge));
}

/**
 * A one-way table for the public beside its total: `suppressSmall`, and where even that could be undone (no larger cell
 * is left to hide) the whole table withheld, zeros too. Same rule as private.public_margin.
 */
export function publicMargin<Row extends { count: number }>(
  rows: Row[],
  minimum = 5
): (Omit<Row, 'count'> & { count: number | null })[] {
  const shown = suppressSmall(rows, minimum);
  const hidden = rows.filter((_, i) => shown[i]?.count === null);
  const small = hidden.every(({ count }) => count < minimum);
  return small && isComputable(hidden, minimum) ? rows.map((row) => ({ ...row, count: null })) : shown;
}
