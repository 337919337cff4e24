/** The planned cumulative value at the end of a year; `assumed` where nobody has decided it. */
export interface PathPoint {
  year: number;
  value: number;
  assumed: boolean;
}

/** A month as `YYYY-MM`, with what came in it. */
export interface MonthCount {
  month: string;
  firms: number;
}

/** A month of a burn-up: cumulative count, and what was planned by its end. */
export interface BurnUpPoint {
  month: string;
  actual: number;
  /** Null before and after the path. */
  planned: number | null;
}

/** The months from one to another, both included; none when the second is the earlier. */
export function monthsBetween(from: string, to: string): string[] {
  const first = ordinal(from);
  return Array.from({ length: Math.max(0, ordinal(to) - first + 1) }, (_, i) => nameOf(first + i));
}

/** The month so many months later (or earlier). */
export function shiftMonth(month: string, by: number): string {
  return nameOf(ordinal(month) + by);
}

/** Months from one to another: 0 for the same. */
export function monthDistance(from: string, to: string): number {
  return ordinal(to) - ordinal(from);
}

/**
 * What was planned by the end of a month: between the ends of two years the path is straight, and before its first
 * year it starts at zero. Null outside of the years of the path.
 */
export function plannedAt(path: readonly PathPoint[], month: string): number | null {
  const [year = 0, inYear = 0] = month.split('-').map(Number);
  const point = path.find((candidate) => candidate.year === year);
  if (!point) return null;
  const before = path.find((candidate) => candidate.year === year - 1)?.value ?? 0;
  return before + ((point.value - before) * inYear) / 12;
}

/**
 * Cumulative counts month by month beside the path.
 *
 * @param counts new ones by month, in any order; months before `from` are in the first point
 */
export function burnUp(
  counts: readonly MonthCount[],
  path: readonly PathPoint[],
  from: string,
  to: string
): BurnUpPoint[] {
  const byMonth = new Map<string, number>();
  for (const { month, firms } of counts) byMonth.set(month, (byMonth.get(month) ?? 0) + firms);
  let actual = counts.filter(({ month }) => month < from).reduce((sum, { firms }) => sum + firms, 0);
  return monthsBetween(from, to).map((month) => {
    actual += byMonth.get(month) ?? 0;
    return { month, actual, planned: plannedAt(path, month) };
  });
}

function ordinal(month: string): number {
  const [year = 0, inYear = 1] = month.split('-').map(Number);
  return year * 12 + inYear - 1;
}

function nameOf(value: number): string {
  return `${Math.floor(value / 12)}-${String((value % 12) + 1).padStart(2, '0')}`;
}
