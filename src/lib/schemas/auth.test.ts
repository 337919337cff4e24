import { describe, expect, test } from 'vitest';
import { codeSchema, isOneTimeCode, newPassword } from './auth';

const read = (code: string) => codeSchema.safeParse({ email: 'an@example.vn', code });

describe('a one-time code', () => {
  test.each([
    ['12345678', '12345678'],
    [' 1234 5678 ', '12345678'],
    ['1234-5678', '12345678'],
    // A project that is still set to six.
    ['123456', '123456']
  ])('"%s" is read as %s', (typed, code) => expect(read(typed).data?.code).toBe(code));

  test.each(['', '12345', '123456789', '1234567x', '١٢٣٤٥٦٧٨', "1234567'", '12345678\0'])('"%s" is none', (typed) =>
    expect(read(typed).success).toBe(false)
  );

  test('no password can be taken for one: the shortest has ten characters', () => {
    for (const digits of ['123456', '12345678', '1234567890'])
      expect(isOneTimeCode(digits)).not.toBe(newPassword.safeParse(digits).success);
  });
});
