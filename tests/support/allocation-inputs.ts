import fc from 'fast-check';
import { brokenRule, pointsOfChoice, type Inputs, type Quota } from '../../src/lib/domain/support/allocation.ts';

/** Small allocation runs with scarce places and money, shared contents, and quotas that may be out of reach. */
export function allocationInputs(firms: number, packages: number): fc.Arbitrary<Inputs> {
  const size = fc.constantFrom('micro', 'small', null);
  const unit = fc.constantFrom('u1', 'u2', 'u3');
  const quota: fc.Arbitrary<Quota> = fc.oneof(
    fc.record({
      kind: fc.constant('size' as const),
      value: fc.constantFrom('micro', 'small'),
      at_least: fc.integer({ min: 1, max: 3 })
    }),
    fc.record({
      kind: fc.constant('unit' as const),
      value: fc.constantFrom('u1', 'u2', 'd1', 'nowhere'),
      at_least: fc.integer({ min: 1, max: 3 })
    })
  );
  return fc
    .record({
      firms: fc.array(fc.record({ size, unit }), { minLength: 1, maxLength: firms }),
      packages: fc.array(
        fc.record({
          line: fc.constantFrom(0, 1, null),
          places: fc.option(fc.integer({ min: 0, max: 3 })),
          contents: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
        }),
        { minLength: 1, maxLength: packages }
      ),
      free: fc.tuple(fc.nat(60), fc.nat(60)),
      quotas: fc.uniqueArray(quota, { maxLength: 2, selector: ({ kind, value }) => `${kind} ${value}` }),
      drawn: fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 30 })), {
        minLength: firms * packages,
        maxLength: firms * packages
      })
    })
    .map(({ firms: made, packages: offered, free, quotas, drawn }) => ({
      year: 2026,
      packages: offered.map((entry, index) => ({ ...entry, package_id: `p${index}`, code: `P${index}` })),
      lines: free.map((amount, index) => ({ line_code: `L${index}`, allotment_id: null, free: amount })),
      firms: made.map((firm, index) => ({
        ...firm,
        enterprise_id: `f${index}`,
        district: firm.unit === 'u3' ? 'd2' : 'd1'
      })),
      pairs: offered.flatMap((_, index) =>
        made.flatMap((__, firm): Inputs['pairs'] => {
          const [matches, points, amount] = drawn[index * made.length + firm]!;
          return matches ? [[firm, index, points, amount]] : [];
        })
      ),
      quotas
    }));
}

/** The points of the best choice, by trying every one; null when none keeps all rules. */
export function bestByTrying(inputs: Inputs): number | null {
  let best: number | null = null;
  for (let mask = 0; mask < 2 ** inputs.pairs.length; mask += 1) {
    const choice = inputs.pairs.flatMap((_, pair) => ((mask >> pair) & 1 ? [pair] : []));
    if (brokenRule(inputs, choice) === null) best = Math.max(best ?? 0, pointsOfChoice(inputs, choice));
  }
  return best;
}
