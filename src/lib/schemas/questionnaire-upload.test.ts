import { expect, test } from 'vitest';
import { skeleton } from '../../../tests/support/domain-fixtures.ts';
import { readDocument } from './questionnaire-upload';

const questionnaire = () => structuredClone(skeleton);

test('a good document is read, also with a byte order mark', () => {
  expect(readDocument('\uFEFF' + JSON.stringify(questionnaire()))).toMatchObject({ ok: true });
});

test('a text that is no JSON says where', () => {
  expect(readDocument('{"format": 1,}')).toMatchObject({
    ok: false,
    reason: 'not_json',
    near: expect.stringMatching(/position|line/)
  });
});

test('every error is listed by path', () => {
  const document = { ...questionnaire(), version: 'a b', extra: 1 };
  expect(readDocument(JSON.stringify(document))).toEqual({
    ok: false,
    reason: 'errors',
    errors: expect.arrayContaining([
      { path: 'version', code: 'bad_format' },
      { path: 'extra', code: 'unknown_key' }
    ])
  });
});

test.each(['a\0b', 'a\uD83Db'])('a text that the database cannot keep is an error: %j', (text) => {
  const document = questionnaire();
  document.title.vi = text;
  expect(readDocument(JSON.stringify(document))).toEqual({
    ok: false,
    reason: 'errors',
    errors: [{ path: 'title.vi', code: 'bad_value' }]
  });
});

test('a text nested without end is refused like any other', () => {
  expect(readDocument('['.repeat(300_000) + ']'.repeat(300_000))).toMatchObject({ ok: false });
});
