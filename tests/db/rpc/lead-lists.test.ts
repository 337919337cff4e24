import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as leads from '../../../src/lib/server/data/leads.ts';
import * as needs from '../../../src/lib/server/data/needs.ts';
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

  test('words of ratings wait for officers in the order of writing', async () => {
    const held = await leads.heldRatings(await world.client('officer'));
    expect(held.length).toBe(4);
    expect(held.map(({ at }) => at)).toEqual(held.map(({ at }) => at).sort());
  });
});
