import { greedy, pointsOfChoice, type Inputs } from '../../src/lib/domain/support/allocation.ts';
import { buildModel } from '../../src/lib/domain/support/allocation-model.ts';
import { solve } from '../../src/lib/server/allocation/solve.ts';
import { report } from '../support/measurement.ts';
import { numbersFrom } from '../support/random.ts';
import { load, quick } from './support/settings.ts';

// An allocation run of 5,000 firms and 40 packages: what the solver reaches against the greedy pass, and in how long. The inputs
// are generated, the same each time: scarce places, money for about a tenth of what is wanted, shared contents, quotas.

const FIRMS = quick ? 300 : 5000;
const PACKAGES = quick ? 8 : 40;
const SECONDS = quick ? 5 : 60;
/** One firm in six fits a package by kind, size, sector, level and area. */
const FITS = 6;

const inputs = generate();
const model = buildModel(inputs);
console.log(
  `${FIRMS} firms, ${PACKAGES} packages: ${inputs.pairs.length} pairs; ${model.cost.length} columns, ${model.rowLower.length} rows (${load()})`
);
const simple = greedy(inputs);
const outcome = await solve(inputs, SECONDS);
if (outcome.state !== 'solved') throw new Error(`The run ended as ${outcome.state}.`);
const again = await solve(inputs, SECONDS);
const same = again.state === 'solved' && again.chosen.join() === outcome.chosen.join();
const greedyPoints = pointsOfChoice(inputs, simple.choice);
console.log(
  `solver: ${outcome.chosen.length} pairs, ${outcome.points / 100} points, bound ${outcome.bound / 100}, ` +
    `${outcome.optimal ? 'optimal within the gap' : 'stopped by time'}; greedy: ${simple.choice.length} pairs, ${greedyPoints / 100} points` +
    `${simple.complete ? '' : ', quotas not reached'}; a second run gives ${same ? 'the same' : 'another'} choice`
);
report({ name: `allocation ${FIRMS} × ${PACKAGES}: solver`, value: outcome.seconds, unit: 's' });
report({ name: `allocation ${FIRMS} × ${PACKAGES}: greedy`, value: outcome.greedy.seconds, unit: 's' });
report({ name: `allocation ${FIRMS} × ${PACKAGES}: gap`, value: Number((outcome.gap * 100).toFixed(4)), unit: '%' });
report({
  name: `allocation ${FIRMS} × ${PACKAGES}: points over greedy`,
  value: Number(((outcome.points / greedyPoints - 1) * 100).toFixed(3)),
  unit: '%'
});

function generate(): Inputs {
  const { next, whole, pick } = numbersFrom(8576);
  const lines = [40, 25, 10, 5].map((free, index) => ({
    line_code: `L${index}`,
    allotment_id: null,
    free: Math.round(free * (FIRMS / 5000) * 100_000_000)
  }));
  const packages = Array.from({ length: PACKAGES }, (_, index) => ({
    package_id: `p${index}`,
    code: `P${index}`,
    line: whole(8) === 0 ? null : whole(lines.length),
    places: whole(3) === 0 ? null : 10 + whole(Math.ceil(FIRMS / 50)),
    contents: [`c${whole(12)}`, ...(whole(3) === 0 ? [`c${12 + whole(6)}`] : [])]
  }));
  const firms = Array.from({ length: FIRMS }, (_, index) => ({
    enterprise_id: `f${index}`,
    size: pick(['micro', 'micro', 'micro', 'small', 'small', 'medium']),
    unit: `u${whole(148)}`,
    district: `d${whole(9)}`
  }));
  // The state share by package and size, in whole million VND as ceilings of the law are.
  const amounts = packages.map(({ line }) =>
    line === null
      ? { micro: 0, small: 0, medium: 0 }
      : { micro: 5 + whole(16), small: 10 + whole(41), medium: 20 + whole(81) }
  );
  const standing = firms.map(() => next());
  const pairs = packages.flatMap((_, index) =>
    firms.flatMap(({ size }, firm): Inputs['pairs'] => {
      if (whole(FITS) > 0) return [];
      const points = Math.round(100 * Math.min(100, 20 + 50 * standing[firm]! + 30 * next()));
      return [[firm, index, points, amounts[index]![size as 'micro'] * 1_000_000]];
    })
  );
  const share = (part: number) => Math.max(1, Math.round((part * FIRMS) / 5000));
  return {
    year: 2026,
    packages,
    lines,
    firms,
    pairs,
    quotas: [
      { kind: 'size', value: 'medium', at_least: share(120) },
      { kind: 'unit', value: 'd3', at_least: share(150) },
      { kind: 'unit', value: 'd7', at_least: share(150) }
    ]
  };
}
