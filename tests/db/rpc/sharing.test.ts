import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('sharing and comparing on %s', (driver) => {
  let world: World;
  const read = (who: string, token: unknown) => world.call(who, 'read_shared_result', { token });
  const link = async (days?: number | null) =>
    String(
      (
        await world.call('owner', 'create_share_link', {
          assessment_id: world.submitted,
          ...(days !== undefined && { days })
        })
      ).data
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  describe('a link', () => {
    test('shows points and levels to anybody, never answers, tax code or people', async () => {
      const { data } = await read('visitor', world.token);
      expect(Object.keys(data as object).sort()).toEqual([
        'enterprise_name',
        'expires_at',
        'kind',
        'result',
        'submitted_at',
        'version_id'
      ]);
      const { result } = data as { result: object };
      expect(Object.keys(result).sort()).toEqual([
        'answered',
        'indices',
        'level',
        'max',
        'missing',
        'pillars',
        'points'
      ]);
      for (const secret of [world.taxCode, world.ids.owner, world.firm, 'numerator', '@']) {
        expect(JSON.stringify(data)).not.toContain(secret);
      }
    });

    test('that is withdrawn, has run out or never was: the same answer', async () => {
      const [revoked, expired] = [await link(), await link()];
      const rows = await world.db.sql<{ id: string }>(
        `select share_link_id as id from public.share_links where assessment_id = $1 order by created_at desc, share_link_id desc limit 2`,
        [world.submitted]
      );
      await world.db.sql(`update public.share_links set expires_at = now() where share_link_id = $1`, [rows[0]!.id]);
      const revoke = () => world.call('member', 'revoke_share_link', { share_link_id: rows[1]!.id });
      expect([(await revoke()).code, (await revoke()).code]).toEqual(['ok', 'ok']);
      const answers = await Promise.all([revoked, expired, 'unknown', '', null].map((token) => read('visitor', token)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
        new Set([JSON.stringify({ code: 'DT007 share_link', details: '', data: null })])
      );
      expect((await read('visitor', world.token)).code).toBe('ok');
    });

    test.each([
      [undefined, 30],
      [null, 30],
      [0, 1],
      [-5, 1],
      [100_000, 365]
    ])('asked for %s days it lasts %i', async (days, expected) => {
      await link(days);
      const [row] = await world.db.sql(
        `select round(extract(epoch from expires_at - created_at) / 86400)::int as days from public.share_links order by created_at desc, share_link_id desc limit 1`
      );
      expect(row).toEqual({ days: expected });
    });

    test('has a token of 32 characters that is kept nowhere', async () => {
      expect(world.token).toMatch(/^[A-Za-z0-9_-]{32}$/);
      const [row] = await world.db.sql<{ found: number }>(
        `select (select count(*) from public.share_links t where t::text like '%' || $1 || '%')::int
           + (select count(*) from public.audit_log t where t::text like '%' || $1 || '%')::int as found`,
        [world.token]
      );
      expect(row?.found).toBe(0);
    });

    test('is made for a counted result only', async () => {
      for (const [who, assessment_id] of [
        ['owner', world.draft],
        ['otherOwner', world.awaiting]
      ] as const) {
        expect((await world.call(who, 'create_share_link', { assessment_id })).code).toBe('DT001 assessment');
      }
    });
  });

  describe('peers', () => {
    const medians = async (assessment_id: string) => {
      await world.db.sql(`delete from private.peer_medians`);
      return ((await world.call('owner', 'read_result', { assessment_id })).data as { peers: unknown }).peers;
    };

    test('nine similar firms are told nothing of each other, ten see medians', async () => {
      // A sector and a size that no other firm of this database has.
      const similar = { sector: '2018-62', employees: 5000, capital: 900_000_000_000 };
      const mine = await world.makeFirm({ people: ['owner'], ...similar });
      const assessment = await world.makeSubmitted(mine, 1);
      for (let n = 2; n <= 9; n += 1) await world.makeSubmitted(await world.makeFirm(similar), 4);
      expect(await medians(assessment)).toEqual([]);
      await world.makeSubmitted(await world.makeFirm(similar), 4);
      expect(await medians(assessment)).toEqual([
        { group: 'sector', firms: 10, medians: expect.any(Array) },
        { group: 'size', firms: 10, medians: expect.any(Array) }
      ]);
      const [row] = await world.db.sql<{ points: number[] }>(
        `select pillar_points as points from public.assessments where level = 4 limit 1`
      );
      const [group] = (await medians(assessment)) as { medians: number[] }[];
      expect(group?.medians).toEqual(row?.points);
    });

    test('a real firm is compared with real ones, a sample with samples', async () => {
      const similar = { sector: '2018-41', employees: null };
      const firms = await Promise.all(
        Array.from({ length: 20 }, () => world.makeFirm({ people: ['owner'], ...similar }))
      );
      const samples = firms.slice(10);
      await world.db.sql(`update public.enterprises set is_sample = true where enterprise_id = any ($1)`, [samples]);
      const ids: string[] = [];
      for (const [n, firm] of firms.entries()) ids.push(await world.makeSubmitted(firm, n < 10 ? 2 : 4));
      const points = async (id: string) =>
        (
          await world.db.sql<{ points: number[] }>(
            `select pillar_points as points from public.assessments where assessment_id = $1`,
            [id]
          )
        )[0]!.points;
      for (const id of [ids[0]!, ids[10]!]) {
        expect(await medians(id)).toEqual([{ group: 'sector', firms: 10, medians: await points(id) }]);
      }
    });

    test('a firm counts once, with its last result', async () => {
      const similar = { sector: '2018-01', employees: null };
      const mine = await world.makeFirm({ people: ['owner'], ...similar });
      for (let n = 0; n < 12; n += 1) await world.makeSubmitted(mine, 2, `2026-01-${10 + n}T00:00:00Z`);
      const [row] = await world.db.sql<{ id: string }>(
        `select latest_assessment_id as id from public.enterprises where enterprise_id = $1`,
        [mine]
      );
      expect(await medians(row!.id)).toEqual([]);
    });
  });

  describe('counting quick checks', () => {
    const counts = () =>
      world.db.sql<{ unit_id: string; count: number }>(
        `select unit_id, sum(count)::int as count from public.quick_check_counts group by 1 order by 1`
      );

    test('counts by area; what is not a unit of today counts as not said', async () => {
      await world.db.sql(`delete from public.quick_check_counts`);
      for (const unit_id of [world.units.near, world.units.near, null, '829-2021', 'nowhere', `' or true --`]) {
        expect((await world.call('visitor', 'count_quick_check', { unit_id })).code).toBe('ok');
      }
      expect(await counts()).toEqual([
        { unit_id: '', count: 4 },
        { unit_id: world.units.near, count: 2 }
      ]);
    });
  });
});
