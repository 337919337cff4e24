const DAY = 86_400_000;

/**
 * The day that is `days` working days after `from`, which itself does not count; 0 is `from` itself, whatever day it is.
 * Working days are Monday to Friday without public holidays (`public.public_holidays`). Days are `YYYY-MM-DD`.
 * The database counts by the same rule: `private.add_working_days`.
 *
 * @throws RangeError when `from` is no day, or `days` no whole number from 0 to 366
 */
export function addWorkingDays(from: string, days: number, holidays: ReadonlySet<string>): string {
  if (!Number.isInteger(days) || days < 0 || days > 366) throw new RangeError('days');
  let at = Date.parse(`${from}T00:00:00Z`);
  if (Number.isNaN(at)) throw new RangeError('from');
  for (let left = days; left > 0;) {
    at += DAY;
    if (isWorkingDay(at, holidays)) left -= 1;
  }
  return dayOf(at);
}

function isWorkingDay(at: number, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(dayOf(at));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
