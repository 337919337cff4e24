/**
 * The allocation run: which (firm, package) pairs are chosen so that the points of priority add up to the most, within
 * free money, places, one package per content and firm, and quotas. The inputs come from the database
 * (`private.allocation_inputs`), which also checks the choice (`private.broken_rule`); the solver is an adapter.
 */

export type Quota = { kind: 'size' | 'unit'; value: string; at_least: number };

/** Positions point into the lists; money in whole VND. */
export type Inputs = {
  year: number;
  /** `line`: position in `lines`, null when nothing is paid; `places`: null when not limited. */
  packages: { package_id: string; code: string; line: number | null; places: number | null; contents: string[] }[];
  lines: { line_code: string; allotment_id: string | null; free: number }[];
  firms: { enterprise_id: string; size: string | null; unit: string; district: string }[];
  /** [firm, package, points in hundredths, state money] */
  pairs: [number, number, number, number][];
  quotas: Quota[];
};

/** Positions in `inputs.pairs`, ascending. */
export type Choice = number[];

export type Rule = 'pairs' | 'places' | 'line' | 'content' | 'quota';

/** The entry at a position of a run. Positions come with the lists they point into; one that points beyond is a defect. */
export function at<Entry>(list: ArrayLike<Entry>, position: number): Entry {
  const entry = list[position];
  if (entry === undefined) throw new RangeError(`There is no entry ${position}.`);
  return entry;
}

/** Whether a firm counts for a quota: its size class, or its commune or district. */
export function countsFor(quota: Quota, firm: Inputs['firms'][number]): boolean {
  return quota.kind === 'size' ? firm.size === quota.value : quota.value === firm.unit || quota.value === firm.district;
}

/** Points of the chosen pairs, in hundredths. */
export function pointsOfChoice(inputs: Inputs, choice: Choice): number {
  return choice.reduce((sum, pair) => sum + at(inputs.pairs, pair)[2], 0);
}

/** What a choice takes: pairs by package, money by line, the package that gives a firm a content, firms by quota. */
class Used {
  readonly places: number[];
  readonly money: number[];
  readonly firms: Set<number>[];
  private readonly inputs: Inputs;
  private readonly contents = new Map<string, number>();

  constructor(inputs: Inputs) {
    this.inputs = inputs;
    this.places = inputs.packages.map(() => 0);
    this.money = inputs.lines.map(() => 0);
    this.firms = inputs.quotas.map(() => new Set<number>());
  }

  /** The package that gives the pair's firm one of its contents already. */
  giverOf(pair: number): number | undefined {
    const [firm, index] = at(this.inputs.pairs, pair);
    for (const content of at(this.inputs.packages, index).contents) {
      const giver = this.contents.get(`${firm} ${content}`);
      if (giver !== undefined) return giver;
    }
    return undefined;
  }

  /** Why a further pair cannot be taken, or null. */
  hindrance(pair: number): 'content' | 'places' | 'line' | null {
    const [, index, , amount] = at(this.inputs.pairs, pair);
    const { line, places } = at(this.inputs.packages, index);
    if (this.giverOf(pair) !== undefined) return 'content';
    if (places !== null && at(this.places, index) >= places) return 'places';
    if (line !== null && at(this.money, line) + amount > at(this.inputs.lines, line).free) return 'line';
    return null;
  }

  take(pair: number): void {
    const [firm, index, , amount] = at(this.inputs.pairs, pair);
    const { line, contents } = at(this.inputs.packages, index);
    this.places[index] = at(this.places, index) + 1;
    if (line !== null) this.money[line] = at(this.money, line) + amount;
    for (const content of contents) this.contents.set(`${firm} ${content}`, index);
    this.inputs.quotas.forEach((quota, position) => {
      if (countsFor(quota, at(this.inputs.firms, firm))) at(this.firms, position).add(firm);
    });
  }
}

