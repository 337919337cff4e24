import type { LocalCriterion, LocalIndex, LocalPillar, LocalQuestionnaire } from './localise.ts';

type OrdinalEntry = Pick<Extract<LocalCriterion, { kind: 'ordinal' }>, Shared>;
type RatioEntry = Pick<Extract<LocalCriterion, { kind: 'ratio' }>, Shared | 'denominator'>;
type Shared = 'id' | 'kind' | 'weight' | 'notApplicable' | 'name';

/**
 * What every page of an assessment shows and computes with: the structure, the names, and the scoring, without the
 * questions. A `LocalQuestionnaire` is one too; this is an eighth of it.
 */
export type Contents = {
  scoring: LocalQuestionnaire['scoring'];
  levels: Pick<LocalQuestionnaire['levels'][number], 'level' | 'name'>[];
  pillars: (Pick<LocalPillar, 'id' | 'name' | 'max'> & {
    indices: (Pick<LocalIndex, 'id' | 'name' | 'max'> & { criteria: ContentsCriterion[] })[];
  })[];
};

/** The denominator stays: questions with the same one offer each other's number. */
export type ContentsCriterion = OrdinalEntry | RatioEntry;

/** The contents of a document. */
export function contentsOf(doc: LocalQuestionnaire): Contents {
  return {
    scoring: doc.scoring,
    levels: doc.levels.map(({ level, name }) => ({ level, name })),
    pillars: doc.pillars.map(({ id, name, max, indices }) => ({
      id,
      name,
      max,
      indices: indices.map((index) => ({
        id: index.id,
        name: index.name,
        max: index.max,
        criteria: index.criteria.map(entryOf)
      }))
    }))
  };
}

function entryOf(criterion: LocalCriterion): ContentsCriterion {
  const { id, weight, name, notApplicable } = criterion;
  const shared = { id, weight, name, ...(notApplicable && { notApplicable }) };
  if (criterion.kind === 'ordinal') return { ...shared, kind: criterion.kind };
  return { ...shared, kind: criterion.kind, denominator: criterion.denominator };
}
