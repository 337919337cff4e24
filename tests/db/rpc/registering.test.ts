import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('registering and changing a firm on %s', (driver) => {
  let world: World;
  let serial = 0;
  const details = (change: Record<string, unknown> = {}) => {
    serial += 1;
    return {
      kind: 'enterprise',
      name: 'Công ty Dừa Xanh',
      tax_code: `13090${String(serial).padStart(5, '0')}`,
      sector_id: '2018-10',
      unit_id: world.units.near,
      employees: 5,
      capital: 1_000_000_000,
      ...change
    };
  };
  const register = (name: string, change: Record<string, unknown> = {}) =>
    world.call(name, 'register_enterprise', { details: details(change) });
  const idIn = ({ data }: { data: unknown }) => (data as { enterprise_id: string }).enterprise_id;
  const firm = async (id: string) =>
    (await world.db.sql(`select * from public.enterprises where enterprise_id = $1`, [id]))[0]!;
  const rolesOf = async (id: string) =>
    (
      await world.db.sql<{ role: string }>(
        `select role::text from public.enterprise_members where enterprise_id = $1 order by 1`,
        [id]
      )
    ).map(({ role }) => role);

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('whoever registers becomes the owner; section, district and size follow', async () => {
    const reply = await register('an');
    expect(reply.data).toMatchObject({ state: 'created' });
    const id = idIn(reply);
    expect(await rolesOf(id)).toEqual(['owner']);
    expect(await firm(id)).toMatchObject({
      section_id: '2018-C',
      district_id: '829-2021',
      size_class: 'micro',
      created_by: await world.idOf('an')
    });
  });

  test('a tax code on record is told, and nothing else', async () => {
    expect((await register('binh', { tax_code: world.taxCode })).data).toEqual({ state: 'exists' });
    expect((await register('binh', { tax_code: ` ${world.taxCode} ` })).data).toEqual({ state: 'exists' });
  });

  test('registering the same firm twice makes one', async () => {
    const same = details();
    const first = await world.call('chi', 'register_enterprise', { details: same });
    expect(first.data).toMatchObject({ state: 'created' });
    expect((await world.call('chi', 'register_enterprise', { details: same })).data).toEqual({ state: 'exists' });
  });

  test('what the person may not state is not taken from them', async () => {
    const id = idIn(
      await register('dung', {
        size_class: 'large',
        is_sample: true,
        latest_level: 5,
        latest_points: 320,
        revision: 99,
        created_by: world.ids.owner
      })
    );
    expect(await firm(id)).toMatchObject({
      size_class: 'micro',
      is_sample: false,
      latest_level: null,
      latest_points: null,
      revision: 1,
      created_by: await world.idOf('dung')
    });
  });

  test.each([
    ['no name', { name: '  ' }, '23502'],
    ['a name of one letter', { name: 'x' }, '23514'],
    ['a name that is too long', { name: 'x'.repeat(201) }, '23514'],
    ['a kind that does not exist', { kind: 'bank' }, '22P02'],
    ['a tax code of eleven digits', { tax_code: '12345678901' }, '23514'],
    ['a firm without a tax code', { tax_code: null }, '23514'],
    ['a sector that does not exist', { sector_id: '2018-ZZ' }, '23502'],
    ['a unit that does not exist', { unit_id: 'nowhere' }, 'DT004 unit_id'],
    ['a district as unit', { unit_id: '829-2021' }, 'DT004 unit_id'],
    ['a district the commune does not lie in', { district_id: '831-2021' }, 'DT004 district_id'],
    ['employees in words', { employees: 'many' }, '22P02'],
    ['negative employees', { employees: -1 }, '23514'],
    ['half an employee', { employees: 1.5 }, '22P02'],
    ['money beyond any firm', { revenue: 1e16 }, '23514'],
    ['a telephone number in no known form', { contact_phone: '0901 234 567' }, '23514'],
    ['a group that does not exist', { size_group: 'banking' }, '23514']
  ])('%s is refused', async (_, change, code) => {
    expect((await register('giang', change)).code).toBe(code);
  });

  test.each([[null], [[]], ['text'], [7]])('details that are %j are refused', async (value) => {
    expect((await world.call('giang', 'register_enterprise', { details: value })).code).toBe('DT004 unit_id');
  });

  test('a start-up project and a co-operative group need no tax code, also several', async () => {
    for (const kind of ['startup_project', 'cooperative_group', 'startup_project']) {
      expect((await register('hoa', { kind, tax_code: null })).data).toMatchObject({ state: 'created' });
    }
  });

  test('staff enter a firm for somebody else: it has no member', async () => {
    expect(await rolesOf(idIn(await register('near')))).toEqual([]);
    expect(await rolesOf(idIn(await register('near', { as_owner: true })))).toEqual(['owner']);
  });

  test('a district officer enters firms of the own area only, and a refused one is not on record', async () => {
    const before = await world.db.sql(`select count(*) from public.enterprises`);
    expect((await register('far')).code).toBe('DT002 unit_id');
    expect(await world.db.sql(`select count(*) from public.enterprises`)).toEqual(before);
  });

  test('nobody enters a firm without belonging to it', async () => {
    expect((await register('lan', { as_owner: false })).code).toBe('DT002 unit_id');
    // The same for a code on record: the refusal tells nothing.
    expect((await register('lan', { as_owner: false, tax_code: world.taxCode })).code).toBe('DT002 unit_id');
  });

  test('a change on an old revision is refused and says the present one', async () => {
    const id = await world.makeFirm({ people: ['owner', 'member'] });
    const update = (revision: unknown, name: string) =>
      world.call('member', 'update_enterprise', { enterprise_id: id, details: { name }, revision });
    expect(await update(1, 'Tên mới')).toMatchObject({ code: 'ok', data: 2 });
    expect(await update(1, 'Tên khác')).toMatchObject({ code: 'DT003 enterprise', details: '2' });
    expect((await update(null, 'Tên khác')).code).toBe('DT003 enterprise');
    expect((await firm(id)).name).toBe('Tên mới');
  });

  test('the tax code is changed by staff, not by the firm', async () => {
    const id = await world.makeFirm({ people: ['owner'] });
    const change = (name: string, tax_code: string | null, revision: number) =>
      world.call(name, 'update_enterprise', { enterprise_id: id, details: { tax_code }, revision });
    expect((await change('owner', '1308888888', 1)).code).toBe('DT002 tax_code');
    expect((await change('owner', null, 1)).code).toBe('DT002 tax_code');
    expect((await change('near', '1308888888', 1)).code).toBe('ok');
    expect((await change('near', world.taxCode, 2)).code).toBe('23505');
  });

  test('a firm that moves gets the district of its new place', async () => {
    const id = await world.makeFirm({ people: ['owner'] });
    const details = { unit_id: world.units.far };
    await world.call('owner', 'update_enterprise', { enterprise_id: id, details, revision: 1 });
    expect(await firm(id)).toMatchObject({ unit_id: world.units.far, district_id: '831-2021' });
    expect((await world.call('near', 'list_enterprise_members', { enterprise_id: id })).code).toBe('DT001 enterprise');
    expect((await world.call('far', 'list_enterprise_members', { enterprise_id: id })).code).toBe('ok');
  });

  test('a district officer moves no firm out of the area', async () => {
    const id = await world.makeFirm({ people: ['owner'] });
    const move = (who: string) =>
      world.call(who, 'update_enterprise', { enterprise_id: id, details: { unit_id: world.units.far }, revision: 1 });
    expect((await move('near')).code).toBe('DT002 unit_id');
    expect(await firm(id)).toMatchObject({ unit_id: world.units.near, revision: 1 });
    expect((await move('officer')).code).toBe('ok');
  });

  test('a person without a role cannot change what the system derives', async () => {
    const id = await world.makeFirm({ people: ['owner'] });
    const details = { latest_level: 5, size_class: 'large', revision: 50, is_sample: true, enterprise_id: world.other };
    await world.call('owner', 'update_enterprise', { enterprise_id: id, details, revision: 1 });
    expect(await firm(id)).toMatchObject({ latest_level: null, size_class: 'micro', revision: 2, is_sample: false });
  });
});
