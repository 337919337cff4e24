import type { Locale, Questionnaire, Text } from './questionnaire.ts';

/** The same shape with every `Text` replaced by its words in one language. */
export type Localised<T> = T extends Text
  ? string
  : T extends readonly (infer Item)[]
    ? Localised<Item>[]
    : T extends object
      ? { [Key in keyof T]: Localised<T[Key]> }
      : T;

export type LocalQuestionnaire = Localised<Questionnaire>;
export type LocalPillar = LocalQuestionnaire['pillars'][number];
export type LocalIndex = LocalPillar['indices'][number];
export type LocalCriterion = LocalIndex['criteria'][number];

/**
 * A document, or any part of one, in one language: half the bytes, and pages need not choose. Ids, kinds, weights
 * and scoring stay, so that the score can be computed from the result too.
 */
export function localise<T>(part: T, locale: Locale): Localised<T> {
  return localiseValue(part, locale) as Localised<T>;
}

function localiseValue(value: unknown, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => localiseValue(item, locale));
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) return value[locale];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localiseValue(item, locale)]));
}

function isText(value: object): value is Text {
  return 'vi' in value && 'en' in value && Object.keys(value).length === 2;
}
