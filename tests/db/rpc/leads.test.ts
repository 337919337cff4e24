import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAD_STATES, LEAD_STEPS, type LeadRole } from '../../../src/lib/domain/leads/lead.ts';
import { openIntroducing, PROMISE, type Introducing } from '../../support/introducing.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const HELD = { reason: 'Vì lý do thử', ...PROMISE };

describe.each(DRIVERS)('steps of leads on %s', (driver) => {
  let world: World;
  let introducing: Introducing;
  let seller: { id: string; person: string };

  beforeAll(async () => {
    world = await openWorld(driver);
    introducing = openIntroducing(world);
    seller = { id: await introducing.makeProvider('seller', {}, 200), person: 'seller' };
  });
  afterAll(() => world.close());

  test('the table of steps is the one that pages show', async () => {
    const rows = await world.db.sql<Record<string, unknown>>(
      `select step, to_state as "to", from_state as "from", array_agg(actor_role order by actor_role) as roles, needs_reason as reason
       from private.lead_steps group by 1, 2, 3, 5`
    );
    const shown = LEAD_STEPS.flatMap(({ step, from, to, roles, reason }) =>
      from.map((state) => ({ step, to, from: state, roles: [...roles].sort(), reason }))
    );
    const inOrder = (steps: readonly object[]) => steps.map((step) => JSON.stringify(step)).sort();
    expect(inOrder(rows)).toEqual(inOrder(shown));
  });

  // Whatever there is of states and steps, tried by each role on a lead in that state; nothing but the table decides.
  test.each(LEAD_STATES)('of a lead that is %s each role can do what the table says', async (state) => {
    const who: Record<LeadRole | 'nobody', string> = {
      provider: seller.person,
      owner: 'owner',
      staff: 'officer',
      system: 'manager',
      nobody: 'stranger'
    };
    const id = await introducing.bring(state, seller);
    expect((await introducing.lead(id)).state).toBe(state);
    const { revision } = await introducing.lead(id);
    const names = [...new Set(LEAD_STEPS.map(({ step }) => step))];
    const actual: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const name of names) {
      const rule = LEAD_STEPS.find(({ step, from }) => step === name && from.includes(state));
      for (const role of ['nobody', 'staff', 'owner', 'provider'] as const) {
        const key = `${name} by ${role}`;
        const known = rule && !['withdraw', 'expire'].includes(name);
        const may = known && role !== 'nobody' && rule.roles.includes(role);
        // What is allowed is tried in the next test.
        if (may) continue;
        expected[key] = role === 'nobody' ? 'DT001' : known ? 'DT002' : 'DT006';
        actual[key] = (await introducing.step(who[role], id, name, HELD, revision)).code.split(' ')[0]!;
      }
    }
    expect(actual).toEqual(expected);
    expect(await introducing.lead(id)).toMatchObject({ state, revision });
  });

  test.each(
    LEAD_STEPS.filter(({ step }) => !['withdraw', 'expire'].includes(step)).flatMap((step) =>
      step.from.flatMap((from) => step.roles.map((role) => [step.step, from, role, step.to, step.reason] as const))
    )
  )('%s from %s by the %s leads to %s', async (step, from, role, to, reason) => {
    const who = { provider: seller.person, owner: 'owner', staff: 'near', system: '' }[role];
    const id = await introducing.bring(from, seller);
    const { revision } = await introducing.lead(id);
    expect((await introducing.step(who, id, step, HELD, revision - 1)).code).toBe('DT003 lead');
    if (reason) {
      const silent = await introducing.step(who, id, step, { ...HELD, reason: '  ' });
      expect([silent.code, silent.details]).toEqual(['DT004 reason', '[{"path": "reason", "code": "reason_needed"}]']);
    }
    const reply = await introducing.step(who, id, step, HELD);
    expect(reply).toMatchObject({ code: 'ok', data: { state: to, revision: revision + 1 } });
    const [move] = await world.db.sql(
      `select step, from_state, to_state, actor_role, actor from public.lead_moves where lead_id = $1 order by move_id desc limit 1`,
      [id]
    );
    expect(move).toEqual({ step, from_state: from, to_state: to, actor_role: role, actor: await world.idOf(who) });
  });

  test('a lead is won with a promise: what, for how much and until when', async () => {
    const id = await introducing.bring('contacted', seller);
    for (const missing of ['promise', 'promise_price', 'promise_on']) {
      const reply = await introducing.step('seller', id, 'win', { ...PROMISE, [missing]: null });
      expect([missing, reply.code]).toEqual([missing, 'DT004 promise']);
    }
    expect((await introducing.step('seller', id, 'win', { ...PROMISE, promise_price: -1 })).code).toBe('23514');
    expect((await introducing.step('seller', id, 'win', PROMISE)).code).toBe('ok');
    expect(await introducing.lead(id)).toMatchObject({ promise: PROMISE.promise, promise_price: 2_000_000 });
  });

  test('what was never promised cannot be settled as won or delivered', async () => {
    const id = await introducing.bring('contacted', seller);
    await introducing.step('owner', id, 'dispute', HELD);
    for (const step of ['settle_won', 'settle_delivered'])
      expect((await introducing.step('officer', id, step, HELD)).code).toBe('DT006 promise');
    expect((await introducing.step('officer', id, 'settle_lost', HELD)).code).toBe('ok');
  });

  test('staff who act for the firm do not settle its dispute', async () => {
    const id = await introducing.bring('disputed', seller);
    const [{ firm } = { firm: '' }] = await world.db.sql<{ firm: string }>(
      `select enterprise_id as firm from public.leads where lead_id = $1`,
      [id]
    );
    await world.db.sql(`insert into public.enterprise_members values ($1, $2, 'member')`, [firm, world.ids.officer]);
    expect((await introducing.step('officer', id, 'settle_lost', HELD)).code).toBe('DT002 lead');
    expect((await introducing.step('far', id, 'settle_lost', HELD)).code).toBe('DT001 lead');
    expect((await introducing.step('manager', id, 'settle_lost', HELD)).code).toBe('ok');
  });

  test('whose lead it is, and until when it waits, never changes, whoever writes', async () => {
    const id = await introducing.bring('new', seller);
    for (const change of [`respond_by = now()`, `provider_id = '${world.leads.providers.first}'`, `created_at = now()`])
      await expect(world.db.sql(`update public.leads set ${change} where lead_id = $1`, [id])).rejects.toMatchObject({
        code: 'DT010'
      });
    await expect(
      world.db.sql(`update public.leads set state = 'delivered', closed_at = now() where lead_id = $1`, [id])
    ).rejects.toMatchObject({ code: 'DT006' });
    await expect(
      world.db.sql(`update public.lead_consents set expires_on = expires_on + 1 where consent_id = $1`, [
        await introducing.consentOf(id)
      ])
    ).rejects.toMatchObject({ code: 'DT010' });
  });

  test('each side is told of what the other did, the category and no firm', async () => {
    const id = await introducing.bring('delivered', seller);
    expect(await introducing.told('seller', id)).toEqual(['lead_new', 'lead_delivered']);
    expect(await introducing.told('owner', id)).toEqual([
      'lead_accepted',
      'lead_contacted',
      'lead_quoted',
      'lead_won',
      'lead_reported'
    ]);
    const returned = await introducing.bring('reported', seller);
    await introducing.step('owner', returned, 'return', HELD);
    await introducing.step('owner', returned, 'dispute', HELD);
    expect((await introducing.told('seller', returned)).slice(1)).toEqual(['lead_returned', 'lead_disputed']);
    expect(await introducing.told('officer', returned)).toEqual(['lead_dispute']);
    await introducing.step('manager', returned, 'settle_won', HELD);
    expect((await introducing.told('owner', returned)).at(-1)).toBe('lead_settled');
    const words = await world.db.sql(
      `select distinct parameters from public.notifications where kind like 'lead%' and kind <> 'lead_dispute'`
    );
    expect(words).toEqual([{ parameters: { name_vi: expect.any(String), name_en: expect.any(String) } }]);
  });

  test('a need is closed once what was looked for is there', async () => {
    const id = await introducing.bring('delivered', seller);
    const { need_id } = await introducing.lead(id);
    expect(await world.db.sql(`select state from public.needs where need_id = $1`, [need_id])).toEqual([
      { state: 'closed' }
    ]);
  });
});
