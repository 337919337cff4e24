import { describe, expect, test } from 'vitest';
import { parseForm } from '$lib/server/form';
import { confirmSchema, findingSchema, readCorrection, readView, unfounded } from './verification';

function form(fields: Record<string, string | string[] | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) data.append(name, one as string | Blob);
  return data;
}
const GOOD = { criterion: '1.1.1', verdict: 'confirmed', note: 'x' };
const errorsOf = (
  fields: Parameters<typeof form>[0],
  schema: typeof findingSchema | typeof confirmSchema = findingSchema
) => {
  const parsed = parseForm<unknown>(schema, form(fields));
  return parsed.ok ? {} : parsed.errors;
};

test.each([
  [{}, {}],
  [{ verdict: '' }, { verdict: 'required' }],
  [{ verdict: 'perhaps' }, { verdict: 'required' }],
  [{ link: 'javascript:alert(1)' }, { link: 'url' }],
  [{ link: 'https://a.example/ b' }, { link: 'url' }],
  [{ link: `https://${'a'.repeat(500)}` }, { link: 'too_long' }],
  [{ note: 'x'.repeat(1001) }, { note: 'too_long' }],
  [{ visited_on: '2026-02-30' }, { visited_on: 'date' }],
  [{ visited_on: 'hôm qua' }, { visited_on: 'date' }],
  [{ file_id: '../x' }, { file_id: 'invalid' }],
  [{ file: 'not a file' }, { file: 'invalid' }],
  [{ base: 'x' }, { base: 'invalid' }]
])('a finding with %j has the errors %j', (changes, errors) => {
  expect(errorsOf({ ...GOOD, ...changes })).toEqual(errors);
});

test('of the ticked criteria there is at least one', () => {
  expect(errorsOf({ note: 'x' }, confirmSchema)).toEqual({ criteria: 'required' });
  expect(errorsOf({ note: 'x', criteria: ['1.1.1', '1.1.2'] }, confirmSchema)).toEqual({});
});

test('one word of why is enough, and none is not', () => {
  const nothing = { note: null, link: null, visited_on: null, file: undefined, file_id: null };
  expect(unfounded(nothing)).toBe(true);
  expect(unfounded({ ...nothing, visited_on: '2026-11-01' })).toBe(false);
  expect(unfounded({ ...nothing, file: new File(['x'], 'a.png') })).toBe(false);
});

describe('a correction', () => {
  const level = { id: '1.1.1', kind: 'ordinal', weight: 1 } as const;
  const ratio = { id: '1.1.3', kind: 'ratio', weight: 1, notApplicable: true } as const;

  test.each([
    [level, { level: '2' }, { value: { level: 2 } }],
    [level, {}, { field: 'level', code: 'required' }],
    [level, { level: '6' }, { field: 'level', code: 'invalid' }],
    [level, { level: 'none' }, { field: 'level', code: 'invalid' }],
    [ratio, { numerator: '1.200', denominator: '2.000' }, { value: { numerator: 1200, denominator: 2000 } }],
    [ratio, { none: true }, { value: { notApplicable: true } }],
    [ratio, {}, { field: 'numerator', code: 'required' }],
    [ratio, { numerator: '5' }, { field: 'denominator', code: 'required' }],
    [ratio, { numerator: 'năm', denominator: '5' }, { field: 'numerator', code: 'number' }],
    [ratio, { numerator: '6', denominator: '5' }, { field: 'numerator', code: 'part_over_whole' }],
    [ratio, { numerator: '-1', denominator: '5' }, { field: 'numerator', code: 'negative' }]
  ])('to %j typed as %j is %j', (criterion, typed, read) => {
    expect(readCorrection(criterion, { none: false, ...typed })).toEqual(read);
  });
});

test('a view that does not exist is everything', () => {
  expect([null, '', 'x', 'open'].map(readView)).toEqual(['all', 'all', 'all', 'open']);
});
