import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { makePackage, type NewPackage } from '../../support/records/allocation.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('applications on %s', (driver) => {
  let world: World;
  let packages = 0;
  const offer = (input: Partial<NewPackage> = {}) =>
    makePackage(world.db, { code: `DON-${(packages += 1)}`, ...input });
  const apply = (who: string, package_id: string, more: Record<string, unknown> = {}) =>
    world.call(who, 'apply_for_package', {
      package_id,
      enterprise_id: world.firm,
      own_contribution: 5_000_000,
      person_in_charge: 'Người phụ trách',
      ...more
    });
  const row = async (id: unknown) =>
    (await world.db.sql(`select * from public.applications where application_id = $1`, [id]))[0];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('an owner applies, stating the own contribution and who sees it through', async () => {
    const reply = await apply('owner', await offer(), { need: '  Quản lý kho bằng phần mềm ' });
    expect(await row(reply.data)).toMatchObject({
      state: 'open',
      own_contribution: 5_000_000,
      person_in_charge: 'Người phụ trách',
      need: 'Quản lý kho bằng phần mềm',
      applied_by: world.ids.owner
    });
  });

  test('a second open application for the same package is refused, also at the same moment', async () => {
    const id = await offer();
    const replies = await Promise.all([apply('owner', id), apply('owner', id)]);
    expect(replies.map(({ code }) => code).sort()).toEqual(['DT009 application', 'ok']);
  });

  test('a firm that is being given the package does not apply for it', async () => {
    const id = await offer();
    await world.db.sql(
      `insert into public.assignments (package_id, enterprise_id, state) values ($1, $2, 'proposed')`,
      [id, world.firm]
    );
    expect((await apply('owner', id)).code).toBe('DT009 assignment');
  });

  test.each<[string, Partial<NewPackage>, string[]]>([
    ['a closed package', { state: 'closed' }, ['open']],
    ['a window that has passed', { closesOn: '2022-01-01' }, ['open']],
    ['a window that is to come', { opensOn: '2099-01-01' }, ['open']],
    ['a package for co-operatives', { kinds: ['cooperative'] }, ['kind']],
    ['a package for medium firms', { sizes: ['medium'] }, ['size']],
    ['a package for a higher level', { minLevel: 5 }, ['level']]
  ])('%s: refused with what is not met', async (_, input, unmet) => {
    const reply = await apply('owner', await offer(input));
    expect(reply).toMatchObject({ code: 'DT020 package', details: expect.any(String) as string });
    expect(JSON.parse(reply.details)).toEqual(unmet.map((path) => ({ path, code: 'not_met' })));
  });

  test('a draft does not exist for a firm', async () => {
    expect((await apply('owner', await offer({ state: 'draft' }))).code).toBe('DT001 package');
    expect((await apply('owner', '00000000-0000-7000-8000-000000000000')).code).toBe('DT001 package');
  });

  test.each([
    ['no contribution', { own_contribution: null }, 'DT004 own_contribution'],
    ['a negative contribution', { own_contribution: -1 }, 'DT004 own_contribution'],
    ['a contribution beyond any firm', { own_contribution: 1e13 }, 'DT004 own_contribution'],
    ['half a dong', { own_contribution: 1.5 }, '22P02'],
    ['nobody in charge', { person_in_charge: ' ' }, 'DT004 person_in_charge'],
    ['a name without end', { person_in_charge: 'x'.repeat(121) }, 'DT004 person_in_charge'],
    ['a need without end', { need: 'x'.repeat(1001) }, 'DT004 need']
  ])('%s is refused', async (_, change, code) => {
    expect((await apply('owner', await offer(), change)).code).toBe(code);
  });

  test('only an owner of the firm applies', async () => {
    const id = await offer();
    expect((await apply('member', id)).code).toBe('DT002 enterprise');
    expect((await apply('officer', id)).code).toBe('DT002 enterprise');
    expect((await apply('otherOwner', id)).code).toBe('DT001 enterprise');
  });

  test('an owner withdraws once, and may apply again', async () => {
    const id = await offer();
    const application_id = (await apply('owner', id)).data;
    const withdraw = (who: string) => world.call(who, 'withdraw_application', { application_id });
    expect((await withdraw('member')).code).toBe('DT002 application');
    expect((await withdraw('officer')).code).toBe('DT002 application');
    expect((await withdraw('otherOwner')).code).toBe('DT001 application');
    expect((await withdraw('owner')).code).toBe('ok');
    expect(await withdraw('owner')).toMatchObject({ code: 'DT006 application', details: 'withdrawn' });
    expect(await row(application_id)).toMatchObject({ state: 'withdrawn', decided_by: world.ids.owner });
    expect((await apply('owner', id)).code).toBe('ok');
  });

  test('staff of the area reject with a reason', async () => {
    const application_id = (await apply('owner', await offer())).data;
    const reject = (who: string, reason: string | null = 'Chưa đúng đối tượng') =>
      world.call(who, 'reject_application', { application_id, reason });
    expect((await reject('owner')).code).toBe('DT002 application');
    expect((await reject('far')).code).toBe('DT001 application');
    expect((await reject('administrator')).code).toBe('DT001 application');
    expect((await reject('near', '  ')).code).toBe('DT004 reason');
    expect((await reject('near', null)).code).toBe('DT004 reason');
    expect((await reject('near')).code).toBe('ok');
    expect(await reject('officer')).toMatchObject({ code: 'DT006 application', details: 'rejected' });
    expect(await row(application_id)).toMatchObject({
      state: 'rejected',
      reason: 'Chưa đúng đối tượng',
      decided_by: world.ids.near
    });
  });

  test('the firm is told, in the application and by mail, what becomes of an application; taken back, nobody is', async () => {
    const told = async (id: string) =>
      (
        await world.db.sql<{ who: string; kind: string; link: string }>(
          `select case n.user_id when $2 then 'owner' when $3 then 'member' else 'other' end as who, n.kind, n.link
           from public.notifications n join public.outbox o using (user_id, kind, parameters, link)
           where n.parameters ->> 'code' = (select code from public.packages where package_id = $1) order by n.kind, who`,
          [id, world.ids.owner, world.ids.member]
        )
      ).map(({ who, kind, link }) => `${who} ${kind} ${link}`);
    const both = (kind: string) => ['member', 'owner'].map((who) => `${who} ${kind} /my/support/applications`);
    const received = both('application_received');

    const declined = await offer();
    const first = await apply('owner', declined);
    expect(await told(declined)).toEqual(received);
    expect((await world.call('officer', 'reject_application', { application_id: first.data, reason: '' })).code).toBe(
      'DT004 reason'
    );
    expect(await told(declined)).toEqual(received);
    await world.call('officer', 'reject_application', { application_id: first.data, reason: 'Hết kinh phí' });
    expect(await told(declined)).toEqual([...both('application_declined'), ...received]);

    const proposed = await offer();
    await apply('owner', proposed);
    const many = { package_id: proposed, enterprise_ids: [world.firm], reason: 'Theo thử nghiệm' };
    await world.call('officer', 'propose_many', { ...many, preview: true });
    expect(await told(proposed)).toEqual(received);
    await world.call('officer', 'propose_many', many);
    expect(await told(proposed)).toEqual([...both('application_proposed'), ...received]);

    const withdrawn = await offer();
    const last = await apply('owner', withdrawn);
    await world.call('owner', 'withdraw_application', { application_id: last.data });
    expect(await told(withdrawn)).toEqual(received);
  });
});
