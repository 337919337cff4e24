import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const NOW = '2027-03-01T00:00:00Z';
const daysBefore = (days: number, minutes = 0) =>
  new Date(Date.parse(NOW) - days * 86_400_000 - minutes * 60_000).toISOString();

describe.each(DRIVERS)('old mails on %s', (driver) => {
  let world: World;
  const sql: World['db']['sql'] = (text, values) => world.db.sql(text, values);
  const clear = async () =>
    (await sql<{ n: number }>(`select private.clear_outbox($1::timestamptz) as n`, [NOW]))[0]?.n;
  const states = async () =>
    (await sql<{ state: string }>(`select state from public.outbox order by state`)).map(({ state }) => state);

  /** A mail in a state that it has had since a moment. */
  async function mail(state: string, since: string, digest: string | null = null): Promise<string> {
    const [made] = await sql<{ id: string }>(
      `insert into public.outbox (user_id, kind, link, state, next_attempt_at, created_at, digest_id)
         values ($1, 'assignment_started', '/my', $2, $3::timestamptz, $3::timestamptz, $4) returning outbox_id as id`,
      [world.ids.owner, state, since, digest]
    );
    await sql(`update public.outbox set ended_at = $2::timestamptz where outbox_id = $1 and ended_at is not null`, [
      made!.id,
      since
    ]);
    return made!.id;
  }

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(() => sql(`delete from public.outbox`));
  afterAll(() => world.close());

  test('what was sent or let go is deleted after ninety days and not a minute earlier', async () => {
    for (const state of ['sent', 'dropped']) {
      await mail(state, daysBefore(90, 1));
      await mail(state, daysBefore(90));
    }
    expect(await clear()).toBe(2);
    expect(await states()).toEqual(['dropped', 'sent']);
    expect(await clear()).toBe(0);
  });

  test('what a digest told goes with it', async () => {
    const digest = await mail('sent', daysBefore(91));
    await mail('merged', daysBefore(92), digest);
    const young = await mail('sent', daysBefore(1));
    await mail('merged', daysBefore(200), young);
    expect(await clear()).toBe(1);
    expect(await states()).toEqual(['merged', 'sent']);
  });

  test('what waits, failed or may have arrived stays however old it is', async () => {
    const kept = ['dead', 'held', 'queued', 'sending', 'uncertain'];
    for (const state of kept) await mail(state, daysBefore(1000));
    expect(await clear()).toBe(0);
    expect(await states()).toEqual(kept);
  });

  test('once an administrator has decided, the days of that mail begin', async () => {
    const ids = [await mail('dead', daysBefore(1000)), await mail('uncertain', daysBefore(1000))];
    await world.call('administrator', 'decide_mails', { outbox_ids: ids, step: 'give_up' });
    expect(await sql(`select private.clear_outbox(now() + interval '89 days') as n`)).toEqual([{ n: 0 }]);
    expect(await sql(`select private.clear_outbox(now() + interval '91 days') as n`)).toEqual([{ n: 2 }]);
  });

  test('a mail that is sent again has no end any more', async () => {
    const id = await mail('dead', daysBefore(5));
    await sql(`update public.outbox set state = 'dropped' where outbox_id = $1`, [id]);
    await sql(`update public.outbox set state = 'queued' where outbox_id = $1`, [id]);
    expect(await sql(`select state, ended_at from public.outbox`)).toEqual([{ state: 'queued', ended_at: null }]);
  });

  test('the days are data, and an administrator is told how many they are', async () => {
    await mail('sent', daysBefore(31));
    await sql(`update private.mail_rules set keep_days = 30`);
    expect((await world.call('administrator', 'mail_overview')).data).toMatchObject({ keep_days: 30 });
    expect(await clear()).toBe(1);
    await expect(sql(`update private.mail_rules set keep_days = 0`)).rejects.toMatchObject({ code: '23514' });
    await sql(`update private.mail_rules set keep_days = 90`);
  });

  test('a link in a mail works for a year, whether it was used or not', async () => {
    const token = async (made: string) => {
      const [row] = await sql<{ token: string }>(`select private.new_unsubscribe_token($1) as token`, [
        world.ids.owner
      ]);
      await sql(
        `update private.unsubscribe_tokens set made_at = $2::timestamptz where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')`,
        [row!.token, made]
      );
      return row!.token;
    };
    const [old, young] = [await token(daysBefore(365, 1)), await token(daysBefore(365))];
    for (const used of [old, young])
      expect((await world.call('visitor', 'unsubscribe', { token: used })).data).toBe(true);
    await clear();
    const read = async (known: string) => (await world.call('visitor', 'read_unsubscribe', { token: known })).data;
    expect([await read(old), await read(young)]).toEqual([null, 'none']);
  });

  test('the job does it by the clock of the database', async () => {
    await mail('sent', daysBefore(0));
    await sql(`update public.outbox set ended_at = now() - interval '91 days'`);
    expect((await world.call('service', 'clear_outbox')).data).toBe(1);
  });
});
