// Mobile: ten digits by the prefixes in use (wide on purpose: new blocks are opened every few years).
const MOBILE = /^0(?:3[0-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}$/;
const FIXED = /^02[0-9]{9}$/;

/**
 * A Vietnamese phone number as people write it (`0912 345 678`, `+84 (0)912.345.678`, `0275 3822 123`) as E.164
 * (`+84912345678`), or null when it is none. Numbers of other countries and hotlines (1800, 1900) are not accepted:
 * neither can be called back from everywhere.
 */
export function normalisePhone(input: string): string | null {
  const compact = input.replace(/[\s.\-‐‑‒–—()]/gu, '');
  const national = compact.replace(/^(?:\+|00)?84(?=0?[1-9])0?/, '0');
  return MOBILE.test(national) || FIXED.test(national) ? `+84${national.slice(1)}` : null;
}
