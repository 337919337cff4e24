import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('administration on %s', (driver) => {
  let world: World;
  const admin = (fn: string, args: Record<string, unknown> = {}) => world.call('administrator', fn, args);
  const invite = (email: unknown, roles: unknown, unit_ids: unknown = []) =>
    admin('invite_staff', { email, roles, unit_ids });
  const rolesOf = async (who: string) =>
    (
      await world.db.sql<{ role: string }>(
        `select s.role::text from public.staff_members s join auth.users u on u.id = s.user_id where u.email = $1 order by s.role`,
        [`${who}@people.example`]
      )
    ).map(({ role }) => role);
  const setRoles = async (who: string, roles: unknown, unit_ids: unknown = []) =>
    (await admin('set_staff_roles', { user_id: await world.idOf(who), roles, unit_ids })).code;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('an invited address gets its roles when it is confirmed, not before', async () => {
    expect((await invite(' Sau@people.example ', ['district_officer'], ['829-2021'])).code).toBe('ok');
    const id = await world.db.createPerson('sau@people.example', { confirmed: false });
    expect(await rolesOf('sau')).toEqual([]);
    await world.db.sql(`update auth.users set email_confirmed_at = now() where id = $1`, [id]);
    expect(await rolesOf('sau')).toEqual(['district_officer']);
    expect((await world.call('sau', 'my_roles')).data).toMatchObject({ units: ['829-2021'] });
  });

  test('an account that exists gets them at once, one that is not confirmed does not', async () => {
    await world.idOf('bay');
    await world.db.createPerson('tam@people.example', { confirmed: false });
    for (const who of ['bay', 'tam']) await invite(`${who}@people.example`, ['officer', 'manager']);
    expect([await rolesOf('bay'), await rolesOf('tam')]).toEqual([['officer', 'manager'], []]);
  });

  test('an invitation that has run out or was taken back gives nothing', async () => {
    await invite('chin@people.example', ['manager']);
    await world.db.sql(`update public.staff_invitations set expires_at = now() where email = 'chin@people.example'`);
    const { data } = await invite('muoi@people.example', ['manager']);
    expect((await admin('cancel_staff_invitation', { invitation_id: data })).code).toBe('ok');
    expect((await admin('cancel_staff_invitation', { invitation_id: data })).code).toBe('DT001 invitation');
    for (const who of ['chin', 'muoi']) await world.idOf(who);
    expect([await rolesOf('chin'), await rolesOf('muoi')]).toEqual([[], []]);
  });

  test('an accepted invitation cannot be taken back, and inviting twice is one invitation', async () => {
    await world.idOf('hai');
    const { data } = await invite('hai@people.example', ['officer']);
    expect((await admin('cancel_staff_invitation', { invitation_id: data })).code).toBe('DT001 invitation');
    const first = await invite('ba@people.example', ['officer']);
    expect((await invite('BA@people.example', ['manager'])).data).toBe(first.data);
    await world.idOf('ba');
    expect(await rolesOf('ba')).toEqual(['manager']);
  });

  test('nobody signs up with roles of their own choice', async () => {
    await world.db.createPerson('gian@people.example', {
      metadata: { role: 'administrator', roles: ['administrator'], is_admin: true }
    });
    expect(await rolesOf('gian')).toEqual([]);
    expect((await world.call('gian', 'list_users')).code).toBe('DT002 administrator');
  });

  test.each([
    ['no address', null, ['officer'], [], /DT004|23502/],
    ['no real address', 'not an address', ['officer'], [], /DT004 invitation/],
    ['two addresses', 'a@b.example c@d.example', ['officer'], [], /DT004 invitation/],
    ['an address that is too long', `${'a'.repeat(250)}@b.example`, ['officer'], [], /23514/],
    ['no role', 'a@b.example', [], [], /DT004 invitation/],
    ['a role that is nothing', 'a@b.example', [null], [], /DT004 invitation/],
    ['an unknown role', 'a@b.example', ['king'], [], /22P02/],
    ['a district officer without a district', 'a@b.example', ['district_officer'], [], /DT004 unit_ids/],
    ['an unknown unit', 'a@b.example', ['district_officer'], ['nowhere'], /DT004 unit_ids/],
    ['a unit that is nothing', 'a@b.example', ['district_officer'], [null], /DT004 unit_ids/]
  ])('an invitation with %s is refused', async (_, email, roles, units, code) => {
    expect((await invite(email, roles, units)).code).toMatch(code);
    expect(await world.db.sql(`select from public.staff_invitations where email like '%b.example'`)).toEqual([]);
  });

  test('roles and areas are replaced by what is set', async () => {
    expect(await setRoles('nam', ['district_officer', 'officer'], ['829-2021', '831-2021'])).toBe('ok');
    expect(await setRoles('nam', ['district_officer'], ['831-2021'])).toBe('ok');
    expect((await world.call('nam', 'my_roles')).data).toMatchObject({
      staff: ['district_officer'],
      units: ['831-2021']
    });
    expect(await setRoles('nam', [])).toBe('ok');
    expect((await world.call('nam', 'my_roles')).data).toMatchObject({ staff: [], units: [] });
    expect(await setRoles('nam', ['district_officer'], ['nowhere'])).toBe('DT004 unit_ids');
    expect(await setRoles('nam', [null])).toBe('23502');
    expect(await rolesOf('nam')).toEqual([]);
  });

  test('the last administrator stays, and can go when there is another', async () => {
    expect(await setRoles('administrator', ['officer'])).toBe('DT014 administrator');
    expect(await setRoles('administrator', null)).toBe('DT014 administrator');
    const disabled = { user_id: world.ids.administrator, disabled: true };
    expect((await admin('set_user_disabled', disabled)).code).toBe('DT014 administrator');
    expect(await rolesOf('administrator')).toEqual(['administrator']);
    await setRoles('second', ['administrator']);
    // A disabled administrator does not count.
    await admin('set_user_disabled', { user_id: await world.idOf('second'), disabled: true });
    expect(await setRoles('administrator', [])).toBe('DT014 administrator');
    await admin('set_user_disabled', { user_id: await world.idOf('second'), disabled: false });
    expect((await world.call('second', 'set_staff_roles', { user_id: world.ids.administrator, roles: [] })).code).toBe(
      'ok'
    );
    expect((await admin('list_users')).code).toBe('DT002 administrator');
    await world.call('second', 'set_staff_roles', { user_id: world.ids.administrator, roles: ['administrator'] });
  });

  test('the first administrator is made by the operator only, and once', async () => {
    const [row] = await world.db.sql<{ made: boolean }>(
      `select private.grant_first_administrator('owner@people.example') as made`
    );
    expect(row?.made).toBe(false);
    expect(await rolesOf('owner')).toEqual([]);
  });

  test('accounts are listed by address, page by page, each once', async () => {
    const emails: string[] = [];
    for (let after: string | null = null; ;) {
      const { data } = await admin('list_users', { after, size: 4 });
      const page = data as { email: string; user_id: string }[];
      emails.push(...page.map(({ email }) => email));
      if (page.length < 4) break;
      after = page.at(-1)?.user_id ?? null;
    }
    const all = await world.db.sql<{ email: string }>(`select email from auth.users order by email`);
    expect(emails).toEqual(all.map(({ email }) => email));
  });

  test('the search finds parts of addresses and names; wildcards are literal', async () => {
    await world.db.sql(`update public.profiles set display_name = 'Đỗ Thị Bưởi' where user_id = $1`, [world.ids.owner]);
    const find = async (search: string, staff_only = false) =>
      ((await admin('list_users', { search, staff_only })).data as { email: string }[]).map(({ email }) => email);
    expect(await find('do thi')).toEqual(['owner@people.example']);
    expect(await find('owner@')).toContain('owner@people.example');
    expect(await find('%')).toEqual([]);
    expect(await find('_')).toEqual([]);
    expect(await find('owner', true)).toEqual([]);
    expect(await find('near', true)).toEqual(['near@people.example']);
  });

  describe('unused invitation codes', () => {
    /** A person with roles, who has made a code for a firm in the first district and one for a firm in the second. */
    async function codesOf(who: string, roles: string[], areas: string[] = []): Promise<string[]> {
      await world.idOf(who);
      expect(await setRoles(who, roles, areas)).toBe('ok');
      const code = async (unit: string) => {
        const enterprise_id = await world.makeFirm({ unit });
        return String((await world.call(who, 'create_enterprise_invitation', { enterprise_id })).data);
      };
      return [await code(world.units.near), await code(world.units.far)];
    }
    const work = async (...codes: string[]) => {
      const found = [];
      for (const code of codes) found.push((await world.call('newcomer', 'join_enterprise', { code })).data !== null);
      return found;
    };

    test('end with their maker’s office', async () => {
      const codes = await codesOf('leaving-office', ['officer']);
      expect(await setRoles('leaving-office', [])).toBe('ok');
      expect(await work(...codes)).toEqual([false, false]);
    });

    test('end with their maker’s area, where it was theirs', async () => {
      const codes = await codesOf('moving-office', ['district_officer'], ['829-2021', '831-2021']);
      expect(await setRoles('moving-office', ['district_officer'], ['831-2021'])).toBe('ok');
      expect(await work(...codes)).toEqual([false, true]);
    });

    test('stay while the office does, whatever else the person becomes', async () => {
      const codes = await codesOf('rising', ['officer']);
      expect(await setRoles('rising', ['manager', 'administrator'])).toBe('ok');
      expect(await work(...codes)).toEqual([true, true]);
    });

    test('end when their maker’s account is disabled, whoever it is, and do not come back', async () => {
      const codes = await codesOf('suspended', ['officer']);
      const firm = await world.makeFirm({ people: ['suspended'] });
      codes.push(String((await world.call('suspended', 'create_enterprise_invitation', { enterprise_id: firm })).data));
      const disable = async (disabled: boolean) =>
        (await admin('set_user_disabled', { user_id: await world.idOf('suspended'), disabled })).code;
      expect([await disable(true), await disable(false)]).toEqual(['ok', 'ok']);
      expect(await work(...codes)).toEqual([false, false, false]);
    });

    test('for their maker’s own firm stay when the office ends', async () => {
      await codesOf('owner-in-office', ['officer']);
      const firm = await world.makeFirm({ people: ['owner-in-office'] });
      const { data } = await world.call('owner-in-office', 'create_enterprise_invitation', { enterprise_id: firm });
      expect(await setRoles('owner-in-office', [])).toBe('ok');
      expect(await work(String(data))).toEqual([true]);
    });
  });
});
