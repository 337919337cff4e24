import { expect, test } from 'vitest';
import { listSearch, readListQuery } from './staff-list';

const read = (list: 'enterprises' | 'assessments', search: string) => readListQuery(list, new URLSearchParams(search));
const id = '01990000-0000-7000-8000-000000000001';

test('an empty address is the list as it stands', () => {
  expect(read('enterprises', '')).toEqual({ filters: {}, sort: 'assessed', after: null });
  expect(read('assessments', '')).toEqual({ filters: {}, sort: 'changed', after: null });
});

test('filters that are understood are kept, the others left out', () => {
  const { filters } = read(
    'enterprises',
    "q=%20dừa%20&unit=829-2021&kind=household&size=huge&section=2018-C'--&level=none&from=2026-02-30&to=2026-11-23&state=draft&x=1"
  );
  expect(filters).toEqual({ q: 'dừa', unit: '829-2021', kind: 'household', level: 'none', to: '2026-11-23' });
});

test('words with characters that nobody types are no filter', () => {
  expect(read('enterprises', 'q=a%00b').filters).toEqual({});
});

test('only firms can be asked for as not assessed, only assessments by state', () => {
  expect(read('assessments', 'level=none&state=draft&section=2018-C').filters).toEqual({
    state: 'draft',
    section: '2018-C'
  });
});

test.each([
  ['sort=name', `dừa ~ xanh~${id}`, 'dừa ~ xanh'],
  ['sort=points', `-1~${id}`, '-1'],
  ['sort=assessed', `2026-11-23 20:12:55.123456+00~${id}`, '2026-11-23 20:12:55.123456+00'],
  ['sort=assessed', `-infinity~${id}`, '-infinity']
])('%s continues after %s', (sort, after, key) => {
  expect(read('enterprises', `${sort}&after=${encodeURIComponent(after)}`).after).toEqual({ key, id });
});

test.each([
  ['sort=points', `2026-11-23 20:12:55+00~${id}`],
  ['sort=assessed', `12~${id}`],
  ['sort=assessed', `2026-13-45 20:12:55+00~${id}`],
  ['sort=name', 'dừa~1'],
  ['sort=name', id]
])('%s begins anew when it cannot continue after %s', (sort, after) => {
  expect(read('enterprises', `${sort}&after=${encodeURIComponent(after)}`).after).toBeNull();
});

test('a query written as an address reads as the same query', () => {
  const query = read('assessments', `q=${encodeURIComponent('a&b=c')}&state=draft&sort=points`);
  expect(readListQuery('assessments', new URLSearchParams(listSearch(query)))).toEqual(query);
});
