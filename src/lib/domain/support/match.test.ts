import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conditionWords, failedConditions, hasOtherLaw, type Condition, type Content } from './match';

const name = { vi: 'Mỏ Cày', en: 'Mo Cay' };
const content = (left_out: Content['left_out']): Content => ({
  support_id: 'dx-giaiphap',
  name: { vi: 'Giải pháp', en: 'Solution' },
  rate: null,
  cap: null,
  basis: 'NĐ 80/2021/NĐ-CP Điều 11.2',
  valid_from: null,
  valid_to: null,
  left_out
});
const open = (met: boolean, value: string, wanted: [string | null, string | null]): Condition => ({
  id: 'open',
  met,
  value,
  wanted
});

const cases: [string, Condition][] = [
  ['kind.any', { id: 'kind', met: true, value: 'household', wanted: [] }],
  ['kind.met', { id: 'kind', met: true, value: 'household', wanted: ['household'] }],
  ['kind.failed', { id: 'kind', met: false, value: 'household', wanted: ['enterprise', 'startup'] }],
  ['size.any', { id: 'size', met: true, value: null, wanted: [] }],
  ['size.met', { id: 'size', met: true, value: 'micro', wanted: ['micro'] }],
  ['size.exempt', { id: 'size', met: true, value: null, wanted: ['micro'] }],
  ['size.exempt', { id: 'size', met: true, value: 'small', wanted: ['micro'] }],
  ['size.unknown', { id: 'size', met: false, value: null, wanted: ['micro'] }],
  ['size.failed', { id: 'size', met: false, value: 'large', wanted: ['micro', 'small'] }],
  ['sector.any', { id: 'sector', met: true, value: name, wanted: [] }],
  ['sector.met', { id: 'sector', met: true, value: name, wanted: [name] }],
  ['sector.failed', { id: 'sector', met: false, value: name, wanted: [name] }],
  ['unit.any', { id: 'unit', met: true, value: name, wanted: [] }],
  ['unit.met', { id: 'unit', met: true, value: name, wanted: [name] }],
  ['unit.failed', { id: 'unit', met: false, value: name, wanted: [name] }],
  ['assessed.met', { id: 'assessed', met: true, value: '2026-11-23T00:00:00Z', wanted: null }],
  ['assessed.failed', { id: 'assessed', met: false, value: null, wanted: null }],
  ['level.any', { id: 'level', met: true, value: 2, wanted: [0, 5] }],
  ['level.met', { id: 'level', met: true, value: 1, wanted: [0, 1] }],
  ['level.failed', { id: 'level', met: false, value: 2, wanted: [0, 1] }],
  ['level.unknown', { id: 'level', met: false, value: null, wanted: [0, 1] }],
  ['law.met', { id: 'law', met: true, value: [], wanted: null }],
  ['law.partly', { id: 'law', met: true, value: [content('size')], wanted: null }],
  ['law.kind', { id: 'law', met: false, value: [content('terms'), content('kind')], wanted: null }],
  ['law.size', { id: 'law', met: false, value: [content('size')], wanted: null }],
  ['law.terms', { id: 'law', met: false, value: [content('terms')], wanted: null }],
  ['law.none', { id: 'law', met: false, value: [], wanted: null }],
  ['verified.any', { id: 'verified', met: true, value: [], wanted: [] }],
  ['verified.met', { id: 'verified', met: true, value: ['3.2.1'], wanted: ['3.2.1'] }],
  ['verified.failed', { id: 'verified', met: false, value: ['3.2.1'], wanted: ['2.1.1', '3.2.1'] }],
  ['content_free.met', { id: 'content_free', met: true, value: [], wanted: 2026 }],
  ['content_free.failed', { id: 'content_free', met: false, value: [name], wanted: 2026 }],
  ['open.met', open(true, 'open', [null, null])],
  ['open.until', open(true, 'open', [null, '2026-12-31'])],
  ['open.shut', open(false, 'closed', [null, null])],
  ['open.from', open(false, 'open', ['2026-12-31', null])],
  ['open.over', open(false, 'open', [null, '2026-01-01'])],
  ['open.window', open(false, 'open', ['2026-12-01', '2026-12-31'])],
  ['place.met', { id: 'place', met: true, value: null, wanted: null }],
  ['place.failed', { id: 'place', met: false, value: null, wanted: null }]
];

describe('words of conditions', () => {
  test.each(cases)('%s', (key, condition) => {
    expect(conditionWords(condition).key).toBe(key);
  });

  test.each(['vi', 'en'])('every sentence has words in %s, and each of its parameters is in them', (locale) => {
    const file = JSON.parse(readFileSync(`src/lib/i18n/locales/${locale}/packages.json`, 'utf8')) as {
      condition: Record<string, Record<string, string>>;
    };
    for (const [key, condition] of cases) {
      const [id = '', variant = ''] = key.split('.');
      const sentence = file.condition[id]?.[variant];
      expect([key, typeof sentence]).toEqual([key, 'string']);
      const placed = [...sentence!.matchAll(/{{(\w+)}}/g)].map(([, parameter]) => parameter);
      for (const parameter of placed) expect(Object.keys(conditionWords(condition).parameters)).toContain(parameter);
    }
  });

  test('a level that fails says the level and the range', () => {
    expect(conditionWords({ id: 'level', met: false, value: 2, wanted: [0, 1] }).parameters).toEqual({
      value: 2,
      wanted: '0–1'
    });
    expect(conditionWords({ id: 'level', met: false, value: 2, wanted: [3, 3] }).parameters.wanted).toBe('3');
  });

  test('a kind that fails names both by their keys', () => {
    expect(conditionWords({ id: 'kind', met: false, value: 'household', wanted: ['enterprise'] }).parameters).toEqual({
      value: { keys: ['enterprise:kind.household'] },
      wanted: { keys: ['enterprise:kind.enterprise'] }
    });
  });
});

test('of the conditions that fail, verification comes last', () => {
  const list: Condition[] = [
    { id: 'verified', met: false, value: [], wanted: ['3.2.1'] },
    { id: 'assessed', met: true, value: '2026-11-23', wanted: null },
    { id: 'place', met: false, value: null, wanted: null }
  ];
  expect(failedConditions(list).map(({ id }) => id)).toEqual(['place', 'verified']);
});

test('article 11 names firms under the enterprise law', () => {
  const all = ['household', 'enterprise', 'startup', 'cooperative', 'cooperative_group', 'startup_project'];
  expect(all.filter(hasOtherLaw)).toEqual(['household', 'cooperative', 'cooperative_group', 'startup_project']);
});