/** The first rule that a choice breaks, or null; the same as `private.broken_rule`. */
export function brokenRule(inputs: Inputs, choice: Choice): Rule | null {
  if (choice.some((pair) => !inputs.pairs[pair]) || new Set(choice).size !== choice.length) return 'pairs';
  const used = new Used(inputs);
  for (const pair of choice) {
    const hindrance = used.hindrance(pair);
    if (hindrance) return hindrance;
    used.take(pair);
  }
  return inputs.quotas.some((quota, position) => at(used.firms, position).size < quota.at_least) ? 'quota' : null;
}

/**
 * The simple way, for comparison: first what the quotas need, then everything, each time the pair with the most points
 * that still goes. `complete` is false when a quota is not reached, which says nothing about whether it could be.
 */
export function greedy(inputs: Inputs): { choice: Choice; complete: boolean } {
  const order = inputs.pairs
    .map((_, pair) => pair)
    .sort((a, b) => at(inputs.pairs, b)[2] - at(inputs.pairs, a)[2] || a - b);
  const used = new Used(inputs);
  const taken = new Set<number>();
  const take = (wanted: (pair: number) => boolean) => {
    for (const pair of order) {
      if (taken.has(pair) || !wanted(pair) || used.hindrance(pair)) continue;
      used.take(pair);
      taken.add(pair);
    }
  };
  inputs.quotas.forEach((quota, position) => {
    const firms = at(used.firms, position);
    const isNew = (pair: number) => !firms.has(at(inputs.pairs, pair)[0]);
    take(
      (pair) =>
        firms.size < quota.at_least && isNew(pair) && countsFor(quota, at(inputs.firms, at(inputs.pairs, pair)[0]))
    );
  });
  take(() => true);
  const complete = inputs.quotas.every((quota, position) => at(used.firms, position).size >= quota.at_least);
  return { choice: [...taken].sort((a, b) => a - b), complete };
}

export type Missed = {
  pair: number;
  /** `quota`: a pair with fewer points has the place or the money because a quota needs its firm. */
  reason: 'content' | 'places' | 'line' | 'quota';
  /** The package that gives the content. */
  by: number | null;
};

/**
 * The best pairs of each package that were not chosen, with what stood against them. When nothing of its own stands
 * against a pair (the solver stopped at its gap), it is left out.
 */
export function justMissed(inputs: Inputs, choice: Choice, perPackage: number): Missed[] {
  const used = new Used(inputs);
  for (const pair of choice) used.take(pair);
  const chosen = new Set(choice);
  const found: Missed[] = [];
  const count = inputs.packages.map(() => 0);
  const order = inputs.pairs
    .map((_, pair) => pair)
    .sort((a, b) => at(inputs.pairs, b)[2] - at(inputs.pairs, a)[2] || a - b);
  for (const pair of order) {
    const index = at(inputs.pairs, pair)[1];
    if (chosen.has(pair) || at(count, index) >= perPackage) continue;
    const hindrance = used.hindrance(pair);
    if (hindrance === null) continue;
    const displaced = hindrance !== 'content' && isDisplaced(inputs, choice, used, pair, hindrance);
    count[index] = at(count, index) + 1;
    found.push({ pair, reason: displaced ? 'quota' : hindrance, by: used.giverOf(pair) ?? null });
  }
  return found.sort((a, b) => a.pair - b.pair);
}

/** Whether the place or money went to a pair with fewer points whose firm a quota cannot spare. */
function isDisplaced(inputs: Inputs, choice: Choice, used: Used, pair: number, rule: 'places' | 'line'): boolean {
  const [firm, index, points] = at(inputs.pairs, pair);
  const tight = inputs.quotas.filter((quota, position) => at(used.firms, position).size <= quota.at_least);
  if (tight.length === 0) return false;
  return choice.some((other) => {
    const [otherFirm, otherIndex, otherPoints] = at(inputs.pairs, other);
    const rival =
      rule === 'places'
        ? otherIndex === index
        : at(inputs.packages, otherIndex).line === at(inputs.packages, index).line;
    return (
      rival &&
      otherPoints < points &&
      tight.some((quota) => countsFor(quota, at(inputs.firms, otherFirm)) && !countsFor(quota, at(inputs.firms, firm)))
    );
  });
}
