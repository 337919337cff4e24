import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, PEOPLE, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('columns on %s', (driver) => {
  let world: World;
  const untyped = async (role: string) => (await world.client(role)) as unknown as SupabaseClient;
  const profile = async (user: string) =>
    (await world.db.sql(`select display_name, locale, disabled_at from public.profiles where user_id = $1`, [user]))[0];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each([
    ['enterprise_invitations', 'code_hash'],
    ['provider_invitations', 'code_hash'],
    ['share_links', 'token_hash']
  ])('nobody reads %s.%s: not plainly, not by a filter, not by order', async (table, column) => {
    const refused: Record<string, (string | undefined)[]> = {};
    for (const role of ['visitor', 'service', ...PEOPLE]) {
      const rows = (await untyped(role)).from(table);
      const attempts = await Promise.all([
        rows.select(column),
        rows.select('*'),
        rows.select('created_at').like(column, '0%'),
        rows.select('created_at').order(column)
      ]);
      refused[role] = attempts.map(({ error }) => error?.code);
    }
    const all = Object.keys(refused).map((role) => [role, ['42501', '42501', '42501', '42501']]);
    expect(refused).toEqual(Object.fromEntries(all));
  });

  test('nor by embedding them in a row that is one’s own', async () => {
    const owner = await untyped('owner');
    const { error } = await owner.from('enterprises').select('name, enterprise_invitations(code_hash)');
    expect(error?.code).toBe('42501');
    expect((await owner.from('assessments').select('share_links(token_hash)')).error?.code).toBe('42501');
    expect((await owner.from('enterprises').select('name, enterprise_invitations(label)')).error).toBeNull();
  });

  test('embedding shows no more than the tables themselves', async () => {
    const near = await untyped('near');
    const { data } = await near.from('units').select('unit_id, enterprises!enterprises_unit_id_fkey(enterprise_id)');
    const firms = (data as { enterprises: { enterprise_id: string }[] }[]).flatMap(({ enterprises }) => enterprises);
    expect(firms).toEqual([{ enterprise_id: world.firm }]);
    expect(
      (await (await untyped('visitor')).from('units').select('enterprises!enterprises_unit_id_fkey(name)')).error?.code
    ).toBe('42501');
  });

  test('a person changes their own name and language', async () => {
    const client = await world.client('stranger');
    const { error } = await client
      .from('profiles')
      .update({ display_name: 'Nguyễn Thị Lá', locale: 'en' })
      .eq('user_id', world.ids.stranger);
    expect(error).toBeNull();
    expect(await profile(world.ids.stranger)).toMatchObject({ display_name: 'Nguyễn Thị Lá', locale: 'en' });
  });

  test.each([
    ['a name that is too long', { display_name: 'x'.repeat(121) }],
    ['a language we do not have', { locale: 'fr' }]
  ])('%s is refused', async (_, change) => {
    const client = await world.client('stranger');
    const { error } = await client.from('profiles').update(change).eq('user_id', world.ids.stranger);
    expect(error?.code).toBe('23514');
  });

  test('of somebody else’s profile nothing changes, whoever asks', async () => {
    const before = await profile(world.ids.owner);
    for (const role of ['stranger', 'member', 'officer', 'administrator', 'disabled']) {
      const client = await world.client(role);
      const { data, error } = await client
        .from('profiles')
        .update({ display_name: 'Đã bị đổi' })
        .eq('user_id', world.ids.owner)
        .select('user_id');
      expect([role, data, error]).toEqual([role, [], null]);
    }
    expect(await profile(world.ids.owner)).toEqual(before);
  });

  test('a disabled person changes nothing, not even their own name, and does not enable the account', async () => {
    const before = await profile(world.ids.disabled);
    const client = await untyped('disabled');
    const own = client.from('profiles');
    const named = await own.update({ display_name: 'Tôi' }).eq('user_id', world.ids.disabled).select('user_id');
    expect([named.data, named.error]).toEqual([[], null]);
    const enabled = await own.update({ disabled_at: null }).eq('user_id', world.ids.disabled);
    expect(enabled.error?.code).toBe('42501');
    expect(await profile(world.ids.disabled)).toEqual(before);
  });

  test('nobody takes over another profile by changing its key', async () => {
    const client = await untyped('stranger');
    const { error } = await client
      .from('profiles')
      .update({ user_id: world.ids.owner })
      .eq('user_id', world.ids.stranger);
    expect(error?.code).toBe('42501');
  });

  test('rights begin and end at once, without a new token', async () => {
    const client = await world.client('newcomer');
    const id = await world.idOf('newcomer');
    const firms = async () => (await client.from('enterprises').select('enterprise_id')).data?.length;
    expect(await firms()).toBe(0);
    await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, 'officer')`, [id]);
    expect(await firms()).toBe(2);
    await world.db.sql(`update public.profiles set disabled_at = now() where user_id = $1`, [id]);
    expect(await firms()).toBe(0);
    await world.db.sql(`update public.profiles set disabled_at = null where user_id = $1`, [id]);
    expect(await firms()).toBe(2);
    await world.db.sql(`delete from public.staff_members where user_id = $1`, [id]);
    expect(await firms()).toBe(0);
  });
});
