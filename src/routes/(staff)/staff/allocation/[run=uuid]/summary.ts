import { at, pointsOfChoice, type Choice, type Inputs, type Missed } from '$lib/domain/support/allocation';

/** What a result page shows of a run: sums by line and package, and the pairs of one package. */

export function byLine(inputs: Inputs, choice: Choice) {
  return inputs.lines.map(({ line_code, free }, line) => {
    const used = choice.reduce((sum, pair) => sum + (lineOf(inputs, pair) === line ? at(inputs.pairs, pair)[3] : 0), 0);
    return { line_code, free, used, left: free - used };
  });
}

export function byPackage(inputs: Inputs, choice: Choice) {
  return inputs.packages.map(({ code, package_id, places }, index) => {
    const pairs = choice.filter((pair) => at(inputs.pairs, pair)[1] === index);
    const candidates = inputs.pairs.filter(([, offered]) => offered === index).length;
    return { code, package_id, places, candidates, chosen: pairs.length, points: pointsOfChoice(inputs, pairs) / 100 };
  });
}

/** Firms with at least one package. */
export function firmsOf(inputs: Inputs, choice: Choice): number {
  return new Set(choice.map((pair) => at(inputs.pairs, pair)[0])).size;
}

export function pairsOf(inputs: Inputs, choice: Choice, missed: Missed[], index: number) {
  const describe = (pair: number) => {
    const [firm, , points, amount] = at(inputs.pairs, pair);
    return { pair, enterprise_id: at(inputs.firms, firm).enterprise_id, points: points / 100, amount };
  };
  const here = (pair: number) => at(inputs.pairs, pair)[1] === index;
  return {
    chosen: choice.filter(here).map(describe),
    missed: missed
      .filter(({ pair }) => here(pair))
      .map(({ pair, reason, by }) => ({
        ...describe(pair),
        reason,
        by: by === null ? null : at(inputs.packages, by).code
      }))
  };
}

function lineOf(inputs: Inputs, pair: number): number | null {
  return at(inputs.packages, at(inputs.pairs, pair)[1]).line;
}
