import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as leads from '../../../src/lib/server/data/leads.ts';
import * as needs from '../../../src/lib/server/data/needs.ts';
import * as providers from '../../../src/lib/server/data/providers.ts';
import { openIntroducing, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('lists of leads on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  let made: string[];
  const ids = ({ rows }: { rows: { lead_id: string }[] }) => rows.map(({ lead_id }) => lead_id);

  beforeAll(async () => {
    world = await openWorld(driver);
    introducing = openIntroducing(world);
    const seller = { id: await introducing.makeProvider('seller'), person: 'seller' };
    made = [];
    for (const state of ['new', 'accepted', 'new']) made.unshift(await introducing.bring(state, seller));
  });
  afterAll(() => world.close());

  test('newest first, page by page, by state, provider, district, commune and what is overdue', async () => {
    const db = await world.client('officer');
    const list = (filters: Parameters<typeof leads.list>[1], within: 'unit_id' | 'district_id' = 'unit_id') =>
      leads.list(db, filters, within, null, 50);
    const first = await leads.list(db, {}, 'unit_id', null, 2);
    expect(ids(first)).toEqual(made.slice(0, 2));
    expect(ids(await leads.list(db, {}, 'unit_id', first.next, 2))[0]).toBe(made[2]);
    expect(ids(await list({ state: 'accepted' }))).toEqual([made[1]]);
    expect(ids(await list({ provider: world.leads.providers.second })).length).toBe(1);
    expect(ids(await list({ unit: '829-2021' }, 'district_id'))).toEqual([...made, world.leads.lead]);
    expect(ids(await list({ unit: world.units.far }))).not.toContain(made[0]);
    expect(ids(await list({ overdue: 'yes' }))).toEqual([]);
    await introducing.pass(made[0]!, `respond_by = now() - interval '1 hour'`);
    expect(ids(await list({ overdue: 'yes' }))).toEqual([made[0]]);
  });

  test('an owner reads needs with consents and names, and a lead with what belongs to it', async () => {
    const db = await world.client('owner');
    const [need] = (await needs.listOfFirms(db, [world.firm])).filter(({ state }) => state === 'closed');
    expect(need).toMatchObject({ need_id: world.leads.closedNeed, category: { name_vi: expect.any(String) } });
    expect(need!.consents.map(({ provider, lead }) => [provider?.name, lead?.lead_id ?? null]).sort()).toEqual([
      ['Nhà cung cấp A', null],
      ['Nhà cung cấp A', world.leads.lead]
    ]);
    const lead = await leads.read(db, world.leads.lead);
    expect(lead).toMatchObject({ state: 'delivered', provider: { name: 'Nhà cung cấp A' }, consent: { version: 1 } });
    expect(lead.messages.map(({ side }) => side)).toEqual(['owner', 'provider']);
    await expect(leads.read(await world.client('otherOwner'), world.leads.lead)).rejects.toMatchObject({
      code: 'not_found'
    });
  });

  test('providers come page by page, those that wait for staff first, and no page loses one', async () => {
    const db = await world.client('officer');
    for (const person of ['p1', 'p2', 'p3']) await introducing.makeProvider(person);
    const waits = await introducing.makeProvider('p4');
    await world.db.sql(
      `update public.providers set state = 'submitted', approved_until = null where provider_id = $1`,
      [waits]
    );
    const of = async (query: Parameters<typeof providers.ranking>[1], size: number) => {
      const { rows, ...rest } = await providers.ranking(db, query, size);
      return { ids: rows.map(({ provider_id }) => provider_id), ...rest };
    };
    const all = await of({}, 50);
    expect([all.ids[0], all.total, all.next]).toEqual([waits, all.ids.length, null]);
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null && seen.length <= all.total;) {
      const page = await of({ after }, 2);
      expect([page.total, page.ids.length <= 2]).toEqual([all.total, true]);
      seen.push(...page.ids);
      after = page.next;
    }
    expect(seen).toEqual(all.ids);
    expect(await of({ state: 'submitted' }, 2)).toEqual({ ids: [waits], total: 1, next: null });
  });

  test('words of ratings wait for officers in the order of writing', async () => {
    const held = await leads.heldRatings(await world.client('officer'));
    expect(held.length).toBe(4);
    expect(held.map(({ at }) => at)).toEqual(held.map(({ at }) => at).sort());
  });
});
