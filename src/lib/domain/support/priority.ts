/**
 * Priority of a firm for a package: visible parts with visible weights, never a low or a high score alone. The database
 * decides (`private.package_candidates`); this says the same for display and is held equal to it by a test.
 */

export const PARTS = ['gap', 'need', 'verified', 'commitment', 'cluster', 'area', 'waiting'] as const;
export type Part = (typeof PARTS)[number];
export type Parts = Record<Part, number>;
/** Points of 100 by part; they add up to 100. */
export type Weights = Record<Part, number>;

/** The largest weight of the gap: a low score never decides alone. */
export const MOST_GAP = 50;

/** What the parts are computed from. Amounts in whole VND, counts of firms, whole days. */
export type Facts = {
  /** Points missing in the indices that the package raises (verified values where staff looked), and their maximum. */
  missing: number;
  max: number;
  /** 0: no application, 1: an application, 2: one that says what for. */
  need: 0 | 1 | 2;
  /** Criteria checked by staff, of all: 0 to 1 with three decimals. */
  verified: number;
  /** Own contribution of the application, null without one; and what the state does not pay at its ceiling. */
  own: number | null;
  needed: number;
  in_cluster: boolean;
  /** Firms on record in the district and in all; of them with support that was approved or came further. */
  district_firms: number;
  all_firms: number;
  district_supported: number;
  all_supported: number;
  /** Since the application, else since the assessment. */
  days: number;
};

const WHOLE = 10_000n;
const YEAR = 365;

/**
 * The parts, 0 to 1 in steps of a ten-thousandth, rounded half up:
 * gap = missing ÷ max; need = 1, 0.5 or 0; verified = the share; commitment = own ÷ needed, at most 1 (nothing needed: 1
 * with an application); cluster = 1 or 0; area = how far the district's share of the supported is behind its share of the
 * firms, of the latter (0 while nobody is supported); waiting = days ÷ 365, at most 1.
 */
export function partsOf(facts: Facts): Parts {
  const due = facts.all_supported * facts.district_firms;
  return {
    gap: share(facts.missing, facts.max),
    need: facts.need / 2,
    verified: Math.round(facts.verified * 1000) / 1000,
    commitment: facts.own === null ? 0 : facts.needed === 0 ? 1 : share(facts.own, facts.needed),
    cluster: facts.in_cluster ? 1 : 0,
    area: share(Math.max(0, due - facts.district_supported * facts.all_firms), due),
    waiting: share(Math.min(facts.days, YEAR), YEAR)
  };
}

/** Points of 100 in hundredths, rounded half up. */
export function pointsOf(parts: Parts, weights: Weights): number {
  // Hundredths times ten-thousandths: whole numbers, so that no sum is off by a binary fraction.
  const sum = PARTS.reduce((total, part) => total + hundredths(weights[part]) * Math.round(parts[part] * 10_000), 0);
  return Math.floor((sum + 5000) / 10_000) / 100;
}

/** Points that one part brings, for display; the sum of the rounded ones may differ from the total in the last digit. */
export function pointsOfPart(part: Part, parts: Parts, weights: Weights): number {
  return Math.round(hundredths(weights[part]) * parts[part]) / 100;
}

/** The first thing wrong with weights: a part that is no number from 0 to 100 with two decimals, the gap, or the sum. */
export function weightsError(weights: Weights): { path: Part; code: string } | null {
  const bad = PARTS.find((part) => !(weights[part] >= 0 && weights[part] <= 100) || !isHundredths(weights[part]));
  if (bad) return { path: bad, code: 'number' };
  if (weights.gap > MOST_GAP) return { path: 'gap', code: 'weight_over_half' };
  const sum = PARTS.reduce((total, part) => total + hundredths(weights[part]), 0);
  return sum === 10_000 ? null : { path: 'gap', code: 'weights_sum' };
}

/** What the order of two candidates depends on. Times are ISO texts of one time zone. */
export type Standing = {
  points: number;
  applied_at: string | null;
  assessed_at: string;
  tax_code: string | null;
  enterprise_id: string;
};

/** Higher points, earlier application, earlier assessment, tax code, id; who has none of something comes after those who have. */
export function compareStanding(a: Standing, b: Standing): number {
  return (
    b.points - a.points ||
    compareTexts(a.applied_at, b.applied_at) ||
    compareTexts(a.assessed_at, b.assessed_at) ||
    compareTexts(a.tax_code, b.tax_code) ||
    compareTexts(a.enterprise_id, b.enterprise_id)
  );
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}

function hundredths(value: number): number {
  return Math.round(value * 100);
}

function isHundredths(value: number): boolean {
  return Math.abs(value * 100 - hundredths(value)) < 1e-6;
}

/** part ÷ whole, at most 1; whole numbers of any size, therefore big ones. 0 of 0 is 0. */
function share(part: number, whole: number): number {
  if (whole === 0) return 0;
  const [top, bottom] = [BigInt(part), BigInt(whole)];
  const rounded = (2n * WHOLE * top + bottom) / (2n * bottom);
  return Number(rounded > WHOLE ? WHOLE : rounded) / Number(WHOLE);
}
