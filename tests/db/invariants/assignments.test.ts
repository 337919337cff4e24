import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAssigning, type Assigning } from '../../support/assigning.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from './refusal.ts';

const MILLION = 1_000_000;
/** What must never be found, as queries that return what is wrong. */
const WRONG = {
  'an allotment overdrawn': `select allotment_id from public.allotments where reserved + spent > amount or reserved < 0 or spent < 0`,
  'an allotment that differs from the sums of its assignments': `
    select l.allotment_id, l.reserved, l.spent from public.allotments l left join lateral (
      select sum(case l.source when 'state' then i.state_amount else i.other_amount end)
          filter (where a.state in ('approved', 'in_progress', 'delivered')) as reserved,
        sum(case l.source when 'state' then i.state_paid else i.other_paid end) filter (where a.state = 'completed') as spent
      from public.assignments a join public.assignment_items i using (assignment_id)
      where l.allotment_id = case l.source when 'state' then a.state_allotment_id else a.other_allotment_id end) as s on true
    where (l.reserved, l.spent) is distinct from (coalesce(s.reserved, 0)::bigint, coalesce(s.spent, 0)::bigint)`,
  'money from no allotment': `
    select a.assignment_id from public.assignments a join public.assignment_items i using (assignment_id)
    where a.budget_year is not null and ((i.state_amount > 0 and a.state_allotment_id is null) or (i.other_amount > 0 and a.other_allotment_id is null))`,
  'a content given twice in a year': `
    select i.enterprise_id, i.support_id, a.budget_year from public.assignments a join public.assignment_items i using (assignment_id)
    where a.state in ('approved', 'in_progress', 'delivered', 'completed') group by 1, 2, 3 having count(*) > 1`,
  'a move that is not in the table of steps': `
    select m.step, m.from_state, m.to_state, m.actor_role from public.assignment_moves m
    where m.step <> 'propose' and not exists (select from private.assignment_steps s
      where (s.step, s.from_state, s.to_state, s.actor_role) = (m.step, m.from_state, m.to_state, m.actor_role))`,
  'a history with a gap, or one that does not end in the state': `
    select m.assignment_id from (select assignment_id, to_state, from_state,
        lag(to_state) over w as before, lead(to_state) over w as next from public.assignment_moves window w as (partition by assignment_id order by move_id)) as m
      join public.assignments a using (assignment_id)
    where m.from_state is distinct from m.before or (m.next is null and m.to_state <> a.state)`,
  'two running assignments of one package and firm': `
    select package_id, enterprise_id from public.assignments
    where state in ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered') group by 1, 2 having count(*) > 1`,
  'more offers than places': `
    select p.package_id from public.packages p join public.assignments a using (package_id)
    where a.state in ('offered', 'accepted', 'approved', 'in_progress', 'delivered', 'completed') group by p.package_id, p.places having count(*) > p.places`,
  'a proposal approved by who made it': `select assignment_id from public.assignments where approved_by = proposed_by`
};
const NOTHING = Object.fromEntries(Object.keys(WRONG).map((name) => [name, []]));
const PEOPLE = ['officer', 'manager', 'secondManager', 'near', 'far', 'owner', 'member', 'otherOwner', 'stranger'];
const STEPS = ['offer', 'accept', 'decline', 'approve', 'start', 'deliver', 'confirm', 'return', 'cancel', 'expire'];

