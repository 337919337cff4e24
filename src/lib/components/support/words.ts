import { conditionWords, type Condition, type Names, type Parameter } from '$lib/domain/support/match';
import type { I18n } from '$lib/i18n/instance';

type Speech = Pick<I18n, 't' | 'date' | 'locale'>;

/** A name in the page's language. */
export function nameIn({ locale }: Pick<I18n, 'locale'>, names: Names): string {
  return names[locale];
}

/** "Mức hiện tại 2, gói dành cho mức 0–1." The sentence for a condition in the page's language. */
export function sentence(i18n: Speech, condition: Condition): string {
  const { key, parameters } = conditionWords(condition);
  const values = Object.entries(parameters).map(([name, value]) => [name, say(i18n, value)]);
  return i18n.t(`packages:condition.${key}`, Object.fromEntries(values) as Record<string, string | number>);
}

function say(i18n: Speech, value: Parameter): string | number {
  if (typeof value !== 'object') return value;
  if ('date' in value) return i18n.date(value.date);
  if ('names' in value) return value.names.map((names) => nameIn(i18n, names)).join(', ');
  return value.keys.map((key) => i18n.t(key)).join(', ');
}

/** When a package takes requests; days as ISO dates, null where there is no limit. */
export function windowOf(
  { t, date }: Pick<I18n, 't' | 'date'>,
  { opens_on, closes_on }: { opens_on: string | null; closes_on: string | null }
): string {
  if (opens_on && closes_on) return t('packages:window.both', { from: date(opens_on), to: date(closes_on) });
  if (opens_on) return t('packages:window.from', { from: date(opens_on) });
  if (closes_on) return t('packages:window.until', { to: date(closes_on) });
  return t('packages:window.any');
}
