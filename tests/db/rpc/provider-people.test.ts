import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { providerDetails } from '../../support/records/providers.ts';
import { DRIVERS } from '../../support/test-backend.ts';

/** An answer and not an error, so that the try stays counted. */
const NO_SUCH_CODE = { code: 'ok', details: '', data: null };

describe.each(DRIVERS)('people of a provider on %s', (driver) => {
  let world: World;
  let serial = 0;
  /** A provider that somebody new has put forward. */
  async function provider(): Promise<{ id: string; founder: string }> {
    const founder = `founder${++serial}`;
    const { data } = await world.call(founder, 'register_provider', { details: providerDetails() });
    return { id: data as string, founder };
  }
  const invite = async (by: string, provider_id: string) =>
    (await world.call(by, 'create_provider_invitation', { provider_id, label: 'Kế toán' })).data as string;
  const join = (who: string, code: unknown) => world.call(who, 'join_provider', { code });
  const remove = async (by: string, provider_id: string, who: string) =>
    (await world.call(by, 'remove_provider_member', { provider_id, user_id: await world.idOf(who) })).code;
  const people = async (who: string, provider_id: string) => {
    const { code, data } = await world.call(who, 'list_provider_members', { provider_id });
    return code === 'ok' ? (data as { email: string }[]).map(({ email }) => email.split('@')[0]) : code;
  };
  async function withColleague(): Promise<{ id: string; founder: string; colleague: string }> {
    const made = await provider();
    const colleague = `colleague${serial}`;
    expect((await join(colleague, await invite(made.founder, made.id))).data).toBe(made.id);
    return { ...made, colleague };
  }

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('a code lets in one person, however it is typed; repeating it by that person is harmless', async () => {
    const { id, founder } = await provider();
    const code = await invite(founder, id);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
    expect(await people('guest', id)).toBe('DT001 provider');
    const typed = code.toLowerCase().replace(/(.{5})/, '$1 ');
    for (let round = 0; round < 2; round += 1)
      expect(await join('guest', typed)).toMatchObject({ code: 'ok', data: id });
    expect(await people('guest', id)).toEqual([founder, 'guest'].toSorted());
    expect(await join('late', code)).toEqual(NO_SUCH_CODE);
  });

  test('of two people at once a code lets in one', async () => {
    const { id, founder } = await provider();
    const code = await invite(founder, id);
    for (const who of ['quick1', 'quick2']) await world.client(who);
    const replies = await Promise.all(['quick1', 'quick2'].map((who) => join(who, code)));
    expect(replies.filter(({ data }) => data === id)).toHaveLength(1);
    expect(await people(founder, id)).toHaveLength(2);
  });

  test('a code that ran out, was taken back or never was lets nobody in', async () => {
    const { id, founder } = await provider();
    const old = await invite(founder, id);
    await world.db.sql(`update public.provider_invitations set expires_at = now() where provider_id = $1`, [id]);
    expect((await join('nobody1', old)).code).toBe('DT007 invitation');
    const taken = await invite(founder, id);
    const [row] = await world.db.sql<{ invitation_id: string }>(
      `select invitation_id from public.provider_invitations where provider_id = $1 and expires_at > now()`,
      [id]
    );
    for (const who of ['stranger', 'provider', 'officer', 'administrator'])
      expect((await world.call(who, 'cancel_provider_invitation', { ...row })).code).toBe('DT001 invitation');
    expect((await world.call(founder, 'cancel_provider_invitation', { ...row })).code).toBe('ok');
    for (const wrong of [taken, '', '%', null, 'A'.repeat(100_000)])
      expect(await join('nobody1', wrong)).toEqual(NO_SUCH_CODE);
    expect(await people('nobody1', id)).toBe('DT001 provider');
  });

  test('whoever is removed sees nothing more, and neither an old nor a new code brings them or others in', async () => {
    const { id, founder, colleague } = await withColleague();
    const kept = await invite(colleague, id);
    expect(await remove(founder, id, colleague)).toBe('ok');
    expect(await people(colleague, id)).toBe('DT001 provider');
    for (const who of [colleague, 'accomplice']) expect(await join(who, kept)).toEqual(NO_SUCH_CODE);
    expect((await world.call(colleague, 'create_provider_invitation', { provider_id: id })).code).toBe(
      'DT001 provider'
    );
    expect(await remove(colleague, id, founder)).toBe('DT001 provider');
    const rows = await (await world.client(colleague)).from('providers').select('provider_id').eq('provider_id', id);
    expect(rows.data).toEqual([]);
  });

  test('the code of somebody whose account is disabled or gone lets nobody in', async () => {
    const { id, founder, colleague } = await withColleague();
    const code = await invite(colleague, id);
    await world.db.sql(`update public.profiles set disabled_at = now() where user_id = $1`, [
      await world.idOf(colleague)
    ]);
    expect((await join('friend', code)).code).toBe('DT007 invitation');
    await world.db.sql(`delete from auth.users where id = $1`, [await world.idOf(colleague)]);
    expect((await join('friend', code)).code).toBe('DT007 invitation');
    expect(await people(founder, id)).toEqual([founder]);
  });

  test('the last person stays, also when two remove each other at once', async () => {
    const alone = await provider();
    expect(await remove(alone.founder, alone.id, alone.founder)).toBe('DT013 provider');
    const { id, founder, colleague } = await withColleague();
    const codes = await Promise.all([remove(founder, id, colleague), remove(colleague, id, founder)]);
    expect(codes.toSorted()).toEqual(['DT001 provider', 'ok']);
    const [left] = await world.db.sql(`select count(*)::int as n from public.provider_members where provider_id = $1`, [
      id
    ]);
    expect(left).toEqual({ n: 1 });
  });

  test('another provider, staff and strangers invite, list and remove nobody, and read no code', async () => {
    const { id, founder } = await withColleague();
    await invite(founder, id);
    for (const who of ['stranger', 'owner', 'provider', 'officer', 'manager', 'administrator']) {
      expect(await people(who, id)).toBe('DT001 provider');
      expect(await remove(who, id, founder)).toBe('DT001 provider');
      expect((await world.call(who, 'create_provider_invitation', { provider_id: id })).code).toBe('DT001 provider');
      const seen = await (await world.client(who)).from('provider_invitations').select('label').eq('provider_id', id);
      expect(seen.data).toEqual([]);
    }
  });
});
