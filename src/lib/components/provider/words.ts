import type { I18n } from '$lib/i18n/instance';
import type { Solution } from '$lib/server/data/solutions';

/** What a small firm pays in the first year, and how it is charged. */
export function priceOf({ t, money }: I18n, row: Pick<Solution, 'price_model' | 'price_year'>): string {
  return t(`providers:price.${row.price_model}`, { price: money(row.price_year ?? 0) });
}

/** A text in the page's language, or in the one that there is. */
export function inWords({ locale }: I18n, vi: string | null, en: string | null): string {
  return (locale === 'vi' ? (vi ?? en) : (en ?? vi)) ?? '';
}
