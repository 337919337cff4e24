import { placesOf } from './outline.ts';
import type { Criterion, Questionnaire, Text } from './questionnaire.ts';

/**
 * How one criterion differs between two versions. `fields` are dotted (`question.vi`, `levels.3.en`); `index` means
 * that it moved to another index. Empty for added and removed ones.
 */
export type CriterionChange = {
  id: string;
  change: 'added' | 'removed' | 'changed';
  name: Text;
  fields: string[];
};

/**
 * The criteria added, removed and changed from version `a` to version `b`: in the order of `b`, then the removed
 * ones in the order of `a`. Same id means same criterion.
 */
export function compareQuestionnaires(a: Questionnaire, b: Questionnaire): CriterionChange[] {
  const before = byId(a);
  const after = byId(b);
  const changes: CriterionChange[] = [];
  for (const [id, now] of after) {
    const was = before.get(id);
    if (!was) changes.push({ id, change: 'added', name: now.criterion.name, fields: [] });
    else {
      const fields = differences(was.criterion, now.criterion);
      if (was.index !== now.index) fields.unshift('index');
      if (fields.length > 0) changes.push({ id, change: 'changed', name: now.criterion.name, fields });
    }
  }
  for (const [id, was] of before) {
    if (!after.has(id)) changes.push({ id, change: 'removed', name: was.criterion.name, fields: [] });
  }
  return changes;
}

/**
 * What differs outside the criteria: dotted paths of title, texts, scoring rules, levels, pillars and indices. Without
 * this two versions with other thresholds would look the same.
 */
export function compareFrames(a: Questionnaire, b: Questionnaire): string[] {
  return differences(frame(a), frame(b));
}

function frame(doc: Questionnaire) {
  // By id, not by position: a pillar put in front must not make all the others look changed.
  const pillars = doc.pillars.map(({ indices, ...pillar }) => {
    const bare = indices.map(({ id, name, about, max }) => [id, { name, about, max }] as const);
    return [pillar.id, { ...pillar, indices: Object.fromEntries(bare) }] as const;
  });
  return { ...doc, version: '', pillars: Object.fromEntries(pillars) };
}

function byId(doc: Questionnaire): Map<string, { criterion: Criterion; index: string }> {
  return new Map(placesOf(doc).map(({ criterion, index }) => [criterion.id, { criterion, index: index.id }] as const));
}

function differences(a: unknown, b: unknown, path = ''): string[] {
  if (Object.is(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences(a[key], b[key], path ? `${path}.${key}` : key));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
