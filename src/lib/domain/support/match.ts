/** A name in both languages. */
export interface Names {
  vi: string;
  en: string;
}

/** What a package gives a firm of one content, or why it is left out (`private.match_contents`). */
export interface Content {
  support_id: string;
  name: Names;
  /** Share of the cost, 0 to 1, and the most in VND; both 0 when given in kind, null when left out for want of terms. */
  rate: number | null;
  cap: number | null;
  basis: string;
  valid_from: string | null;
  valid_to: string | null;
  /** The law does not name the kind or the size, or the package has no terms for it. */
  left_out: 'kind' | 'size' | 'terms' | null;
}

interface Shape<Id extends string, Value, Wanted> {
  id: Id;
  met: boolean;
  value: Value;
  wanted: Wanted;
  /** The article of law behind the condition, where there is one. */
  basis?: string | null;
}

/** One condition of a package for a firm, as `private.match_explanation` tells it. */
export type Condition =
  | Shape<'kind', string, string[]>
  | Shape<'size', string | null, string[]>
  | Shape<'sector', Names | null, Names[]>
  | Shape<'unit', Names | null, Names[]>
  | Shape<'assessed', string | null, null>
  | Shape<'level', number | null, [number, number]>
  | Shape<'law', Content[], null>
  | Shape<'verified', string[], string[]>
  | Shape<'content_free', Names[], number>
  | Shape<'open', string, [string | null, string | null]>
  | Shape<'place', null, null>;

/** A value of a sentence: text as it is, names in the page's language, words to be looked up by their keys, or a day. */
export type Parameter = string | number | { names: Names[] } | { keys: string[] } | { date: string };

/** A sentence: the key of its words under `packages:condition`, and what goes into it. */
export interface Words {
  key: string;
  parameters: Record<string, Parameter>;
}

/**
 * The sentence for one condition. Where a package asks for nothing, it says that; where the law decides, it says whether
 * the kind or the size is not named. Nothing of other firms goes into it.
 */
export function conditionWords(condition: Condition): Words {
  const met = condition.met ? 'met' : 'failed';
  const words = (variant: string, parameters: Record<string, Parameter> = {}): Words => ({
    key: `${condition.id}.${variant}`,
    parameters
  });
  switch (condition.id) {
    case 'kind': {
      if (condition.wanted.length === 0) return words('any');
      return words(met, { value: kinds([condition.value]), wanted: kinds(condition.wanted) });
    }
    case 'size':
      return sizeWords(condition, words);
    case 'sector':
    case 'unit': {
      if (condition.wanted.length === 0) return words('any');
      return words(met, { value: named(condition.value), wanted: { names: condition.wanted } });
    }
    case 'assessed':
      return condition.value === null ? words('failed') : words('met', { date: { date: condition.value } });
    case 'level': {
      const [min, max] = condition.wanted;
      if (min === 0 && max === 5) return words('any');
      const wanted = min === max ? String(min) : `${min}–${max}`;
      if (condition.value === null) return words('unknown', { wanted });
      return words(met, { value: condition.value, wanted });
    }
    case 'law':
      return lawWords(condition, words);
    case 'verified': {
      if (condition.wanted.length === 0) return words('any');
      const held = condition.value.length;
      return words(met, { held, count: condition.wanted.length, ids: condition.wanted.join(', ') });
    }
    case 'content_free':
      return words(met, { contents: { names: condition.value }, year: condition.wanted });
    case 'open':
      return openWords(condition, words);
    case 'place':
      return words(met);
  }
}

type Write = (variant: string, parameters?: Record<string, Parameter>) => Words;
type Of<Id> = Extract<Condition, { id: Id }>;

/** Size classes bind firms under the enterprise law only: others pass whatever the package asks. */
function sizeWords({ met, value, wanted }: Of<'size'>, words: Write): Words {
  if (wanted.length === 0) return words('any');
  if (met && (value === null || !wanted.includes(value))) return words('exempt');
  if (value === null) return words('unknown', { wanted: sizes(wanted) });
  return words(met ? 'met' : 'failed', { value: sizes([value]), wanted: sizes(wanted) });
}

function lawWords({ met, value }: Of<'law'>, words: Write): Words {
  const contents = { names: value.map(({ name }) => name) };
  if (met) return value.length === 0 ? words('met') : words('partly', { contents });
  if (value.length === 0) return words('none');
  const reason = (['kind', 'size'] as const).find((left) => value.some(({ left_out }) => left_out === left));
  return words(reason ?? 'terms', { contents });
}

/** A failed window is either still to come or over; a package that is not open says only that. */
function openWords({ met, value, wanted: [opens, closes] }: Of<'open'>, words: Write): Words {
  if (met) return closes === null ? words('met') : words('until', { date: { date: closes } });
  if (value !== 'open') return words('shut');
  if (opens !== null && closes !== null) return words('window', { from: { date: opens }, to: { date: closes } });
  if (opens !== null) return words('from', { date: { date: opens } });
  return words('over', { date: { date: closes ?? '' } });
}

function kinds(values: string[]): Parameter {
  return { keys: values.map((value) => `enterprise:kind.${value}`) };
}

function sizes(values: string[]): Parameter {
  return { keys: values.map((value) => `enterprise:size.${value}`) };
}

function named(value: Names | null): Parameter {
  return value === null ? '' : { names: [value] };
}

/** Conditions that fail, the ones that need a person's verification last: they do not keep a firm from asking. */
export function failedConditions(conditions: readonly Condition[]): Condition[] {
  return conditions.filter(({ met }) => !met).sort((a, b) => Number(a.id === 'verified') - Number(b.id === 'verified'));
}

/**
 * Kinds that get no state money for advice and solutions under decree 80/2021 article 11, which names firms under the
 * enterprise law only. Other laws support them.
 */
export function hasOtherLaw(kind: string): boolean {
  return kind !== 'enterprise' && kind !== 'startup';
}
