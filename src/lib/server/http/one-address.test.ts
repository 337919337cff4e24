import { expect, test } from 'vitest';
import { oneAddress } from './one-address';

type Event = Parameters<typeof oneAddress>[0]['event'];

/** Where a request to `host` is led when ORIGIN says `origin`; null when it is answered. */
async function ledTo(host: string, origin: string, request: Partial<{ method: string; accept: string }> = {}) {
  const { method = 'GET', accept = 'text/html,*/*' } = request;
  const event = {
    url: new URL('/auth/sign-in?next=%2Fmy', origin),
    request: { method, headers: new Headers({ host, accept }) }
  } as unknown as Event;
  try {
    await oneAddress({ event, resolve: async () => new Response() });
    return null;
  } catch (redirect) {
    const { status, location } = redirect as { status: number; location: string };
    return `${status} ${location}`;
  }
}

test.each([
  ['localhost:3000', 'http://127.0.0.1:3000'],
  ['127.0.0.1:3000', 'http://localhost:3000'],
  ['[::1]:3000', 'http://localhost:3000']
])('whoever opens a page at %s is led to %s, where forms are accepted', async (host, origin) => {
  expect(await ledTo(host, origin)).toBe(`307 ${origin}/auth/sign-in?next=%2Fmy`);
});

test.each<[string, ...Parameters<typeof ledTo>]>([
  ['the right address', '127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['a form', 'localhost:3000', 'http://127.0.0.1:3000', { method: 'POST' }],
  ['data and files', 'localhost:3000', 'http://127.0.0.1:3000', { accept: 'application/json' }],
  ['a public site, whatever name it was asked by', 'elsewhere.example', 'https://dx.example.vn'],
  ['a public site that is asked from the machine itself', 'localhost:3000', 'https://dx.example.vn'],
  ['a name that only begins like this machine', 'localhost.evil.example', 'http://127.0.0.1:3000']
])('%s is answered where it is', async (_, ...request) => {
  expect(await ledTo(...request)).toBeNull();
});
