import type { Cookies } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTH_COOKIE, createRequestClient, freshToken } from '../../src/lib/server/supabase/request-client.ts';
import { openFixtureBackend, type FixtureBackend } from './support.ts';

type CookieOptions = Parameters<Cookies['set']>[2];

/** A browser's cookies, as far as the client of a request uses them. */
class Jar {
  readonly cookies = new Map<string, { value: string; options: CookieOptions }>();
  getAll = () => [...this.cookies].map(([name, { value }]) => ({ name, value }));
  set = (name: string, value: string, options: CookieOptions) => void this.cookies.set(name, { value, options });
}

describe('the client of a request', () => {
  let test: FixtureBackend;
  beforeAll(async () => {
    test = await openFixtureBackend();
    await test.createPerson('an@example.test');
  });
  afterAll(() => test.close());

  const request = (jar: Jar, address: string) =>
    createRequestClient(
      { cookies: jar as unknown as Cookies, url: new URL(address) },
      test.backend,
      freshToken(jar as unknown as Cookies)
    );
  const signIn = { email: 'an@example.test', password: 'password-1234' };

  it.each([
    ['https://dti.example.test/', true],
    ['http://127.0.0.1:3000/', false]
  ])('keeps the session of %s in cookies that scripts cannot read', async (address, secure) => {
    const jar = new Jar();
    expect((await request(jar, address).auth.signInWithPassword(signIn)).error).toBeNull();
    expect(jar.cookies.size).toBeGreaterThan(0);
    for (const [name, { options }] of jar.cookies) {
      expect(name.startsWith(AUTH_COOKIE)).toBe(true);
      expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/', secure });
    }
  });

  const whoami = async (client: ReturnType<typeof request>) =>
    ((await (client.rpc as unknown as (name: string) => Promise<{ data: { email?: string } | null }>)('whoami')).data
      ?.email ?? null) as string | null;

  it('acts as the person of its cookies and as nobody without them', async () => {
    const jar = new Jar();
    await request(jar, 'https://dti.example.test/').auth.signInWithPassword(signIn);
    const person = (cookies: Jar) => whoami(request(cookies, 'https://dti.example.test/'));
    expect(await Promise.all([person(jar), person(new Jar()), person(jar)])).toEqual([
      signIn.email,
      null,
      signIn.email
    ]);
    const { data } = await request(jar, 'https://dti.example.test/').auth.getSession();
    expect(freshToken(jar as unknown as Cookies)).toBe(data.session?.access_token);
  });

  it('acts as who signed in, and as nobody after signing out, within the same request', async () => {
    const client = request(new Jar(), 'https://dti.example.test/');
    expect(await whoami(client)).toBeNull();
    await client.auth.signInWithPassword(signIn);
    expect(await whoami(client)).toBe(signIn.email);
    await client.auth.signOut({ scope: 'local' });
    expect(await whoami(client)).toBeNull();
  });

  it('leaves tokens in the cookies and nothing else of the account', async () => {
    const jar = new Jar();
    await request(jar, 'https://dti.example.test/').auth.signInWithPassword(signIn);
    const text = [...jar.cookies.values()].map(({ value }) => value).join('');
    const kept = JSON.parse(Buffer.from(text.replace('base64-', ''), 'base64url').toString()) as object;
    expect(kept).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    expect(kept).not.toHaveProperty('user');
  });
});

describe('the token of the cookies', () => {
  const now = 1_800_000_000_000;
  const session = (expires_at: unknown) => JSON.stringify({ access_token: 'a.b.c', expires_at });
  const encode = (text: string) => `base64-${Buffer.from(text).toString('base64url')}`;
  const of = (cookies: Record<string, string>) =>
    freshToken({ getAll: () => Object.entries(cookies).map(([name, value]) => ({ name, value })) }, now);
  const fresh = session(now / 1000 + 91);

  it.each([
    ['is null without a session', { lang: 'vi' }, null],
    ['is read as it is', { [AUTH_COOKIE]: fresh }, 'a.b.c'],
    ['is read encoded', { [AUTH_COOKIE]: encode(fresh) }, 'a.b.c'],
    [
      'is put together from parts',
      { [`${AUTH_COOKIE}.1`]: encode(fresh).slice(20), [`${AUTH_COOKIE}.0`]: encode(fresh).slice(0, 20) },
      'a.b.c'
    ],
    ['is to be renewed near its end', { [AUTH_COOKIE]: encode(session(now / 1000 + 90)) }, undefined],
    ['is to be renewed when the end is not told', { [AUTH_COOKIE]: encode(session('soon')) }, undefined],
    ['is left to the auth client when a part is missing', { [`${AUTH_COOKIE}.1`]: encode(fresh) }, undefined],
    ['is left to the auth client when it is damaged', { [AUTH_COOKIE]: encode(fresh.slice(5)) }, undefined],
    ['is left to the auth client when it is nothing', { [AUTH_COOKIE]: 'null' }, undefined]
  ])('%s', (_, cookies, token) => {
    expect(of(cookies as Record<string, string>)).toBe(token);
  });
});
