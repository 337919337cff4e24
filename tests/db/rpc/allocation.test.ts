import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenRule, type Inputs } from '../../../src/lib/domain/support/allocation.ts';
import { solve } from '../../../src/lib/server/allocation/solve.ts';
import { allocationInputs } from '../../support/allocation-inputs.ts';
import { openWorld, type World } from '../../support/people.ts';
import { makePackage } from '../../support/records/allocation.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Run = {
  state: string;
  inputs: Inputs;
  result: Record<string, unknown> | null;
  accepted: { enterprise_id: string; package_id: string; assignment_id: string; by: string }[];
};

describe.each(DRIVERS)('allocation runs on %s', (driver) => {
  let world: World;
  let first: string;
  let second: string;
  const start = (who: string, more: Record<string, unknown> = {}) =>
    world.call(who, 'start_allocation_run', { package_ids: [first, second], quotas: [], ...more });
  const read = async (id: unknown) =>
    (
      await world.db.sql<Run>(
        `select state, inputs, result, accepted from public.allocation_runs where allocation_run_id = $1`,
        [id]
      )
    )[0]!;
  const record = (who: string, id: unknown, result: unknown, state = 'solved') =>
    world.call(who, 'record_allocation_run', { allocation_run_id: id, state, result });
  const accept = (who: string, id: unknown, pairs: unknown[]) =>
    world.call(who, 'accept_allocation', { allocation_run_id: id, pairs });

  beforeAll(async () => {
    world = await openWorld(driver);
    for (let n = 0; n < 6; n += 1) {
      const firm = await world.makeFirm({
        kind: 'cooperative',
        unit: n < 4 ? world.units.near : world.units.far,
        employees: n < 2 ? 3 : 60
      });
      await world.makeSubmitted(firm, n % 5);
    }
    const kinds = ['cooperative'];
    first = await makePackage(world.db, {
      code: 'PB-1',
      kinds,
      places: 2,
      line: 'VII.3',
      terms: { 'thu-goi-a': [0.5, 10_000_000] }
    });
    second = await makePackage(world.db, {
      code: 'PB-2',
      kinds,
      line: 'VII.3',
      terms: { 'thu-goi-a': [0.5, 20_000_000] }
    });
    await world.db.sql(
      `insert into public.allotments (programme_id, line_code, year, source, amount)
       select programme_id, 'VII.3', extract(year from private.today()), 'state', 90000000 from public.programmes where current`
    );
  });
  afterAll(() => world.close());

  test('inputs hold every candidate with points and state money, free money, places and contents', async () => {
    const { inputs, state } = await read((await start('officer')).data);
    expect(state).toBe('running');
    expect(inputs.packages).toMatchObject([
      { code: 'PB-1', places: 2, line: 0, contents: ['thu-goi-a'] },
      { code: 'PB-2', places: null, line: 0, contents: ['thu-goi-a'] }
    ]);
    expect(inputs.lines).toMatchObject([{ line_code: 'VII.3', free: 50_000_000 }]);
    expect(inputs.firms).toHaveLength(6);
    expect(inputs.pairs.map(([, index, , amount]) => [index, amount])).toEqual([
      ...Array.from({ length: 6 }, () => [0, 10_000_000]),
      ...Array.from({ length: 6 }, () => [1, 20_000_000])
    ]);
  });

  test('the same inputs are made twice while nothing changes', async () => {
    const [one, two] = [await read((await start('officer')).data), await read((await start('manager')).data)];
    expect(two.inputs).toEqual(one.inputs);
  });

  test('a run is solved, recorded, and accepted in part; the rest can be accepted later, nothing twice', async () => {
    const id = (await start('officer', { quotas: [{ kind: 'unit', value: '831-2021', at_least: 1 }] })).data;
    const { inputs } = await read(id);
    const outcome = await solve(inputs, 10);
    if (outcome.state !== 'solved') return expect.unreachable(outcome.state);
    const { state, ...result } = outcome;
    expect((await record('officer', id, result, state)).code).toBe('ok');
    expect(outcome.chosen.length).toBeGreaterThan(2);
    const part = outcome.chosen.slice(0, 2);
    expect((await accept('manager', id, part)).data).toMatchObject([{ ok: true }, { ok: true }]);
    expect((await read(id)).accepted).toMatchObject([{ by: world.ids.manager }, { by: world.ids.manager }]);
    const [made] = await world.db.sql<{ priority: unknown; override_reason: unknown }>(
      `select priority, override_reason from public.assignments where package_id = any ($1::uuid[]) order by 1 limit 1`,
      [[first, second]]
    );
    expect(made).toMatchObject({ override_reason: null, priority: { run_id: id } });
    const again = (await accept('officer', id, outcome.chosen)).data as { ok: boolean; code?: string }[];
    expect(again.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['DT009', 'DT009']);
    expect((await read(id)).accepted).toHaveLength(outcome.chosen.length);
    // What was proposed is no candidate of the next run, and its money and place are not free.
    const next = (await read((await start('officer')).data)).inputs;
    const spent = outcome.chosen.reduce((sum, pair) => sum + inputs.pairs[pair]![3], 0);
    expect(next.lines[0]!.free).toBe(50_000_000 - spent);
    expect(next.pairs).toHaveLength(inputs.pairs.length - outcome.chosen.length);
    await world.db.sql(`update public.assignments set state = 'cancelled' where package_id = any ($1::uuid[])`, [
      [first, second]
    ]);
  });

  test.each<[string, (inputs: Inputs) => unknown, string]>([
    ['more pairs than places', () => [0, 1, 2], 'DT023 places'],
    [
      'one content twice',
      (inputs) => [0, inputs.pairs.findIndex(([firm, index]) => index === 1 && firm === inputs.pairs[0]![0])],
      'DT023 content'
    ],
    ['more money than is free', () => [6, 7, 8], 'DT023 line'],
    ['a pair that does not exist', () => [99], 'DT023 pairs'],
    ['a negative position', () => [-1], 'DT023 pairs'],
    ['a pair twice', () => [6, 6], 'DT023 pairs'],
    ['text', () => ['a'], '22P02'],
    ['no list', () => 'all', 'DT004 result']
  ])('a choice of %s is not recorded', async (_, choose, code) => {
    const id = (await start('officer')).data;
    expect((await record('officer', id, { chosen: choose((await read(id)).inputs) })).code).toBe(code);
    expect((await read(id)).state).toBe('running');
  });

  test('a choice that misses a quota is not recorded', async () => {
    const id = (await start('officer', { quotas: [{ kind: 'unit', value: '831-2021', at_least: 2 }] })).data;
    expect((await record('officer', id, { chosen: [] })).code).toBe('DT023 quota');
  });

  test('an infeasible run names what is missing and cannot be accepted', async () => {
    const id = (await start('officer', { quotas: [{ kind: 'unit', value: '831-2021', at_least: 3 }] })).data;
    const outcome = await solve((await read(id)).inputs, 10);
    expect(outcome).toMatchObject({
      state: 'infeasible',
      shortfalls: [{ value: '831-2021', at_least: 3, missing: 1 }]
    });
    expect((await record('officer', id, outcome, 'infeasible')).code).toBe('ok');
    expect((await accept('officer', id, [0])).code).toBe('DT023 quota');
  });

  test('a result is recorded once, by whoever started the run, and never changes', async () => {
    const id = (await start('officer')).data;
    expect((await record('manager', id, { chosen: [] })).code).toBe('DT002 allocation_run');
    expect((await accept('officer', id, [0])).code).toBe('DT006 allocation_run');
    expect((await record('officer', id, { chosen: [0] })).code).toBe('ok');
    expect(await record('officer', id, { chosen: [] })).toMatchObject({
      code: 'DT006 allocation_run',
      details: 'solved'
    });
    expect((await accept('officer', id, [1])).code).toBe('DT004 pairs');
    expect((await accept('officer', id, [])).code).toBe('DT004 pairs');
    expect((await accept('officer', id, [null])).code).toBe('DT004 pairs');
    for (const change of [`inputs = '{}'`, `result = '{}'`, `state = 'failed'`]) {
      await expect(
        world.db.sql(`update public.allocation_runs set ${change} where allocation_run_id = $1`, [id])
      ).rejects.toThrow('allocation_run');
    }
    await expect(world.db.sql(`delete from public.allocation_runs where allocation_run_id = $1`, [id])).rejects.toThrow(
      'allocation_run'
    );
  });

  test.each([
    ['no package', { package_ids: [] }, 'DT004 package_ids'],
    ['a package that does not exist', { package_ids: ['00000000-0000-7000-8000-000000000000'] }, 'DT001 package'],
    ['quotas that are no list', { quotas: {} }, 'DT004 quotas'],
    ['a quota of nothing', { quotas: [{ kind: 'size', value: 'micro', at_least: 0 }] }, 'DT004 quotas'],
    ['a quota of half a firm', { quotas: [{ kind: 'size', value: 'micro', at_least: 1.5 }] }, 'DT004 quotas'],
    [
      'a quota of a size that does not exist',
      { quotas: [{ kind: 'size', value: 'giant', at_least: 1 }] },
      'DT004 quotas'
    ],
    [
      'a quota of a place that does not exist',
      { quotas: [{ kind: 'unit', value: 'nowhere', at_least: 1 }] },
      'DT004 quotas'
    ],
    ['a quota of another kind', { quotas: [{ kind: 'colour', value: 'red', at_least: 1 }] }, 'DT004 quotas'],
    [
      'one quota twice',
      { quotas: [1, 2].map((at_least) => ({ kind: 'size', value: 'micro', at_least })) },
      'DT004 quotas'
    ]
  ])('%s starts no run', async (_, more, code) => {
    expect((await start('officer', more)).code).toBe(code);
  });

  test('a closed package is in no run', async () => {
    const closed = await makePackage(world.db, { code: 'PB-DONG', state: 'closed' });
    expect((await start('officer', { package_ids: [first, closed] })).code).toBe('DT006 package');
  });

  test('only officers and managers run an allocation', async () => {
    for (const who of ['near', 'administrator', 'owner', 'stranger'])
      expect((await start(who)).code).toBe('DT002 officer');
  });

  test('the database and the program agree on which rule a choice breaks', async () => {
    const samples = fc.sample(fc.tuple(allocationInputs(5, 3), fc.array(fc.nat(14), { maxLength: 5 })), {
      seed: 21,
      numRuns: 300
    });
    const rows = await world.db.sql<{ rule: string | null }>(
      `select private.broken_rule(s.value -> 0, s.value -> 1) as rule from jsonb_array_elements($1::text::jsonb) with ordinality as s (value, position)
       order by s.position`,
      [JSON.stringify(samples)]
    );
    const wrong = samples.flatMap(([inputs, choice], index) => {
      const [here, there] = [brokenRule(inputs, choice), rows[index]!.rule];
      // When a choice breaks several rules, either may be named.
      return (here === null) === (there === null) ? [] : [{ inputs, choice, here, there }];
    });
    expect(wrong.slice(0, 2)).toEqual([]);
    expect(rows.filter(({ rule }) => rule === null).length).toBeGreaterThan(20);
  });
});
