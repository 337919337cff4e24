import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskTaxCode, parseTaxCode } from './tax-code.ts';

describe('a tax code', () => {
  it.each([
    '0100233488',
    '0100112437',
    '0300588569',
    '0101248141',
    '8037630690',
    '0314409058-002',
    '0312687878-001',
    '1300440846-008',
    '2000102580-001'
  ])('%s is right', (code) => {
    expect(parseTaxCode(code)).toEqual({ ok: true, code, format: code.includes('-') ? 'mst13' : 'mst10' });
  });
  it.each([
    ['0100233480', 'check_digit'],
    ['0300588560', 'check_digit'],
    ['0314409059-002', 'check_digit']
  ])('%s is taken with the warning %s', (code, warning) => {
    expect(parseTaxCode(code)).toMatchObject({ ok: true, code, warning });
  });
  it.each([
    '',
    '12345',
    'VV34567890',
    '0100000008',
    '0314409058-000',
    '01002334881',
    '0100233488-02',
    '0100233488-0022',
    '٠١٠٠٢٣٣٤٨٨',
    '0100233488a'
  ])('"%s" has the wrong format', (code) => expect(parseTaxCode(code)).toEqual({ ok: false, code: 'tax_code_format' }));
  it.each([
    [' 0100 233 488 ', '0100233488'],
    ['0100.233.488', '0100233488'],
    ['0314409058002', '0314409058-002'],
    ['0314409058 – 002', '0314409058-002'],
    ['0314409058\u00a0\u2011\u00a0002', '0314409058-002']
  ])('"%s" is written %s', (input, code) => {
    expect(parseTaxCode(input)).toMatchObject({ ok: true, code });
  });
  it('of 12 digits is a personal number, without a check digit', () => {
    expect(parseTaxCode('083 100 000 056')).toEqual({ ok: true, code: '083100000056', format: 'personal12' });
  });
  it('the canonical form reads back as itself, and no input throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9. -]{8,18}$/)), (input) => {
        const parsed = parseTaxCode(input);
        if (parsed.ok) expect(parseTaxCode(parsed.code)).toEqual(parsed);
      })
    );
  });
  it('whose sum leaves no digit (result 10) always warns', () => {
    const main = Array.from({ length: 100_000 }, (_, i) => `13${String(i).padStart(7, '0')}`).find((nine) => {
      const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
      return nine.slice(2) !== '0000000' && weights.reduce((sum, w, k) => sum + w * Number(nine[k]), 0) % 11 === 0;
    });
    for (let digit = 0; digit <= 9; digit += 1) {
      expect(parseTaxCode(`${main}${digit}`)).toMatchObject({ warning: 'check_digit' });
    }
  });
});

describe('masking', () => {
  it('keeps the first 3 and last 2 of a personal number', () => {
    expect(maskTaxCode('083100000056')).toBe('083•••••••56');
  });
  it('leaves other codes alone', () => {
    expect(maskTaxCode('0100233488')).toBe('0100233488');
    expect(maskTaxCode('0314409058-002')).toBe('0314409058-002');
  });
});
