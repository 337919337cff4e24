/** One page of an assessment: an index, its pillar, and its place in the order of the document. */
export type AssessmentPage<P, I> = {
  pillar: P;
  index: I;
  number: number;
  previous: string | null;
  next: string | null;
};

type WithIndices<I> = { id: string; indices: I[] };

/** The pages of an assessment: one per index, in the order of the document. Generic over whole and localised documents. */
export function pagesOf<I extends { id: string }, P extends WithIndices<I>>(doc: {
  pillars: (P & WithIndices<I>)[];
}): AssessmentPage<P, I>[] {
  const places = doc.pillars.flatMap((pillar) => pillar.indices.map((index) => ({ pillar, index })));
  return places.map((place, i) => ({
    ...place,
    number: i + 1,
    previous: places[i - 1]?.index.id ?? null,
    next: places[i + 1]?.index.id ?? null
  }));
}

/** The page that asks a criterion: the id of its index, or null when the document has no such criterion. */
export function pageOf(
  doc: { pillars: { indices: { id: string; criteria: { id: string }[] }[] }[] },
  criterion: string
): string | null {
  const indices = doc.pillars.flatMap((pillar) => pillar.indices);
  return indices.find((index) => index.criteria.some(({ id }) => id === criterion))?.id ?? null;
}
