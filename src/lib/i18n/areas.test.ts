import { expect, test } from 'vitest';
import { areasFor } from './areas';
import { embed } from './messages';
import { createI18n } from './instance';

test('the longest beginning of the route id decides', () => {
  expect(areasFor('/(public)/quick-check')).toEqual(['common', 'errors', 'quick']);
  expect(areasFor('/(public)')).toEqual(['common', 'errors', 'landing']);
});

test('a beginning ends at a slash', () => {
  expect(areasFor('/(public)/quick-checkers')).toEqual(['common', 'errors', 'landing']);
});

test('a page that does not exist still has words', () => {
  expect(areasFor(null)).toEqual(['common', 'errors']);
});

test('areas can be added to an instance', async () => {
  const i18n = await createI18n('en', []);
  expect(i18n.t('errors:not_found')).toBe('not_found');
  await i18n.add(['errors']);
  expect(i18n.t('errors:not_found')).not.toBe('not_found');
});

test('no text can close the data block it is embedded in', () => {
  expect(embed('vi', { common: { evil: '</script><script>' } })).not.toContain('<');
});
