import type { Cookies } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTH_COOKIE, createRequestClient } from '../../src/lib/server/supabase/request-client.ts';
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
      { cookies: jar as unknown as Cookies, url: new URL(address), setHeaders: () => undefined },
      test.backend
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

  it('acts as the person of its cookies and as nobody without them', async () => {
    const jar = new Jar();
    await request(jar, 'https://dti.example.test/').auth.signInWithPassword(signIn);
    const whoami = async (cookies: Jar) => {
      const { data } = await request(cookies, 'https://dti.example.test/').auth.getSession();
      return (await test.backend.verifyToken(data.session?.access_token ?? ''))?.email ?? null;
    };
    expect(await Promise.all([whoami(jar), whoami(new Jar()), whoami(jar)])).toEqual([
      signIn.email,
      null,
      signIn.email
    ]);
  });
});
