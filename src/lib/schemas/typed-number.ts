import type { Locale } from '$lib/i18n/locales';

const GROUPS = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/;
const GROUPS_AND_DECIMALS = /^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:,\d{3})+\.\d+$/;
const PLAIN = /^\d+(?:[.,]\d+)?$/;

/**
 * A number as people write it: `12000000`, `12.000.000`, `12,000,000`, `1,5`, with spaces or with `đồng` after it.
 * A point or comma before exactly three digits separates thousands, as in a price, whatever the page's language;
 * otherwise it begins the decimals. Null when it is no number.
 */
export function parseTypedNumber(typed: string): number | null {
  const text = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s|_/g, '')
    .replace(/(?:đồng|vnđ|vnd|đ)$/, '');
  const sign = /^[-−]/.test(text) ? -1 : 1;
  const digits = sign === -1 ? text.slice(1) : text;
  if (GROUPS.test(digits) && !digits.startsWith('0')) return sign * Number(digits.replace(/[.,]/g, ''));
  if (GROUPS_AND_DECIMALS.test(digits)) {
    const point = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
    return sign * Number(`${digits.slice(0, point).replace(/[.,]/g, '')}.${digits.slice(point + 1)}`);
  }
  return PLAIN.test(digits) ? sign * Number(digits.replace(',', '.')) : null;
}

/** A number for a text field, with the separators of the language; `parseTypedNumber` reads it back unchanged. */
export function writeTypedNumber(value: number, locale: Locale): string {
  const format = new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 20 });
  const text = format.format(value);
  // `1,234` for 1.234 would be read as thousands.
  return !Number.isInteger(value) && GROUPS.test(text) ? `${text}0` : text;
}
