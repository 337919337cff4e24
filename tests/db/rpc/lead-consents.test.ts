import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAppError } from '../../../src/lib/server/errors.ts';
import { openIntroducing, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('consents and hand-over on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  let a: string;
  let b: string;
  let c: string;
  let d: string;
  const hands = async (need: string) =>
    (await introducing.leadsOf(need)).map(({ provider_id, state }) => [
      Object.entries({ a, b, c, d }).find(([, id]) => id === provider_id)?.[0],
      state
    ]);

  beforeAll(async () => {
    world = await openWorld(driver);
    introducing = openIntroducing(world);
    [a, b, c, d] = [
      await introducing.makeProvider('sellerA'),
      await introducing.makeProvider('sellerB'),
      await introducing.makeProvider('sellerC'),
      await introducing.makeProvider('sellerD')
    ];
  });
  afterAll(() => world.close());

  test('the first of those agreed to is asked, with three working days to answer', async () => {
    const { need } = await introducing.makeNeedy();
    const { code, data } = await introducing.consent('owner', need, [b, a]);
    expect(code).toBe('ok');
    expect(await hands(need)).toEqual([['b', 'new']]);
    const [row] = await world.db.sql(
      `select version, locale, fields, channel, given_by, position, expires_on = (private.today() + interval '6 months')::date as half_a_year,
         l.respond_by = private.working_deadline(l.created_at, 3) as in_time
       from public.lead_consents c join public.leads l using (consent_id) where lead_id = $1`,
      [data]
    );
    expect(row).toEqual({
      version: 1,
      locale: 'vi',
      fields: ['contact_phone', 'name'],
      channel: 'web',
      given_by: world.ids.owner,
      position: 1,
      half_a_year: true,
      in_time: true
    });
  });

  test.each([
    ['declining', async (id: string) => introducing.step('sellerA', id, 'decline', { reason: 'Không phục vụ' })],
    [
      'not answering',
      async (id: string) => {
        await introducing.pass(id, `respond_by = now() - interval '1 second'`);
        expect((await introducing.step('sellerA', id, 'accept')).code).toBe('DT007 lead');
        expect(await introducing.tick()).toMatchObject({ expired: 1 });
        return { code: 'ok' };
      }
    ],
    [
      'withdrawal',
      async (id: string) =>
        world.call('owner', 'withdraw_lead_consent', { consent_id: await introducing.consentOf(id) })
    ]
  ])('%s hands the need to the next that has consent, and to nobody else', async (_, end) => {
    const { need } = await introducing.makeNeedy();
    const { data } = await introducing.consent('owner', need, [a, c]);
    expect((await end(String(data))).code).toBe('ok');
    const [first, second, ...more] = await introducing.leadsOf(need);
    expect([first?.provider_id, second?.provider_id, second?.state, more]).toEqual([a, c, 'new', []]);
    await introducing.step('sellerC', second!.lead_id, 'decline', { reason: 'Không phục vụ' });
    expect((await introducing.leadsOf(need)).length).toBe(2);
    expect((await introducing.tick()).placed).toBe(0);
  });

  test('after a lost lead nobody is asked until the owner says so', async () => {
    const { need } = await introducing.makeNeedy();
    const { data } = await introducing.consent('owner', need, [a, b]);
    await introducing.step('sellerA', String(data), 'accept');
    await introducing.step('owner', String(data), 'lose', { reason: 'Không hợp' });
    expect((await introducing.tick()).placed).toBe(0);
    expect((await world.call('owner', 'ask_next_provider', { need_id: need })).code).toBe('ok');
    expect(await hands(need)).toEqual([
      ['a', 'lost'],
      ['b', 'new']
    ]);
    expect((await world.call('owner', 'ask_next_provider', { need_id: need })).data).toBeNull();
  });

  test('more than three at a time are refused; whoever declined leaves a place', async () => {
    const { need } = await introducing.makeNeedy();
    expect((await introducing.consent('owner', need, [a, b, c, d])).code).toBe('DT015 consents');
    const { data } = await introducing.consent('owner', need, [a, b, c]);
    expect((await introducing.consent('owner', need, [d])).code).toBe('DT015 consents');
    await introducing.step('sellerA', String(data), 'decline', { reason: 'Không phục vụ' });
    expect((await introducing.consent('owner', need, [d])).code).toBe('ok');
  });

  test('a double click gives one consent and one lead', async () => {
    const { need } = await introducing.makeNeedy();
    const replies = await Promise.all([1, 2, 3].map(() => introducing.consent('owner', need, [a])));
    expect(replies.map(({ code }) => code).sort()).toEqual(['DT009 consent', 'DT009 consent', 'ok']);
    expect(await hands(need)).toEqual([['a', 'new']]);
    const consent_id = await introducing.consentOf(String(replies.find(({ code }) => code === 'ok')!.data));
    for (const _ of [1, 2])
      expect((await world.call('owner', 'withdraw_lead_consent', { consent_id })).code).toBe('ok');
  });

  test('what consent is refused for', async () => {
    const { need } = await introducing.makeNeedy();
    await world.db.sql(
      `insert into public.enterprise_members select enterprise_id, $2, 'member' from public.needs where need_id = $1`,
      [need, world.ids.member]
    );
    const refused: [string, Record<string, unknown>, string, string?][] = [
      ['a text that was not shown', { version: 0 }, 'DT003 consent_text'],
      ['no text', { version: null }, 'DT003 consent_text'],
      ['nobody', { provider_ids: [] }, 'DT004 provider_ids'],
      ['somebody twice', { provider_ids: [a, a] }, 'DT004 provider_ids'],
      ['an empty place', { provider_ids: [a, null] }, 'DT004 provider_ids'],
      ['somebody unknown', { provider_ids: [need] }, 'DT020 provider'],
      ['no name', { fields: ['contact_phone'] }, 'DT004 fields'],
      ['no way to be reached', { fields: ['name', 'result'] }, 'DT004 fields'],
      ['no fields', { fields: null }, 'DT004 fields'],
      ['a field that there is not', { fields: ['name', 'contact_phone', 'revenue'] }, '23514'],
      ['another language', { locale: 'fr' }, '23514'],
      ['a member who is no owner', {}, 'DT002 need', 'member']
    ];
    const codes = await Promise.all(
      refused.map(async ([name, more, , who = 'owner']) => [
        name,
        (await introducing.consent(who, need, [a], more)).code
      ])
    );
    expect(codes).toEqual(refused.map(([name, , code]) => [name, code]));
    expect(await introducing.leadsOf(need)).toEqual([]);
  });

  test('a closed need asks nobody any more, and what nobody answered yet is withdrawn', async () => {
    const { need } = await introducing.makeNeedy();
    const { data } = await introducing.consent('owner', need, [a, b]);
    expect((await world.call('owner', 'close_need', { need_id: need })).code).toBe('ok');
    await introducing.step('sellerA', String(data), 'decline', { reason: 'Không phục vụ' });
    expect(await hands(need)).toEqual([['a', 'declined']]);
    expect(
      await world.db.sql(
        `select provider_id, withdrawn_at is null as live from public.lead_consents where need_id = $1 order by position`,
        [need]
      )
    ).toEqual([
      { provider_id: a, live: true },
      { provider_id: b, live: false }
    ]);
    expect((await introducing.consent('owner', need, [c])).code).toBe('DT006 need');
  });

  test('a provider that was suspended or has run out gets nothing, and does not accept', async () => {
    for (const end of [`state = 'suspended', approved_until = null`, `approved_until = private.today() - 1`]) {
      const gone = await introducing.makeProvider('sellerGone');
      const { need } = await introducing.makeNeedy();
      const asked = await introducing.consent('owner', need, [gone]);
      const waiting = await introducing.makeNeedy();
      await introducing.consent('owner', waiting.need, [a, gone]);
      await world.db.sql(`update public.providers set ${end} where provider_id = $1`, [gone]);
      const list = (await world.call('owner', 'providers_for_need', { need_id: need })).data as {
        provider_id: string;
      }[];
      expect(list.map(({ provider_id }) => provider_id)).not.toContain(gone);
      const fresh = await introducing.makeNeedy();
      expect((await introducing.consent('owner', fresh.need, [gone])).code).toBe('DT020 provider');
      const [given] = await introducing.leadsOf(waiting.need);
      await introducing.step('sellerA', given!.lead_id, 'decline', { reason: 'Không phục vụ' });
      expect((await introducing.leadsOf(waiting.need)).length).toBe(1);
      expect((await introducing.step('sellerGone', String(asked.data), 'accept')).code).toBe('DT006 provider');
    }
  });

  test('a reminder comes once, while there is time to answer', async () => {
    const { need } = await introducing.makeNeedy();
    const id = String((await introducing.consent('owner', need, [b])).data);
    expect((await introducing.tick()).reminded).toBe(0);
    await introducing.pass(id, `remind_at = now() - interval '1 hour'`);
    expect((await introducing.tick()).reminded).toBe(1);
    expect((await introducing.tick()).reminded).toBe(0);
    expect(await introducing.told('sellerB', id)).toEqual(['lead_new', 'lead_reminder']);
  });

  test('needs wait while nobody has room and are passed on when there is', async () => {
    const small = await introducing.makeProvider('sellerSmall', {}, 1);
    const first = await introducing.makeNeedy();
    const second = await introducing.makeNeedy();
    const { data } = await introducing.consent('owner', first.need, [small]);
    expect(await introducing.consent('owner', second.need, [small])).toMatchObject({ code: 'ok', data: null });
    expect((await introducing.tick()).placed).toBe(0);
    await introducing.step('sellerSmall', String(data), 'decline', { reason: 'Không phục vụ' });
    expect((await introducing.tick()).placed).toBe(1);
    expect((await introducing.leadsOf(second.need)).map(({ state }) => state)).toEqual(['new']);
  });

  test('hostile input is refused by a code, and nothing is written', async () => {
    const { firm, need } = await introducing.makeNeedy();
    const id = String((await introducing.consent('owner', need, [d])).data);
    const before = await world.db.sql(`select count(*)::int as rows from public.needs`);
    const failed: unknown[] = [];
    for (const text of ['Dừa\0Xanh', 'Dừa \ud83d', 'đ'.repeat(100_000), '', '{}', 'null']) {
      const calls: [string, string, Record<string, unknown>][] = [
        [
          'owner',
          'state_need',
          { enterprise_id: firm, details: { category_id: text, purpose: text, index_ids: [text] } }
        ],
        ['owner', 'state_need', { enterprise_id: firm, details: { category_id: 'ke-toan-thue', purpose: text } }],
        [
          'owner',
          'state_need',
          { enterprise_id: firm, details: { purpose: [text], index_ids: { a: text }, budget_max: text } }
        ],
        ['owner', 'state_need', { enterprise_id: firm, details: [text] }],
        ['owner', 'state_need', { enterprise_id: firm, details: text }],
        [
          'owner',
          'give_lead_consents',
          { need_id: need, provider_ids: [text], version: 1, locale: text, fields: [text] }
        ],
        ['sellerD', 'advance_lead', { lead_id: id, step: text, revision: 1, details: { reason: text } }],
        ['sellerD', 'advance_lead', { lead_id: id, step: 'decline', revision: 1, details: [text] }],
        ['sellerD', 'send_lead_message', { lead_id: id, body: text }],
        ['owner', 'rate_lead', { lead_id: id, score: 1, body: text }],
        ['visitor', 'provider_directory', { filters: { q: text, category: text, unit: text, after: text } }],
        ['sellerD', 'register_provider', { details: { name: text, unit_ids: text } }],
        ['sellerD', 'save_solution', { provider_id: d, details: { name: text, unit_ids: text, price_year: text } }]
      ];
      for (const [who, fn, args] of calls) {
        const [code = ''] = (await world.call(who, fn, args)).code.split(' ');
        if (code === 'ok' ? fn !== 'provider_directory' : toAppError({ code }).status >= 500)
          failed.push([fn, args, code]);
      }
    }
    expect(failed).toEqual([]);
    expect(await world.db.sql(`select count(*)::int as rows from public.needs`)).toEqual(before);
    expect(await introducing.lead(id)).toMatchObject({ state: 'new', revision: 1 });
  });
});
