import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { makeApplication, makePackage, type NewPackage } from '../../support/records/allocation.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Row {
  enterprise_id: string;
  ok: boolean;
  code?: string;
  subject?: string;
  detail?: string;
  rank: number | null;
  out_of_rank: boolean;
  assignment_id?: string;
}

describe.each(DRIVERS)('proposals by rank on %s', (driver) => {
  let world: World;
  let packages = 0;
  /** Firms in the order of priority: level 0 lacks most. `ranked[3]` lies in the other district. */
  let ranked: string[];
  const offer = (input: Partial<NewPackage> = {}) =>
    makePackage(world.db, { code: `DX-${(packages += 1)}`, kinds: ['cooperative'], ...input });
  const propose = async (
    who: string,
    package_id: string,
    enterprise_ids: unknown[],
    more: Record<string, unknown> = {}
  ) => {
    const { code, data } = await world.call(who, 'propose_many', { package_id, enterprise_ids, ...more });
    return { code, rows: data as Row[] };
  };
  const assignments = (id: string) =>
    world.db.sql<{
      enterprise_id: string;
      override_reason: string | null;
      priority: Record<string, unknown>;
      application_id: string | null;
    }>(
      `select enterprise_id, override_reason, priority, application_id from public.assignments where package_id = $1 order by assignment_id`,
      [id]
    );

  beforeAll(async () => {
    world = await openWorld(driver);
    ranked = [];
    for (const level of [0, 1, 2, 3, 4]) {
      const firm = await world.makeFirm({
        kind: 'cooperative',
        unit: level === 3 ? world.units.far : world.units.near
      });
      await world.makeSubmitted(firm, level);
      ranked.push(firm);
    }
  });
  afterAll(() => world.close());

  test('the first of the order are proposed without a reason; parts, weights and rank are kept', async () => {
    const id = await offer();
    const { rows } = await propose('officer', id, [ranked[1], ranked[0]]);
    expect(rows.map(({ enterprise_id, ok, rank }) => [enterprise_id, ok, rank])).toEqual([
      [ranked[0], true, 1],
      [ranked[1], true, 2]
    ]);
    const [first] = await assignments(id);
    expect(first).toMatchObject({
      override_reason: null,
      priority: { rank: 1, of: 5, parts: { gap: 1 }, weights: { version: 1, gap: 30 } }
    });
  });

  test('who comes later is proposed with a reason only, and the reason is kept', async () => {
    const id = await offer();
    const { rows } = await propose('officer', id, [ranked[0], ranked[2]]);
    expect(rows).toMatchObject([
      { ok: true, out_of_rank: false },
      { ok: false, out_of_rank: true, code: 'DT004', subject: 'override_reason' }
    ]);
    expect((await propose('officer', id, [ranked[2]], { reason: '  ' })).rows).toMatchObject([
      { ok: false, code: 'DT004' }
    ]);
    expect((await propose('officer', id, [ranked[2]], { reason: 'Thiên tai tại địa bàn' })).rows).toMatchObject([
      { ok: true, out_of_rank: true }
    ]);
    expect((await assignments(id)).map((row) => row.override_reason)).toEqual([null, 'Thiên tai tại địa bàn']);
    // Nobody else is left before the next one but the second, who was passed by.
    expect((await propose('officer', id, [ranked[1]])).rows).toMatchObject([{ ok: true, out_of_rank: false }]);
  });

  test('a reason given in passing is not kept for rows that need none', async () => {
    const id = await offer();
    await propose('officer', id, [ranked[0]], { reason: 'Không cần' });
    expect((await assignments(id))[0]?.override_reason).toBeNull();
  });

  test('a district officer is compared with the firms of the own area', async () => {
    const id = await offer();
    expect((await propose('far', id, [ranked[3]])).rows).toMatchObject([{ ok: true, rank: 4, out_of_rank: false }]);
    expect((await propose('far', id, [ranked[0]])).rows).toMatchObject([
      { ok: false, code: 'DT001', subject: 'enterprise' }
    ]);
    expect((await propose('near', id, [ranked[0], ranked[1], ranked[2], ranked[4]])).rows.every(({ ok }) => ok)).toBe(
      true
    );
  });

  test('one proposed singly is asked for a reason by the same rule, and keeps its rank', async () => {
    const id = await offer();
    const single = (who: string, enterprise_id: unknown, override_reason?: string) =>
      world.call(who, 'propose_assignment', { package_id: id, enterprise_id, override_reason });
    for (const reason of [undefined, '  '])
      expect(await single('officer', ranked[1], reason)).toMatchObject({
        code: 'DT004 override_reason',
        details: '[{"path": "override_reason", "code": "rank_reason"}]'
      });
    expect(await assignments(id)).toEqual([]);
    expect((await single('officer', ranked[1], 'x'.repeat(501))).code).toBe('DT004 override_reason');
    expect((await single('officer', ranked[1], 'Thiên tai tại địa bàn')).code).toBe('ok');
    expect((await single('officer', ranked[0], 'Không cần')).code).toBe('ok');
    // The first of the own district, though others come earlier elsewhere.
    expect((await single('far', ranked[3])).code).toBe('ok');
    expect(await assignments(id)).toMatchObject([
      { override_reason: 'Thiên tai tại địa bàn', priority: { rank: 2, of: 5, out_of_rank: true } },
      { override_reason: null, priority: { rank: 1, of: 4, out_of_rank: false } },
      { override_reason: null, priority: { rank: 2, of: 3, out_of_rank: false } }
    ]);
  });

  test('every row succeeds or says why, and one that fails takes none with it', async () => {
    const id = await offer();
    const nobody = '00000000-0000-7000-8000-000000000000';
    await propose('officer', id, [ranked[0]]);
    const { rows } = await propose('officer', id, [ranked[0], ranked[1], world.firm, nobody, ranked[1]]);
    const by = Object.fromEntries(rows.map((row) => [row.enterprise_id, row]));
    expect(rows).toHaveLength(4);
    expect(by[ranked[1]!]).toMatchObject({ ok: true });
    expect(by[ranked[0]!]).toMatchObject({ ok: false, code: 'DT009' });
    expect(by[world.firm]).toMatchObject({ ok: false, code: 'DT020', detail: '[{"code": "not_met", "path": "kind"}]' });
    expect(by[nobody]).toMatchObject({ ok: false, code: 'DT001' });
    expect(await assignments(id)).toHaveLength(2);
  });

  test('a preview says the same and leaves nothing', async () => {
    const id = await offer();
    await makeApplication(world.db, id, ranked[0]!);
    const before = await world.db.sql(`select count(*) from public.audit_log`);
    const { rows: previewed } = await propose('officer', id, [ranked[0], ranked[2], world.firm], { preview: true });
    expect(await assignments(id)).toEqual([]);
    expect(await world.db.sql(`select count(*) from public.audit_log`)).toEqual(before);
    const { rows: done } = await propose('officer', id, [ranked[0], ranked[2], world.firm]);
    expect(done.map(({ assignment_id: _, ...row }) => row)).toEqual(previewed);
    expect((await assignments(id))[0]?.application_id).not.toBeNull();
  });

  test.each([
    ['no firm', [], {}, 'DT004 enterprise_ids'],
    [
      'more than two hundred',
      Array.from({ length: 201 }, () => '00000000-0000-7000-8000-000000000000'),
      {},
      'DT015 enterprise_ids'
    ],
    [
      'a reason without end',
      ['00000000-0000-7000-8000-000000000000'],
      { reason: 'x'.repeat(501) },
      'DT004 override_reason'
    ],
    ['something that is no id', ['abc'], {}, '22P02']
  ])('%s is refused', async (_, ids, more, code) => {
    expect((await propose('officer', await offer(), ids, more)).code).toBe(code);
  });

  test('firms, strangers and administrators propose nothing', async () => {
    const id = await offer();
    for (const who of ['owner', 'stranger', 'administrator'])
      expect((await propose(who, id, [ranked[0]])).code).toBe('DT002 officer');
    expect((await propose('officer', '00000000-0000-7000-8000-000000000000', [ranked[0]])).code).toBe('DT001 package');
  });

  test('two officers who propose the same firm at once make one proposal', async () => {
    const id = await offer();
    const replies = await Promise.all([propose('officer', id, [ranked[0]]), propose('manager', id, [ranked[0]])]);
    expect(replies.map(({ rows }) => rows[0]!.code ?? 'ok').sort()).toEqual(['DT009', 'ok']);
    expect(await assignments(id)).toHaveLength(1);
  });
});
