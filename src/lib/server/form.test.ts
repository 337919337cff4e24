import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkbox, email, optionalText, optionalWholeNumber, text, wholeNumber } from '$lib/schemas/fields';
import { parseForm } from './form';

function form(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

const schema = z.object({
  email,
  name: text(10),
  note: optionalText(5),
  employees: optionalWholeNumber,
  kind: z.enum(['household', 'enterprise'], 'choice'),
  units: z.array(z.string()).max(2),
  agree: checkbox
});

describe('a good form', () => {
  test('is trimmed, and empty fields are absent', () => {
    const parsed = parseForm(
      schema,
      form([
        ['email', '  Lan@Example.VN '],
        ['name', ' Kẹo dừa '],
        ['note', '   '],
        ['employees', '1.200'],
        ['kind', 'household'],
        ['agree', 'on']
      ])
    );
    expect(parsed).toMatchObject({
      ok: true,
      data: {
        email: 'lan@example.vn',
        name: 'Kẹo dừa',
        note: null,
        employees: 1200,
        kind: 'household',
        units: [],
        agree: true
      }
    });
  });

  test('one ticked box of a group is still a list', () => {
    const one = z.object({ units: z.array(z.string()) });
    expect(parseForm(one, form([['units', 'a']]))).toEqual({
      ok: true,
      data: { units: ['a'] },
      values: { units: ['a'] }
    });
  });
});

describe('a bad form', () => {
  test('gives one code per field and keeps what was typed', () => {
    const parsed = parseForm(
      schema,
      form([
        ['email', 'lan'],
        ['name', 'tên dài hơn mười'],
        ['employees', 'mười'],
        ['kind', 'ngo'],
        ['units', 'a'],
        ['units', 'b'],
        ['units', 'c']
      ])
    );
    expect(parsed).toEqual({
      ok: false,
      values: { email: 'lan', name: 'tên dài hơn mười', employees: 'mười', kind: 'ngo', units: ['a', 'b', 'c'] },
      errors: { email: 'email', name: 'too_long', employees: 'number', kind: 'choice', units: 'too_large' }
    });
  });

  test('an empty field that must be there is "required"', () => {
    const parsed = parseForm(schema, form([['email', '']]));
    expect(parsed).toMatchObject({ ok: false, errors: { email: 'required', name: 'required', kind: 'required' } });
  });

  test('never echoes a password or a code', () => {
    const secret = z.object({ password: z.string().min(10), code: z.string().min(6) });
    const parsed = parseForm(
      secret,
      form([
        ['password', ' short '],
        ['code', '1']
      ])
    );
    expect(parsed).toEqual({ ok: false, values: {}, errors: { password: 'too_short', code: 'too_short' } });
  });

  test('a check over the whole form is filed under its path', () => {
    const pair = z
      .object({ password: z.string(), repeat: z.string() })
      .refine((v) => v.password === v.repeat, { path: ['repeat'], message: 'mismatch' });
    const parsed = parseForm(
      pair,
      form([
        ['password', 'a'],
        ['repeat', 'b']
      ])
    );
    expect(parsed).toMatchObject({ ok: false, errors: { repeat: 'mismatch' } });
  });
});

describe('whole numbers as people write them', () => {
  test.each([
    ['12000000', 12_000_000],
    ['12.000.000', 12_000_000],
    ['12,000,000', 12_000_000],
    ['12 000 000', 12_000_000],
    ['0', 0]
  ])('%s', (typed, value) => expect(wholeNumber.parse(typed)).toBe(value));

  test.each([
    ['1.5', 'integer'],
    ['-1', 'negative'],
    ['1e16', 'too_large'],
    ['Infinity', 'number'],
    ['ba', 'number']
  ])('%s is refused: %s', (typed, code) => expect(wholeNumber.safeParse(typed).error?.issues[0]?.message).toBe(code));
});

describe('a hostile form', () => {
  test.each([
    ['the character zero', 'Dừa\0Xanh'],
    ['half of a pair', 'Dừa \ud83d'],
    ['a control character', 'Dừa\u001b[31m'],
    ['letters that turn the line around', 'Dừa \u202egnaX']
  ])('%s belongs into no field, and is not sent back', (_, name) => {
    const parsed = parseForm(
      z.object({ name: text(40), note: optionalText(40) }),
      form([
        ['name', name],
        ['note', 'dòng một\r\n\tdòng hai']
      ])
    );
    expect(parsed).toMatchObject({ ok: false, errors: { name: 'format' }, values: { note: 'dòng một\r\n\tdòng hai' } });
    expect(parsed.values).not.toHaveProperty('name');
  });

  test('nor into a password or a list', () => {
    const both = z.object({ password: z.string(), units: z.array(z.string()) });
    const parsed = parseForm(
      both,
      form([
        ['password', 'mật khẩu\0'],
        ['units', 'a'],
        ['units', 'b\0']
      ])
    );
    expect(parsed).toMatchObject({ ok: false, errors: { password: 'format', units: 'format' } });
  });

  test('a name that nobody can see is none', () => {
    for (const name of ['\u200b\u200b\u200b', '\u00a0\u2060', '…!?'])
      expect(parseForm(z.object({ name: text(40, 2) }), form([['name', name]]))).toMatchObject({ ok: false });
  });

  test('fields that are not asked for are not looked at, whatever they are called', () => {
    const file = new File(['x'], 'lan@example.vn');
    const data = new FormData();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      data.append(name, file);
      data.append(name, 'x');
    }
    data.append('__proto__', file);
    expect(parseForm(z.object({ name: z.string().optional(), toString: z.string().optional() }), data)).toEqual({
      ok: true,
      data: { toString: 'x' },
      values: { toString: 'x' }
    });
  });

  test('its time grows with its length and not with the square of it', () => {
    const data = new FormData();
    let asked = 0;
    const getAll = data.getAll.bind(data);
    data.getAll = (name) => {
      asked += 1;
      return getAll(name);
    };
    for (let n = 0; n < 5000; n += 1) data.append(`f${n}`, '');
    parseForm(z.object({ name: z.string().optional() }), data);
    expect(asked).toBeLessThan(5);
  });
});
