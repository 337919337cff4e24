import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicMargin, suppressSmall } from '../../../src/lib/domain/programme/suppress.ts';
import { makeAssignment, makePackage } from '../../support/assignments-by-sql.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Cell {
  count: number | null;
}
interface Reach {
  count: number;
  in_period: number;
  by_unit: Cell[];
  by_kind: Cell[];
  by_size: Cell[];
  by_year: (Cell & { year: number })[];
}
interface Summary {
  sample: boolean;
  supported: Reach;
  models: Reach;
  awareness: Reach;
  assessed: number;
  assessed_in_period: number;
  by_level: (Cell & { level: number })[];
  by_unit: (Cell & { unit_id: string })[];
  quick_checks: number;
}

describe.each(DRIVERS)('public figures on %s', (driver) => {
  let world: World;
  const summary = async () => (await world.call('visitor', 'progress_summary')).data as Summary;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('say how many firms are assessed, not which', async () => {
    const data = await summary();
    expect(data).toMatchObject({ assessed: 2, quick_checks: 3 });
    for (const secret of ['Cơ sở thử', world.taxCode, world.firm, world.ids.owner]) {
      expect(JSON.stringify(data)).not.toContain(secret);
    }
  });

  test('samples are not counted with real firms, and alone only as samples', async () => {
    const before = await summary();
    for (let n = 0; n < 6; n += 1) {
      const firm = await world.makeFirm();
      await world.db.sql(`update public.enterprises set is_sample = true where enterprise_id = $1`, [firm]);
      await world.makeSubmitted(firm, 4);
    }
    expect(await summary()).toEqual({ ...before, sample: false, as_of: expect.any(String) });
    const real = [world.firm, world.other];
    const mark = (sample: boolean) =>
      world.db.sql(`update public.enterprises set is_sample = $2 where enterprise_id = any ($1)`, [real, sample]);
    await mark(true);
    expect(await summary()).toMatchObject({ sample: true, assessed: 8 });
    await mark(false);
    expect(await summary()).toMatchObject({ sample: false, assessed: 2 });
  });

  test('with few firms no cell shows that there are any', async () => {
    const data = await summary();
    expect(data.by_unit.filter(({ count }) => count !== null && count > 0)).toEqual([]);
    expect(data.by_level.filter(({ count }) => count !== null && count > 0)).toEqual([]);
  });

  test('one small cell beside large ones cannot be computed from the total', async () => {
    for (let n = 0; n < 6; n += 1) await world.makeSubmitted(await world.makeFirm({ unit: world.units.far }), 4);
    for (let n = 0; n < 5; n += 1) await world.makeSubmitted(await world.makeFirm({ unit: world.units.near }), 5);
    const { by_unit, by_level, assessed } = await summary();
    expect(assessed).toBe(13);
    for (const cells of [by_unit, by_level]) {
      expect(cells.filter(({ count }) => count === null).length).not.toBe(1);
    }
  });

  test('an assessment before the programme began does not count for it', async () => {
    const before = await summary();
    await world.makeSubmitted(await world.makeFirm(), 3, '2001-01-01T00:00:00Z');
    const after = await summary();
    expect([after.assessed - before.assessed, after.assessed_in_period - before.assessed_in_period]).toEqual([1, 0]);
  });

  test('a supported firm is counted at once, once, and no table tells which it is', async () => {
    const before = await summary();
    const [first, second] = [await makePackage(world.db, 'GOI-C'), await makePackage(world.db, 'GOI-D')];
    const firm = await world.makeFirm();
    await makeAssignment(world.db, { packageId: first, firm, completedAt: '2024-05-05T00:00:00Z' });
    await makeAssignment(world.db, { packageId: second, firm, completedAt: '2024-06-05T00:00:00Z' });
    const { supported } = await summary();
    expect(supported.count - before.supported.count).toBe(1);
    for (const cells of [supported.by_unit, supported.by_kind, supported.by_size, supported.by_year])
      expect(cells.filter(({ count }) => count !== null)).toEqual([]);
    for (let n = 0; n < 12; n += 1)
      await makeAssignment(world.db, {
        packageId: first,
        firm: await world.makeFirm({ unit: n < 6 ? world.units.far : world.units.near }),
        completedAt: '2025-05-05T00:00:00Z'
      });
    const later = await summary();
    expect(later.supported.by_year.find(({ year }) => year === 2025)?.count).toBeNull();
    expect(later.supported.by_unit.filter(({ count }) => count !== null && count > 0).length).toBe(2);
  });

  // Whoever knows the total and the rule tries every way to fill the hidden cells: at least two ways remain for each.
  test('what is hidden stays unknown, and SQL hides what TypeScript hides', async () => {
    const tables = fc.sample(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 })), {
        minLength: 1,
        maxLength: 6
      }),
      { numRuns: 400, seed: 8576 }
    );
    const cells = tables.map((counts) => counts.map((count, id) => ({ id, count })));
    const [row] = await world.db.sql<{ hidden: Cell[][] }>(
      `select jsonb_agg(private.suppress_small(t.value) order by t.position) as hidden
       from jsonb_array_elements($1::text::jsonb) with ordinality as t (value, position)`,
      [JSON.stringify(cells)]
    );
    const differing: unknown[] = [];
    for (const [index, table] of cells.entries()) {
      const expected = suppressSmall(table).map(({ count }) => count);
      const actual = row!.hidden[index]!.map(({ count }) => count);
      if (JSON.stringify(expected) !== JSON.stringify(actual)) differing.push({ table, expected, actual });
      const small = table.filter(({ count }) => count > 0 && count < 5);
      for (const cell of small) if (actual[cell.id] !== null) differing.push({ table, actual });
      // Of a table whose small cells are all there is, the total itself gives them away: see the next test.
      const others = table.filter(({ count }) => count >= 5);
      if (others.length && small.length && actual.filter((count) => count === null).length < 2) differing.push(table);
    }
    expect(differing).toEqual([]);
    const [margins] = await world.db.sql<{ hidden: Cell[][] }>(
      `select jsonb_agg(private.public_margin(t.value) order by t.position) as hidden
       from jsonb_array_elements($1::text::jsonb) with ordinality as t (value, position)`,
      [JSON.stringify(cells)]
    );
    const wanted = cells.map((table) => publicMargin(table).map(({ count }) => count));
    expect(margins?.hidden.map((table) => table.map(({ count }) => count))).toEqual(wanted);
  });

  test.each([
    [
      [1, 10, 20],
      [null, null, 20]
    ],
    [
      [1, 1, 9],
      [null, null, null]
    ],
    [
      [4, 4, 9, 12],
      [null, null, null, 12]
    ],
    [
      [2, 3, 9],
      [null, null, 9]
    ],
    [
      [0, 0, 9],
      [0, 0, 9]
    ],
    [
      [5, 5],
      [5, 5]
    ]
  ])('%j is shown as %j', async (counts, expected) => {
    const [row] = await world.db.sql<{ cells: Cell[] }>(`select private.suppress_small($1::text::jsonb) as cells`, [
      JSON.stringify(counts.map((count) => ({ count })))
    ]);
    expect(row?.cells.map(({ count }) => count)).toEqual(expected);
  });
});
