import { conditionVariant, type SolutionCondition } from '$lib/domain/leads/match';
import type { I18n } from '$lib/i18n/instance';
import type { Names } from '$lib/server/data/needs';

/** A name in the page's language. */
export function nameOf({ locale }: Pick<I18n, 'locale'>, names: Names): string {
  return locale === 'vi' ? names.name_vi : names.name_en;
}

/** The sentence for a condition of a solution: what it asks for and what is so of the firm. */
export function conditionSentence(i18n: I18n, condition: SolutionCondition): string {
  const { t, locale, money } = i18n;
  const say = (variant: string, values: Record<string, unknown> = {}) =>
    t(`leads:condition.${condition.id}.${variant}`, values);
  const variant = conditionVariant(condition);
  switch (condition.id) {
    case 'category':
      return say(variant, { value: condition.value[locale] });
    case 'kind':
      return say(variant, {
        value: t(`enterprise:kind.${condition.value}`),
        wanted: condition.wanted.map((kind) => t(`enterprise:kind.${kind}`)).join(', ')
      });
    case 'size':
      return say(variant, {
        value: condition.value === null ? t('leads:unknown') : t(`enterprise:size.${condition.value}`),
        wanted: condition.wanted.map((size) => t(`enterprise:size.${size}`)).join(', ')
      });
    case 'sector':
    case 'unit':
      return say(variant, {
        value: condition.value?.[locale] ?? t('leads:unknown'),
        wanted: condition.wanted.map((names) => names[locale]).join(', ')
      });
    case 'price': {
      const { price, support } = condition.value;
      return say(variant, {
        price: money(price ?? 0),
        support: money(support),
        own: money((price ?? 0) - support),
        budget: money(condition.wanted ?? 0)
      });
    }
    case 'room':
      return say(variant);
  }
}

/** What a small firm pays in a year. */
export function priceWords(
  { t, money }: I18n,
  { price_model, price_year }: { price_model: string; price_year: number | null }
): string {
  if (price_model === 'quote' || price_year === null) return t('leads:price.quote');
  if (price_model === 'free') return t('leads:price.free');
  return t('leads:price.year', { price: money(price_year) });
}

/** "5–20 triệu": a budget in words, or that none was named. */
export function budgetWords(
  { t, money }: I18n,
  { budget_min, budget_max }: { budget_min: number | null; budget_max: number | null }
): string {
  if (budget_min !== null && budget_max !== null)
    return t('leads:budget.both', { min: money(budget_min), max: money(budget_max) });
  if (budget_max !== null) return t('leads:budget.most', { max: money(budget_max) });
  if (budget_min !== null) return t('leads:budget.least', { min: money(budget_min) });
  return t('leads:budget.open');
}
