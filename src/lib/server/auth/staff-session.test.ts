import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test, vi } from 'vitest';
import { hasExpired, readActivity, readLimits, touchActivity, writeActivity } from './staff-session';

const limits = readLimits({});
const minutes = (n: number) => n * 60_000;
const now = Date.parse('2026-11-23T12:00:00Z');
const at = (started: number, seen: number) => ({
  session: 's',
  startedAt: now - minutes(started),
  seenAt: now - minutes(seen)
});

describe('staff must sign in again', () => {
  test.each([
    ['after 31 minutes without a request', at(60, 31), null],
    ['after 12 hours of work', at(721, 1), null],
    ['when the sign-in is 12 hours old, whatever the cookie says', at(5, 1), now - minutes(721)],
    ['when the cookie was removed half an hour after sign-in', null, now - minutes(31)]
  ])('%s', (_, activity, signedInAt) => expect(hasExpired(activity, signedInAt, limits, now)).toBe(true));
});

describe('staff may go on', () => {
  test.each([
    ['29 minutes after the last request', at(60, 29), now - minutes(60)],
    ['right after sign-in, before there is a cookie', null, now - minutes(1)],
    ['where the token does not tell when it began', null, null]
  ])('%s', (_, activity, signedInAt) => expect(hasExpired(activity, signedInAt, limits, now)).toBe(false));
});

test('the environment sets the limits', () => {
  expect(readLimits({ STAFF_IDLE_MINUTES: '5', STAFF_SESSION_HOURS: '1' })).toEqual({
    idle: minutes(5),
    absolute: minutes(60)
  });
  expect(readLimits({ STAFF_IDLE_MINUTES: 'never' }).idle).toBe(minutes(30));
});

describe('the activity cookie', () => {
  const activity = { session: 'a1', startedAt: 1, seenAt: 2 };

  test('is read back', () => expect(readActivity(writeActivity(activity, 'key'), 'a1', 'key')).toEqual(activity));
  test('cannot be altered', () =>
    expect(readActivity(writeActivity(activity, 'key').replace('.2.', '.9.'), 'a1', 'key')).toBeNull());
  test('cannot be written without the key', () =>
    expect(readActivity(writeActivity(activity, 'other'), 'a1', 'key')).toBeNull());
  test('is of no use to another session', () =>
    expect(readActivity(writeActivity(activity, 'key'), 'b2', 'key')).toBeNull());
  test('may be anything', () => {
    for (const text of [undefined, '', '.', 'a.b', 'a1.1.2.']) expect(readActivity(text, 'a1', 'key')).toBeNull();
  });
});

describe('a look at a page', () => {
  /** The cookie that is set when somebody looks at a page so many minutes after they were last seen. */
  function touched(cookie: number | null, signedIn: number) {
    const then = Date.now();
    const seenAt = then - minutes(cookie ?? 0);
    const kept =
      cookie === null ? undefined : writeActivity({ session: 's', startedAt: then - minutes(signedIn), seenAt }, 'key');
    const set = vi.fn();
    touchActivity({
      cookies: { get: () => kept, set },
      locals: { session: { id: 's', startedAt: then - minutes(signedIn) }, backend: { signingSecret: 'key' } },
      url: new URL('http://dx.example/')
    } as unknown as RequestEvent);
    return set.mock.calls.length;
  }

  test('keeps the session going', () => expect(touched(20, 60)).toBe(1));
  test('begins it right after sign-in', () => expect(touched(null, 1)).toBe(1));
  test('does not revive one that is over', () => expect(touched(31, 60)).toBe(0));
  test('nor one whose cookie was taken away', () => expect(touched(null, 31)).toBe(0));
});
