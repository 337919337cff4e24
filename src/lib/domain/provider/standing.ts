export const PRICE_MODELS = ['free', 'once', 'monthly', 'yearly', 'use', 'quote'] as const;
export const DATA_LOCATIONS = ['vietnam', 'abroad', 'both', 'customer'] as const;
/** What staff may decide on a provider or a solution. */
export const REVIEW_STEPS = ['approve', 'ask_changes', 'suspend'] as const;

/** The states in which a provider can be found by staff; `expired` is an approval past its last day. */
export const STANDINGS = ['submitted', 'changes_wanted', 'approved', 'expired', 'suspended'] as const;
export type Standing = (typeof STANDINGS)[number] | 'withdrawn';

interface Judged {
  state: Exclude<Standing, 'expired'>;
  /** YYYY-MM-DD; the last day of an approval. */
  approved_until: string | null;
}

/** What a provider or solution is on a day (YYYY-MM-DD). Mirrors private.live_solutions, which decides. */
export function standingOf({ state, approved_until }: Judged, today: string): Standing {
  return state === 'approved' && approved_until !== null && approved_until < today ? 'expired' : state;
}

/** The day in Vietnam, or so many years after it, as YYYY-MM-DD; 29 February becomes 1 March. */
export function vietnameseDay(now: number, yearsLater = 0): string {
  const day = new Date(now + 7 * 3_600_000);
  day.setUTCFullYear(day.getUTCFullYear() + yearsLater);
  return day.toISOString().slice(0, 10);
}
