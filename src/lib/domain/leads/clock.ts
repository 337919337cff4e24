import { addWorkingDays } from '../calendar/working-days.ts';

const HOUR = 3_600_000;
/** Viet Nam has had no summer time since 1975. */
const OFFSET = 7 * HOUR;

/**
 * The moment at which an answer is late: midnight in Viet Nam after `days` working days; the day itself does not count.
 * The database counts by the same rule: `private.working_deadline`.
 *
 * @param now milliseconds since 1970
 * @param holidays days `YYYY-MM-DD`
 * @throws RangeError when `days` is no whole number from 0 to 366
 */
export function respondBy(now: number, days: number, holidays: ReadonlySet<string>): number {
  const today = new Date(now + OFFSET).toISOString().slice(0, 10);
  return Date.parse(`${addWorkingDays(today, days, holidays)}T00:00:00Z`) + 24 * HOUR - OFFSET;
}

/** The moment of the one reminder: eight in the morning of the last of `days` working days. Errors as `respondBy`. */
export function remindAt(now: number, days: number, holidays: ReadonlySet<string>): number {
  return respondBy(now, days, holidays) - 16 * HOUR;
}

/** How many hours are left to answer, rounded down; 0 when it is too late. */
export function hoursLeft(now: number, until: number): number {
  return Math.max(0, Math.floor((until - now) / HOUR));
}

/** The last day (`YYYY-MM-DD`, Viet Nam) of a consent given now that holds so many months; the end of a shorter month counts. */
export function consentUntil(now: number, months: number): string {
  const today = new Date(now + OFFSET);
  const month = today.getUTCMonth() + months;
  const last = new Date(Date.UTC(today.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(today.getUTCDate(), last);
  return new Date(Date.UTC(today.getUTCFullYear(), month, day)).toISOString().slice(0, 10);
}
