/**
 * Hides small counts in a published table: a cell with 0 < count < minimum becomes null, so that no single firm can
 * be recognised. Zero is no firm and stays.
 *
 * With the total beside the table, what is hidden could be computed when there is only one hidden cell, or when all
 * hidden cells must be 1, or all `minimum - 1`, to reach their sum. Then the next smallest cell that is not zero (the
 * first of equals) is hidden too. When there is no other, the total itself must not be shown.
 */
export function suppressSmall<Row extends { count: number }>(
  rows: Row[],
  minimum = 5
): (Omit<Row, 'count'> & { count: number | null })[] {
  const hidden = new Set(rows.filter(({ count }) => count > 0 && count < minimum));
  if (isComputable([...hidden], minimum)) {
    const [next] = rows.filter((row) => row.count > 0 && !hidden.has(row)).sort((a, b) => a.count - b.count);
    if (next) hidden.add(next);
  }
  return rows.map((row) => (hidden.has(row) ? { ...row, count: null } : row));
}

function isComputable(hidden: { count: number }[], minimum: number): boolean {
  if (hidden.length === 0) return false;
  return hidden.length === 1 || [1, minimum - 1].some((edge) => hidden.every(({ count }) => count === edge));
}
