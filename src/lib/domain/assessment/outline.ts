import type { Scoring } from './questionnaire.ts';

// Apart from questionnaire.ts, which brings zod: pages compute with outlines and need no zod for it.

/**
 * What the rules need of a document: its structure without its words. A `Questionnaire` and a `LocalQuestionnaire`
 * both have it, so pages can score the localised document they hold.
 */
export type Outline = {
  scoring: Scoring;
  pillars: { id: string; max: number; indices: { id: string; max: number; criteria: CriterionOutline[] }[] }[];
};

export type CriterionOutline = { id: string; kind: 'ordinal' | 'ratio'; weight: number; notApplicable?: true };

type Nested<I> = { pillars: { indices: I[] }[] };

/** All criteria in the order of the document. */
export function criteriaOf<C>(doc: Nested<{ criteria: C[] }>): C[] {
  return doc.pillars.flatMap((pillar) => pillar.indices.flatMap((index) => index.criteria));
}

/** All criteria in the order of the document, each with its index and pillar. */
export function placesOf<C, I extends { criteria: C[] }, P extends { indices: I[] }>(doc: {
  pillars: (P & { indices: (I & { criteria: C[] })[] })[];
}): { pillar: P; index: I; criterion: C }[] {
  return doc.pillars.flatMap((pillar) =>
    pillar.indices.flatMap((index) => index.criteria.map((criterion) => ({ pillar, index, criterion })))
  );
}
