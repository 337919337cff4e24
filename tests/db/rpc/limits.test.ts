import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('limits on %s', (driver) => {
  let world: World;
  let serial = 0;
  /** As the migrations set them. */
  let rules: { bucket: string; per_day: number }[];
  /** A rule that is used up quickly; the numbers of the real ones are another test. */
  const allow = (bucket: string, hits: number) =>
    world.db.sql(`update private.rate_limit_rules set max_hits = $2 where bucket = $1`, [bucket, hits]);
  const details = (change: Record<string, unknown> = {}) => ({
    kind: 'enterprise',
    name: 'Công ty Dừa Xanh',
    tax_code: `13010${String((serial += 1)).padStart(5, '0')}`,
    sector_id: '2018-10',
    unit_id: world.units.near,
    ...change
  });
  const register = (who: string, change = {}) => world.call(who, 'register_enterprise', { details: details(change) });
  const times = async (n: number, call: () => Promise<{ code: string }>) => {
    const codes: string[] = [];
    for (let i = 0; i < n; i += 1) codes.push((await call()).code);
    return codes;
  };

  beforeAll(async () => {
    world = await openWorld(driver);
    rules = await world.db.sql(
      `select bucket, (max_hits * 86400.0 / window_seconds)::int as per_day from private.rate_limit_rules`
    );
  });
  afterAll(() => world.close());

  describe('counted for the web server', () => {
    const take = (bucket: unknown, key: unknown) => world.call('visitor', 'take_limit', { bucket, key });

    test('a key uses up its own window and nobody else’s', async () => {
      const key = 'a'.repeat(64);
      await allow('sign-up:address', 5);
      const taken: unknown[] = [];
      for (let n = 0; n < 7; n += 1) taken.push((await take('sign-up:address', key)).data);
      expect(taken).toEqual([true, true, true, true, true, false, false]);
      expect((await take('sign-up:address', 'b'.repeat(64))).data).toBe(true);
      expect((await take('share:address', key)).data).toBe(true);
    });

    test.each([
      ['an unknown bucket', 'everything', 'a'.repeat(64), 'DT004 bucket'],
      ['no bucket', null, 'a'.repeat(64), 'DT004 bucket'],
      ['a short key', 'share:address', 'short', '23514'],
      ['a long key', 'share:address', 'x'.repeat(129), '23514'],
      ['no key', 'share:address', null, '23502']
    ])('%s is refused', async (_, bucket, key, code) => {
      expect((await take(bucket, key)).code).toBe(code);
    });

    test('nobody counts in the place of a person: what the database counts itself is out of reach', async () => {
      const own = rules.filter(({ bucket }) => /person$|:all$/.test(bucket));
      expect(own.length).toBeGreaterThan(0);
      for (const { bucket } of own) {
        for (const who of ['visitor', 'stranger', 'owner']) {
          const reply = await world.call(who, 'take_limit', { bucket, key: world.ids.owner });
          expect([who, bucket, reply.code]).toEqual([who, bucket, 'DT004 bucket']);
        }
      }
    });
  });

  test('windows that are over leave, those that still count stay', async () => {
    const key = 'c'.repeat(64);
    await world.db.sql(
      `insert into private.rate_limit_hits (bucket, key, window_start, hits)
       values ('preview:address', $1, now() - interval '2 minutes', 1), ('export:account', $1, now() - interval '2 minutes', 1)`,
      [key]
    );
    // One request in a hundred takes them along: with a seed under which this one does.
    const seeded = (what: string, seed: number) =>
      world.db.sql<{ r: number }>(`with s as materialized (select setseed($1)) select ${what} as r from s`, [seed]);
    let seed = 0;
    while (seed < 1 && ((await seeded('random()', seed))[0]?.r ?? 1) >= 0.01) seed += 0.001;
    await seeded(`private.count_hit('preview:address', '${'d'.repeat(64)}')`, seed);
    const left = await world.db.sql(`select bucket from private.rate_limit_hits where key = $1`, [key]);
    expect(left).toEqual([{ bucket: 'export:account' }]);
  });

  describe('counted per person, whatever client asks', () => {
    test('changes of a firm’s details', async () => {
      await allow('update:person', 2);
      const change = async () => {
        const [firm] = await world.db.sql<{ revision: number }>(
          `select revision from public.enterprises where enterprise_id = $1`,
          [world.firm]
        );
        return world.call('owner', 'update_enterprise', {
          enterprise_id: world.firm,
          details: { main_products: `Kẹo dừa ${firm?.revision}` },
          revision: firm?.revision
        });
      };
      expect(await times(3, change)).toEqual(['ok', 'ok', 'DT008 update:person']);
    });

    test('firms put on record, and codes asked for by trying to', async () => {
      await allow('register:person', 3);
      expect((await register('many')).code).toBe('ok');
      expect((await register('many', { tax_code: world.taxCode })).data).toEqual({ state: 'exists' });
      // What the database refuses leaves no firm and no count.
      expect((await register('many', { name: 'x' })).code).toBe('23514');
      expect(await times(2, () => register('many'))).toEqual(['ok', 'DT008 register:person']);
      expect((await register('other-person')).code).toBe('ok');
    });

    test('staff enter firms by a rule of their own', async () => {
      await allow('register:person', 1);
      await allow('register:staff-person', 3);
      expect(await times(4, () => register('officer'))).toEqual(['ok', 'ok', 'ok', 'DT008 register:staff-person']);
      expect((await register('near')).code).toBe('ok');
    });

    test('invitation codes that are tried: a wrong one is an answer and no error, so that it counts', async () => {
      await allow('claim:person', 4);
      const join = (who: string, code: string) => world.call(who, 'join_enterprise', { code });
      const wrong = await join('guesser', 'ABCDEFGHJK');
      expect(wrong).toEqual({ code: 'ok', details: '', data: null });
      expect(await times(4, () => join('guesser', 'ABCDEFGHJK'))).toEqual(['ok', 'ok', 'ok', 'DT008 claim:person']);
      expect((await join('guesser', world.code)).code).toBe('DT008 claim:person');
      expect((await join('guest', world.code)).data).toBe(world.firm);
    });

    test('tax codes that are tried by asking for their firms, also by who has asked for ten already', async () => {
      await allow('claim:person', 4);
      const ask = (tax_code: string) => world.call('prober', 'request_enterprise', { tax_code });
      expect(await ask('9999999999')).toEqual({ code: 'ok', details: '', data: null });
      expect((await ask(world.taxCode)).data).toMatch(/^[0-9a-f-]{36}$/);
      expect(await times(3, () => ask('9999999999'))).toEqual(['ok', 'ok', 'DT008 claim:person']);
      await allow('claim:person', 1000);
      for (let n = 0; n < 9; n += 1) {
        await world.db.sql(`insert into public.enterprise_requests (enterprise_id, user_id) values ($1, $2)`, [
          await world.makeFirm(),
          await world.idOf('prober')
        ]);
      }
      expect([(await ask('9999999999')).code, (await ask(world.taxCode)).code]).toEqual([
        'DT008 requests',
        'DT008 requests'
      ]);
    });

    test('invitation codes made, assessments begun, exports', async () => {
      for (const bucket of ['invite:person', 'start:person', 'export:person']) await allow(bucket, 2);
      const enterprise_id = await world.makeFirm({ people: ['busy'] });
      const used = (bucket: string) => ['ok', 'ok', `DT008 ${bucket}`];
      expect(await times(3, () => world.call('busy', 'create_enterprise_invitation', { enterprise_id }))).toEqual(
        used('invite:person')
      );
      const begin = async () => {
        const started = await world.call('busy', 'start_assessment', { enterprise_id });
        await world.call('busy', 'discard_assessment', { assessment_id: started.data });
        return started;
      };
      expect(await times(3, begin)).toEqual(used('start:person'));
      const log = { kind: 'enterprises', filters: {}, rows: 1 };
      expect(await times(3, () => world.call('busy', 'log_export', log))).toEqual(used('export:person'));
    });

    test('to find an open assessment again counts nothing', async () => {
      await allow('start:person', 1);
      const enterprise_id = await world.makeFirm({ people: ['returning'] });
      const start = () => world.call('returning', 'start_assessment', { enterprise_id });
      expect(await times(3, start)).toEqual(['ok', 'ok', 'ok']);
    });

    test('links, and twenty of a result at a time', async () => {
      const assessment_id = await world.makeSubmitted(await world.makeFirm({ people: ['sharer'] }), 3);
      const share = () => world.call('sharer', 'create_share_link', { assessment_id, days: 7 });
      expect(await times(21, share)).toEqual([...Array<string>(20).fill('ok'), 'DT008 share_links']);
      const end = (column: string) =>
        world.db.sql(
          `update public.share_links set ${column} = now() where share_link_id =
             (select share_link_id from public.share_links where assessment_id = $1 and expires_at > now() and revoked_at is null limit 1)`,
          [assessment_id]
        );
      for (const column of ['expires_at', 'revoked_at']) {
        await end(column);
        expect(await times(2, share)).toEqual(['ok', 'DT008 share_links']);
      }
      await allow('share-link:person', 1);
      await end('revoked_at');
      expect((await share()).code).toBe('DT008 share-link:person');
    });
  });

  test('quick checks of a window above the limit of all are not counted, and nobody is told', async () => {
    await world.db.sql(`delete from public.quick_check_counts`);
    await world.db.sql(`delete from private.rate_limit_hits where bucket = 'quick-check:all'`);
    await allow('quick-check:all', 3);
    expect(await times(5, () => world.call('visitor', 'count_quick_check', {}))).toEqual(Array(5).fill('ok'));
    const [row] = await world.db.sql<{ n: number }>(`select sum(count)::int as n from public.quick_check_counts`);
    expect(row?.n).toBe(3);
  });

  test('an officer may enter, invite and begin for several hundred firms a day', () => {
    const perDay = (bucket: string) => rules.find((rule) => rule.bucket === bucket)?.per_day ?? 0;
    for (const bucket of ['register:staff-person', 'invite:person', 'start:person', 'export:person']) {
      expect([bucket, perDay(bucket) >= 300]).toEqual([bucket, true]);
    }
  });
});
