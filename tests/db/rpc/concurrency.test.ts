import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

// PGlite runs one statement after the other; on PostgreSQL these really meet. The outcome has to be the same.
describe.each(DRIVERS)('at the same time on %s', (driver) => {
  let world: World;
  const count = async (query: string, values: unknown[] = []) =>
    (await world.db.sql<{ n: number }>(`select count(*)::int as n from ${query}`, values))[0]!.n;
  const codes = async (calls: Promise<{ code: string }>[]) => (await Promise.all(calls)).map(({ code }) => code).sort();
  const rounds = [1, 2, 3, 4, 5];

  beforeAll(async () => {
    world = await openWorld(driver);
    for (const name of ['an', 'binh', 'chi', 'dung']) await world.client(name);
  });
  afterAll(() => world.close());

  test('four starts are one draft', async () => {
    for (const _ of rounds) {
      const firm = await world.makeFirm({ people: ['an', 'binh'] });
      const starts = await Promise.all(
        ['an', 'binh', 'an', 'binh'].map((who) => world.call(who, 'start_assessment', { enterprise_id: firm }))
      );
      expect(new Set(starts.map(({ code, data }) => `${code} ${String(data)}`)).size).toBe(1);
      expect(await count('public.assessments where enterprise_id = $1', [firm])).toBe(1);
    }
  });

  test('two submissions are one, and both are told the same', async () => {
    for (const _ of rounds) {
      const firm = await world.makeFirm({ people: ['an', 'binh'] });
      const assessment_id = (await world.call('an', 'start_assessment', { enterprise_id: firm })).data;
      const patch = Object.fromEntries(Object.entries(world.answers(3)).map(([id, value]) => [id, { value, base: 0 }]));
      await world.call('an', 'save_answers', { assessment_id, patch });
      const replies = await Promise.all(
        ['an', 'binh', 'an'].map((who) => world.call(who, 'submit_assessment', { assessment_id }))
      );
      expect(replies.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok']);
      expect(new Set(replies.map(({ data }) => JSON.stringify(data))).size).toBe(1);
      const submissions = `public.audit_log where table_name = 'assessments' and record_id = $1 and changes -> 'state' ->> 1 = 'submitted'`;
      expect(await count(submissions, [assessment_id])).toBe(1);
    }
  });

  test('of two different answers to one question one is kept and the other is told', async () => {
    for (const _ of rounds) {
      const firm = await world.makeFirm({ people: ['an', 'binh'] });
      const assessment_id = (await world.call('an', 'start_assessment', { enterprise_id: firm })).data;
      const replies = await Promise.all(
        ['an', 'binh'].map((who, level) =>
          world.call(who, 'save_answers', { assessment_id, patch: { '1.1.1': { value: { level }, base: 0 } } })
        )
      );
      const conflicts = replies.map(({ data }) => Object.keys((data as { conflicts: object }).conflicts).length);
      expect(conflicts.sort()).toEqual([0, 1]);
    }
  });

  test('an answer is either in what is submitted or refused', async () => {
    for (const _ of rounds) {
      const firm = await world.makeFirm({ people: ['an', 'binh'] });
      const assessment_id = (await world.call('an', 'start_assessment', { enterprise_id: firm })).data;
      const patch = Object.fromEntries(Object.entries(world.answers(1)).map(([id, value]) => [id, { value, base: 0 }]));
      await world.call('an', 'save_answers', { assessment_id, patch });
      const [saved, submitted] = await Promise.all([
        world.call('binh', 'save_answers', { assessment_id, patch: { '1.1.1': { value: { level: 5 }, base: 1 } } }),
        world.call('an', 'submit_assessment', { assessment_id })
      ]);
      const [row] = await world.db.sql<{ level: number; points: number }>(
        `select (answers #>> '{1.1.1,value,level}')::int as level, points from public.assessments where assessment_id = $1`,
        [assessment_id]
      );
      expect([saved.code, row?.level]).toEqual(saved.code === 'ok' ? ['ok', 5] : ['DT006 assessment', 1]);
      expect((submitted.data as { result: { points: number } }).result.points).toBe(row?.points);
    }
  });

  test('a code lets in one of four people', async () => {
    for (const _ of rounds) {
      const firm = await world.makeFirm({ people: ['owner'] });
      const { data: code } = await world.call('owner', 'create_enterprise_invitation', { enterprise_id: firm });
      const joins = ['an', 'binh', 'chi', 'dung'].map((who) => world.call(who, 'join_enterprise', { code }));
      const joined = (await Promise.all(joins)).map(({ data }) => data).filter((data) => data !== null);
      expect(joined).toEqual([firm]);
      expect(await count('public.enterprise_members where enterprise_id = $1', [firm])).toBe(2);
    }
  });

  test('of links made at once no more than twenty work', async () => {
    const assessment_id = await world.makeSubmitted(await world.makeFirm({ people: ['owner'] }), 2);
    const share = () => world.call('owner', 'create_share_link', { assessment_id });
    for (let n = 0; n < 18; n += 1) await share();
    expect(await codes(Array.from({ length: 5 }, share))).toEqual([...Array(3).fill('DT008 share_links'), 'ok', 'ok']);
  });

  test('one tax code is one firm', async () => {
    for (const round of rounds) {
      const details = {
        kind: 'enterprise',
        name: 'Cùng lúc',
        tax_code: `130777000${round}`,
        sector_id: '2018-10',
        unit_id: world.units.near
      };
      const replies = await Promise.all(
        ['an', 'binh', 'chi'].map((who) => world.call(who, 'register_enterprise', { details }))
      );
      const states = replies.map(({ data }) => (data as { state: string }).state);
      expect(states.sort()).toEqual(['created', 'exists', 'exists']);
    }
  });

  const ownerless = (firm: string) =>
    count(
      `public.enterprises e where e.enterprise_id = $1
        and exists (select from public.enterprise_members m where m.enterprise_id = e.enterprise_id)
        and not exists (select from public.enterprise_members m where m.enterprise_id = e.enterprise_id and m.role = 'owner')`,
      [firm]
    );
  async function firmOfTwoOwners(owners: [string, string], others = ['chi']): Promise<string> {
    const firm = await world.makeFirm({ people: [...owners, ...others] });
    await world.db.sql(
      `update public.enterprise_members set role = 'owner' where enterprise_id = $1 and user_id <> $2`,
      [firm, await world.idOf('chi')]
    );
    return firm;
  }

  test('two owners who remove each other leave one', async () => {
    for (const round of rounds) {
      // Also in a firm where nobody else would be left to be without an owner.
      const firm = await firmOfTwoOwners(['an', 'binh'], round % 2 ? [] : ['chi']);
      const remove = async (by: string, who: string) =>
        world.call(by, 'remove_enterprise_member', { enterprise_id: firm, user_id: await world.idOf(who) });
      await Promise.all([remove('an', 'binh'), remove('binh', 'an')]);
      expect(await ownerless(firm)).toBe(0);
      expect(await count(`public.enterprise_members where enterprise_id = $1 and role = 'owner'`, [firm])).toBe(1);
    }
  });

  test('when one owner leaves and the other deletes the account, one of them stays', async () => {
    for (const round of rounds) {
      const names: [string, string] = [`first${round}`, `second${round}`];
      const firm = await firmOfTwoOwners(names);
      const user_id = await world.idOf(names[0]);
      for (const name of names) await world.client(name);
      const replies = await codes([
        world.call(names[0], 'remove_enterprise_member', { enterprise_id: firm, user_id }),
        world.call(names[1], 'delete_my_account')
      ]);
      expect(replies).toEqual(['DT013 enterprise', 'ok']);
      expect(await ownerless(firm)).toBe(0);
    }
  });

  test('two administrators who remove each other leave one', async () => {
    const administrators = `public.staff_members where role = 'administrator'`;
    for (const round of rounds) {
      const names = [`admin${round}a`, `admin${round}b`];
      await world.db.sql(`alter table public.staff_members disable trigger user`);
      const ids = await Promise.all(names.map((name) => world.idOf(name)));
      await world.db.sql(`delete from ${administrators}`);
      for (const id of ids) {
        await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, 'administrator')`, [id]);
      }
      await world.db.sql(`alter table public.staff_members enable trigger user`);
      for (const name of names) await world.client(name);
      await Promise.all([
        round % 2
          ? world.call(names[0]!, 'set_staff_roles', { user_id: ids[1], roles: [] })
          : world.call(names[0]!, 'delete_my_account'),
        world.call(names[1]!, 'set_user_disabled', { user_id: ids[0], disabled: true })
      ]);
      expect(
        await count(
          `public.staff_members s join public.profiles p using (user_id) where s.role = 'administrator' and p.disabled_at is null`
        )
      ).toBe(1);
    }
  });

  test('a limit of five lets five of twelve through', async () => {
    const key = 'concurrent'.repeat(4);
    await world.db.sql(`update private.rate_limit_rules set max_hits = 5 where bucket = 'share:address'`);
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => world.call('visitor', 'take_limit', { bucket: 'share:address', key }))
    );
    expect(replies.filter(({ data }) => data === true)).toHaveLength(5);
  });
});
