import { compareFrames, compareQuestionnaires } from '$lib/domain/assessment/compare';
import { placesOf } from '$lib/domain/assessment/outline';
import type { Locale, Questionnaire } from '$lib/domain/assessment/questionnaire';

/** One changed value, as it was and as it is; null where it is absent. `path` is dotted. */
export interface Difference {
  path: string;
  before: string | null;
  after: string | null;
}

export interface CriterionDifference {
  id: string;
  change: 'added' | 'removed' | 'changed';
  name: string;
  fields: Difference[];
}

/** Everything that differs from `a` to `b`, with both values, to be read side by side. */
export function differencesOf(a: Questionnaire, b: Questionnaire, locale: Locale) {
  const [before, after] = [byId(a), byId(b)];
  const frames = compareFrames(a, b).map((path) => difference(path, byIdFrame(a), byIdFrame(b)));
  const criteria = compareQuestionnaires(a, b).map(({ id, change, name, fields }): CriterionDifference => ({
    id,
    change,
    name: name[locale],
    fields: fields.map((path) => difference(path, before.get(id), after.get(id)))
  }));
  return { frames, criteria };
}

function difference(path: string, a: unknown, b: unknown): Difference {
  return { path, before: shown(valueAt(a, path)), after: shown(valueAt(b, path)) };
}

/** Paths of frames name pillars and indices by id, not by position. */
function byIdFrame(doc: Questionnaire): unknown {
  const pillars = doc.pillars.map(({ indices, ...pillar }) => [
    pillar.id,
    { ...pillar, indices: Object.fromEntries(indices.map((index) => [index.id, index])) }
  ]);
  return { ...doc, pillars: Object.fromEntries(pillars) };
}

function byId(doc: Questionnaire): Map<string, unknown> {
  return new Map(placesOf(doc).map(({ criterion, index }) => [criterion.id, { ...criterion, index: index.id }]));
}

/** Ids of indices have dots themselves, so at each step the longest key that fits is taken. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value)
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((x, y) => y.length - x.length)[0];
  return key === undefined ? undefined : valueAt(Reflect.get(value, key), path.slice(key.length + 1));
}

/** Numbers and texts as they are; of a whole pillar or index that came or went, its Vietnamese name stands for it. */
function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return String(value);
  const { name } = value as { name?: unknown };
  return typeof name === 'object' && name !== null ? shown(Reflect.get(name, 'vi')) : JSON.stringify(value);
}
