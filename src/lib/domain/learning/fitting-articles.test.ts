import { expect, test } from 'vitest';
import { fittingArticles } from './fitting-articles.ts';

const page = (name: string, index_ids: string[], min_level = 0, max_level = 5) => ({
  name,
  index_ids,
  min_level,
  max_level
});
const PAGES = [
  page('network', ['3.1', '5.1']),
  page('plan', ['2.1'], 0, 2),
  page('shop', ['1.1']),
  page('shop further', ['1.1']),
  page('data', ['6.1'], 3, 5)
];
const indices = (shares: Record<string, number>) => Object.entries(shares).map(([id, share]) => ({ id, share }));
const names = (shares: Record<string, number>, level: number, most = 3) =>
  fittingArticles(PAGES, indices(shares), level, most).map(({ name }) => name);

test('pages come from the weakest index on, and no more than asked for', () => {
  expect(names({ '1.1': 40, '2.1': 0, '3.1': 20 }, 1)).toEqual(['plan', 'network', 'shop']);
  expect(names({ '1.1': 40, '2.1': 0, '3.1': 20 }, 1, 2)).toEqual(['plan', 'network']);
});

test('a page for two weak indices comes once', () => {
  expect(names({ '3.1': 10, '5.1': 0, '1.1': 50 }, 1)).toEqual(['network', 'shop']);
});

test('pages for other levels are left out', () => {
  expect(names({ '2.1': 0, '6.1': 10 }, 3)).toEqual(['data']);
  expect(names({ '2.1': 0, '6.1': 10 }, 2)).toEqual(['plan']);
});

test('a full index needs no page, and equals keep the order of the questionnaire', () => {
  expect(names({ '1.1': 100, '2.1': 100 }, 1)).toEqual([]);
  expect(names({ '1.1': 0, '2.1': 0 }, 1)).toEqual(['shop', 'plan']);
});
