const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The day in Viet Nam at a moment (`YYYY-MM-DD`), as `private.today()` gives it for now. */
export function dayInVietNam(at: Date): string {
  return DAY.format(at);
}
