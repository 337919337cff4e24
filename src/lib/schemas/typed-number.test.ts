import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTypedNumber, writeTypedNumber } from './typed-number';

describe('parseTypedNumber', () => {
  it.each([
    ['12', 12],
    ['0', 0],
    ['1.200', 1200],
    ['1,200', 1200],
    ['12.000.000', 12_000_000],
    ['12,000,000', 12_000_000],
    ['12 000 000', 12_000_000],
    ['12.000.000 đồng', 12_000_000],
    ['850.000đ', 850_000],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['0,125', 0.125],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['-3', -3],
    [' 7 ', 7]
  ])('%j is %d', (typed, value) => expect(parseTypedNumber(typed)).toBe(value));

  it.each(['', 'abc', '1.2.3', '12 triệu', '1e5', '0x10', 'Infinity', '1,2,3', '--1', '.', '5%'])(
    '%j is no number',
    (typed) => expect(parseTypedNumber(typed)).toBeNull()
  );

  it('reads back what is written into a field, in both languages', () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 1e15 }),
      fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1000)
    );
    fc.assert(
      fc.property(number, fc.constantFrom('vi' as const, 'en' as const), (value, locale) => {
        expect(parseTypedNumber(writeTypedNumber(value, locale))).toBe(value);
      })
    );
  });
});
