import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIntroducing, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

/** Whatever of the firm must not be found in what somebody reads. */
const SECRETS = [
  'Dừa Vàng',
  '0900 000 001',
  '84900000001',
  'co-so@firm.example',
  'Ấp thử',
  'Người liên hệ',
  '079085001234'
];
const found = (value: unknown) => SECRETS.filter((secret) => JSON.stringify(value).includes(secret));

describe.each(DRIVERS)('what a provider reads on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  let seller: { id: string; person: string };
  const board = async (who: string, provider_id: string) =>
    (await world.call(who, 'provider_leads', { provider_id })).data as {
      rows: Record<string, unknown>[];
      counts: Record<string, number>;
      figures: Record<string, number | null>;
    };

  beforeAll(async () => {
    world = await openWorld(driver);
    introducing = openIntroducing(world);
    seller = { id: await introducing.makeProvider('seller'), person: 'seller' };
  });
  afterAll(() => world.close());

  test('before it accepts: need, kind, size, sector, area and weak pillars, and no name or contact', async () => {
    const id = await introducing.bring('new', seller);
    const shown = await introducing.show('seller', id);
    expect(shown).toMatchObject({ state: 'viewed', access: 'limited' });
    expect(found(shown)).toEqual([]);
    expect(shown.need!.purpose).toMatch(/^••• cần kế toán, gọi ••• hoặc •••,? số •••\.$/);
    expect(Object.keys(shown.firm!).sort()).toEqual([
      'is_sample',
      'kind',
      'section',
      'size_class',
      'unit',
      'weak_pillars'
    ]);
    expect(shown).not.toHaveProperty('contact');
    expect(shown).not.toHaveProperty('messages');
    expect(found(await board('seller', seller.id))).toEqual([]);
  });

  test('after it accepted: the fields that were agreed to, as they are today, and never a number of 12 digits', async () => {
    const id = await introducing.bring('accepted', seller);
    const shown = await introducing.show('seller', id);
    expect(shown).toMatchObject({
      access: 'open',
      contact: { name: 'Cơ sở Dừa Vàng', contact_phone: '+84900000001' }
    });
    expect(Object.keys(shown.contact!).sort()).toEqual(['contact_phone', 'name']);
    expect(shown.need!.purpose).toContain('0900 000 001');
    expect(JSON.stringify(shown)).not.toContain('079085001234');
    await world.call('owner', 'send_lead_message', { lead_id: id, body: 'Mã của tôi là 079 085 001 234 nhé' });
    expect((await introducing.show('seller', id)).messages).toEqual([
      expect.objectContaining({ side: 'owner', body: 'Mã của tôi là •••••••••••• nhé' })
    ]);
    expect((await board('seller', seller.id)).rows.find((row) => row.lead_id === id)).toMatchObject({
      name: 'Cơ sở Dừa Vàng'
    });
  });

  test('every field that can be agreed to is there, but the tax code of a household business', async () => {
    const fields = [
      'name',
      'tax_code',
      'address',
      'main_products',
      'contact_name',
      'contact_phone',
      'contact_email',
      'result'
    ];
    for (const [kind, taxCode, shownCode] of [
      ['enterprise', '1300998877', '1300998877'],
      ['household', '079085001234', null]
    ] as const) {
      const { firm, need } = await introducing.makeNeedy();
      await world.db.sql(
        `update public.enterprises set kind = $2::public.enterprise_kind, tax_code = $3 where enterprise_id = $1`,
        [firm, kind, taxCode]
      );
      await world.makeSubmitted(firm, 2);
      const { data } = await introducing.consent('owner', need, [seller.id], { fields });
      await introducing.step('seller', String(data), 'accept');
      const { contact } = await introducing.show('seller', String(data));
      expect(Object.keys(contact!).sort()).toEqual([...fields].sort());
      expect(contact).toMatchObject({ tax_code: shownCode, result: { level: 2 } });
    }
  });

  test.each(['accepted', 'won', 'disputed', 'delivered'])(
    'withdrawal ends it at once when the lead is %s, with what was shown before',
    async (state) => {
      const id = await introducing.bring(state, seller);
      if (state !== 'delivered')
        await world.call('owner', 'send_lead_message', { lead_id: id, body: 'Gọi 0900 000 001' });
      expect(found(await introducing.show('seller', id)).length).toBeGreaterThan(1);
      const consent_id = await introducing.consentOf(id);
      expect((await world.call('owner', 'withdraw_lead_consent', { consent_id })).code).toBe('ok');
      const shown = await introducing.show('seller', id);
      expect(shown).toMatchObject({ access: 'ended', state: state === 'delivered' ? 'delivered' : 'withdrawn' });
      expect(found(shown)).toEqual([]);
      for (const gone of ['need', 'firm', 'contact', 'messages', 'ratings', 'promise'])
        expect(shown).not.toHaveProperty(gone);
      expect((await board('seller', seller.id)).rows.find((row) => row.lead_id === id)).not.toHaveProperty('need');
      expect((await introducing.told('seller', id)).at(-1)).toBe('lead_withdrawn');
      expect((await world.call('seller', 'send_lead_message', { lead_id: id, body: 'Xin chào' })).code).toMatch(
        /^DT00[67]/
      );
    }
  );

  test('so does the end of the consent by time, before the clock comes', async () => {
    const id = await introducing.bring('contacted', seller);
    await introducing.pass(id, `expires_on = private.today() - 1`);
    expect(await introducing.show('seller', id)).toMatchObject({ access: 'ended', state: 'contacted' });
    expect((await introducing.step('seller', id, 'quote')).code).toBe('DT007 consent');
    expect((await world.call('seller', 'send_lead_message', { lead_id: id, body: 'Xin chào' })).code).toBe(
      'DT007 consent'
    );
    expect(await introducing.tick()).toMatchObject({ consents_ended: 1 });
    expect(await introducing.lead(id)).toMatchObject({ state: 'withdrawn' });
  });

  test.each(['declined', 'expired'])('nothing is left to read of a lead that was %s', async (state) => {
    const id = await introducing.bring(state, seller);
    const shown = await introducing.show('seller', id);
    expect([shown.access, found(shown), 'need' in shown]).toEqual(['ended', [], false]);
  });

  test('a second provider sees nothing of the first, and no table tells it anything', async () => {
    const id = await introducing.bring('accepted', seller);
    await world.call('owner', 'send_lead_message', { lead_id: id, body: 'Xin chào' });
    await introducing.makeProvider('rival');
    expect((await world.call('rival', 'open_lead', { lead_id: id })).code).toBe('DT001 lead');
    expect((await world.call('rival', 'provider_leads', { provider_id: seller.id })).code).toBe('DT001 provider');
    for (const who of ['rival', 'seller']) {
      const client = await world.client(who);
      for (const table of [
        'leads',
        'needs',
        'lead_consents',
        'lead_moves',
        'lead_messages',
        'lead_ratings',
        'enterprises',
        'enterprise_members',
        'assessments'
      ] as const) {
        expect([who, table, (await client.from(table).select('*')).data]).toEqual([who, table, []]);
      }
    }
  });

  test('two who open it at once look at it once', async () => {
    const id = await introducing.bring('new', seller);
    const replies = await Promise.all([1, 2, 3].map(() => world.call('seller', 'open_lead', { lead_id: id })));
    expect(replies.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok']);
    const views = await world.db.sql(`select 1 from public.lead_moves where lead_id = $1 and step = 'view'`, [id]);
    expect(views.length).toBe(1);
  });

  test('the board counts by state and shows response, acceptance and delivery', async () => {
    const fresh = { id: await introducing.makeProvider('fresh'), person: 'fresh' };
    for (const state of ['new', 'declined', 'contacted', 'delivered', 'expired']) await introducing.bring(state, fresh);
    const { counts, figures, rows } = await board('fresh', fresh.id);
    expect(counts).toEqual({ new: 1, declined: 1, contacted: 1, delivered: 1, expired: 1 });
    expect(figures).toMatchObject({ leads: 5, answered: 3, accepted: 2, delivered: 1, expired: 1, ratings: 0 });
    expect(rows.length).toBe(5);
  });

  describe('ratings', () => {
    test('both rate once after delivery; words wait for staff, the score counts', async () => {
      const id = await introducing.bring('delivered', seller);
      const rate = (who: string, score: number, body?: string) =>
        world.call(who, 'rate_lead', { lead_id: id, score, ...(body && { body }) });
      expect((await rate('owner', 5, 'Rất tốt')).code).toBe('ok');
      expect((await rate('seller', 4)).code).toBe('ok');
      expect((await rate('owner', 1)).code).toBe('DT009 rating');
      expect((await introducing.show('seller', id)).ratings).toMatchObject({ owner: { score: 5, body: null } });
      const client = await world.client('owner');
      // Without words there is nothing to read first.
      expect((await client.from('lead_ratings').select('side').eq('lead_id', id).order('side')).data).toEqual([
        { side: 'owner' },
        { side: 'provider' }
      ]);
      const moderate = (who: string, side = 'owner') =>
        world.call(who, 'moderate_rating', { lead_id: id, side, shown: true });
      expect((await moderate('near')).code).toBe('DT002 rating');
      expect((await moderate('officer', 'provider')).code).toBe('DT001 rating');
      expect((await moderate('officer')).code).toBe('ok');
      expect((await introducing.show('seller', id)).ratings).toMatchObject({ owner: { score: 5, body: 'Rất tốt' } });
    });

    test.each([
      ['six', 6, 'DT004 score'],
      ['none', null, 'DT004 score'],
      ['half', 2.5, '22P02']
    ])('%s is no score', async (_, score, code) => {
      const id = await introducing.bring('delivered', seller);
      expect((await world.call('owner', 'rate_lead', { lead_id: id, score })).code).toBe(code);
    });

    test('before delivery nobody rates', async () => {
      const id = await introducing.bring('reported', seller);
      expect((await world.call('owner', 'rate_lead', { lead_id: id, score: 5 })).code).toBe('DT006 lead');
    });

    test('staff who act for one side do not judge its words', async () => {
      const id = await introducing.bring('delivered', seller);
      await world.call('owner', 'rate_lead', { lead_id: id, score: 1, body: 'Chậm' });
      await world.db.sql(
        `insert into public.provider_members (provider_id, user_id) values ($1, $2) on conflict do nothing`,
        [seller.id, world.ids.officer]
      );
      const moderate = (who: string) =>
        world.call(who, 'moderate_rating', { lead_id: id, side: 'owner', shown: false });
      expect((await moderate('officer')).code).toBe('DT021 rating');
      expect((await moderate('manager')).code).toBe('ok');
    });
  });
});
