import { answerTo } from './answers.ts';
import type { Answers } from './answers.ts';
import type { Outline } from './outline.ts';

export type Count = { id: string; answered: number; total: number };
export type Completeness = {
  answered: number;
  total: number;
  pillars: (Count & { indices: Count[] })[];
};

/** How many criteria are answered, overall, per pillar and per index (= per page). "Does not apply" is an answer. */
export function completeness(doc: Outline, answers: Answers): Completeness {
  const pillars = doc.pillars.map((pillar) => {
    const indices = pillar.indices.map((index) => ({
      id: index.id,
      answered: index.criteria.filter((criterion) => answerTo(answers, criterion.id)).length,
      total: index.criteria.length
    }));
    return { id: pillar.id, ...sum(indices), indices };
  });
  return { ...sum(pillars), pillars };
}

/**
 * The page to go to: the id of the first index with a criterion not yet answered; with `after`, the first such index
 * after that one, beginning again at the front. Null when everything is answered. Recomputed from the answers, never
 * stored.
 */
export function nextIndex(doc: Outline, answers: Answers, after?: string): string | null {
  const indices = completeness(doc, answers).pillars.flatMap((pillar) => pillar.indices);
  const start = indices.findIndex((index) => index.id === after) + 1;
  const inTurn = [...indices.slice(start), ...indices.slice(0, start)];
  return inTurn.find((index) => index.answered < index.total)?.id ?? null;
}

function sum(counts: { answered: number; total: number }[]): { answered: number; total: number } {
  return {
    answered: counts.reduce((total, count) => total + count.answered, 0),
    total: counts.reduce((total, count) => total + count.total, 0)
  };
}
