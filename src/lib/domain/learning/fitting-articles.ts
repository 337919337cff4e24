/** What a page says about whom it helps: indices of the counted questionnaire, and levels of firms (0-5). */
export interface Helpful {
  index_ids: readonly string[];
  min_level: number;
  max_level: number;
}

/**
 * The pages that help a firm of a level with its weakest indices: for each index, from the weakest on, the first page that
 * names it and is not there yet. Indices that are full (share 100) need no page. `share` is points in per cent of the maximum;
 * among equals the index that comes first in the questionnaire goes first.
 */
export function fittingArticles<A extends Helpful>(
  articles: readonly A[],
  indices: readonly { id: string; share: number }[],
  level: number,
  most: number
): A[] {
  const suitable = articles.filter(({ min_level, max_level }) => level >= min_level && level <= max_level);
  const found = new Set<A>();
  for (const { id } of indices.filter(({ share }) => share < 100).toSorted((a, b) => a.share - b.share)) {
    if (found.size >= most) break;
    const next = suitable.find((article) => article.index_ids.includes(id) && !found.has(article));
    if (next) found.add(next);
  }
  return [...found];
}
