import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { DRIVERS } from '../support/test-backend.ts';
import { openFixtureBackend, type FixtureBackend } from './support.ts';

/** One test per defect of lite 0.10.0 that our wrapper repairs on the way to the tables. */
describe.each(DRIVERS)('tables and functions on %s', (driver) => {
  let test: FixtureBackend;
  let printed: MockInstance<typeof console.error>;

  beforeAll(async () => {
    printed = vi.spyOn(console, 'error');
    test = await openFixtureBackend({ driver });
  });
  beforeEach(() => {
    // lite prints one line for each refused statement.
    printed.mockReset().mockReturnValue();
  });
  afterAll(async () => {
    printed.mockRestore();
    await test.close();
  });

  it('keeps the identities of requests at the same time apart', async () => {
    const people = await Promise.all(['an@example.test', 'binh@example.test'].map((email) => test.as(email)));
    const clients = [test.anon, test.service, ...people];
    const expected = ['anon', 'service_role', 'an@example.test', 'binh@example.test'];
    const answers = await Promise.all(
      Array.from({ length: 48 }, async (_, index) => {
        const { data } = await clients[index % 4]!.rpc('whoami', {});
        const who = data as { role: string; email: string | null };
        return who.email ?? who.role;
      })
    );
    expect(answers).toEqual(answers.map((_, index) => expected[index % 4]));
  });

  it('keeps every acknowledged row of writers at the same time, some of which are refused', async () => {
    const client = await test.as('chi@example.test');
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        client.from('notes').insert({ title: index % 4 === 0 ? '' : `parallel ${index}` })
      )
    );
    const acknowledged = results.filter(({ error }) => error === null).length;
    const { data } = await client.from('notes').select('id').like('title', 'parallel %');
    expect([acknowledged, data?.length]).toEqual([30, 30]);
  });

  it('leaves revoked tables, columns and functions revoked', async () => {
    const client = await test.as('dung@example.test');
    await client.from('notes').insert({ title: 'mine' });
    expect((await test.anon.from('notes').select('id')).error?.code).toBe('42501');
    expect((await client.from('notes').select('secret')).error?.code).toBe('42501');
    expect((await client.from('notes').insert({ title: 'x', secret: 'y' })).error?.code).toBe('42501');
    expect((await client.rpc('hidden', {})).error?.code).toBe('42501');
    expect((await client.from('notes').select('id, title')).error).toBeNull();
    const [row] = await test.sql<{ granted: boolean }>(
      `select has_table_privilege('anon', 'public.notes', 'select') or has_table_privilege('authenticated', 'public.labels', 'delete') as granted`
    );
    expect(row?.granted).toBe(false);
  });

  it('lets the API roles call the helpers of schema auth', async () => {
    const email = 'giang@example.test';
    const client = await test.as(email);
    const { data } = await client.rpc('whoami', {});
    expect(data).toMatchObject({ role: 'authenticated', user: 'authenticated', email });
    // The default of owner_id is auth.uid(), computed with the rights of the one who inserts.
    expect((await client.from('notes').insert({ title: 'default owner' })).error).toBeNull();
  });

  it.each([
    ['check', 400, '23514', { title: '' }],
    ['exclusion', 400, '23P01', { title: 'overlap', period: '[2026-01-05,2026-01-06)' }],
    ['unique', 409, '23505', { title: 'taken' }],
    ['not null', 400, '23502', { title: null }],
    ['cast', 400, '22P02', { title: 'n', total: 'many' }]
  ])('answers a violated %s constraint as PostgREST does', async (_, status, code, row) => {
    const client = await test.as('hoa@example.test');
    await client
      .from('notes')
      .upsert({ title: 'taken', period: '[2026-01-01,2026-02-01)' }, { ignoreDuplicates: true });
    const answer = await client.from('notes').insert(row as Record<string, unknown>);
    expect([answer.error?.code, answer.status]).toEqual([code, status]);
  });

  it('answers our own errors with code, details and hint', async () => {
    const { error, status } = await test.anon.rpc('refuse', { code: 'DT001' });
    expect([status, error]).toMatchObject([
      400,
      { code: 'DT001', message: 'refused', details: '{"field":"title"}', hint: 'hint' }
    ]);
    expect((await test.anon.rpc('refuse', { code: 'P0001' })).status).toBe(400);
  });

  it('writes timestamps in ISO 8601 and numbers as numbers', async () => {
    const client = await test.as('khanh@example.test');
    const { data } = await client
      .from('notes')
      .insert({ title: 'time', amount: '0.10', total: 7 })
      .select('created_at, amount, total')
      .single();
    expect(data).toEqual({
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      amount: 0.1,
      total: 7
    });
    expect((await test.anon.rpc('moment', {})).data).toBe('2026-01-02T03:04:05+00:00');
    expect((await test.anon.rpc('exact', {})).data).toBe(0.1);
  });

  it('stores JSON once encoded', async () => {
    const client = await test.as('lan@example.test');
    const document = { answers: { '1.1.1': { level: 3 } }, text: '["not a list"]' };
    expect((await client.rpc('echo_type', { value: document })).data).toBe('object');
    expect((await client.rpc('echo', { value: document })).data).toEqual(document);
    const { data } = await client.from('notes').insert({ title: 'json', document }).select('document').single();
    expect(data).toEqual({ document });
    const [row] = await test.sql<{ kind: string }>(
      `select jsonb_typeof(document) as kind from public.notes where title = 'json'`
    );
    expect(row?.kind).toBe('object');
  });

  it('prints neither statements nor values of what fails', async () => {
    const client = await test.as('mai@example.test');
    await client.from('notes').insert({ title: 'confidential title' });
    await client.from('notes').insert({ title: 'confidential title', total: 1 });
    await client.from('notes').insert({ title: 'other', total: 'confidential number' });
    await test.anon.rpc('refuse', { code: 'DT001' });
    const output = printed.mock.calls.map((call) => call.map((value) => inspect(value)).join(' ')).join('\n');
    expect(output).toContain('23505');
    expect(output).not.toMatch(/confidential|insert into|mai@example/i);
  });

  it('answers /rest/v1 and /auth/v1 only, and only with a key', async () => {
    const { backend, config } = test;
    // A loopback address is where lite would serve requests without a key as service_role.
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await backend.fetch(`http://127.0.0.1${path}`, { headers })).status;
    const key = { apikey: backend.publishableKey };
    const secret = { apikey: config.secrets.secretKey };
    expect(await status('/_system/info', secret)).toBe(404);
    expect(await status('/_system/health')).toBe(404);
    expect(await status('/storage/v1/bucket', secret)).toBe(404);
    expect(await status('/rest/v1/../../_system/info', secret)).toBe(404);
    expect(await status('/rest/v1/notes?select=id')).toBe(401);
    expect(await status('/rest/v1/notes?select=id', { apikey: 'sb_publishable_wrong' })).toBe(401);
    expect(await status('/auth/v1/settings', key)).toBe(200);
    expect(await status('/rest/v1/notes?select=id', secret)).toBe(200);
  });

  it.runIf(driver === 'postgres')('ends a statement of a person that takes too long', async () => {
    await test.sql(`create function public.very_slow() returns void language sql as $$ select pg_sleep(20) $$`);
    await test.backend.reloadSchema();
    const { error } = await test.anon.rpc('very_slow', {});
    expect(error?.code).toBe('57014');
  });
});
