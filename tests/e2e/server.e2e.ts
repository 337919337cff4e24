import { expect, test, type APIRequestContext } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { dataDirectory } from './pages/sign-in.ts';

const FORM = 'application/x-www-form-urlencoded';

test.describe('every answer carries the security headers', () => {
  const answers: [string, string, Parameters<APIRequestContext['fetch']>[1], number][] = [
    ['a page', '/', {}, 200],
    ['a redirect of the guard', '/my', {}, 303],
    ['an interface that asks who is there', '/api/assessments/0198f0a0-0000-7000-8000-000000000001/answers', {}, 401],
    ['a page that does not exist', '/nowhere', {}, 404],
    ['a file', '/icon.svg', {}, 200],
    ['an address with a slash too many', '/progress/', {}, 308],
    ['an address that cannot be read', '/%E0%A4%A', {}, 400],
    [
      'a form from elsewhere',
      '/auth/sign-in',
      { method: 'POST', headers: { 'content-type': FORM, origin: 'https://elsewhere.example' }, data: 'a=b' },
      403
    ],
    ['an interface that refuses', '/api/assessments/preview', { method: 'POST', data: 'x' }, 415],
    [
      'a body that is too large',
      '/auth/sign-in',
      { method: 'POST', headers: { 'content-type': FORM }, data: `a=${'x'.repeat(7_000_000)}` },
      413
    ]
  ];
  for (const [what, path, options, status] of answers) {
    test(what, async ({ request, baseURL }) => {
      const response = await request.fetch(path, {
        maxRedirects: 0,
        ...options,
        headers: { origin: baseURL ?? '', ...options?.headers }
      });
      expect(response.status()).toBe(status);
      expect(response.headers()).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'permissions-policy': expect.stringContaining('camera=()') as unknown as string,
        'cross-origin-opener-policy': 'same-origin'
      });
    });
  }
});

test('a second server on the same data says so in one line and ends', () => {
  const second = spawnSync(process.execPath, ['build/index.js'], {
    env: {
      ...process.env,
      DATA_DIR: dataDirectory(),
      DATABASE_URL: '',
      PORT: '1',
      HOST: '127.0.0.1',
      ORIGIN: 'http://127.0.0.1:1'
    },
    encoding: 'utf8',
    timeout: 30_000
  });
  expect(second.status).toBe(1);
  expect(second.stderr).toMatch(
    /^The data directory \S+ is in use by process \d+\. Stop that process first, or set DATA_DIR to another directory\.\n$/
  );
});
