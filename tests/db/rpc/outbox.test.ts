import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Mail extends Record<string, unknown> {
  outbox_id: string;
  attempts: number;
  email: string;
  kind: string;
  unsubscribe: string | null;
}

describe.each(DRIVERS)('the outbox on %s', (driver) => {
  let world: World;
  const sql: World['db']['sql'] = (text, values) => world.db.sql(text, values);
  /** Tells a person something; the kind of an offer is necessary, that of a beginning is not. */
  const tell = (who: 'owner' | 'member', kind = 'assignment_started') =>
    sql(`select private.notify(array[$1::uuid], $2, '{"code": "A"}', '/my/x')`, [world.ids[who], kind]);
  const choose = (who: string, choice: string) => world.call(who, 'set_mail_choice', { choice });
  const prepare = async () => (await world.call('service', 'prepare_outbox')).data;
  const claim = async () => ((await world.call('service', 'claim_outbox')).data as Mail[])[0];
  const begin = async ({ outbox_id, attempts: attempt }: Mail) =>
    (await world.call('service', 'begin_outbox', { outbox_id, attempt })).data;
  const finish = ({ outbox_id, attempts: attempt }: Mail, outcome: string, error?: string) =>
    world.call('service', 'finish_outbox', { outbox_id, attempt, outcome, ...(error && { error }) });
  const states = async () =>
    (await sql<{ state: string }>(`select state from public.outbox order by outbox_id`)).map(({ state }) => state);
  /** Lets so much time pass for all mails. */
  const wait = (interval: string) =>
    sql(`update public.outbox set next_attempt_at = next_attempt_at - $1::interval`, [interval]);

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(async () => {
    await sql(`delete from public.outbox`);
    await sql(`update public.profiles set mail_choice = 'at_once'`);
  });
  afterAll(() => world.close());

  test('every kind that has words says whether it is necessary', async () => {
    const words = JSON.parse(readFileSync('src/lib/i18n/locales/vi/notifications.json', 'utf8')) as { kind: object };
    const kinds = await sql<{ kind: string }>(`select kind from private.notification_kinds`);
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(Object.keys(words.kind).sort());
  });

  test.each([
    ['2026-11-27T00:30:00Z', '2026-11-27T01:00:00Z'],
    ['2026-11-27T01:00:00Z', '2026-11-28T01:00:00Z'],
    ['2026-12-31T18:00:00Z', '2027-01-01T01:00:00Z'],
    ['2026-11-27T16:59:59Z', '2026-11-28T01:00:00Z']
  ])('after %s digests go out at %s, eight in the morning in Viet Nam', async (now, expected) => {
    const [row] = await sql<{ at: string }>(`select private.digest_time($1::timestamptz) = $2::timestamptz as at`, [
      now,
      expected
    ]);
    expect(row?.at).toBe(true);
  });

  test('the wait doubles with each attempt and differs by a quarter at most', async () => {
    const minutes = await sql<{ least: number; most: number }>(
      `select (extract(epoch from private.retry_delay(n, 0)) / 60)::float as least,
         (extract(epoch from private.retry_delay(n, 1)) / 60)::float as most from generate_series(0, 9) as n`
    );
    const middle = [5, 5, 10, 20, 40, 80, 160, 320, 640, 640];
    expect(minutes).toEqual(middle.map((minute) => ({ least: minute * 0.75, most: minute * 1.25 })));
  });

  test('workers that claim at once never get the same mail', async () => {
    for (let index = 0; index < 30; index++) await tell('owner');
    const taken: string[] = [];
    const worker = async () => {
      for (let mail = await claim(); mail; mail = await claim()) taken.push(mail.outbox_id);
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    expect(taken).toHaveLength(30);
    expect(new Set(taken).size).toBe(30);
  });

  test('a claimed mail comes back when its worker dies, one that was begun becomes uncertain', async () => {
    await tell('owner');
    const first = (await claim())!;
    expect(await claim()).toBeUndefined();
    await wait('6 minutes');
    const second = (await claim())!;
    expect(second).toMatchObject({ outbox_id: first.outbox_id, attempts: 2 });
    // The first worker lives after all, too late.
    expect(await begin(first)).toBe(false);
    expect(await begin(second)).toBe(true);
    expect(await begin(second)).toBe(false);
    await wait('6 minutes');
    expect([await prepare(), await claim(), await states()]).toEqual([false, undefined, ['sending']]);
    await wait('6 minutes');
    expect([await prepare(), await claim(), await states()]).toEqual([false, undefined, ['uncertain']]);
    // Whoever comes late knows more.
    await finish(second, 'sent');
    expect(await states()).toEqual(['sent']);
  });

  test('what was handed over is never claimed again, whatever is said of it later', async () => {
    await tell('owner');
    const mail = (await claim())!;
    await begin(mail);
    await finish(mail, 'sent');
    await finish(mail, 'later', '450');
    await wait('1 year');
    expect([await prepare(), await claim(), await states()]).toEqual([false, undefined, ['sent']]);
  });

  test('a mail is tried eight times; a refusal for good ends it at once, trouble of the server costs no attempt', async () => {
    await tell('owner');
    for (let attempt = 1; attempt <= 8; attempt++) {
      expect(await states()).toEqual(['queued']);
      const mail = (await claim())!;
      expect(mail.attempts).toBe(attempt);
      await finish(mail, 'blocked', '421');
      await wait('2 minutes');
      await finish((await claim())!, 'later', '450_4_2_0');
      await wait('1 day');
    }
    expect(await sql(`select state, attempts, last_error from public.outbox`)).toEqual([
      { state: 'dead', attempts: 8, last_error: '450_4_2_0' }
    ]);
    await tell('owner');
    await finish((await claim())!, 'refused', '550');
    expect(await states()).toEqual(['dead', 'dead']);
    expect((await finish({ outbox_id: world.firm, attempts: 1 } as Mail, 'perhaps')).code).toBe('DT004 outcome');
  });

  test('who wants one mail a day gets one, with all that waited, and the necessary at once', async () => {
    await choose('owner', 'daily');
    await tell('owner');
    await tell('owner', 'offer_expired');
    await tell('owner', 'assignment_offered');
    await tell('member');
    expect(await states()).toEqual(['held', 'held', 'queued', 'queued']);
    const offer = (await claim())!;
    expect(offer).toMatchObject({ kind: 'assignment_offered', unsubscribe: null });
    await finish((await claim())!, 'refused', '550');
    expect([await prepare(), await claim()]).toEqual([false, undefined]);

    await wait('1 day');
    expect(await Promise.all([prepare(), prepare(), prepare()])).toContain(true);
    expect(await sql(`select 1 from public.outbox where kind = 'digest'`)).toHaveLength(1);
    const mails = [await claim(), await claim(), await claim()].filter((mail) => mail !== undefined);
    const digest = mails.find(({ kind }) => kind === 'digest');
    expect(digest).toMatchObject({
      email: 'owner@people.example',
      unsubscribe: expect.stringMatching(/^[\w-]{32}$/) as unknown as string,
      parameters: {
        count: 2,
        items: [
          { kind: 'assignment_started', parameters: { code: 'A' }, link: '/my/x' },
          { kind: 'offer_expired', parameters: { code: 'A' }, link: '/my/x' }
        ]
      }
    });
    // What comes later on that day waits for the digest of the next.
    await tell('owner');
    await sql(`update public.outbox set next_attempt_at = now() where state = 'held'`);
    await prepare();
    expect(await sql(`select state, next_attempt_at > now() as later from public.outbox where state = 'held'`)).toEqual(
      [{ state: 'held', later: true }]
    );
    expect(await sql(`select 1 from public.outbox where kind = 'digest'`)).toHaveLength(1);
  });

  test('who wants none gets none of those that wait either, only what is necessary', async () => {
    await tell('owner');
    await choose('owner', 'daily');
    await tell('owner');
    await tell('owner', 'assignment_offered');
    await choose('owner', 'none');
    await tell('owner');
    expect(await states()).toEqual(['dropped', 'dropped', 'queued']);
    const notices = await sql(`select 1 from public.notifications where user_id = $1 and link = '/my/x'`, [
      world.ids.owner
    ]);
    expect(notices.length).toBeGreaterThanOrEqual(4);
    expect((await choose('owner', 'sometimes')).code).toBe('DT004 mail_choice');
  });

  test('a link in a mail ends them without signing in, again and again, and tells nothing', async () => {
    await tell('owner');
    await tell('owner');
    const { unsubscribe: token } = (await claim())!;
    const read = async (text: unknown) => (await world.call('visitor', 'read_unsubscribe', { token: text })).data;
    expect(await read(token)).toBe('at_once');
    expect([await read('x'.repeat(32)), await read(''), await read(null)]).toEqual([null, null, null]);
    for (let time = 0; time < 2; time++)
      expect((await world.call('visitor', 'unsubscribe', { token })).data).toBe(true);
    expect((await world.call('visitor', 'unsubscribe', { token: 'x'.repeat(32) })).data).toBe(false);
    expect(await read(token)).toBe('none');
    // Also the one that a worker had taken and not begun.
    expect(await states()).toEqual(['dropped', 'dropped']);
    expect(await sql(`select 1 from private.unsubscribe_tokens where token_hash = $1`, [token])).toEqual([]);
    expect(await sql(`select 1 from public.profiles where mail_choice = 'none'`)).toHaveLength(1);
  });

  test('an administrator sees what was given up without address and words, and has it sent again or lets it go', async () => {
    await tell('owner');
    await tell('member');
    for (const code of ['550_5_1_1', '554']) await finish((await claim())!, 'refused', code);
    await world.call('service', 'report_mail_server', { error: 'ECONNREFUSED' });
    const { data } = await world.call('administrator', 'list_mails', { state: 'dead' });
    const [newer, older] = data as { outbox_id: string; address: string }[];
    expect([newer?.address, older?.address]).toEqual(['m•••@people.example', 'o•••@people.example']);
    expect(Object.keys(newer!).sort()).toEqual(
      ['address', 'attempts', 'created_at', 'kind', 'last_error', 'next_attempt_at', 'outbox_id', 'state'].sort()
    );
    expect((await world.call('administrator', 'mail_overview')).data).toMatchObject({
      counts: { dead: 2 },
      server: { error: 'ECONNREFUSED', reached_at: null }
    });
    const decide = (ids: unknown, step: string) =>
      world.call('administrator', 'decide_mails', { outbox_ids: ids, step });
    expect((await decide([older!.outbox_id], 'send_again')).data).toBe(1);
    expect((await decide([older!.outbox_id], 'send_again')).code).toBe('DT003 mail');
    expect((await decide([newer!.outbox_id], 'give_up')).data).toBe(1);
    for (const [ids, step] of [
      [[], 'give_up'],
      [null, 'give_up'],
      [[older!.outbox_id], 'delete']
    ] as const)
      expect((await decide(ids, step)).code).toBe('DT004 step');
    expect(await states()).toEqual(['queued', 'dropped']);
    expect(await claim()).toMatchObject({ outbox_id: older!.outbox_id, attempts: 1 });
    const logged = await sql(
      `select actor, record_id, changes ->> 'state' as state from public.audit_log where table_name = 'outbox' order by audit_id`
    );
    expect(logged).toEqual([
      { actor: world.ids.administrator, record_id: older!.outbox_id, state: '["dead", "queued"]' },
      { actor: world.ids.administrator, record_id: newer!.outbox_id, state: '["dead", "dropped"]' }
    ]);
  });
});