describe.each(DRIVERS)('money and states of assignments on %s', (driver) => {
  let world: World;
  let assigning: Assigning;
  const wrong = async () => {
    const found: Record<string, unknown[]> = {};
    for (const [name, query] of Object.entries(WRONG)) found[name] = await world.db.sql(query);
    return found;
  };
  const spread = (step: string) => (step === 'expire' ? 1 : 3);

  beforeAll(async () => {
    world = await openWorld(driver);
    assigning = await openAssigning(world);
    await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, 'manager')`, [
      await world.idOf('secondManager')
    ]);
    for (const person of PEOPLE) await world.client(person);
  });
  afterAll(() => world.close());

  test('any moves by anybody, one after the other or at once, leave nothing wrong', async () => {
    const move = fc.record({
      who: fc.constantFrom(...PEOPLE, 'usual', 'usual'),
      firm: fc.nat(1),
      pack: fc.nat(1),
      step: fc.oneof(...STEPS.map((step) => ({ arbitrary: fc.constant(step), weight: spread(step) })), {
        arbitrary: fc.constantFrom('propose', 'evidence', 'onward', 'onward', 'onward', 'onward'),
        weight: 40
      }),
      paid: fc.constantFrom(0, 1, 20, 30, 31).map((millions) => millions * MILLION),
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0)
    });
    type Move = (typeof move extends fc.Arbitrary<infer T> ? T : never) & object;
    /** Who takes a step in the usual way, and which one leads on from a state. */
    const usual: Record<string, string> = {
      accept: 'owner',
      decline: 'owner',
      confirm: 'owner',
      return: 'owner',
      approve: 'manager'
    };
    const onward: Record<string, string> = {
      proposed: 'offer',
      offered: 'accept',
      accepted: 'approve',
      approved: 'start',
      in_progress: 'deliver',
      delivered: 'confirm'
    };
    const reached = new Set<string>();

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(move, { minLength: 1, maxLength: 4 }), { minLength: 10, maxLength: 30 }),
        async (batches) => {
          const firms = [await assigning.makeAssessed(), await assigning.makeAssessed()];
          const packs = [await assigning.makePackage({ places: 1 }), await assigning.makePackage()];
          const [used] = (await assigning.money()).filter(({ source }) => source === 'state');
          await assigning.allot('state', (used?.reserved ?? 0) + (used?.spent ?? 0) + 45 * MILLION);
          const take = async ({ who, firm, pack, step, paid, stale }: Move) => {
            const enterprise_id = firms[firm]!;
            const package_id = packs[pack]!;
            const [row] = await world.db.sql<{ id: string; revision: number; state: string }>(
              `select assignment_id as id, revision, state from public.assignments where package_id = $1 and enterprise_id = $2
             order by assignment_id desc limit 1`,
              [package_id, enterprise_id]
            );
            const name = step === 'onward' ? (onward[row?.state ?? ''] ?? 'propose') : step;
            const person = who === 'usual' || step === 'onward' ? (usual[name] ?? 'officer') : who;
            if (name === 'propose') {
              await world.call(person, 'propose_assignment', {
                package_id,
                enterprise_id,
                override_reason: 'Theo thử nghiệm'
              });
            } else if (!row) {
              return;
            } else if (name === 'evidence') {
              await world.call(person, 'add_assignment_evidence', { assignment_id: row.id, note: 'Biên bản' });
            } else {
              if (step === 'onward' && name === 'deliver')
                await world.call('officer', 'add_assignment_evidence', { assignment_id: row.id, note: 'Biên bản' });
              const details = { reason: 'Lý do', paid: { 'test-advice': { state: paid } } };
              const reply = await assigning.step(person, row.id, name, details, row.revision - (stale ? 1 : 0));
              if (stale) expect(reply.code).not.toBe('ok');
              if (reply.code === 'ok') reached.add((reply.data as { state: string }).state);
              // Nothing but refusals of the catalogue: no step ends in an error that nobody foresaw.
              expect(reply.code).toMatch(/^(ok$|DT)/);
            }
          };
          for (const batch of batches) await Promise.all(batch.map(take));
          expect(await wrong()).toEqual(NOTHING);
        }
      ),
      { numRuns: 12, endOnFailure: true }
    );
    // The moves went everywhere, so that what was not found wrong was looked at.
    expect([...reached]).toEqual(expect.arrayContaining(['offered', 'approved', 'completed', 'cancelled']));
  }, 240_000);

  test('of fifty approvals at once as many pass as the line pays for', async () => {
    const pack = await assigning.makePackage();
    const ids: string[] = [];
    for (let index = 0; index < 50; index++) {
      ids.push(await assigning.bring(await assigning.makeAssessed(), pack, 'accepted'));
    }
    const [used] = (await assigning.money()).filter(({ source }) => source === 'state');
    await assigning.allot('state', (used?.reserved ?? 0) + (used?.spent ?? 0) + 17 * 30 * MILLION + 1);
    const replies = await Promise.all(
      ids.map((id, index) => assigning.step(index % 2 ? 'manager' : 'secondManager', id, 'approve'))
    );
    const counted = Object.groupBy(replies, ({ code }) => code);
    expect(Object.fromEntries(Object.entries(counted).map(([code, of]) => [code, of!.length]))).toEqual({
      ok: 17,
      'DT017 allotment': 33
    });
    expect(await wrong()).toEqual(NOTHING);
    const [after] = (await assigning.money()).filter(({ source }) => source === 'state');
    expect(after!.amount - after!.reserved - after!.spent).toBe(1);
  });

  test('of approvals of one content for one firm at once one passes', async () => {
    await assigning.allot('state', 100_000 * MILLION);
    for (let round = 0; round < 5; round++) {
      const firm = await assigning.makeAssessed();
      const ids = [];
      for (let index = 0; index < 4; index++)
        ids.push(await assigning.bring(firm, await assigning.makePackage(), 'accepted'));
      const replies = await Promise.all(ids.map((id) => assigning.step('manager', id, 'approve')));
      expect(replies.map(({ code }) => code).sort()).toEqual([...Array<string>(3).fill('DT018 assignment'), 'ok']);
    }
    expect(await wrong()).toEqual(NOTHING);
  });

  test('of offers at once as many pass as there are places', async () => {
    const pack = await assigning.makePackage({ places: 3 });
    const ids = [];
    for (let index = 0; index < 8; index++)
      ids.push(await assigning.bring(await assigning.makeAssessed(), pack, 'proposed'));
    const replies = await Promise.all(ids.map((id) => assigning.step('officer', id, 'offer')));
    expect(replies.filter(({ code }) => code === 'ok')).toHaveLength(3);
    expect(await wrong()).toEqual(NOTHING);
  });

  describe('the owner of the database', () => {
    const MUTATIONS: [title: string, state: string, sql: string, code: string][] = [
      [
        'skips no state',
        'proposed',
        `update public.assignments set state = 'accepted' where assignment_id = $1`,
        'DT006'
      ],
      [
        'goes back to no state',
        'approved',
        `update public.assignments set state = 'offered', budget_year = null where assignment_id = $1`,
        'DT006'
      ],
      [
        'promises no money without a year',
        'accepted',
        `update public.assignments set state = 'approved' where assignment_id = $1`,
        '23514'
      ],
      [
        'promises no money from nowhere',
        'accepted',
        `update public.assignments set state = 'approved', budget_year = extract(year from private.today()) where assignment_id = $1`,
        'DT017'
      ],
      [
        'promises no money of another year',
        'accepted',
        `update public.assignments set state = 'approved', budget_year = 2024, state_allotment_id = (select allotment_id from public.allotments where source = 'state' limit 1) where assignment_id = $1`,
        'DT017'
      ],
      [
        'changes no amount after the offer',
        'offered',
        `update public.assignment_items set state_amount = 1 where assignment_id = $1`,
        'DT010'
      ],
      [
        'takes no content away after the offer',
        'offered',
        `delete from public.assignment_items where assignment_id = $1`,
        'DT010'
      ],
      [
        'changes nothing that was paid',
        'completed',
        `update public.assignment_items set state_paid = 0 where assignment_id = $1`,
        'DT010'
      ],
      [
        'pays not more than promised',
        'in_progress',
        `update public.assignment_items set state_paid = state_amount + 1 where assignment_id = $1`,
        '23514'
      ],
      [
        'moves it to no other line',
        'approved',
        `update public.assignments set state_allotment_id = null where assignment_id = $1`,
        'DT010'
      ],
      [
        'changes no terms',
        'offered',
        `update public.assignments set terms = terms || '{"a": 1}' where assignment_id = $1`,
        'DT010'
      ],
      ['deletes no assignment', 'proposed', `delete from public.assignments where assignment_id = $1`, 'DT010'],
      ['deletes no history', 'proposed', `delete from public.assignment_moves where assignment_id = $1`, 'DT010']
    ];
    test.each(MUTATIONS)('%s', async (_, state, sql, code) => {
      await assigning.allot('state', 200_000 * MILLION);
      const id = await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), state);
      const before = [await assigning.row(id), await assigning.money()];
      expect(await refusal(world.db.sql(sql, [id]))).toBe(code);
      expect([await assigning.row(id), await assigning.money()]).toEqual(before);
    });

    test('cannot state what is reserved or spent: both follow from the assignments', async () => {
      await world.db.sql(`update public.allotments set reserved = 0, spent = 7`);
      expect(await wrong()).toEqual(NOTHING);
      await world.db.sql(
        `update public.assignments set state = 'cancelled', budget_year = null where state in ('approved', 'in_progress')`
      );
      expect(await wrong()).toEqual({
        ...NOTHING,
        'a history with a gap, or one that does not end in the state': expect.any(Array)
      });
    });

    test('cannot set a line below what is promised', async () => {
      await assigning.bring(await assigning.makeAssessed(), await assigning.makePackage(), 'approved');
      expect(await refusal(world.db.sql(`update public.allotments set amount = 0 where source = 'state'`))).toBe(
        '23514'
      );
    });
  });
});
