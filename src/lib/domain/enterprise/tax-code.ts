export type TaxCodeFormat = 'mst10' | 'mst13' | 'personal12';

/** What is unusual about a code of the right format. Warned about, never refused. */
export type TaxCodeWarning = 'check_digit';

export type TaxCode =
  { ok: true; code: string; format: TaxCodeFormat; warning?: TaxCodeWarning } | { ok: false; code: 'tax_code_format' };

/**
 * Reads a tax code (mã số thuế) as people write it, with spaces, dots or dashes anywhere, into its one canonical form:
 *
 * - `mst10`: 10 digits, enterprises and co-operatives;
 * - `mst13`: 10 digits and 3 for a branch or dependent unit, canonical `##########-###`;
 * - `personal12`: 12 digits, the personal number of a household business's owner, from 01/07/2025: personal data,
 *   to be shown through `maskTaxCode`; it has no check digit.
 *
 * The format is law (TT 105/2020 art. 5, then TT 86/2024 and TT 90/2026). The check digit is not traced to a legal
 * text, though all known codes follow it, so a wrong one only warns. A serial (digits 3-9) of zeros and branch 000
 * are no codes; the database refuses them too.
 */
export function parseTaxCode(input: string): TaxCode {
  const written = input.replace(/[\s.]/gu, '').replace(/[‐‑‒–—]/gu, '-');
  const digits = written.replaceAll('-', '');
  // A branch code with a digit missing also has twelve digits, but is nobody's personal number.
  const isBrokenBranch = /^[0-9]{10}-/.test(written) && digits.length === 12;
  if (!isBrokenBranch && /^[0-9]{12}$/.test(digits)) return { ok: true, code: digits, format: 'personal12' };
  if (!/^[0-9]{10}(?:[0-9]{3})?$/.test(digits)) return { ok: false, code: 'tax_code_format' };
  const main = digits.slice(0, 10);
  const branch = digits.slice(10);
  if (main.slice(2, 9) === '0000000' || branch === '000') return { ok: false, code: 'tax_code_format' };
  return {
    ok: true,
    code: branch ? `${main}-${branch}` : main,
    format: branch ? 'mst13' : 'mst10',
    ...(checkDigit(main) === Number(main[9]) ? {} : { warning: 'check_digit' as const })
  };
}

/** A 12-digit personal number with its middle hidden (`083•••••••56`: the first 3 and last 2 stay); others as they are. */
export function maskTaxCode(code: string): string {
  return /^[0-9]{12}$/.test(code) ? `${code.slice(0, 3)}${'•'.repeat(7)}${code.slice(-2)}` : code;
}

// 10 − (Σ weight × digit mod 11). A result of 10 is no digit: such a number is not issued.
function checkDigit(main: string): number {
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  return 10 - (weights.reduce((sum, weight, i) => sum + weight * Number(main[i]), 0) % 11);
}
