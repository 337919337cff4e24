import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('own account on %s', (driver) => {
  let world: World;
  const count = async (query: string, values: unknown[] = []) =>
    (await world.db.sql<{ n: number }>(`select count(*)::int as n from ${query}`, values))[0]!.n;
  const disable = async (who: string, disabled: unknown) =>
    (await world.call('administrator', 'set_user_disabled', { user_id: await world.idOf(who), disabled })).code;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('roles are told as they are', async () => {
    expect((await world.call('owner', 'my_roles')).data).toMatchObject({ staff: [], units: [], enterprises: 1 });
    expect((await world.call('near', 'my_roles')).data).toMatchObject({
      staff: ['district_officer'],
      units: ['829-2021']
    });
    expect((await world.call('provider', 'my_roles')).data).toMatchObject({ staff: [], provider: true });
    expect((await world.call('disabled', 'my_roles')).data).toBeNull();
  });

  test('the export is about the caller and nobody else, and is logged', async () => {
    const before = await count('public.export_log where actor = $1', [world.ids.owner]);
    const { data } = await world.call('owner', 'export_my_data');
    const text = JSON.stringify(data);
    expect(data).toMatchObject({
      account: { email: 'owner@people.example', locale: 'vi' },
      enterprises: [{ enterprise_id: world.firm, my_role: 'owner' }]
    });
    expect((data as { enterprises: { assessments: unknown[] }[] }).enterprises[0]?.assessments).toHaveLength(2);
    for (const foreign of ['member@people.example', world.other, world.awaiting, 'encrypted_password', '_hash']) {
      expect(text).not.toContain(foreign);
    }
    expect(await count('public.export_log where actor = $1', [world.ids.owner])).toBe(before + 1);
  });

  test.each([
    ['an unknown kind', { kind: 'x', filters: {}, rows: 1 }, '23514'],
    ['a negative number of rows', { kind: 'enterprises', filters: {}, rows: -1 }, '23514'],
    ['no number of rows', { kind: 'enterprises', filters: {}, rows: null }, '23502'],
    ['a number that is too large', { kind: 'enterprises', filters: {}, rows: 2 ** 33 }, '22003']
  ])('an export with %s is not logged', async (_, args, code) => {
    expect((await world.call('officer', 'log_export', args)).code).toBe(code);
  });

  describe('deleting it', () => {
    test('removes the person; firm, results and the log stay', async () => {
      const firm = await world.makeFirm({ people: ['leaving'] });
      const id = await world.idOf('leaving');
      await world.makeSubmitted(firm, 3);
      const client = await world.client('leaving');
      await client.from('profiles').update({ display_name: 'Trần Văn Đi' }).eq('user_id', id);
      await world.call('leaving', 'request_enterprise', { tax_code: world.taxCode, message: 'Gọi tôi 0901234567' });
      const logged = await count('public.audit_log where actor = $1', [id]);
      expect(logged).toBeGreaterThan(0);
      expect((await world.call('leaving', 'delete_my_account')).code).toBe('ok');
      expect(
        await Promise.all([
          count('auth.users where id = $1', [id]),
          count('auth.identities where user_id = $1', [id]),
          count('public.profiles where user_id = $1', [id]),
          count('public.enterprise_members where user_id = $1', [id]),
          count('public.enterprise_requests where user_id = $1', [id]),
          count('public.enterprises where enterprise_id = $1', [firm]),
          count(`public.assessments where enterprise_id = $1`, [firm])
        ])
      ).toEqual([0, 0, 0, 0, 0, 1, 1]);
      expect(await count('public.audit_log where actor = $1', [id])).toBeGreaterThanOrEqual(logged);
      expect(await count(`public.audit_log l where l::text ~ 'Trần Văn Đi|leaving@people|0901234567'`)).toBe(0);
    });

    test('the token that is still valid opens nothing any more', async () => {
      const client = await world.client('gone');
      expect((await world.call('gone', 'delete_my_account')).code).toBe('ok');
      expect((await world.call('gone', 'my_roles')).data).toBeNull();
      expect((await world.call('gone', 'register_enterprise', { details: {} })).code).toBe('DT012 account');
      expect((await world.call('gone', 'delete_my_account')).code).toBe('DT012 account');
      expect((await client.from('profiles').select('user_id')).data).toEqual([]);
    });

    test('is refused to an owner whose colleagues would be left without one', async () => {
      await world.makeFirm({ people: ['boss', 'clerk'] });
      expect((await world.call('boss', 'delete_my_account')).code).toBe('DT013 enterprise');
      expect((await world.call('clerk', 'delete_my_account')).code).toBe('ok');
      expect((await world.call('boss', 'delete_my_account')).code).toBe('ok');
    });

    test('is refused to the last administrator', async () => {
      expect((await world.call('administrator', 'delete_my_account')).code).toBe('DT014 administrator');
      expect((await world.call('administrator', 'my_roles')).data).toMatchObject({ staff: ['administrator'] });
    });

    test('and to a visitor and a disabled account', async () => {
      expect((await world.call('visitor', 'delete_my_account')).code).toBe('42501');
      expect((await world.call('disabled', 'delete_my_account')).code).toBe('DT012 account');
    });
  });

  test('a disabled account has no rights from that moment, and all of them again when enabled', async () => {
    const firm = await world.makeFirm({ people: ['hired'] });
    await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, 'manager')`, [
      await world.idOf('hired')
    ]);
    const rights = async () => {
      const client = await world.client('hired');
      return {
        firms: ((await client.from('enterprises').select('enterprise_id')).data?.length ?? 0) > 0,
        list: ((await world.call('hired', 'list_assessments')).data as unknown[]).length > 0,
        start: (await world.call('hired', 'start_assessment', { enterprise_id: firm })).code,
        drafts:
          ((await client.from('questionnaire_versions').select('state').eq('state', 'draft')).data ?? []).length > 0
      };
    };
    const allowed = await rights();
    expect(allowed).toEqual({ firms: true, list: true, start: 'ok', drafts: true });
    expect(await disable('hired', true)).toBe('ok');
    expect(await rights()).toEqual({ firms: false, list: false, start: 'DT012 account', drafts: false });
    expect(await disable('hired', null)).toBe('DT004 disabled');
    expect(await rights()).toMatchObject({ firms: false });
    expect(await disable('hired', false)).toBe('ok');
    expect(await rights()).toEqual(allowed);
  });
});
