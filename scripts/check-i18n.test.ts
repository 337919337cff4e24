import { describe, expect, test } from 'vitest';
import { problemsOf } from './check-i18n.ts';

const json = (area: string, texts: unknown, locale = 'vi') => ({
  path: `src/lib/i18n/locales/${locale}/${area}.json`,
  text: JSON.stringify(texts, null, 2)
});
const both = (texts: unknown, area = 'common') => ({ vi: [json(area, texts)], en: [json(area, texts, 'en')] });
const code = (text: string, path = 'src/lib/a.ts') => [{ path, text }];
const texts = (problems: { path: string; line: number; text: string }[]) =>
  problems.map(({ path, line, text }) => `${path.split('/').slice(-2).join('/')}:${line} ${text}`);

describe('the two languages', () => {
  test('a key in one language only is told where it stands', () => {
    const locales = { vi: [json('common', { a: { b: 'x' } })], en: [json('common', {}, 'en')] };
    expect(texts(problemsOf(locales, code(`t('common:a.b')`)))).toEqual([
      'vi/common.json:3 common:a.b is missing in en'
    ]);
  });

  test('different placeholders are told once', () => {
    const locales = {
      vi: [json('common', { a: '{{name}} và {{count, number}}' })],
      en: [json('common', { a: '{{name}}' }, 'en')]
    };
    expect(texts(problemsOf(locales, code(`t('common:a')`)))).toEqual([
      'vi/common.json:2 common:a has {{count}} {{name}}, in en {{name}}'
    ]);
  });

  test('plural forms belong to one key, each language with its own forms', () => {
    const locales = {
      vi: [json('common', { firms_other: '{{count}} doanh nghiệp' })],
      en: [json('common', { firms_one: 'one enterprise', firms_other: '{{count}} enterprises' }, 'en')]
    };
    expect(problemsOf(locales, code(`t('common:firms', { count })`))).toEqual([]);
    locales.en = [json('common', { firms_other: '{{count}} enterprises' }, 'en')];
    expect(texts(problemsOf(locales, code(`t('common:firms', { count })`)))).toEqual([
      'en/common.json:2 common:firms lacks its form _one'
    ]);
  });

  test('a name that only ends like a plural form is a key of its own', () => {
    expect(problemsOf(both({ step_one: 'x' }), code(`t('common:step_one')`))).toEqual([]);
  });
});

describe('one text', () => {
  test('empty, decomposed, repeated and other than text', () => {
    const file = {
      path: 'src/lib/i18n/locales/vi/common.json',
      text: `{\n"a": " ",\n"b": "${'tiếng'.normalize('NFD')}",\n"c": "x",\n"c": "x",\n"d": 1\n}`
    };
    const found = texts(problemsOf({ vi: [file] }, code(`['common:a', 'common:b', 'common:c']`)));
    expect(found).toEqual([
      'vi/common.json:2 common:a is empty',
      'vi/common.json:3 common:b has decomposed letters (not NFC)',
      'vi/common.json:5 "c" is there twice',
      'vi/common.json:6 common:d must be text'
    ]);
  });
});

describe('the code', () => {
  test('a key without text, a wrong area and no area are told', () => {
    const source = code(`t('common:a')\nt("common:no")\nt('nowhere:a', { x })\nt('a')`);
    expect(texts(problemsOf(both({ a: 'x' }), source))).toEqual([
      'lib/a.ts:2 common:no has no text',
      'lib/a.ts:3 nowhere:a has no text',
      'lib/a.ts:4 a has no text'
    ]);
  });

  test('a key that nothing uses is told', () => {
    expect(texts(problemsOf(both({ a: 'x', b: 'y' }), code(`t('common:a')`)))).toEqual([
      'vi/common.json:3 common:b is never used'
    ]);
  });

  test('attributes, tables of keys and templates count as use', () => {
    const locales = both({ a: 'x', b: 'x', c: 'x', state: { draft: { name: 'x', hint: 'y' } }, plain: 'x' });
    const source = [
      ...code(`<Field t={'common:a'} label="common:b" />`, 'src/lib/A.svelte'),
      ...code(`const keys = { c: 'common:c' };\nt(\`common:state.\${of({ s })}.name\`); t(\`common:plain\`);`)
    ];
    expect(texts(problemsOf(locales, source))).toEqual(['vi/common.json:8 common:state.draft.hint is never used']);
  });

  test('a template that fits no key has no text', () => {
    expect(texts(problemsOf(both({ a: 'x' }), code(`t('common:a');\nt(\`common:b.\${x}\`)`)))).toEqual([
      'lib/a.ts:2 common:b.${…} has no text'
    ]);
  });

  test('comments and other functions that end in t do not count', () => {
    const source = code(
      `// t('common:b')\n/* 'common:c' */\nit('common things work'); split(',');\n<!-- 'common:d' -->`
    );
    expect(texts(problemsOf(both({ a: 'x' }), source))).toEqual(['vi/common.json:2 common:a is never used']);
  });
});

describe('the pages', () => {
  test('a page that shows an area it does not load is told, through what it imports too', () => {
    const source = [
      ...code(`import A from '$lib/A.svelte';`, 'src/routes/(public)/quick-check/+page.svelte'),
      ...code(`{t('staff:a')} {t('quick:a')}`, 'src/lib/A.svelte')
    ];
    const locales = { vi: [json('staff', { a: 'x' }), json('quick', { a: 'x' })] };
    expect(texts(problemsOf(locales, source))).toEqual([
      'lib/A.svelte:1 staff:a is shown on /(public)/quick-check, which loads common, errors, quick (src/lib/i18n/areas.ts)'
    ]);
  });
});
