import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remindAt, respondBy } from '../../../src/lib/domain/leads/clock.ts';
import { openIntroducing, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import type { NewSolution } from '../../support/records/leads.ts';
import { makePackage } from '../../support/records/packages.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Listed {
  provider_id: string;
  matches: boolean;
  fits: boolean;
  support: number;
  conditions: { id: string; met: boolean; basis?: string | null }[];
}

describe.each(DRIVERS)('providers of a need on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  // Each test has a category of its own, so that the providers of one are not those of another.
  let categories: string[];
  const category = () => categories.pop()!;
  const list = async (need_id: string, who = 'owner') =>
    (await world.call(who, 'providers_for_need', { need_id })).data as Listed[];
  const failing = (listed: Listed[], provider: string) =>
    listed
      .find(({ provider_id }) => provider_id === provider)
      ?.conditions.filter(({ met }) => !met)
      .map(({ id }) => id);

  beforeAll(async () => {
    world = await openWorld(driver);
    introducing = openIntroducing(world);
    categories = (
      await world.db.sql<{ id: string }>(
        `select category_id as id from public.solution_categories where category_id <> 'ke-toan-thue' order by position desc`
      )
    ).map(({ id }) => id);
  });
  afterAll(() => world.close());

  test('every condition of every solution is explained, met or not', async () => {
    const category_id = category();
    const cases: [string | null, NewSolution, Record<string, unknown>?][] = [
      [null, {}],
      ['kind', { kinds: ['cooperative'] }],
      ['size', { size_classes: ['medium'] }],
      ['sector', { section_ids: ['2018-F'] }],
      ['unit', { unit_ids: ['831-2021'] }],
      ['price', { price_year: 9_000_000 }],
      [null, { price_model: 'quote', price_year: null }]
    ];
    const { need } = await introducing.makeNeedy('owner', { category_id, budget_max: 5_000_000 });
    const made: [string, string | null][] = [];
    for (const [missing, solution] of cases)
      made.push([await introducing.makeProvider('seller', { category_id, ...solution }), missing]);
    made.push([await introducing.makeProvider('seller', { category_id }, 0), 'room']);
    const listed = await list(need);
    expect(made.map(([id]) => failing(listed, id))).toEqual(made.map(([, missing]) => (missing ? [missing] : [])));
    expect(listed.map(({ matches }) => matches)).toEqual([true, true, false, false, false, false, false, false]);
    expect(listed.every(({ conditions }) => conditions.length === 7)).toBe(true);
  });

  test('a provider’s own firm is not its customer', async () => {
    const category_id = category();
    const own = await introducing.makeProvider('owner', { category_id });
    const { need } = await introducing.makeNeedy('owner', { category_id });
    expect(await list(need)).toEqual([]);
    expect((await introducing.consent('owner', need, [own])).code).toBe('DT020 provider');
  });

  test('what the state would pay counts for the price, with its article of law', async () => {
    await makePackage(world.db, {}, [{ support_id: 'dx-giaiphap', rate: 0.5, cap: 20_000_000 }]);
    const category_id = 'crm-marketing';
    categories = categories.filter((id) => id !== category_id);
    const provider = await introducing.makeProvider('seller', { category_id, price_year: 9_000_000 });
    const { firm, need } = await introducing.makeNeedy('owner', { category_id, budget_max: 5_000_000 });
    expect(failing(await list(need), provider)).toEqual(['price']);
    await world.makeSubmitted(firm, 2);
    const [listed] = await list(need);
    expect(listed).toMatchObject({ provider_id: provider, matches: true, support: 4_500_000 });
    expect(listed!.conditions.find(({ id }) => id === 'price')).toMatchObject({ met: true, basis: 'NĐ 80/2021/NĐ-CP' });
  });

  test('what the state would pay is asked once for a need, however many solutions there are', async () => {
    const category_id = category();
    for (let n = 0; n < 4; n += 1) await introducing.makeProvider('seller', { category_id });
    const { need } = await introducing.makeNeedy('owner', { category_id });
    const ask = `private.need_support(uuid, text)`;
    const [made] = await world.db.sql<{ text: string }>(`select pg_get_functiondef('${ask}'::regprocedure) as text`);
    await world.db.sql(`create sequence private.asked`);
    await world.db.sql(made!.text.replace(/\nbegin\n/, `\nbegin\n  perform nextval('private.asked');\n`));
    try {
      expect((await list(need)).length).toBe(4);
      expect(await world.db.sql(`select last_value::integer as times from private.asked`)).toEqual([{ times: 1 }]);
    } finally {
      await world.db.sql(made!.text);
      await world.db.sql(`drop sequence private.asked`);
    }
  });

  test('equals take turns: fewest leads in 90 days, then the longest wait', async () => {
    const category_id = category();
    const makers = ['m1', 'm2', 'm3'];
    const equals: string[] = [];
    for (const person of makers) equals.push(await introducing.makeProvider(person, { category_id }));
    const turns: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const { need } = await introducing.makeNeedy('owner', { category_id });
      const [first] = await list(need);
      await introducing.consent('owner', need, [first!.provider_id]);
      turns.push(first!.provider_id);
    }
    expect(turns.slice(0, 3).sort()).toEqual([...equals].sort());
    expect(turns.slice(3)).toEqual(turns.slice(0, 3));
  });

  test('who helps with the weak indices of the need comes before who does not', async () => {
    const category_id = category();
    await introducing.makeProvider('seller', { category_id });
    const fitting = await introducing.makeProvider('seller', { category_id, index_ids: ['4.1', '4.2'] });
    const { need } = await introducing.makeNeedy('owner', { category_id, index_ids: ['4.2'] });
    expect((await list(need))[0]!.provider_id).toBe(fitting);
  });

  test('of twenty needs at once a provider with room for three gets three', async () => {
    const category_id = category();
    const provider = await introducing.makeProvider('seller', { category_id }, 3);
    const other = await introducing.makeProvider('seller2', { category_id }, 3);
    const needs: string[] = [];
    // Each of a person of its own: the limits of one person let nothing of theirs happen at once.
    for (let n = 0; n < 20; n += 1) {
      needs.push((await introducing.makeNeedy(`buyer${n}`, { category_id })).need);
      await world.client(`buyer${n}`);
    }
    const order = (n: number) => (n % 2 ? [provider, other] : [other, provider]);
    const replies = await Promise.all(needs.map((need, n) => introducing.consent(`buyer${n}`, need, order(n))));
    expect(replies.map(({ code }) => code)).toEqual(needs.map(() => 'ok'));
    expect(replies.filter(({ data }) => data !== null).length).toBe(6);
    const open = await world.db.sql(`select leads from private.open_leads where provider_id = any ($1::uuid[])`, [
      [provider, other]
    ]);
    expect(open).toEqual([{ leads: 3 }, { leads: 3 }]);
  });

  test('withdrawal, acceptance, a look, a message and the clock at the same moment end in one of the ways there are', async () => {
    const category_id = category();
    const first = await introducing.makeProvider('seller', { category_id });
    const second = await introducing.makeProvider('seller2', { category_id });
    for (let round = 0; round < 12; round += 1) {
      const { need } = await introducing.makeNeedy('owner', { category_id });
      const lead_id = String((await introducing.consent('owner', need, [first, second])).data);
      if (round % 3 === 0) await introducing.pass(lead_id, `remind_at = now() - interval '1 hour'`);
      const consent_id = await introducing.consentOf(lead_id);
      const replies = await Promise.all([
        world.call('owner', 'withdraw_lead_consent', { consent_id }),
        introducing.step('seller', lead_id, round % 2 ? 'accept' : 'decline', { reason: 'Bận' }, 1),
        world.call('seller', 'open_lead', { lead_id }),
        world.call('seller', 'send_lead_message', { lead_id, body: 'Xin chào' }),
        world.call('service', 'run_lead_clock')
      ]);
      const codes = replies.map(({ code }) => code.split(' ')[0]!);
      expect([codes[0], codes[2], codes[4]]).toEqual(['ok', 'ok', 'ok']);
      expect(['ok', 'DT003', 'DT006', 'DT007']).toContain(codes[1]);
      expect(['ok', 'DT006', 'DT007']).toContain(codes[3]);
      const [given, next, ...more] = await introducing.leadsOf(need);
      expect(['withdrawn', 'declined']).toContain(given!.state);
      expect([next?.provider_id, next?.state, more]).toEqual([second, 'new', []]);
      await introducing.step('seller2', next!.lead_id, 'decline', { reason: 'Bận' });
    }
  });

  test('the clock of the database is that of the pages', async () => {
    const holidays = new Set(
      (await world.db.sql<{ date: string }>(`select "date"::text from public.public_holidays`)).map(({ date }) => date)
    );
    const moment = fc
      .integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-11-01') })
      .map((ms) => ms - (ms % 1000));
    const cases = fc.sample(fc.tuple(moment, fc.integer({ min: 0, max: 30 })), { numRuns: 500, seed: 4 });
    const rows = await world.db.sql<{ late: number; remind: number }>(
      `select (extract(epoch from d) * 1000)::float8 as late, (extract(epoch from d - interval '16 hours') * 1000)::float8 as remind
       from jsonb_array_elements($1::text::jsonb) with ordinality as x (c, position),
         lateral (select private.working_deadline(to_timestamp((c ->> 0)::float8 / 1000), (c ->> 1)::integer) as d) y order by position`,
      [JSON.stringify(cases)]
    );
    expect(rows).toEqual(
      cases.map(([now, days]) => ({ late: respondBy(now, days, holidays), remind: remindAt(now, days, holidays) }))
    );
  });
});
