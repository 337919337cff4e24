import { at, countsFor, type Choice, type Inputs, type Quota } from './allocation.ts';

/**
 * An integer programme in rows: maximise `cost · x`, `lower ≤ x ≤ upper`, `rowLower ≤ A x ≤ rowUpper`, with the rows of A
 * packed (`starts`, `indices`, `values`). Columns of the pairs come first, in their order.
 */
export type Model = {
  cost: number[];
  upper: number[];
  whole: boolean[];
  rowLower: number[];
  rowUpper: number[];
  starts: number[];
  indices: number[];
  values: number[];
};

type Entry = [column: number, value: number];

/**
 * The programme of a run. Rows that cannot bind are left out, so that it stays as small as the decision: places only where
 * there are more pairs, money only where all pairs together cost more than is free, contents only where a firm could get
 * one twice. Money is divided by its greatest common divisor, which keeps the numbers small and exact.
 *
 * `shortfalls` asks another question of the same rules: how little must the quotas be lowered to be reachable? One column
 * per quota, after all others, then says by how many firms.
 */
export function buildModel(inputs: Inputs, question: 'points' | 'shortfalls' = 'points'): Model {
  const model: Model = {
    cost: inputs.pairs.map(([, , points]) => (question === 'points' ? points : 0)),
    upper: inputs.pairs.map(() => 1),
    whole: inputs.pairs.map(() => true),
    rowLower: [],
    rowUpper: [],
    starts: [0],
    indices: [],
    values: []
  };
  const byFirm = groupPairs(inputs, ([firm]) => firm, inputs.firms.length);
  addPlaces(model, inputs);
  addMoney(model, inputs);
  addContents(model, inputs, byFirm);
  const quotas = inputs.quotas.map((quota) => quotaEntries(model, inputs, byFirm, quota));
  quotas.forEach((entries, position) => {
    if (question === 'shortfalls') entries.push([addColumn(model, -1, at(inputs.quotas, position).at_least), 1]);
    addRow(model, entries, at(inputs.quotas, position).at_least, Infinity);
  });
  return model;
}

/** The pairs that a solution takes; a solver gives 0.9999999 for 1. */
export function readChoice(inputs: Inputs, solution: ArrayLike<number>): Choice {
  return inputs.pairs.flatMap((_, pair) => (at(solution, pair) > 0.5 ? [pair] : []));
}

/** By how many firms each quota cannot be reached, from the solution of the second question. */
export function readShortfalls(inputs: Inputs, solution: ArrayLike<number>): (Quota & { missing: number })[] {
  const first = solution.length - inputs.quotas.length;
  return inputs.quotas
    .map((quota, position) => ({ ...quota, missing: Math.ceil(at(solution, first + position) - 1e-6) }))
    .filter(({ missing }) => missing > 0);
}

function addColumn(model: Model, cost: number, upper: number): number {
  model.upper.push(upper);
  model.whole.push(false);
  return model.cost.push(cost) - 1;
}

function addRow(model: Model, entries: Entry[], lower: number, upper: number): void {
  for (const [column, value] of entries) {
    model.indices.push(column);
    model.values.push(value);
  }
  model.starts.push(model.indices.length);
  model.rowLower.push(lower);
  model.rowUpper.push(upper);
}

function addPlaces(model: Model, inputs: Inputs): void {
  groupPairs(inputs, ([, index]) => index, inputs.packages.length).forEach((pairs, index) => {
    const { places } = at(inputs.packages, index);
    if (places !== null && pairs.length > places)
      addRow(
        model,
        pairs.map((pair) => [pair, 1]),
        -Infinity,
        places
      );
  });
}

function addMoney(model: Model, inputs: Inputs): void {
  inputs.lines.forEach(({ free }, line) => {
    const pairs = inputs.pairs.flatMap(([, index, , amount], pair) =>
      at(inputs.packages, index).line === line && amount > 0 ? [[pair, amount] as Entry] : []
    );
    if (pairs.reduce((sum, [, amount]) => sum + amount, 0) <= free) return;
    const unit = pairs.reduce((divisor, [, amount]) => greatestCommonDivisor(divisor, amount), 0);
    addRow(
      model,
      pairs.map(([pair, amount]) => [pair, amount / unit]),
      -Infinity,
      Math.floor(free / unit)
    );
  });
}

/** One row per firm and set of rivals: contents that the same packages give say the same thing. */
function addContents(model: Model, inputs: Inputs, byFirm: number[][]): void {
  for (const pairs of byFirm) {
    const rivals = new Map<string, number[]>();
    for (const pair of pairs) {
      for (const content of at(inputs.packages, at(inputs.pairs, pair)[1]).contents)
        rivals.set(content, [...(rivals.get(content) ?? []), pair]);
    }
    const sets = new Map([...rivals.values()].filter((set) => set.length > 1).map((set) => [set.join(), set]));
    for (const set of sets.values())
      addRow(
        model,
        set.map((pair) => [pair, 1]),
        -Infinity,
        1
      );
  }
}

/** A firm counts once, whatever it gets: one with several pairs has a column that is at most 1 and at most their sum. */
function quotaEntries(model: Model, inputs: Inputs, byFirm: number[][], quota: Quota): Entry[] {
  return byFirm.flatMap((pairs, firm): Entry[] => {
    if (pairs.length === 0 || !countsFor(quota, at(inputs.firms, firm))) return [];
    if (pairs.length === 1) return [[at(pairs, 0), 1]];
    const counted = addColumn(model, 0, 1);
    addRow(model, [...pairs.map((pair): Entry => [pair, -1]), [counted, 1]], -Infinity, 0);
    return [[counted, 1]];
  });
}

function groupPairs(inputs: Inputs, keyOf: (pair: Inputs['pairs'][number]) => number, size: number): number[][] {
  const groups: number[][] = Array.from({ length: size }, () => []);
  inputs.pairs.forEach((pair, position) => at(groups, keyOf(pair)).push(position));
  return groups;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
