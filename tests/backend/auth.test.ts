import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSpool, type ReadMail } from '../../src/lib/server/jobs/mail-spool.ts';
import { createBackend, type Backend } from '../../src/lib/server/supabase/backend.ts';
import { CODE } from '../../src/lib/server/supabase/mail.ts';
import { DRIVERS } from '../support/test-backend.ts';
import { openFixtureBackend, type FixtureBackend } from './support.ts';

const PASSWORD = 'password-1234';

/** What the pages rely on in the auth endpoints, and the repairs of lite 0.10.0 there. */
describe.each(DRIVERS)('auth on %s', (driver) => {
  let test: FixtureBackend;

  beforeAll(async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    test = await openFixtureBackend({ driver });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await test.close();
  });

  const client = (): SupabaseClient =>
    createClient(test.backend.url, test.backend.publishableKey, {
      global: { fetch: test.backend.fetch },
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
    });
  const mailTo = (address: string): ReadMail => {
    const mail = readSpool(test.backend.mailDirectory ?? '', address).at(-1);
    if (!mail) throw new Error(`No mail to ${address}.`);
    return mail;
  };
  const mailsTo = (address: string) => readSpool(test.backend.mailDirectory ?? '', address).length;

  it('registers with a confirmation by code or by link', async () => {
    const db = client();
    const { data, error } = await db.auth.signUp({ email: 'An@Example.test', password: PASSWORD });
    expect([error, data.session]).toEqual([null, null]);
    const mail = mailTo('an@example.test');
    expect(mail.link).toContain('http://127.0.0.1:3000/auth/confirm?token_hash=');
    expect([mail.type, mail.code]).toEqual(['signup', expect.stringMatching(/^\d{8}$/)]);
    expect(mail.text).toMatch(/Xác nhận địa chỉ email[\s\S]+Confirm your email address/);
    expect((await db.auth.signInWithPassword({ email: 'an@example.test', password: PASSWORD })).error?.code).toBe(
      'email_not_confirmed'
    );
    const verified = await db.auth.verifyOtp({ token_hash: mail.tokenHash ?? '', type: 'signup' });
    expect(verified.error).toBeNull();
    expect(verified.data.user?.email_confirmed_at).toBeTruthy();
    expect((await db.auth.verifyOtp({ token_hash: mail.tokenHash ?? '', type: 'signup' })).error?.code).toBe(
      'otp_expired'
    );
  });

  it('gives codes of the length and time that hosted Supabase is told in its configuration', () => {
    const hosted = readFileSync('supabase/config.toml', 'utf8');
    const told = (name: string) => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(hosted)?.[1]);
    expect({ length: told('otp_length'), expiry: told('otp_expiry') }).toEqual(CODE);
  });

  it('does not say that an address waits for its confirmation to who does not know the password', async () => {
    await test.createPerson('waiting@example.test', { confirmed: false });
    const { error } = await client().auth.signInWithPassword({
      email: 'waiting@example.test',
      password: 'wrong-password'
    });
    expect(error?.code).toBe('invalid_credentials');
  });

  it('answers a repeated registration like a first one, and sends the mail again', async () => {
    const db = client();
    const email = 'binh@example.test';
    await db.auth.signUp({ email, password: PASSWORD });
    expect((await db.auth.signUp({ email, password: PASSWORD })).error).toBeNull();
    expect((await db.auth.resend({ type: 'signup', email })).error).toBeNull();
    expect(mailsTo(email)).toBe(1);
    await test.sql(`update auth.users set confirmation_sent_at = now() - interval '2 minutes' where email = $1`, [
      email
    ]);
    expect((await db.auth.resend({ type: 'signup', email })).error).toBeNull();
    expect(mailsTo(email)).toBe(2);
    const { error } = await db.auth.verifyOtp({ email, token: mailTo(email).code ?? '', type: 'email' });
    expect(error).toBeNull();
    expect((await db.auth.signUp({ email, password: PASSWORD })).error).toBeNull();
    expect((await db.auth.resend({ type: 'signup', email: 'nobody@example.test' })).error).toBeNull();
    expect(mailsTo(email)).toBe(2);
  });

  it('signs in with a code, and confirms a new address only then', async () => {
    const db = client();
    const email = 'chi@example.test';
    expect((await db.auth.signInWithOtp({ email })).error).toBeNull();
    const confirmed = async () =>
      (
        await test.sql<{ at: string | null }>('select email_confirmed_at as at from auth.users where email = $1', [
          email
        ])
      )[0]?.at;
    expect(await confirmed()).toBeNull();
    expect((await db.auth.verifyOtp({ email, token: '000000', type: 'email' })).error?.code).toBe('otp_expired');
    const { data, error } = await db.auth.verifyOtp({ email, token: mailTo(email).code ?? '', type: 'email' });
    expect([error, data.user?.email]).toEqual([null, email]);
    expect(await confirmed()).toBeTruthy();
    expect((await db.auth.signInWithOtp({ email: 'no address' })).error).not.toBeNull();
    expect(await test.sql(`select id from auth.users where email = 'no address'`)).toEqual([]);
  });

  it('drops a password that somebody else set before the address was proven', async () => {
    const email = 'victim@example.test';
    await client().auth.signUp({ email, password: 'of-somebody-else' });
    const db = client();
    await db.auth.signInWithOtp({ email });
    expect((await db.auth.verifyOtp({ email, token: mailTo(email).code ?? '', type: 'email' })).error).toBeNull();
    expect((await client().auth.signInWithPassword({ email, password: 'of-somebody-else' })).error?.code).toBe(
      'invalid_credentials'
    );
  });

  it('resets a password and ends the other sessions when asked', async () => {
    const email = 'dung@example.test';
    await test.createPerson(email);
    const other = client();
    await other.auth.signInWithPassword({ email, password: PASSWORD });
    const db = client();
    expect((await db.auth.resetPasswordForEmail(email)).error).toBeNull();
    const mail = mailTo(email);
    expect(mail.type).toBe('recovery');
    expect((await db.auth.verifyOtp({ token_hash: mail.tokenHash ?? '', type: 'recovery' })).error).toBeNull();
    expect((await db.auth.updateUser({ password: 'another-5678' })).error).toBeNull();
    expect((await db.auth.signOut({ scope: 'others' })).error).toBeNull();
    expect((await other.auth.refreshSession()).error).not.toBeNull();
    expect((await db.auth.refreshSession()).error).toBeNull();
    expect((await client().auth.signInWithPassword({ email, password: 'another-5678' })).error).toBeNull();
    expect((await client().auth.resetPasswordForEmail('nobody@example.test')).error).toBeNull();
  });

  it('changes an address after the new one confirmed', async () => {
    const email = 'giang@example.test';
    await test.createPerson(email);
    const db = client();
    await db.auth.signInWithPassword({ email, password: PASSWORD });
    expect((await db.auth.updateUser({ email: 'giang.moi@example.test' })).error).toBeNull();
    expect(mailsTo(email)).toBe(0);
    const mail = mailTo('giang.moi@example.test');
    expect(mail.type).toBe('email_change');
    const { data, error } = await db.auth.verifyOtp({ token_hash: mail.tokenHash ?? '', type: 'email_change' });
    expect([error, data.user?.email]).toEqual([null, 'giang.moi@example.test']);
  });

  it('keeps a session that is refreshed several times at once', async () => {
    const email = 'hoa@example.test';
    await test.createPerson(email);
    const db = client();
    const { data } = await db.auth.signInWithPassword({ email, password: PASSWORD });
    const token = data.session?.refresh_token ?? '';
    const refreshed = await Promise.all(
      Array.from({ length: 5 }, () => client().auth.refreshSession({ refresh_token: token }))
    );
    expect(refreshed.map(({ error }) => error)).toEqual([null, null, null, null, null]);
    // One more tab that comes a moment later: a session renewed twice at once would look stolen now.
    expect((await client().auth.refreshSession({ refresh_token: token })).error).toBeNull();
    const last = refreshed.at(-1)?.data.session?.refresh_token ?? '';
    expect((await client().auth.refreshSession({ refresh_token: last })).error).toBeNull();
  });

  it('refuses a banned person a new session', async () => {
    const email = 'khanh@example.test';
    const id = await test.createPerson(email);
    const db = client();
    const { data } = await db.auth.signInWithPassword({ email, password: PASSWORD });
    await test.sql(`update auth.users set banned_until = 'infinity' where id = $1`, [id]);
    expect((await client().auth.signInWithPassword({ email, password: PASSWORD })).error?.code).toBe('user_banned');
    expect((await db.auth.refreshSession({ refresh_token: data.session?.refresh_token ?? '' })).error).not.toBeNull();
  });

  it('checks its tokens without a request', async () => {
    const id = await test.createPerson('lan@example.test');
    const { data } = await client().auth.signInWithPassword({ email: 'lan@example.test', password: PASSWORD });
    const token = data.session?.access_token ?? '';
    expect(await test.backend.verifyToken(token)).toMatchObject({
      sub: id,
      role: 'authenticated',
      email: 'lan@example.test'
    });
    expect(await test.backend.verifyToken(`${token.slice(0, -4)}AAAA`)).toBeNull();
    expect(await test.backend.verifyToken('')).toBeNull();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    expect(await test.backend.verifyToken(unsigned)).toBeNull();
  });

  it('says in a renewed token too when the person signed in', async () => {
    const id = await test.createPerson('minh@example.test');
    const db = client();
    const { data } = await db.auth.signInWithPassword({ email: 'minh@example.test', password: PASSWORD });
    await test.sql(`update auth.sessions set created_at = now() - interval '3 hours' where user_id = $1`, [id]);
    const renewed = await db.auth.refreshSession();
    const since = async (token = '') => (await test.backend.verifyToken(token))?.amr?.[0]?.timestamp ?? 0;
    const [first, second] = [await since(data.session?.access_token), await since(renewed.data.session?.access_token)];
    expect(Math.abs(first - Date.now() / 1000)).toBeLessThan(60);
    expect(Math.round((first - second) / 3600)).toBe(3);
  });

  it('ends everything of a deleted user', async () => {
    const email = 'mai@example.test';
    const id = await test.createPerson(email);
    const db = client();
    await db.auth.signInWithPassword({ email, password: PASSWORD });
    await test.sql('delete from auth.users where id = $1', [id]);
    expect(await test.sql('select id from auth.sessions where user_id = $1', [id])).toEqual([]);
    expect((await db.auth.refreshSession()).error).not.toBeNull();
  });

  it('prints neither statements nor values of what fails', async () => {
    await test.sql(`create function public.refuse_person() returns trigger language plpgsql as $$
      begin raise exception 'refused' using detail = 'secret of ' || new.email; end $$`);
    await test.sql(`create trigger refuse_person before insert on auth.users for each row
      when (new.email like 'refused%') execute function public.refuse_person()`);
    const print = vi.spyOn(console, 'error').mockReset().mockReturnValue();
    const { error } = await client().auth.signUp({ email: 'refused@example.test', password: 'unspoken-password' });
    expect(error?.status).toBe(500);
    const output = print.mock.calls
      .flat()
      .map((value) => inspect(value))
      .join('\n');
    expect(output).toContain('refused');
    expect(output).not.toMatch(/refused@|unspoken|\$2[aby]\$|insert into/i);
  });

  it('stores what a person says about themselves as an object', async () => {
    const email = 'nam@example.test';
    await client().auth.signUp({ email, password: PASSWORD, options: { data: { name: 'Nam' } } });
    const [row] = await test.sql<{ name: string }>(
      `select raw_user_meta_data ->> 'name' as name from auth.users where email = $1`,
      [email]
    );
    expect(row?.name).toBe('Nam');
  });
});

describe.runIf(process.env.TEST_DATABASE_URL)('auth of two instances on one PostgreSQL', () => {
  it('keeps a session that both renew at once', async () => {
    const test = await openFixtureBackend({ driver: 'postgres' });
    const other = await createBackend(test.config);
    const refresh = async (backend: Backend, token: string) => {
      const headers = { apikey: backend.publishableKey, 'content-type': 'application/json' };
      const body = JSON.stringify({ refresh_token: token });
      return backend.fetch(`${backend.url}/auth/v1/token?grant_type=refresh_token`, { method: 'POST', headers, body });
    };
    await test.createPerson('an@example.test');
    const { data } = await test.anon.auth.signInWithPassword({ email: 'an@example.test', password: PASSWORD });
    const token = data.session?.refresh_token ?? '';
    const backends = [test.backend, other, test.backend, other, test.backend, other];
    const answers = await Promise.all(backends.map((backend) => refresh(backend, token)));
    answers.push(await refresh(other, token));
    await other.close();
    await test.close();
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});
