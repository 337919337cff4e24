import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

/** An answer and not an error, so that the try stays counted. */
const NO_SUCH_CODE = { code: 'ok', details: '', data: null };

describe.each(DRIVERS)('coming to act for a firm on %s', (driver) => {
  let world: World;
  const invite = async (by: string, enterprise_id: string, role = 'member') =>
    String((await world.call(by, 'create_enterprise_invitation', { enterprise_id, role, label: 'Chị Lan' })).data);
  const join = (who: string, code: unknown, tax_code: string | null = null) =>
    world.call(who, 'join_enterprise', { code, tax_code });
  const roleOf = async (who: string, firm: string) =>
    (
      await world.db.sql<{ role: string }>(
        `select role::text from public.enterprise_members where enterprise_id = $1 and user_id = $2`,
        [firm, await world.idOf(who)]
      )
    )[0]?.role ?? null;
  const taxCodeOf = async (firm: string) =>
    (
      await world.db.sql<{ tax_code: string }>(`select tax_code from public.enterprises where enterprise_id = $1`, [
        firm
      ])
    )[0]!.tax_code;
  const ask = async (who: string, firm: string, message: string | null = null) =>
    world.call(who, 'request_enterprise', { tax_code: await taxCodeOf(firm), message });
  const decide = (who: string, request_id: unknown, approve: boolean | null, reason: string | null = null) =>
    world.call(who, 'decide_enterprise_request', { request_id, approve, reason });
  const remove = async (by: string, firm: string, who: string) =>
    (await world.call(by, 'remove_enterprise_member', { enterprise_id: firm, user_id: await world.idOf(who) })).code;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  describe('by a code', () => {
    test('a code lets in one person; repeating it by that person is harmless', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const code = await invite('owner', firm);
      expect(code).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
      expect(await join('an', code)).toMatchObject({ code: 'ok', data: firm });
      expect(await join('an', code)).toMatchObject({ code: 'ok', data: firm });
      expect(await roleOf('an', firm)).toBe('member');
      expect(await join('binh', code)).toEqual(NO_SUCH_CODE);
      expect(await roleOf('binh', firm)).toBeNull();
    });

    test('it may be typed in lower case, with spaces and dashes', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const code = await invite('near', firm, 'owner');
      const typed = `${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `;
      expect((await join('an', typed)).data).toBe(firm);
      expect(await roleOf('an', firm)).toBe('owner');
    });

    test('with a tax code it must be that firm’s', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const code = await invite('owner', firm);
      expect(await join('an', code, world.taxCode)).toEqual(NO_SUCH_CODE);
      expect((await join('an', code, await taxCodeOf(firm))).code).toBe('ok');
    });

    test('wrong, used by somebody else, of another firm: the same answer', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const code = await invite('owner', firm);
      await join('an', code);
      await world.client('chi');
      const answers = await Promise.all([
        join('chi', 'ABCDEFGHJK'),
        join('chi', code),
        join('chi', code, '0000000000')
      ]);
      expect(answers).toEqual([NO_SUCH_CODE, NO_SUCH_CODE, NO_SUCH_CODE]);
    });

    test.each([[null], [''], ['x'.repeat(100_000)], [`' or true --`], ['%']])('%j is no code', async (code) => {
      expect(await join('chi', code)).toEqual(NO_SUCH_CODE);
    });

    test('staff do not let themselves in', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      for (const who of ['near', 'officer']) {
        expect((await join(who, await invite(who, firm, 'owner'))).code).toBe('DT002 invitation');
        expect(await roleOf(who, firm)).toBeNull();
      }
    });

    test('an expired one is told as expired', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const code = await invite('owner', firm);
      await world.db.sql(`update public.enterprise_invitations set expires_at = now() where enterprise_id = $1`, [
        firm
      ]);
      expect((await join('an', code)).code).toBe('DT007 invitation');
    });

    test('one that was taken back is unknown; a used one cannot be taken back', async () => {
      const firm = await world.makeFirm({ people: ['owner', 'member'] });
      const codes = [await invite('owner', firm), await invite('owner', firm)];
      await join('an', codes[0]);
      const rows = await world.db.sql<{ id: string; used: boolean }>(
        `select invitation_id as id, used_at is not null as used from public.enterprise_invitations where enterprise_id = $1`,
        [firm]
      );
      const cancel = (by: string, used: boolean) =>
        world.call(by, 'cancel_enterprise_invitation', { invitation_id: rows.find((row) => row.used === used)!.id });
      for (const by of ['stranger', 'member', 'otherOwner', 'far']) {
        expect((await cancel(by, false)).code).toBe('DT001 invitation');
      }
      expect((await cancel('owner', true)).code).toBe('DT001 invitation');
      expect((await cancel('owner', false)).code).toBe('ok');
      expect(await join('binh', codes[1])).toEqual(NO_SUCH_CODE);
    });

    test('a code for a member does not take the role from an owner', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      await join('owner', await invite('owner', firm, 'member'));
      expect(await roleOf('owner', firm)).toBe('owner');
    });

    test('it also settles an open request', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const { data } = await ask('chi', firm);
      await join('chi', await invite('owner', firm));
      expect((await decide('owner', data, true)).code).toBe('DT006 request');
    });
  });

  describe('by a request', () => {
    test('asking twice is one request, with the last message', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const first = await ask('an', firm, 'Xin chào');
      expect((await ask('an', firm, 'Tôi là kế toán')).data).toBe(first.data);
      const { data } = await world.call('owner', 'list_enterprise_requests');
      expect(data).toContainEqual(
        expect.objectContaining({ request_id: first.data, message: 'Tôi là kế toán', email: 'an@people.example' })
      );
    });

    test('the asker learns nothing of the firm', async () => {
      await ask('minh', world.other);
      const client = await world.client('minh');
      expect((await client.from('enterprises').select('name').eq('enterprise_id', world.other)).data).toEqual([]);
      expect((await world.call('minh', 'list_enterprise_requests')).data).toEqual([]);
    });

    test('an owner or staff of the area approve; the first person let in becomes owner', async () => {
      const firm = await world.makeFirm();
      const [first, second] = [await ask('an', firm), await ask('chi', firm)];
      expect((await decide('far', first.data, true)).code).toBe('DT001 request');
      expect((await decide('near', first.data, true)).code).toBe('ok');
      expect((await decide('an', second.data, true)).code).toBe('ok');
      expect([await roleOf('an', firm), await roleOf('chi', firm)]).toEqual(['owner', 'member']);
      expect((await decide('near', first.data, true)).code).toBe('DT006 request');
    });

    test('nobody lets themselves in, not even staff', async () => {
      const firm = await world.makeFirm();
      for (const who of ['officer', 'near', 'stranger']) {
        const { data } = await ask(who, firm);
        expect((await decide(who, data, true)).code).toMatch(/^DT00[12] request$/);
        expect(await roleOf(who, firm)).toBeNull();
      }
    });

    test('a rejection has a reason, and a decision is yes or no', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      const { data } = await ask('an', firm);
      expect((await decide('owner', data, false)).code).toBe('DT004 reason');
      expect((await decide('owner', data, null)).code).toBe('DT004 reason');
      expect((await decide('owner', data, false, 'Không quen')).code).toBe('ok');
      expect(await roleOf('an', firm)).toBeNull();
      expect((await ask('an', firm)).code).toBe('ok');
    });

    test('a member has nothing to ask for, and ten open requests are enough', async () => {
      expect((await ask('member', world.firm)).code).toBe('DT009 member');
      for (let n = 0; n < 10; n += 1) expect((await ask('eager', await world.makeFirm())).code).toBe('ok');
      expect((await ask('eager', await world.makeFirm())).code).toBe('DT008 requests');
    });
  });

  describe('leaving', () => {
    test('a member leaves; an owner and staff remove; a member removes nobody', async () => {
      const firm = await world.makeFirm({ people: ['owner', 'an', 'binh', 'chi'] });
      expect(await remove('an', firm, 'binh')).toBe('DT001 enterprise');
      expect(await remove('an', firm, 'an')).toBe('ok');
      expect(await remove('an', firm, 'an')).toBe('DT001 enterprise');
      expect(await remove('owner', firm, 'binh')).toBe('ok');
      expect(await remove('far', firm, 'chi')).toBe('DT001 enterprise');
      expect(await remove('near', firm, 'chi')).toBe('ok');
    });

    test('nobody comes back by a code of their own', async () => {
      const firm = await world.makeFirm({ people: ['owner'] });
      await join('an', await invite('owner', firm, 'owner'));
      const [own, handedOn] = [await invite('owner', firm, 'owner'), await invite('owner', firm)];
      expect(await remove('an', firm, 'owner')).toBe('ok');
      expect(await join('owner', own)).toEqual(NO_SUCH_CODE);
      expect(await join('chi', handedOn)).toEqual(NO_SUCH_CODE);
    });

    test('the last owner stays while others remain, and may go when alone', async () => {
      const firm = await world.makeFirm({ people: ['owner', 'an'] });
      expect(await remove('owner', firm, 'owner')).toBe('DT013 enterprise');
      expect(await remove('near', firm, 'owner')).toBe('DT013 enterprise');
      expect(await roleOf('owner', firm)).toBe('owner');
      await remove('owner', firm, 'an');
      expect(await remove('owner', firm, 'owner')).toBe('ok');
    });

    test('colleagues see each other’s address, strangers nobody’s', async () => {
      const { data } = await world.call('member', 'list_enterprise_members', { enterprise_id: world.firm });
      expect((data as { email: string }[]).map(({ email }) => email).sort()).toEqual([
        'disabled@people.example',
        'member@people.example',
        'owner@people.example'
      ]);
    });
  });
});
