import { fail, redirect } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import en from '$lib/i18n/locales/en/errors.json';
import vi from '$lib/i18n/locales/vi/errors.json';
import { AppError, failure, raise, toAppError } from './errors';

describe('a refusal of the database becomes one of ours', () => {
  test.each([
    ['DT001', 'not_found', 404],
    ['DT008', 'too_many_requests', 429],
    ['DT015', 'too_large', 413],
    ['42501', 'forbidden', 403],
    ['23505', 'already_exists', 409],
    ['PGRST116', 'not_found', 404]
  ])('%s is %s (%d)', (code, expected, status) => {
    const error = toAppError({ code, message: 'new row violates …', details: null });
    expect(error).toMatchObject({ code: expected, status });
  });

  test('JSON in the detail is kept, prose is not', () => {
    expect(
      toAppError({ code: 'DT004', message: '', details: '[{"path":"1.1.1","code":"wrong_kind"}]' }).details
    ).toEqual([{ path: '1.1.1', code: 'wrong_kind' }]);
    expect(toAppError({ code: '23505', message: '', details: 'Key (email)=(a@b.vn) already exists.' }).details).toBe(
      undefined
    );
  });
});

test('a wrong password and an unknown address are the same answer', () => {
  expect(toAppError({ name: 'AuthApiError', code: 'user_not_found', message: '' }).code).toBe('credentials_invalid');
  expect(toAppError({ name: 'AuthApiError', code: 'invalid_credentials', message: '' }).code).toBe(
    'credentials_invalid'
  );
});

test('a dead network is "unavailable"', () => {
  expect(toAppError({ message: 'TypeError: fetch failed', code: '' }).status).toBe(503);
  expect(toAppError({ name: 'AuthRetryableFetchError', message: '' }).status).toBe(503);
});

test('an action gives back the code and what was typed', () => {
  expect(failure(new AppError('conflict', { revision: 3 }), { name: 'Kẹo dừa' })).toEqual(
    fail(409, { error: 'conflict', details: { revision: 3 }, values: { name: 'Kẹo dừa' } })
  );
});

test('redirects and surprises are not swallowed', () => {
  const surprise = new Error('surprise');
  expect(() => failure(surprise)).toThrow(surprise);
  expect(() => raise(surprise)).toThrow(surprise);
  let thrown: unknown;
  try {
    redirect(303, '/my');
  } catch (e) {
    thrown = e;
  }
  expect(() => failure(thrown)).toThrow(expect.objectContaining({ status: 303 }));
});

test('a load leaves with the status and the code', () => {
  expect(() => raise({ code: 'DT002', message: '' })).toThrow(
    expect.objectContaining({ status: 403, body: { message: 'forbidden' } })
  );
});

test('every code has words in both languages', () => {
  for (const code of ['not_found', 'unexpected', 'credentials_invalid', 'last_owner'] as const) {
    expect(vi[code]).toBeTruthy();
    expect(en[code]).toBeTruthy();
  }
});
