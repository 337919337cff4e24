import type { Names } from '../support/match.ts';

interface Shape<Id extends string, Value, Wanted> {
  id: Id;
  met: boolean;
  value: Value;
  wanted: Wanted;
  basis?: string | null;
}

/** One condition of a solution for a need, as `private.solution_explanation` tells it. Money in VND a year. */
export type SolutionCondition =
  | Shape<'category', Names, Names>
  | Shape<'kind', string, string[]>
  | Shape<'size', string | null, string[]>
  | Shape<'sector', Names | null, Names[]>
  | Shape<'unit', Names | null, Names[]>
  | Shape<'price', { price: number | null; support: number }, number | null>
  | Shape<'room', null, null>;

/**
 * Which sentence says a condition: the last part of its key. `any` where the solution asks for nothing; a size class binds
 * firms under the enterprise law only; a price is unknown before a quote, and a budget may be left open.
 */
export function conditionVariant(condition: SolutionCondition): string {
  const result = condition.met ? 'met' : 'failed';
  switch (condition.id) {
    case 'kind':
    case 'sector':
    case 'unit':
      return condition.wanted.length === 0 ? 'any' : result;
    case 'size':
      if (condition.wanted.length === 0) return 'any';
      return condition.value !== null && condition.wanted.includes(condition.value)
        ? 'met'
        : condition.met
          ? 'any'
          : result;
    case 'price':
      if (condition.value.price === null) return 'quote';
      if (condition.wanted === null) return 'open';
      return condition.value.support > 0 ? `${result}_supported` : result;
    default:
      return result;
  }
}

/**
 * Categories for a result, the most fitting first: those of the weakest pillars that are meant for the kind of firm.
 * `weak` are pillar ids, weakest first; what serves none of them is left out.
 */
export function suggestCategories<T extends { pillar_ids: string[]; kinds: string[] }>(
  categories: readonly T[],
  weak: readonly string[],
  kind: string
): T[] {
  const place = ({ pillar_ids }: T) => {
    const places = pillar_ids.map((id) => weak.indexOf(id)).filter((at) => at >= 0);
    return places.length > 0 ? Math.min(...places) : Infinity;
  };
  return categories
    .filter((category) => category.kinds.includes(kind) && place(category) < Infinity)
    .toSorted((a, b) => place(a) - place(b));
}
