import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAD_RULES } from '../../../src/lib/domain/leads/rules.ts';
import { openIntroducing, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import { makeNeed } from '../../support/records/leads.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const USUAL_RULES = { response_days: 3, remind_after_days: 2, consent_months: 6 };

describe.each(DRIVERS)('what staff see and set of leads on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  // Each test has a category of its own, so that the providers of one are not those of another.
  let categories: string[];
  const category = () => categories.pop()!;

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

  test('demand is counted by category, district and section, of their area only, and names nobody', async () => {
    const category_id = category();
    for (const unit of [world.units.near, world.units.near, world.units.far]) {
      const firm = await world.makeFirm({ people: ['owner'], unit });
      await makeNeed(world.db, firm, { category_id, urgency: 'high' });
    }
    const figures = async (who: string) =>
      ((await world.call(who, 'need_demand')).data as Record<string, unknown>[])
        .filter((row) => row.category_id === category_id)
        .map(({ district_id, needs, firms, passed_on, urgent }) => [district_id, needs, firms, passed_on, urgent]);
    expect(await figures('near')).toEqual([['829-2021', 2, 2, 0, 2]]);
    expect(await figures('far')).toEqual([['831-2021', 1, 1, 0, 1]]);
    expect((await figures('officer')).length).toBe(2);
    const keys = Object.keys(((await world.call('officer', 'need_demand')).data as object[])[0]!).sort();
    expect(keys).toEqual(['category_id', 'district_id', 'firms', 'needs', 'passed_on', 'section_id', 'urgent']);
  });

  test('patterns to look at: same telephone, address and words, firms of a provider; samples are left out', async () => {
    const provider = await introducing.makeProvider('maker');
    const firms: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { firm } = await introducing.makeNeedy('owner', {
        category_id: category(),
        purpose: 'Y hệt như mọi nơi khác.'
      });
      firms.push(firm);
      await world.db.sql(
        `update public.enterprises set created_by = $2, contact_phone = '+84900777888' where enterprise_id = $1`,
        [firm, await world.idOf('maker')]
      );
    }
    const flags = async (about?: string) =>
      (await world.call('manager', 'abuse_flags', about ? { about } : {})).data as {
        kind: string;
        firms: number;
        provider: { id: string } | null;
        enterprises: { id: string; name: string }[];
      }[];
    const about = await flags(firms[0]);
    expect(about.map(({ kind }) => kind).sort()).toEqual([
      'registered_by_provider',
      'same_address',
      'same_contact',
      'same_text'
    ]);
    expect(about.find(({ kind }) => kind === 'registered_by_provider')).toMatchObject({
      firms: 3,
      provider: { id: provider },
      enterprises: firms.map(() => ({ name: 'Cơ sở Dừa Vàng' }))
    });
    expect(await flags(provider)).toEqual(about.filter(({ kind }) => kind === 'registered_by_provider'));
    expect(await flags()).toEqual(expect.arrayContaining(about));
    await world.db.sql(
      `update public.providers set contact_phone = '+84900777888', contact_email = 'co-so@firm.example' where provider_id = $1`,
      [await introducing.makeProvider('seller')]
    );
    expect((await flags(firms[0])).map(({ kind }) => kind)).toContain('contact_of_provider');
    expect(await flags(await world.makeFirm({ people: ['owner'] }))).toEqual([]);
    await world.db.sql(`update public.enterprises set is_sample = true where enterprise_id = any ($1)`, [firms]);
    expect(await flags(firms[0])).toEqual([]);
    expect(await flags(provider)).toEqual([]);
  });

  test('providers are ranked by delivery and response', async () => {
    const seller = { id: await introducing.makeProvider('ranked'), person: 'ranked' };
    await introducing.bring('delivered', seller);
    const rows = (await world.call('near', 'provider_ranking')).data as Record<string, unknown>[];
    expect(rows.find(({ provider_id }) => provider_id === seller.id)).toMatchObject({
      leads: 1,
      accepted: 1,
      delivered: 1,
      delivered_share: 1,
      open_leads: 0
    });
  });

  test('an administrator sets the clock; what runs keeps its dates', async () => {
    const { need } = await introducing.makeNeedy();
    const before = await introducing.consent('owner', need, [await introducing.makeProvider('seller')]);
    const due = (await introducing.lead(String(before.data))).respond_by;
    const rules = { response_days: 10, remind_after_days: 5, consent_months: 12, version: 1 };
    expect((await world.call('administrator', 'set_lead_rules', rules)).code).toBe('ok');
    expect((await introducing.lead(String(before.data))).respond_by).toEqual(due);
    const next = await introducing.makeNeedy();
    const after = await introducing.consent('owner', next.need, [await introducing.makeProvider('seller')]);
    const [row] = await world.db.sql(
      `select respond_by = private.working_deadline(created_at, 10) as ten_days from public.leads where lead_id = $1`,
      [after.data]
    );
    expect(row).toEqual({ ten_days: true });
  });

  test('of two that read the same rules one sets them; rules out of bounds are refused', async () => {
    const [{ version }] = (await world.db.sql<{ version: number }>(
      `select max(version) as version from public.lead_rules`
    )) as [{ version: number }];
    const set = async (more: object) =>
      (await world.call('administrator', 'set_lead_rules', { ...USUAL_RULES, version, ...more })).code;
    for (const [rule, { from, to }] of Object.entries(LEAD_RULES)) {
      expect([rule, await set({ [rule]: from - 1 })]).toEqual([rule, '23514']);
      expect([rule, await set({ [rule]: to + 1 })]).toEqual([rule, '23514']);
    }
    expect(await set({ response_days: 5, remind_after_days: 5 })).toBe('23514');
    expect((await Promise.all([set({}), set({})])).sort()).toEqual(['DT003 lead_rules', 'ok']);
    expect(await set({})).toBe('DT003 lead_rules');
  });
});
