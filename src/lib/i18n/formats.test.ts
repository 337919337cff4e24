import { describe, expect, test } from 'vitest';
import { createFormats } from './formats';

const vi = createFormats('vi');
const en = createFormats('en');

describe('money', () => {
  test.each([
    [0, '0 đồng', '0 VND'],
    [999_999, '999.999 đồng', '999,999 VND'],
    [1_000_000, '1 triệu đồng', '1 million VND'],
    [82_500_000, '82,5 triệu đồng', '82.5 million VND'],
    [999_940_000, '999,9 triệu đồng', '999.9 million VND'],
    [999_960_000, '1 tỷ đồng', '1 billion VND'],
    [2_500_000_000, '2,5 tỷ đồng', '2.5 billion VND'],
    [-82_500_000, '-82,5 triệu đồng', '-82.5 million VND']
  ])('%d đồng reads %s', (dong, vietnamese, english) => {
    expect(vi.money(dong)).toBe(vietnamese);
    expect(en.money(dong)).toBe(english);
  });

  test('bigint of the database is kept to the last đồng', () => {
    expect(vi.moneyExact(9_007_199_254_740_993n)).toBe('9.007.199.254.740.993 đồng');
  });
});

test('numbers and shares follow the language', () => {
  expect(vi.number(1000)).toBe('1.000');
  expect(en.number(1000)).toBe('1,000');
  expect(vi.percent(0.425)).toBe('42,5%');
  expect(en.percent(0.425, 0)).toBe('43%');
});

test('the day changes at midnight in Vietnam, not in London', () => {
  expect(vi.date('2026-11-22T16:59:00Z')).toBe('22/11/2026');
  expect(vi.date('2026-11-22T17:00:00Z')).toBe('23/11/2026');
  expect(en.dateTime('2026-11-22T17:05:00Z')).toBe('23/11/2026 00:05');
});
