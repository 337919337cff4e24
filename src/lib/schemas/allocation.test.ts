import { expect, test } from 'vitest';
import { candidateQuerySchema, readQuotas, weightsSchema } from './allocation';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

test('quotas are read from the fields that hold a number', () => {
  const fields = {
    'quota.size.micro': '1.000',
    'quota.size.small': '',
    'quota.unit.829-2021': '5',
    'quota.size.large': '0',
    other: '7'
  };
  expect(readQuotas(form(fields))).toEqual([
    { kind: 'size', value: 'micro', at_least: 1000 },
    { kind: 'unit', value: '829-2021', at_least: 5 }
  ]);
});

test.each(['một', '-1', '1,5', '100000', '1e3x'])('a quota of %s is no number of firms', (typed) => {
  expect(readQuotas(form({ 'quota.size.micro': typed }))).toBeNull();
});

test('weights are read with a comma, and refused when they do not add up', () => {
  const typed = {
    gap: '29,5',
    need: '15.5',
    verified: '15',
    commitment: '10',
    cluster: '10',
    area: '10',
    waiting: '10',
    version: '1'
  };
  expect(weightsSchema.parse(typed)).toMatchObject({ gap: 29.5, need: 15.5, note: null });
  const refused = weightsSchema.safeParse({ ...typed, gap: '30' });
  expect(refused.error?.issues).toMatchObject([{ path: ['gap'], message: 'weights_sum' }]);
});

test('a query that makes no sense is no filter', () => {
  expect(candidateQuerySchema.parse({ unit: "'", kind: 'bank', size: '9', applied: 'yes', after: '-4' })).toEqual({
    after: 0
  });
});
