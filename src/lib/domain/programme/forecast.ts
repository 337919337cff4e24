import { monthsBetween, shiftMonth, type MonthCount } from './path.ts';

/**
 * When a target is reached if things go on as in the last twelve months.
 *
 * - `reached`: it is, since that month.
 * - `range`: the month expected, and the earliest and latest that fit; `latest` is null when the pace may be so slow
 *   that no month within fifty years can be named.
 * - `unknown`: too little to go by. Better no date than one out of thin air.
 */
export type Forecast =
  | { state: 'reached'; month: string }
  | { state: 'range'; expected: string; earliest: string; latest: string | null; perMonth: number }
  | { state: 'unknown'; reason: 'few_firms' | 'short_time' };

const WINDOW = 12;
/** With fewer, the interval spans from months to decades. */
const MIN_FIRMS = 5;
const MIN_MONTHS = 3;
const HORIZON = 600;
/** Of 80 %: in one case of ten the pace is slower than the range says, in one of ten faster. */
const Z = 1.2816;

/**
 * The count of a month is taken for Poisson with one rate over the last twelve full months (or since the first firm,
 * if that is later). Of that rate an 80 % interval (Wilson and Hilferty's approximation of the chi-square limits) gives
 * earliest and latest. It knows no season and no budget: it says where the present pace leads, not what will be.
 *
 * @param counts new firms by month
 * @param now the month that runs; it is not full and so is left out of the rate
 */
export function forecast(counts: readonly MonthCount[], target: number, now: string): Forecast {
  const months = counts.filter(({ firms }) => firms > 0).sort((a, b) => a.month.localeCompare(b.month));
  let total = 0;
  for (const { month, firms } of months) {
    total += firms;
    if (total >= target) return { state: 'reached', month };
  }
  const first = months[0]?.month ?? now;
  const start = first > shiftMonth(now, -WINDOW) ? first : shiftMonth(now, -WINDOW);
  const length = monthsBetween(start, shiftMonth(now, -1)).length;
  const recent = months.filter(({ month }) => month >= start && month < now).reduce((sum, { firms }) => sum + firms, 0);
  if (length < MIN_MONTHS) return { state: 'unknown', reason: 'short_time' };
  if (recent < MIN_FIRMS) return { state: 'unknown', reason: 'few_firms' };

  const left = target - total;
  const after = (rate: number) => {
    const wait = Math.ceil(left / rate);
    return wait > HORIZON ? null : shiftMonth(now, wait);
  };
  const perMonth = recent / length;
  const expected = after(perMonth);
  const earliest = after(upper(recent) / length);
  if (!expected || !earliest) return { state: 'unknown', reason: 'few_firms' };
  return { state: 'range', expected, earliest, latest: after(lower(recent) / length), perMonth };
}

/** Limits of the mean of a Poisson count. */
function lower(count: number): number {
  return count * (1 - 1 / (9 * count) - Z / (3 * Math.sqrt(count))) ** 3;
}

function upper(count: number): number {
  const next = count + 1;
  return next * (1 - 1 / (9 * next) + Z / (3 * Math.sqrt(next))) ** 3;
}
