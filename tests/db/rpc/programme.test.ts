import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAssignment, makePackage } from '../../support/assignments-by-sql.ts';
import { PAST_TRIGGERS } from '../../support/past-triggers.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const PROGRAMME = 'ben-tre-8576';

interface Dashboard {
  samples: boolean;
  totals: Record<string, { firms: number; in_period: number; chosen: number }>;
  months: { measure: string; month: string; firms: number }[];
  years: { measure: string; year: number; firms: number }[];
  by: Record<string, ({ id: string | null } & Record<string, number>)[]>;
  funnel: { step: string; firms: number; median_days: number | null }[];
  targets: { target_id: string; measured: boolean; path: { year: number; value: number; assumed: boolean }[] | null }[];
  budget: { year: number; source: string; amount: number; reserved: number; spent: number }[];
  changes: {
    code: string;
    firms: number;
    up: number;
    level_before: number;
    pillars: { before: number; after: number }[];
  }[];
}

describe.each(DRIVERS)('figures of the programme on %s', (driver) => {
  let world: World;
  let packages: string[];
  const code = async (...call: Parameters<World['call']>) => (await world.call(...call)).code;
  /** The roll-up is worked out anew at each look, as after ten minutes. */
  const look = async (filters: Record<string, unknown> = {}) => {
    await world.db.sql(`delete from private.programme_refreshes`);
    const { data, code: outcome } = await world.call('manager', 'programme_dashboard', {
      programme_id: PROGRAMME,
      filters
    });
    expect(outcome).toBe('ok');
    return data as Dashboard;
  };
  const firmsOf = async (measure: string, filters: Record<string, unknown> = {}) => {
    const { data } = await world.call('officer', 'list_programme_firms', {
      programme_id: PROGRAMME,
      measure,
      filters,
      size: 1000
    });
    return data as { enterprise_id: string; reached_on: string }[];
  };

  beforeAll(async () => {
    world = await openWorld(driver);
    packages = [await makePackage(world.db, 'THU-1'), await makePackage(world.db, 'THU-2')];
  });
  afterAll(() => world.close());

  test('each measured target begins with a straight path to its value, marked as assumed', async () => {
    const { targets } = await look();
    const path = (id: string) => targets.find(({ target_id }) => target_id === id)?.path;
    expect(path('dx_supported')?.map(({ value }) => value)).toEqual([200, 400, 600, 800, 1000]);
    expect(path('dx_models')?.map(({ value }) => value)).toEqual([20, 40, 60, 80, 100]);
    expect(path('awareness')?.every(({ assumed }) => assumed)).toBe(true);
  });

  test('the second 1,000 and the second 100 are named, not measured and have no path', async () => {
    const { targets } = await look();
    const others = targets.filter(({ measured }) => !measured);
    expect(others.map(({ target_id }) => target_id)).toEqual(['innovation_capacity', 'leading']);
    expect(others.every(({ path }) => path === null)).toBe(true);
  });

  test('a firm that completes two packages is supported once, in the month of the first', async () => {
    const before = await look();
    const firm = await world.makeFirm();
    await makeAssignment(world.db, { packageId: packages[0]!, firm, completedAt: '2024-03-15T00:00:00Z' });
    await makeAssignment(world.db, { packageId: packages[1]!, firm, completedAt: '2025-05-15T00:00:00Z' });
    await makeAssignment(world.db, { packageId: packages[0]!, firm: await world.makeFirm() });
    const after = await look();
    expect((after.totals.supported?.firms ?? 0) - (before.totals.supported?.firms ?? 0)).toBe(1);
    expect(after.months.filter(({ measure }) => measure === 'supported')).toEqual([
      { measure: 'supported', month: '2024-03', firms: 1 }
    ]);
    expect(after.totals.proposed!.firms - (before.totals.proposed?.firms ?? 0)).toBe(2);
    expect((await firmsOf('supported', { year: 2024 })).map(({ enterprise_id }) => enterprise_id)).toEqual([firm]);
    expect(await firmsOf('supported', { year: 2025 })).toEqual([]);
  });

  test('what is completed after the period counts, but not for the target of the plan', async () => {
    const before = await look();
    await makeAssignment(world.db, {
      packageId: packages[0]!,
      firm: await world.makeFirm(),
      completedAt: '2026-02-01T00:00:00Z'
    });
    const after = await look();
    const rise = (part: 'firms' | 'in_period') => after.totals.supported![part] - before.totals.supported![part];
    expect([rise('firms'), rise('in_period')]).toEqual([1, 0]);
  });

  test('the last day of the period in Viet Nam belongs to it, the next does not', async () => {
    const before = await look();
    for (const completedAt of ['2025-12-31T16:59:00Z', '2025-12-31T17:00:00Z'])
      await makeAssignment(world.db, { packageId: packages[0]!, firm: await world.makeFirm(), completedAt });
    const after = await look();
    expect(after.totals.supported!.in_period - before.totals.supported!.in_period).toBe(1);
  });

  test('assessment and training make a firm aware once; an event before the programme does not', async () => {
    const before = await look();
    const firm = await world.makeFirm({ taxCode: '1300999001' });
    const old = await world.makeFirm({ taxCode: '1300999002' });
    await world.makeSubmitted(firm, 2, '2023-01-10T00:00:00Z');
    await world.makeSubmitted(firm, 3, '2024-01-10T00:00:00Z');
    const record = (tax_codes: string[], held_on: string) =>
      world.call('officer', 'record_awareness', { tax_codes, kind: 'training', held_on, title: 'Lớp' });
    const codes = ['1300 999 001', ' 1300999001', '9999999999', ''];
    expect((await record(codes, '2022-05-05')).data).toMatchObject({
      recorded: 1,
      already: 0,
      unknown: ['9999999999']
    });
    expect((await record(codes, '2022-05-05')).data).toMatchObject({
      recorded: 0,
      already: 1,
      unknown: ['9999999999']
    });
    await record(['1300999002'], '2019-05-05');
    const after = await look();
    expect(after.totals.aware!.firms - before.totals.aware!.firms).toBe(1);
    const aware = await firmsOf('aware');
    expect(aware.find(({ enterprise_id }) => enterprise_id === firm)?.reached_on).toBe('2022-05-05');
    expect(aware.map(({ enterprise_id }) => enterprise_id)).not.toContain(old);
  });

  test('breakdowns add up to the total, by every dimension, and filters narrow them alike', async () => {
    const { by, totals } = await look();
    for (const dimension of ['unit', 'section', 'size', 'kind']) {
      const sum = by[dimension]!.reduce((total, row) => total + (row.supported ?? 0), 0);
      expect([dimension, sum]).toEqual([dimension, totals.supported!.firms]);
    }
    const unit = by.unit![0]!;
    const narrowed = await look({ unit: unit.id });
    expect(narrowed.totals.supported?.firms ?? 0).toBe(unit.supported ?? 0);
    const year = await look({ year: 2024 });
    expect(year.totals.supported!.chosen).toBe(1);
  });

  test('every count of the dashboard is the length of the list behind it', async () => {
    const { totals } = await look();
    for (const [measure, { firms }] of Object.entries(totals))
      expect([measure, (await firmsOf(measure)).length]).toEqual([measure, firms]);
  });

  test('lists are paged without gaps or repeats', async () => {
    const all = await firmsOf('registered');
    const paged: string[] = [];
    let after: object | null = null;
    for (let page = 0; page < 50; page += 1) {
      const { data } = await world.call('officer', 'list_programme_firms', {
        programme_id: PROGRAMME,
        measure: 'registered',
        after,
        size: 3
      });
      const rows = data as { enterprise_id: string; reached_on: string }[];
      paged.push(...rows.map(({ enterprise_id }) => enterprise_id));
      const last = rows.at(-1);
      if (!last) break;
      after = { on: last.reached_on, id: last.enterprise_id };
    }
    expect(paged).toEqual(all.map(({ enterprise_id }) => enterprise_id));
  });

  test('change per package is from the result it was decided on to the one that answered it', async () => {
    const firm = await world.makeFirm();
    const before = await world.makeSubmitted(firm, 1, '2024-01-01T00:00:00Z');
    const after = await world.makeSubmitted(firm, 4, '2025-01-01T00:00:00Z');
    await makeAssignment(world.db, {
      packageId: packages[1]!,
      firm,
      completedAt: '2024-06-01T00:00:00Z',
      before,
      after
    });
    const { changes, funnel } = await look();
    expect(changes).toMatchObject([{ code: 'THU-2', firms: 1, up: 1, level_before: 1 }]);
    expect(changes[0]?.pillars.every((pillar) => pillar.after > pillar.before)).toBe(true);
    expect(funnel.map(({ step }) => step)).toEqual([
      'registered',
      'assessed',
      'verified',
      'proposed',
      'approved',
      'supported',
      'reassessed'
    ]);
    expect(funnel.find(({ step }) => step === 'approved')?.median_days).toBe(10);
  });

  test('money is added up by year and source', async () => {
    await world.db.sql(
      `${PAST_TRIGGERS} insert into public.allotments (programme_id, line_code, year, source, amount, reserved, spent)
       select 'ben-tre-8576', b.line_code, 2024, 'state', 1000, 200, 300
       from public.budget_lines b cross join past where past.role = 'replica' limit 2`
    );
    expect((await look({ year: 2024 })).budget).toEqual([
      { year: 2024, source: 'state', amount: 2000, reserved: 400, spent: 600 }
    ]);
    expect((await look({ year: 2023 })).budget).toEqual([]);
  });

  test('real firms and samples never share a figure', async () => {
    const real = await look();
    const sample = await world.makeFirm();
    await world.db.sql(`update public.enterprises set is_sample = true where enterprise_id = $1`, [sample]);
    await world.makeSubmitted(sample, 5);
    await makeAssignment(world.db, { packageId: packages[0]!, firm: sample, completedAt: '2024-01-01T00:00:00Z' });
    const still = await look();
    expect([still.samples, still.totals]).toEqual([false, real.totals]);
    const samples = await look({ count: 'samples' });
    expect([samples.samples, samples.totals.supported?.firms, samples.totals.registered?.firms]).toEqual([true, 1, 1]);
  });

  test('while nobody looks for ten minutes the roll-up stays, and then follows', async () => {
    const first = await look();
    await world.makeFirm();
    const quick = (await world.call('manager', 'programme_dashboard', { programme_id: PROGRAMME })).data as Dashboard;
    expect(quick.totals.registered).toEqual(first.totals.registered);
    await world.db.sql(`update private.programme_refreshes set counted_at = now() - interval '11 minutes'`);
    const later = (await world.call('manager', 'programme_dashboard', { programme_id: PROGRAMME })).data as Dashboard;
    expect(later.totals.registered!.firms - first.totals.registered!.firms).toBe(1);
  });

  test.each([
    ['a year that is none', { year: 'năm nay' }, '22P02'],
    ['a kind that does not exist', { kind: 'bank' }, '22P02'],
    ['a size that does not exist', { size: 'XL' }, '22P02'],
    ['quotes in a unit', { unit: `' or true --` }, 'ok']
  ])('%s does no harm', async (_, filters, expected) => {
    expect(await code('manager', 'programme_dashboard', { programme_id: PROGRAMME, filters })).toBe(expected);
    expect(
      await code('manager', 'list_programme_firms', { programme_id: PROGRAMME, measure: 'supported', filters })
    ).toBe(expected);
  });

  describe('paths and registered firms', () => {
    const set = (target_id: string, values: unknown, person = 'manager') =>
      code(person, 'set_target_path', { programme_id: PROGRAMME, target_id, values });

    test('a manager draws the path, year by year; what is decided is no longer assumed', async () => {
      expect(await set('dx_supported', { 2023: 500, 2024: 900 })).toBe('ok');
      const [row] = (await look()).targets.filter(({ target_id }) => target_id === 'dx_supported');
      expect(row?.path?.map(({ value, assumed }) => [value, assumed])).toEqual([
        [200, true],
        [400, true],
        [500, false],
        [900, false],
        [1000, true]
      ]);
    });

    test.each([
      ['dx_supported', { 2023: 9999 }, 'DT004 values'],
      ['dx_supported', { 2023: -1 }, '23514'],
      ['dx_supported', { 1999: 1 }, 'DT004 values'],
      ['dx_supported', { 2023: 'nhiều' }, 'DT004 values'],
      ['dx_supported', { 2023: null }, 'DT004 values'],
      ['dx_supported', { 2025: 1e30 }, '22003'],
      ['awareness', { 2025: 101 }, 'DT004 values'],
      ['dx_supported', [1], 'DT004 values'],
      ['leading', { 2025: 100 }, 'DT001 target']
    ])('%s %j is refused with %s and changes nothing', async (target, values, expected) => {
      const before = await world.db.sql(`select * from public.target_paths order by 1, 2, 3`);
      expect(await set(target, values)).toBe(expected);
      expect(await world.db.sql(`select * from public.target_paths order by 1, 2, 3`)).toEqual(before);
    });

    test('of registered counts the last entry holds, and earlier ones stay', async () => {
      const enter = (count: number, year = 2024, unit_id = '83-2021') =>
        code('officer', 'set_registered_count', { unit_id, year, count });
      expect([await enter(5000), await enter(5200)]).toEqual(['ok', 'ok']);
      const [row] = await world.db.sql<{ latest: { count: number; year: number } }>(
        `select private.latest_registered('83-2021', 2026) as latest`
      );
      expect(row?.latest).toEqual({ year: 2024, count: 5200 });
      expect([await enter(-1), await enter(1, 1900), await enter(1, 2024, 'nơi nào')]).toEqual([
        '23514',
        '23514',
        'DT004 unit_id'
      ]);
      await expect(world.db.sql(`update public.registered_counts set count = 1`)).rejects.toThrow();
    });
  });

  test('however assignments come about, a firm is counted once and only when one is completed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 1 }), fc.boolean(), fc.integer({ min: 1, max: 12 })), {
          minLength: 1,
          maxLength: 4
        }),
        async (list) => {
          const firm = await world.makeFirm();
          const seen = new Set<number>();
          for (const [which, done, month] of list) {
            // One that is not completed stays active, and of those there is one per package.
            if (!done && seen.has(which)) continue;
            if (!done) seen.add(which);
            const completedAt = done ? `2023-${String(month).padStart(2, '0')}-10T00:00:00Z` : undefined;
            await makeAssignment(world.db, { packageId: packages[which]!, firm, ...(completedAt && { completedAt }) });
          }
          const rows = await world.db.sql<{ on: string }>(
            `select to_char(reached_on, 'YYYY-MM-DD') as on from private.programme_reach
             where measure = 'supported' and enterprise_id = $1`,
            [firm]
          );
          const months = list.filter(([, done]) => done).map(([, , month]) => month);
          const first = months.length ? `2023-${String(Math.min(...months)).padStart(2, '0')}-10` : null;
          expect(rows.map(({ on }) => on)).toEqual(first ? [first] : []);
        }
      ),
      { numRuns: 12, seed: 8576 }
    );
  });
});
