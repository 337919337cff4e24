import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASSIGNMENT_STEPS } from '../../../src/lib/domain/support/assignment.ts';
import { openAssigning, PAID, type Assigning } from '../../support/assigning.ts';
import { stateVerified } from '../../support/past-triggers.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const MILLION = 1_000_000;

describe.each(DRIVERS)('assignments on %s', (driver) => {
  let world: World;
  let assigning: Assigning;
  /** The test has many firms, of which others may come earlier. */
  const BECAUSE = { override_reason: 'Theo thử nghiệm' };
  const propose = (who: string, package_id: string, enterprise_id: string, more = {}) =>
    world.call(who, 'propose_assignment', { package_id, enterprise_id, ...more });
  const items = (id: string) =>
    world.db.sql<Record<string, unknown>>(
      `select support_id, cost::int, state_amount::int, other_amount::int, budget_year from public.assignment_items where assignment_id = $1 order by 1`,
      [id]
    );
  const told = async (who: string, id: string) =>
    (
      await world.db.sql<{ kind: string }>(
        `select kind from public.notifications where user_id = $1 and link like '%' || $2 order by notification_id`,
        [world.ids[who as 'owner'], id]
      )
    ).map(({ kind }) => kind);

  beforeAll(async () => {
    world = await openWorld(driver);
    assigning = await openAssigning(world);
    await assigning.allot('state', 1000 * MILLION);
    await assigning.allot('other', 1000 * MILLION);
    await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, 'manager')`, [
      await world.idOf('secondManager')
    ]);
  });
  afterAll(() => world.close());

  describe('a proposal', () => {
    test('takes the last counted result as T0 and the terms of the size class before those for every size', async () => {
      const firm = await assigning.makeAssessed();
      const pack = await assigning.makePackage({
        terms: [
          { support: 'test-advice', rate: 0.4, cap: 10 * MILLION },
          { support: 'test-advice', rate: 0.5, cap: 20 * MILLION, size: 'micro' },
          { support: 'test-solution', rate: 0.5, cap: 15 * MILLION, size: 'small' },
          { support: 'test-training', rate: 0, cap: 0 }
        ]
      });
      const { code, data } = await propose('officer', pack, firm, BECAUSE);
      expect(code).toBe('ok');
      const row = await assigning.row(String(data));
      const [{ latest } = { latest: '' }] = await world.db.sql<{ latest: string }>(
        `select latest_assessment_id as latest from public.enterprises where enterprise_id = $1`,
        [firm]
      );
      expect(row).toMatchObject({
        state: 'proposed',
        revision: 1,
        assessment_id: latest,
        proposed_by: world.ids.officer
      });
      expect(await items(String(data))).toEqual([
        {
          support_id: 'test-advice',
          cost: 40 * MILLION,
          state_amount: 20 * MILLION,
          other_amount: 0,
          budget_year: null
        },
        { support_id: 'test-training', cost: 0, state_amount: 0, other_amount: 0, budget_year: null }
      ]);
    });

    test('is for staff who see the firm and do not act for it', async () => {
      const firm = await assigning.makeAssessed();
      const pack = await assigning.makePackage();
      const codes: Record<string, string> = {};
      for (const who of ['stranger', 'owner', 'far', 'administrator', 'disabled', 'visitor']) {
        codes[who] = (await propose(who, pack, firm)).code;
      }
      expect(codes).toEqual({
        stranger: 'DT001 enterprise',
        owner: 'DT002 assignment',
        far: 'DT001 enterprise',
        administrator: 'DT001 enterprise',
        disabled: 'DT012 account',
        visitor: '42501'
      });
      const own = await assigning.makeAssessed('officer');
      expect((await propose('officer', pack, own)).code).toBe('DT002 assignment');
      expect((await propose('near', pack, firm, BECAUSE)).code).toBe('ok');
    });

    test.each([
      ['a draft', { state: 'draft' as const }, 'DT006 package'],
      ['a closed package', { state: 'closed' as const }, 'DT006 package'],
      [
        'no terms for its size',
        { terms: [{ support: 'test-advice', rate: 0.5, cap: 1, size: 'medium' }] },
        'DT020 package'
      ]
    ])('%s is refused', async (_, input, code) => {
      expect((await propose('officer', await assigning.makePackage(input), await assigning.makeAssessed())).code).toBe(
        code
      );
    });

    test('a firm that was never assessed, and a second proposal while one runs, are refused', async () => {
      const pack = await assigning.makePackage();
      const unassessed = await world.makeFirm({ people: ['owner'] });
      expect(await propose('officer', pack, unassessed)).toMatchObject({
        code: 'DT020 package',
        details: '[{"code": "not_met", "path": "assessed"}]'
      });
      const firm = await assigning.makeAssessed();
      expect((await propose('officer', pack, firm, BECAUSE)).code).toBe('ok');
      expect((await propose('manager', pack, firm)).code).toBe('DT009 assignment');
    });

    test('a content that the law does not give to the kind of firm is refused', async () => {
      const pack = await assigning.makePackage();
      const firm = await world.makeFirm({ people: ['owner'], kind: 'cooperative' });
      await world.makeSubmitted(firm, 1);
      const { code, details } = await propose('officer', pack, firm);
      expect([code, details]).toEqual(['DT020 package', '[{"code": "not_met", "path": "law"}]']);
      const because = await propose('officer', pack, firm, { override_reason: 'Cơ sở rất cần' });
      expect(because.code).toBe('DT020 package');
    });

    test('a firm that the package is not meant for needs a reason', async () => {
      const pack = await assigning.makePackage();
      await world.db.sql(`update public.packages set min_level = 4 where package_id = $1`, [pack]);
      const firm = await assigning.makeAssessed();
      expect(await propose('officer', pack, firm)).toMatchObject({
        code: 'DT020 package',
        details: '[{"code": "not_met", "path": "level"}]'
      });
      const { code, data } = await propose('officer', pack, firm, { override_reason: 'Đầu mối của cụm ngành dừa' });
      expect(code).toBe('ok');
      expect(await assigning.row(String(data))).toMatchObject({ override_reason: 'Đầu mối của cụm ngành dừa' });
    });

    test('answers the open application of the firm', async () => {
      const pack = await assigning.makePackage();
      const firm = await assigning.makeAssessed();
      const [application] = await world.db.sql<{ id: string }>(
        `insert into public.applications (package_id, enterprise_id, own_contribution, person_in_charge)
         values ($1, $2, 1000000, 'Người phụ trách') returning application_id as id`,
        [pack, firm]
      );
      const wrong = await propose('officer', pack, firm, { application_id: firm });
      expect(wrong.code).toBe('DT001 application');
      const { data } = await propose('officer', pack, firm);
      expect(await assigning.row(String(data))).toMatchObject({ application_id: application!.id });
      expect(
        await world.db.sql(`select state, decided_by from public.applications where application_id = $1`, [
          application!.id
        ])
      ).toEqual([{ state: 'assigned', decided_by: world.ids.officer }]);
    });
  });

  describe('amounts of a proposal', () => {
    test.each([
      ['more than the share', { cost: 20 * MILLION, state_amount: 10 * MILLION + 1 }, 'over_rate'],
      ['more than the cap', { cost: 100 * MILLION, state_amount: 30 * MILLION + 1 }, 'over_cap']
    ])('%s is refused, and nothing is changed', async (_, amounts, problem) => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'proposed');
      const before = await items(id);
      const change = { assignment_id: id, revision: 1, items: [{ support_id: 'test-advice', ...amounts }] };
      const { code, details } = await world.call('officer', 'set_assignment_items', change);
      expect([code, JSON.parse(details)]).toEqual(['DT004 items', [{ path: 'test-advice', code: problem }]]);
      expect(await items(id)).toEqual(before);
    });

    test.each([
      ['no list', {}],
      ['an empty list', []],
      ['a list of numbers', [1]],
      [
        'a content twice',
        [
          { support_id: 'test-advice', cost: 1 },
          { support_id: 'test-advice', cost: 2 }
        ]
      ]
    ])('%s is refused', async (_, wrong) => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'proposed');
      const { code } = await world.call('officer', 'set_assignment_items', {
        assignment_id: id,
        revision: 1,
        items: wrong
      });
      expect(code).toBe('DT004 items');
    });

    test('a content that the package does not give, a negative cost and more money than cost are refused', async () => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'proposed');
      const set = async (item: Record<string, unknown>) =>
        (await world.call('officer', 'set_assignment_items', { assignment_id: id, revision: 1, items: [item] })).code;
      expect(await set({ support_id: 'test-training', cost: 0 })).toBe('DT004 items');
      expect(await set({ support_id: 'test-advice', cost: -1 })).toBe('23514');
      expect(await set({ support_id: 'test-advice', cost: 10, state_amount: 5, other_amount: 6 })).toBe('23514');
      expect(await set({ support_id: 'test-advice', cost: 'much' })).toBe('22P02');
      expect(await set({ support_id: 'nothing', cost: 1 })).toBe('23503');
      expect(await set({ cost: 1 })).toBe('DT004 items');
    });

    test('change under one revision only, and not after the offer', async () => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'proposed');
      const set = (who: string, revision: number) =>
        world.call(who, 'set_assignment_items', {
          assignment_id: id,
          revision,
          items: [{ support_id: 'test-advice', cost: 20 * MILLION, state_amount: 8 * MILLION, other_amount: MILLION }]
        });
      expect(await set('officer', 1)).toMatchObject({ code: 'ok', data: 2 });
      expect(await set('manager', 1)).toMatchObject({ code: 'DT003 assignment', details: '2' });
      expect((await set('owner', 2)).code).toBe('DT002 assignment');
      expect((await assigning.step('officer', id, 'offer')).code).toBe('ok');
      expect((await set('officer', 3)).code).toBe('DT006 assignment');
    });
  });

  describe('an offer', () => {
    test('copies the package: what changes later does not reach it', async () => {
      const pack = await assigning.makePackage();
      const id = await assigning.bring(await assigning.makeAssessed(), pack, 'offered');
      const before = await assigning.row(id);
      await world.db.sql(
        `update public.packages set name_vi = 'Tên khác', follow_up_months = 12 where package_id = $1`,
        [pack]
      );
      await world.db.sql(`update public.package_terms set cap = 1, rate = 0.1 where package_id = $1`, [pack]);
      expect((await assigning.row(id)).terms).toEqual(before.terms);
      expect(before.terms).toMatchObject({
        package: { name_vi: 'Gói thử', line_code: 'VII.3', follow_up_months: 6 },
        size_class: 'micro',
        items: [
          {
            support_id: 'test-advice',
            rate: 0.5,
            cap: 30 * MILLION,
            legal_basis: 'Văn bản thử',
            state_amount: 30 * MILLION
          }
        ]
      });
      for (const [who, step] of [
        ['owner', 'accept'],
        ['manager', 'approve']
      ] as const) {
        expect((await assigning.step(who, id, step)).code).toBe('ok');
      }
      await expect(
        world.db.sql(`update public.assignments set terms = '{}' where assignment_id = $1`, [id])
      ).rejects.toMatchObject({ code: 'DT010' });
    });

    test('takes a place, and there is none left after the last', async () => {
      const pack = await assigning.makePackage({ places: 1 });
      await assigning.bring(await assigning.makeAssessed(), pack, 'offered');
      const second = await assigning.bring(await assigning.makeAssessed(), pack, 'proposed');
      expect(await assigning.step('officer', second, 'offer')).toMatchObject({
        code: 'DT019 package',
        details: '{"places": 1}'
      });
      expect((await assigning.row(second)).state).toBe('proposed');
    });

    test('binds to the terms of its day', async () => {
      const pack = await assigning.makePackage();
      const id = await assigning.bring(await assigning.makeAssessed(), pack, 'proposed');
      await world.db.sql(`update public.package_terms set cap = 1000000 where package_id = $1`, [pack]);
      const { code, details } = await assigning.step('officer', id, 'offer');
      expect([code, details]).toEqual(['DT004 items', '[{"code": "over_cap", "path": "test-advice"}]']);
    });

    test('runs out: the owner can no longer answer, the clock ends it and tells both sides', async () => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
      const kept = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
      await world.db.sql(
        `update public.assignments set offer_expires_at = now() - interval '1 second' where assignment_id = $1`,
        [id]
      );
      expect((await assigning.step('owner', id, 'accept')).code).toBe('DT007 offer');
      expect((await assigning.step('owner', id, 'decline', { reason: 'Không cần' })).code).toBe('DT007 offer');
      expect((await world.call('manager', 'expire_offers')).code).toBe('42501');
      expect(await world.call('service', 'expire_offers')).toMatchObject({ code: 'ok', data: 1 });
      expect(await world.call('service', 'expire_offers')).toMatchObject({ code: 'ok', data: 0 });
      expect((await assigning.row(id)).state).toBe('expired');
      expect((await assigning.row(kept)).state).toBe('offered');
      expect(await told('owner', id)).toEqual(['assignment_offered', 'offer_expired']);
      expect(await told('officer', id)).toEqual(['offer_expired_staff']);
    });

    test('declined, it needs a reason and tells the proposer', async () => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
      expect((await assigning.step('owner', id, 'decline')).code).toBe('DT004 reason');
      expect((await assigning.step('owner', id, 'decline', { reason: ' ' })).code).toBe('DT004 reason');
      expect((await assigning.step('owner', id, 'decline', { reason: 'x'.repeat(1001) })).code).toBe('DT004 reason');
      expect((await assigning.step('owner', id, 'decline', { reason: 'Năm nay chưa cần' })).code).toBe('ok');
      expect(await told('officer', id)).toEqual(['offer_declined']);
      expect((await assigning.step('officer', id, 'offer')).code).toBe('DT006 assignment');
    });
  });

  describe('an approval', () => {
    test('is of a second person', async () => {
      const pack = await assigning.makePackage();
      const firm = await assigning.makeAssessed();
      const { data } = await propose('manager', pack, firm, BECAUSE);
      const id = String(data);
      await assigning.step('manager', id, 'offer');
      await assigning.step('owner', id, 'accept');
      expect((await assigning.step('manager', id, 'approve')).code).toBe('DT021 assignment');
      expect((await assigning.step('officer', id, 'approve')).code).toBe('DT002 assignment');
      expect((await assigning.step('secondManager', id, 'approve')).code).toBe('ok');
      expect(await told('manager', id)).toEqual(['offer_accepted', 'assignment_approved_staff']);
    });

    test('needs the criteria of the package found true', async () => {
      const pack = await assigning.makePackage({ required: ['1.1.1', '1.1.2'] });
      const firm = await assigning.makeAssessed();
      const id = await assigning.bring(firm, pack, 'accepted');
      const { code, details } = await assigning.step('manager', id, 'approve');
      expect([code, details]).toEqual(['DT022 assignment', '["1.1.1", "1.1.2"]']);
      const { assessment_id } = await assigning.row(id);
      const hold = (held: string[]) => stateVerified(world.db, String(assessment_id), { held });
      await hold(['1.1.2']);
      expect((await assigning.step('manager', id, 'approve')).details).toBe('["1.1.1"]');
      await hold(['1.1.2', '1.1.1']);
      expect((await assigning.step('manager', id, 'approve')).code).toBe('ok');
    });

    test('keeps to the ceilings of the law on its day', async () => {
      const firm = await assigning.makeAssessed();
      const terms = [{ support: 'test-solution', rate: 0.5, cap: 20 * MILLION }];
      const id = await assigning.bring(firm, await assigning.makePackage({ terms }), 'accepted');
      const cap = (value: number) =>
        world.db.sql(`update public.support_caps set cap = $1 where support_id = 'test-solution'`, [value]);
      await cap(19 * MILLION);
      expect((await assigning.step('manager', id, 'approve')).details).toBe(
        '[{"code": "over_legal_cap", "path": "test-solution"}]'
      );
      await cap(20 * MILLION);
      // Grown out of every class that the law gives money to.
      await world.db.sql(`update public.enterprises set employees = 5000 where enterprise_id = $1`, [firm]);
      expect((await assigning.step('manager', id, 'approve')).details).toBe(
        '[{"code": "no_cap_for_size", "path": "test-solution"}]'
      );
    });

    test('reserves on the line of the year, and says what is left when that does not suffice', async () => {
      const pack = await assigning.makePackage();
      const id = await assigning.bring(await assigning.makeAssessed(), pack, 'accepted');
      const state = async () => (await assigning.money()).find(({ source }) => source === 'state')!;
      const before = await state();
      await assigning.allot('state', before.reserved + before.spent + 29 * MILLION);
      const { code, details } = await assigning.step('manager', id, 'approve');
      expect([code, JSON.parse(details)]).toEqual([
        'DT017 allotment',
        { source: 'state', left: 29 * MILLION, wanted: 30 * MILLION }
      ]);
      await assigning.allot('state', before.amount);
      expect((await assigning.step('manager', id, 'approve')).code).toBe('ok');
      expect(await state()).toEqual({ ...before, reserved: before.reserved + 30 * MILLION });
    });

    test('without money of the year there is none', async () => {
      const pack = await assigning.makePackage({ line: 'VII.1' });
      const id = await assigning.bring(await assigning.makeAssessed(), pack, 'accepted');
      expect(JSON.parse((await assigning.step('manager', id, 'approve')).details)).toMatchObject({ left: 0 });
    });

    test('a firm gets one content once a year, also from two packages', async () => {
      const firm = await assigning.makeAssessed();
      const second = await assigning.bring(firm, await assigning.makePackage(), 'accepted');
      await assigning.bring(firm, await assigning.makePackage(), 'approved');
      expect(await assigning.step('manager', second, 'approve')).toMatchObject({
        code: 'DT018 assignment',
        details: '["test-advice"]'
      });
      expect((await assigning.step('manager', second, 'cancel', { reason: 'Trùng nội dung' })).code).toBe('ok');
    });
  });

  describe('a delivery', () => {
    test('is shown with evidence, pays at most what was promised, and the owner confirms it', async () => {
      const firm = await assigning.makeAssessed();
      const id = await assigning.bring(firm, await assigning.makePackage(), 'in_progress');
      expect((await assigning.step('officer', id, 'deliver', PAID)).code).toBe('DT005 evidence');
      const evidence = (args: Record<string, unknown>, who = 'officer') =>
        world.call(who, 'add_assignment_evidence', { assignment_id: id, ...args });
      expect((await evidence({})).code).toBe('23514');
      expect((await evidence({ link: 'javascript:alert(1)' })).code).toBe('23514');
      expect((await evidence({ file_id: id })).code).toBe('DT001 file');
      expect((await evidence({ note: 'Tự xác nhận' }, 'owner')).code).toBe('DT002 assignment');
      expect((await evidence({ note: 'Biên bản' }, 'stranger')).code).toBe('DT001 assignment');
      expect((await evidence({ note: 'Biên bản nghiệm thu' })).code).toBe('ok');
      const paid = async (state: unknown) =>
        (await assigning.step('officer', id, 'deliver', { paid: { 'test-advice': { state, other: 0 } } })).details;
      expect(await paid(30 * MILLION + 1)).toContain('paid_over');
      expect(await paid(-1)).toContain('paid_malformed');
      expect(await paid('nhiều')).toContain('paid_malformed');
      expect((await assigning.step('officer', id, 'deliver', { paid: [] })).details).toContain('paid_missing');
      expect(await paid(25 * MILLION)).toBe('');
      expect((await assigning.step('officer', id, 'confirm')).code).toBe('DT002 assignment');
      const before = (await assigning.money()).find(({ source }) => source === 'state')!;
      expect((await assigning.step('owner', id, 'confirm')).code).toBe('ok');
      const [after] = (await assigning.money()).filter(({ source }) => source === 'state');
      expect(after).toEqual({
        ...before,
        reserved: before.reserved - 30 * MILLION,
        spent: before.spent + 25 * MILLION
      });
      const [due] = await world.db.sql<{ ok: boolean }>(
        `select follow_up_on = private.today() + interval '6 months' as ok from public.assignments where assignment_id = $1`,
        [id]
      );
      expect(due?.ok).toBe(true);
    });

    test('given back with a reason, it goes on', async () => {
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'delivered');
      expect((await assigning.step('owner', id, 'return')).code).toBe('DT004 reason');
      expect((await assigning.step('owner', id, 'return', { reason: 'Chưa hướng dẫn' })).code).toBe('ok');
      expect((await assigning.row(id)).state).toBe('in_progress');
      expect((await assigning.step('officer', id, 'deliver', PAID)).code).toBe('ok');
      expect(await told('officer', id)).toContain('delivery_returned');
    });
  });

  test('cancelled by a manager, the money is free and the content may be given again', async () => {
    const firm = await assigning.makeAssessed();
    const before = await assigning.money();
    const id = await assigning.bring(firm, await assigning.makePackage(), 'in_progress');
    expect((await assigning.step('officer', id, 'cancel', { reason: 'Bỏ' })).code).toBe('DT002 assignment');
    expect((await assigning.step('manager', id, 'cancel')).code).toBe('DT004 reason');
    expect((await assigning.step('manager', id, 'cancel', { reason: 'Cơ sở ngừng hoạt động' })).code).toBe('ok');
    expect(await assigning.money()).toEqual(before);
    await assigning.bring(firm, await assigning.makePackage(), 'approved');
    expect(await told('owner', id)).toContain('assignment_cancelled');
  });

  test('who comes later with what was read before is told so, and nothing is moved', async () => {
    const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'proposed');
    const { revision } = await assigning.row(id);
    expect(await assigning.step('officer', id, 'offer', {}, revision)).toMatchObject({
      code: 'ok',
      data: { state: 'offered', revision: revision + 1 }
    });
    const late = await assigning.step('manager', id, 'cancel', { reason: 'Trễ' }, revision);
    expect([late.code, late.details]).toEqual(['DT003 assignment', String(revision + 1)]);
  });

  test('each step is in the history with who, from where, to where and why', async () => {
    const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'completed');
    const moves = await world.db.sql(
      `select step, from_state, to_state, actor_role, actor from public.assignment_moves where assignment_id = $1 order by move_id`,
      [id]
    );
    const { officer, owner, manager } = world.ids;
    expect(moves.map((move) => Object.values(move))).toEqual([
      ['propose', null, 'proposed', 'officer', officer],
      ['offer', 'proposed', 'offered', 'officer', officer],
      ['accept', 'offered', 'accepted', 'owner', owner],
      ['approve', 'accepted', 'approved', 'manager', manager],
      ['start', 'approved', 'in_progress', 'officer', officer],
      ['deliver', 'in_progress', 'delivered', 'officer', officer],
      ['confirm', 'delivered', 'completed', 'owner', owner]
    ]);
  });

  test('the table of steps is the one that pages show', async () => {
    const rows = await world.db.sql<Record<string, unknown>>(
      `select step, from_state as "from", to_state as "to", array_agg(actor_role order by actor_role) as roles, needs_reason as reason
       from private.assignment_steps group by 1, 2, 3, 5`
    );
    const inOrder = (steps: readonly object[]) => steps.map((step) => JSON.stringify(step)).sort();
    const shown = ASSIGNMENT_STEPS.map(({ step, from, to, roles, reason }) => ({
      step,
      from,
      to,
      roles: [...roles].sort(),
      reason
    }));
    expect(inOrder(rows)).toEqual(inOrder(shown));
  });

  test.each([
    ['a step that there is not', 'fly', 'DT006 assignment'],
    ['no step', null, 'DT006 assignment'],
    ['the step of the clock', 'expire', 'DT002 assignment']
  ])('%s is refused', async (_, step, code) => {
    const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'offered');
    expect((await assigning.step('manager', id, step as string)).code).toBe(code);
  });
});
