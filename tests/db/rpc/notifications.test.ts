import { readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSpool, spoolMailer } from '../../../src/lib/server/jobs/mail-spool.ts';
import { startTicker, tick, type TickOptions } from '../../../src/lib/server/jobs/ticker.ts';
import { openAssigning, type Assigning } from '../../support/assigning.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('notifications on %s', (driver) => {
  let world: World;
  let assigning: Assigning;
  let spool: string;
  let options: TickOptions;
  const outbox = () =>
    world.db.sql<{ state: string; attempts: number; last_error: string | null }>(
      `select state, attempts, last_error from public.outbox order by outbox_id`
    );

  beforeAll(async () => {
    world = await openWorld(driver);
    assigning = await openAssigning(world);
    spool = world.db.backend.mailDirectory!;
    options = { siteUrl: 'https://dx.example', mailer: spoolMailer(spool) };
  });
  beforeEach(async () => {
    await world.db.sql(`delete from public.outbox`);
    rmSync(spool, { recursive: true, force: true });
  });
  afterAll(() => world.close());

  test('an offer tells everybody of the firm who may be told, in the application and by mail, and nobody else', async () => {
    const firm = await world.makeFirm({ people: ['owner', 'member', 'disabled'] });
    await world.makeSubmitted(firm, 2);
    await world.db.sql(`update public.profiles set locale = 'en' where user_id = $1`, [world.ids.member]);
    const id = await assigning.bring(firm, await assigning.makePackage(), 'offered');
    const told = await world.db.sql(
      `select user_id, kind, parameters, link, read_at from public.notifications where link like '%' || $1 order by user_id`,
      [id]
    );
    const link = `/my/support/assignments/${id}`;
    const parameters = { code: expect.stringMatching(/^THU-/), name_vi: 'Gói thử', name_en: 'Test package' };
    expect(told).toEqual(
      [world.ids.owner, world.ids.member]
        .sort()
        .map((user_id) => ({ user_id, kind: 'assignment_offered', parameters, link, read_at: null }))
    );
    await tick(world.db.service, options);
    const [mail, other] = readSpool(spool).sort((a, b) => (a.to < b.to ? 1 : -1));
    expect([mail?.to, other?.to]).toEqual(['owner@people.example', 'member@people.example']);
    expect(mail?.subject).toMatch(/^Có gói hỗ trợ dành cho cơ sở/);
    expect(other?.subject).toMatch(/^A support package for your firm/);
    expect(mail?.text).toContain(`https://dx.example${link}`);
    expect(await outbox()).toEqual(Array(2).fill({ state: 'sent', attempts: 1, last_error: null }));
  });

  test('a step that fails tells nobody', async () => {
    const id = await assigning.bring(
      await assigning.makeAssessed(),
      await assigning.makePackage({ places: 1 }),
      'proposed'
    );
    await world.db.sql(
      `update public.packages set state = 'closed' where package_id = (select package_id from public.assignments where assignment_id = $1)`,
      [id]
    );
    expect((await assigning.step('officer', id, 'offer')).code).toBe('DT006 package');
    expect(await outbox()).toEqual([]);
  });

  test('instances that tick at once send each mail once', async () => {
    const pack = await assigning.makePackage();
    for (let index = 0; index < 12; index++) await assigning.bring(await assigning.makeAssessed(), pack, 'offered');
    await Promise.all([1, 2, 3, 4].map(() => tick(world.db.service, options)));
    expect(readdirSync(spool)).toHaveLength(12);
    expect(new Set(readSpool(spool).map(({ text }) => text)).size).toBe(12);
  });

  test('an account that was disabled since gets no mail', async () => {
    const firm = await assigning.makeAssessed('leaver');
    await assigning.bring(firm, await assigning.makePackage(), 'offered', 'leaver');
    await world.db.sql(`update public.profiles set disabled_at = now() where user_id = $1`, [
      await world.idOf('leaver')
    ]);
    await tick(world.db.service, options);
    expect(readSpool(spool)).toEqual([]);
    expect(await outbox()).toEqual([{ state: 'dead', attempts: 0, last_error: 'no_address' }]);
  });

  test('a person marks their own as read and nobody else’s', async () => {
    const unread = async (who: 'owner' | 'member') =>
      (
        await world.db.sql(`select 1 from public.notifications where user_id = $1 and read_at is null`, [
          world.ids[who]
        ])
      ).length;
    const [other, mine] = [await unread('member'), await unread('owner')];
    const [foreign] = await world.db.sql<{ id: string }>(
      `select notification_id as id from public.notifications where user_id = $1 limit 1`,
      [world.ids.member]
    );
    expect((await world.call('owner', 'mark_notifications_read', { notification_ids: [foreign!.id] })).data).toBe(0);
    expect((await world.call('owner', 'mark_notifications_read')).data).toBe(mine);
    expect([await unread('owner'), await unread('member')]).toEqual([0, other]);
  });

  test('the ticker works by itself, and not after it was stopped', async () => {
    const expire = (id: string) =>
      world.db.sql(
        `update public.assignments set offer_expires_at = now() - interval '1 day' where assignment_id = $1`,
        [id]
      );
    const first = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
    const second = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
    const ticker = startTicker(world.db.backend, options, 10);
    await expire(first);
    await expect.poll(async () => (await assigning.row(first)).state, { timeout: 20_000 }).toBe('expired');
    await ticker.stop();
    await expire(second);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await assigning.row(second)).state).toBe('offered');
  });

  test('of a job that fails the others know nothing', async () => {
    const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
    await world.db.sql(
      `update public.assignments set offer_expires_at = now() - interval '1 day' where assignment_id = $1`,
      [id]
    );
    const failed: string[] = [];
    // An API role instead of the jobs': it may do none of them.
    await tick(await world.client('owner'), {
      ...options,
      failed: (job, code) => failed.push(`${job} ${code}`)
    });
    expect(failed).toEqual([
      'expire_offers 42501',
      'remind_follow_ups 42501',
      'refresh_programme_counts 42501',
      'run_lead_clock 42501',
      'clear_outbox 42501',
      'outbox 42501'
    ]);
    expect((await assigning.row(id)).state).toBe('offered');
  });
});
