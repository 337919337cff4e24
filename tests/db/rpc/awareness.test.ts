import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('events of awareness on %s', (driver) => {
  let world: World;
  const record = (who: string, more: Record<string, unknown>) =>
    world.call(who, 'record_awareness', {
      tax_codes: [],
      kind: 'training',
      held_on: '2025-03-04',
      title: 'Lớp tập huấn',
      unit_id: world.units.near,
      ...more
    });
  const eventsOf = (enterprise: unknown) =>
    world.db.sql<{ id: string; reason: string | null; removed: boolean }>(
      `select awareness_event_id as id, reason, removed_at is not null as removed from public.awareness_events
       where enterprise_id = $1 order by awareness_event_id`,
      [enterprise]
    );
  /** Firms that count as aware, of those on record now. */
  const aware = async () =>
    Number(
      (
        await world.db.sql<{ n: string }>(
          `select count(*) as n from private.programme_reach where measure = 'aware' and programme_id = 'ben-tre-8576'`
        )
      )[0]!.n
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('a district officer records for firms of the area only, by tax code and by name', async () => {
    await world.makeFirm({ taxCode: '1300999003', unit: world.units.far });
    expect((await record('near', { tax_codes: ['1300999003', world.taxCode] })).data).toMatchObject({
      recorded: 1,
      unknown: ['1300999003']
    });
    await world.makeFirm({
      name: 'Tổ hợp tác Sông Xa',
      kind: 'cooperative_group',
      taxCode: null,
      unit: world.units.far
    });
    const there = { names: ['Tổ hợp tác Sông Xa'], unit_id: world.units.far };
    expect((await record('near', there)).data).toMatchObject({ recorded: 0, unknown: ['Tổ hợp tác Sông Xa'] });
    expect((await record('far', there)).data).toMatchObject({ recorded: 1, unknown: [] });
    const made = {
      ...there,
      names: ['Tổ hợp tác khác'],
      new_firms: { kind: 'cooperative_group', sector_id: '2018-10' }
    };
    expect((await record('near', made)).code).toBe('DT002 unit_id');
  });

  test('a firm without a tax code is found by its name within the unit, however it is written, and counts once', async () => {
    const firm = await world.makeFirm({ name: 'Tổ hợp tác Dừa Xanh', kind: 'cooperative_group', taxCode: null });
    const before = await aware();
    const names = ['tổ hợp tác  DỪA XANH', 'To hop tac "Dua Xanh"', ' ', 'Không có ai'];
    expect((await record('near', { names })).data).toEqual({
      recorded: 1,
      already: 0,
      created: 0,
      unknown: ['Không có ai'],
      ambiguous: []
    });
    expect((await record('officer', { names })).data).toMatchObject({ recorded: 0, already: 1 });
    await record('officer', { names, kind: 'visit' });
    expect(await eventsOf(firm)).toHaveLength(2);
    expect(await aware()).toBe(before + 1);
    expect((await record('officer', { names, unit_id: world.units.far })).data).toMatchObject({ recorded: 0 });
  });

  test('a name that two firms of the unit have is not guessed', async () => {
    for (const _ of [1, 2])
      await world.makeFirm({ name: 'Tổ hợp tác Chung Tên', kind: 'cooperative_group', taxCode: null });
    expect((await record('officer', { names: ['Tổ hợp tác chung tên'] })).data).toMatchObject({
      recorded: 0,
      unknown: [],
      ambiguous: ['Tổ hợp tác chung tên']
    });
  });

  test('a name that is nowhere is put on record once, when asked, as a kind that needs no tax code', async () => {
    const new_firms = { kind: 'startup_project', sector_id: '2018-10' };
    const names = ['Dự án Mật Hoa Dừa', 'DỰ ÁN MẬT HOA DỪA'];
    const both = await Promise.all([record('near', { names, new_firms }), record('officer', { names, new_firms })]);
    expect(both.map(({ code }) => code)).toEqual(['ok', 'ok']);
    const sum = (key: string) =>
      both.reduce((total, { data }) => total + Number((data as Record<string, number>)[key]), 0);
    expect([sum('created'), sum('recorded'), sum('already')]).toEqual([1, 1, 1]);
    const firms = await world.db.sql(
      `select kind, unit_id from public.enterprises where private.name_key(name) = 'du an mat hoa dua'`
    );
    expect(firms).toEqual([{ kind: 'startup_project', unit_id: world.units.near }]);
    expect((await record('officer', { names: ['Hộ mới'], new_firms: { ...new_firms, kind: 'household' } })).code).toBe(
      'DT004 kind'
    );
  });

  test.each([
    ['names without a unit', { names: ['A'], unit_id: null }, 'DT004 unit_id'],
    ['names in a unit that is nowhere', { names: ['A'], unit_id: 'x' }, 'DT004 unit_id'],
    ['a name of nothing but signs', { names: ['???'] }, 'DT004 names'],
    ['a name without end', { names: ['a'.repeat(201)] }, 'DT004 names'],
    ['more than five hundred names', { names: Array(501).fill('A') }, 'DT015 names'],
    ['a day to come', { names: [], held_on: '2099-01-01' }, 'DT004 held_on'],
    ['an unknown kind', { tax_codes: ['1300111222'], kind: 'party' }, '23514'],
    [
      'a sector that is nowhere',
      { names: ['Mới'], new_firms: { kind: 'startup_project', sector_id: 'x' } },
      /^(DT004|235)/
    ]
  ])('%s is refused', async (_, more, code) => {
    expect((await record('officer', more)).code).toEqual(typeof code === 'string' ? code : expect.stringMatching(code));
  });

  test('taken back with a reason, once, it counts no more, stays on record and may be entered anew', async () => {
    const firm = await world.makeFirm({ taxCode: '1300999004' });
    await record('officer', { tax_codes: ['1300999004'] });
    const counted = await aware();
    const [event] = await eventsOf(firm);
    const remove = (who: string, reason?: string) =>
      world.call(who, 'remove_awareness_event', { awareness_event_id: event!.id, reason });
    expect((await remove('far', 'Nhầm')).code).toBe('DT001 awareness_event');
    expect((await remove('owner', 'Nhầm')).code).toBe('DT001 awareness_event');
    for (const reason of [undefined, ' ', 'x'.repeat(501)])
      expect((await remove('near', reason)).code).toBe('DT004 reason');
    expect((await remove('near', 'Nhập nhầm cơ sở')).code).toBe('ok');
    expect((await remove('near', 'Lần nữa')).code).toBe('DT006 awareness_event');
    expect(await aware()).toBe(counted - 1);
    expect(await eventsOf(firm)).toMatchObject([{ reason: 'Nhập nhầm cơ sở', removed: true }]);
    const [log] = await world.db.sql(
      `select actor, action, changes from public.audit_log where table_name = 'awareness_events' and record_id = $1
       order by audit_id desc limit 1`,
      [event!.id]
    );
    expect(log).toMatchObject({ actor: world.ids.near, action: 'update', changes: { reason: [null, '•'] } });
    expect((await record('near', { tax_codes: ['1300999004'] })).data).toMatchObject({ recorded: 1, already: 0 });
    expect(await aware()).toBe(counted);
    await expect(
      world.db.sql(`update public.awareness_events set title = 'Khác' where awareness_event_id = $1`, [event!.id])
    ).rejects.toMatchObject({ code: 'DT010' });
  });
});
