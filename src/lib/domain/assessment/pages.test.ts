import { expect, it } from 'vitest';
import { skeleton } from '../../../../tests/support/domain-fixtures.ts';
import { pageOf, pagesOf } from './pages.ts';

it('the SME questionnaire has ten pages in six pillars', () => {
  const pages = pagesOf(skeleton);
  expect(pages.map((page) => page.index.id)).toEqual([
    ...['1.1', '1.2', '2.1', '3.1', '3.2', '4.1', '4.2', '5.1', '5.2', '6.1']
  ]);
  expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(pages.map((page) => page.pillar.id)).size).toBe(6);
});

it('each page knows its neighbours', () => {
  const pages = pagesOf(skeleton);
  expect(pages[0]).toMatchObject({ previous: null, next: '1.2' });
  expect(pages[4]).toMatchObject({ previous: '3.1', next: '4.1' });
  expect(pages.at(-1)).toMatchObject({ previous: '5.2', next: null });
});

it('a criterion leads to the page that asks it', () => {
  expect(pageOf(skeleton, '3.2.14')).toBe('3.2');
  expect(pageOf(skeleton, '3.2.99')).toBeNull();
});
