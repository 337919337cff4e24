import { describe, expect, test } from 'vitest';
import { sameOrigin } from './same-origin';

type Event = Parameters<typeof sameOrigin>[0]['event'];
const FORM = 'application/x-www-form-urlencoded';

async function statusOf(method: string, headers: Record<string, string>, route = '/auth/sign-in') {
  const event = {
    url: new URL('https://dx.example/auth/sign-in'),
    request: { method, headers: new Headers(headers) },
    route: { id: route }
  } as unknown as Event;
  return (await sameOrigin({ event, resolve: async () => new Response() })).status;
}

describe('forms', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s from elsewhere, or from nowhere, is refused', async (method) => {
    for (const type of [FORM, 'multipart/form-data; boundary=x', 'Text/Plain', 'application/x-sveltekit-formdata']) {
      for (const origin of [
        'https://elsewhere.example',
        'null',
        'http://dx.example',
        'https://dx.example.evil.example'
      ])
        expect(await statusOf(method, { 'content-type': type, origin })).toBe(403);
      expect(await statusOf(method, { 'content-type': type })).toBe(403);
      expect(await statusOf(method, { 'content-type': type, origin: 'https://dx.example' })).toBe(200);
    }
  });

  test('what is opened, and what no form can send, passes', async () => {
    expect(await statusOf('GET', { origin: 'https://elsewhere.example' })).toBe(200);
    expect(await statusOf('POST', { 'content-type': 'application/json' })).toBe(200);
  });

  test('a mail program unsubscribes without saying where it comes from', async () => {
    expect(await statusOf('POST', { 'content-type': FORM }, '/(public)/unsubscribe/[token]')).toBe(200);
    expect(await statusOf('POST', { 'content-type': FORM }, '/(public)/share/[token]')).toBe(403);
  });
});
