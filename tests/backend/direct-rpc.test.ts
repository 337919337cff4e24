import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DRIVERS } from '../support/test-backend.ts';
import { openFixtureBackend, type FixtureBackend } from './support.ts';

interface Answer {
  status: number;
  body: unknown;
}

/** Calls we answer ourselves must look as lite answers them, or better where lite is wrong. */
describe.each(DRIVERS)('calls of functions on %s', (driver) => {
  let test: FixtureBackend;
  let person: string;

  beforeAll(async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    test = await openFixtureBackend({ driver });
    person = await test.tokenFor('an@example.test');
    const client = await test.as('an@example.test');
    const { data } = await client.from('notes').insert({ title: 'first' }).select('id').single();
    await client.from('labels').insert({ note_id: data?.id, label: 'L' });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await test.close();
  });

  async function call(name: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const { backend } = test;
    const response = await backend.fetch(`${backend.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: { apikey: backend.publishableKey, 'content-type': 'application/json', ...headers },
      body
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
  // Any preference makes a call more than a plain one, and lite answers it.
  const viaLite = (name: string, body: string, headers: Record<string, string> = {}) =>
    call(name, body, { ...headers, prefer: 'return=representation' });
  const signedIn = () => ({ authorization: `Bearer ${person}` });

  it.each([
    ['c_table', {}],
    ['c_one_column', {}],
    ['c_set', {}],
    ['c_empty', {}],
    ['c_rows', {}],
    ['c_many', {}],
    ['c_row', {}],
    ['c_out', { a: 1 }],
    ['c_text', { value: 'it\'s "quoted" \\ đấy' }],
    ['c_text', { value: null }],
    ['c_null', {}],
    ['c_bool', {}],
    ['c_array', { ids: [1, 2, 3] }],
    ['c_array', { ids: [], m: 'busy' }],
    ['c_mood', { m: 'busy' }],
    ['c_mood', { m: 'furious' }],
    ['c_date', { d: '2026-02-28' }],
    ['c_date', { d: 'tomorrowish' }],
    ['c_defaults', { a: 1 }],
    ['c_defaults', { a: 1, c: 5 }],
    ['c_defaults', { b: 1 }],
    ['c_defaults', { a: 1, z: 5 }],
    ['c_over', { a: 1 }],
    ['c_over', { a: 1, b: 2 }],
    ['c_unnamed', {}],
    ['c_void', {}],
    ['c_nothing_of_the_kind', {}],
    ['whoami', {}],
    ['hidden', {}],
    ['refuse', { code: 'DT001' }],
    ['refuse', { code: '42501' }],
    ['refuse', { code: '23514' }],
    ['refuse', { code: 'PT409' }],
    ['echo', { value: { a: [1, { b: null }] } }],
    ['echo', { value: null }],
    ['exact', {}],
    ['moment', {}],
    ['big', {}]
  ])('%s(%j) answers as lite does', async (name, parameters) => {
    const body = JSON.stringify(parameters);
    for (const headers of [{}, signedIn()]) {
      const [ours, theirs] = [await call(name, body, headers), await viaLite(name, body, headers)];
      expect(withoutMicroseconds(ours)).toEqual(withoutMicroseconds(theirs));
    }
  });

  it('keeps JSON strings and microseconds, which lite does not', async () => {
    for (const value of ['hello', '5', '[1,2]', true, 5]) {
      expect((await call('echo', JSON.stringify({ value }))).body).toEqual(value);
    }
    const [row] = (await call('c_table', '{}')).body as { at: string }[];
    expect(row?.at).toBe('2026-01-02T03:04:05.678901+00:00');
  });

  it('has the rights and claims of the caller, and of nobody else', async () => {
    const { config } = test;
    expect((await call('c_settings', '{}')).body).toMatchObject({ uid: null, role: 'anon', user: 'anon' });
    const { body } = await call('c_settings', '{}', signedIn());
    expect(body).toMatchObject({ role: 'authenticated', user: 'authenticated' });
    expect((body as { uid: string; sub: string }).uid).toBe((body as { sub: string }).sub);
    const secret = { apikey: config.secrets.secretKey };
    expect((await call('c_settings', '{}', secret)).body).toMatchObject({
      uid: null,
      role: 'service_role',
      user: 'service_role'
    });
    expect((await call('c_settings', '{}', { apikey: 'sb_publishable_wrong' })).status).toBe(401);
    expect((await call('c_settings', '{}', { authorization: `Bearer ${person}x` })).status).toBe(401);
    // The secret key opens nothing beside the token of a person.
    expect((await call('c_settings', '{}', { ...secret, ...signedIn() })).body).not.toMatchObject({
      role: 'service_role'
    });
    // And afterwards the session is the owner's again, with nobody's claims.
    const [row] = await test.sql<{ role: string; claims: string }>(
      `select current_user = session_user as role, coalesce(current_setting('request.jwt.claims', true), '') as claims`
    );
    expect(row).toEqual({ role: true, claims: '' });
  });

  it('keeps what a call wrote, and nothing of a call that failed at its end', async () => {
    const { body } = await call('c_write', '{"title":"kept"}', signedIn());
    expect(await test.sql('select id::int from public.notes where title = $1', ['kept'])).toEqual([{ id: body }]);
    expect((await call('c_write', '{"title":""}', signedIn())).status).toBe(400);
    expect((await call('c_deferred', '{}')).status).toBe(409);
    expect(await test.sql('select id from public.deferred')).toEqual([]);
    expect((await call('c_bool', '{}')).body).toBe(true);
  });

  it('keeps callers at the same time apart', async () => {
    const people = await Promise.all(['b@example.test', 'c@example.test'].map((email) => test.tokenFor(email)));
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const { body } = await call('whoami', '{}', { authorization: `Bearer ${people[index % 2]}` });
        return (body as { email: string }).email;
      })
    );
    expect(answers).toEqual(answers.map((_, index) => `${'bc'[index % 2]}@example.test`));
  });

  it('learns of new functions', async () => {
    expect((await call('later', '{}')).status).toBe(404);
    await test.sql(`create function public.later() returns int language sql as 'select 1'`);
    await test.backend.reloadSchema();
    expect(await call('later', '{}')).toEqual({ status: 200, body: 1 });
  });
});

/** PGlite through lite cuts the end of a time. */
function withoutMicroseconds(answer: Answer): Answer {
  const text = JSON.stringify(answer.body).replace(/(T\d\d:\d\d:\d\d\.\d{3})\d{3}/g, '$1');
  return { status: answer.status, body: JSON.parse(text) as unknown };
}
