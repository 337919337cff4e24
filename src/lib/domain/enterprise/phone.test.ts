import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePhone } from './phone.ts';

describe('a phone number', () => {
  it.each([
    ['0912345678', '+84912345678'],
    ['+84912345678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['0084 912 345 678', '+84912345678'],
    ['+84 (0)912.345.678', '+84912345678'],
    ['02753822123', '+842753822123'],
    ['(0275) 3822 123', '+842753822123'],
    ['0845678901', '+84845678901'],
    ['0389–123–456', '+84389123456']
  ])('%s is %s', (input, expected) => expect(normalisePhone(input)).toBe(expected));
  it.each([
    '',
    '01234567890',
    '0123456789',
    '84 12',
    '091234567',
    '09123456789',
    '+1 202 555 0100',
    '19001234',
    '0912 34x 678',
    '+84+84912345678',
    '912345678'
  ])('"%s" is none', (input) => expect(normalisePhone(input)).toBeNull());
  it('normalised is normal, and no input throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(\+84|0)[0-9 .]{8,14}$/)), (input) => {
        const phone = normalisePhone(input);
        if (phone !== null) expect(normalisePhone(phone)).toBe(phone);
      })
    );
  });
});
