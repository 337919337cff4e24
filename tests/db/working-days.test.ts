import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addWorkingDays } from '../../src/lib/domain/calendar/working-days.ts';
import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { openWorld, type World } from '../support/people.ts';
import { DRIVERS } from '../support/test-backend.ts';

describe.each(DRIVERS)('working days on %s', (driver) => {
  let world: World;
  const count = async (cases: [string, number][]) =>
    (
      await world.db.sql<{ day: string }>(
        `select private.add_working_days((c ->> 0)::date, (c ->> 1)::integer)::text as day
         from jsonb_array_elements($1::text::jsonb) with ordinality as x (c, position) order by position`,
        [JSON.stringify(cases)]
      )
    ).map(({ day }) => day);

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('the database and the application count alike, over the seeded holidays of two years', async () => {
    const rows = await world.db.sql<{ date: string }>(`select "date"::text from public.public_holidays`);
    const holidays = new Set(rows.map(({ date }) => date));
    const day = fc
      .integer({ min: 0, max: 760 })
      .map((n) => new Date(Date.UTC(2025, 11, 1 + n)).toISOString().slice(0, 10));
    const cases = fc.sample(fc.tuple(day, fc.integer({ min: 0, max: 45 })), { numRuns: 2000, seed: 8576 });
    expect(await count(cases)).toEqual(cases.map(([from, days]) => addWorkingDays(from, days, holidays)));
    expect(
      await count([
        ['2026-04-24', 1],
        ['2026-04-29', 1],
        ['2027-02-04', 1],
        ['2026-09-01', 1]
      ])
    ).toEqual(['2026-04-28', '2026-05-04', '2027-02-12', '2026-09-03']);
  });

  test('a number of days that nobody means is refused', async () => {
    for (const days of ['-1', '367', 'null'])
      await expect(world.db.sql(`select private.add_working_days('2026-11-23', ${days})`)).rejects.toMatchObject({
        code: 'DT004'
      });
  });

  test('an administrator keeps the list: adds, renames, removes, and it counts from then on', async () => {
    const day = { date: '2026-11-24', name_vi: 'Ngày nghỉ thử', name_en: 'Trial day off' };
    expect((await world.call('administrator', 'save_public_holiday', day)).code).toBe('ok');
    expect(await count([['2026-11-23', 1]])).toEqual(['2026-11-25']);
    await world.call('administrator', 'save_public_holiday', { ...day, name_en: 'Another name', provisional: true });
    const { data } = await (
      await world.client('visitor')
    )
      .from('public_holidays')
      .select('name_en, provisional')
      .eq('date', day.date);
    expect(data).toEqual([{ name_en: 'Another name', provisional: true }]);
    expect((await world.call('administrator', 'remove_public_holiday', { date: day.date })).code).toBe('ok');
    expect(await count([['2026-11-23', 1]])).toEqual(['2026-11-24']);
    expect((await world.call('administrator', 'remove_public_holiday', { date: day.date })).code).toBe(
      'DT001 public_holiday'
    );
  });

  test.each([
    ['a blank name', { name_vi: '  ' }, '23502'],
    ['a name without end', { name_vi: 'n'.repeat(121) }, '23514'],
    ['a year of long ago', { date: '1026-01-01' }, '23514'],
    ['no day', { date: 'ngày mai' }, '22007']
  ])('%s is refused', async (_, wrong, code) => {
    const holiday = { date: '2026-11-24', name_vi: 'Ngày nghỉ', name_en: 'Day off', ...wrong };
    expect((await world.call('administrator', 'save_public_holiday', holiday)).code).toBe(code);
  });

  test('what an administrator made of the list stays, whatever the file says later', async () => {
    await world.db.sql(`delete from public.public_holidays where "date" = '2026-09-01'`);
    await world.db.sql(
      `update private.seed_versions set hash = 'of another time' where name = 'reference/public-holidays'`
    );
    expect((await applySeeds(world.db.backend)).applied).toEqual([]);
    expect(await world.db.sql(`select 1 from public.public_holidays where "date" = '2026-09-01'`)).toEqual([]);
  });
});
