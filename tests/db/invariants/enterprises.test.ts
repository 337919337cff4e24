import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTaxCode } from '../../../src/lib/domain/enterprise/tax-code.ts';
import { sizeClass, type SizeThreshold } from '../../../src/lib/domain/enterprise/size-class.ts';
import { openWorld, type World } from '../../support/people.ts';
import { numbersFrom } from '../../support/random.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from './refusal.ts';

describe.each(DRIVERS)('firms, whoever writes, on %s', (driver) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each([
    ['1301234567', 'ok'],
    ['1301234567-001', 'ok'],
    ['083190001234', 'ok'],
    ['130123456', '23514'],
    ['13012345678', '23514'],
    ['1301234567001', '23514'],
    ['1301234567-000', '23514'],
    ['1300000000', '23514'],
    ['130123456a', '23514'],
    ['１３０１２３４５６７', '23514'],
    [' 1301234567', '23514'],
    ['1301234567\n', '23514'],
    ['', '23514']
  ])('tax code %j: %s', async (taxCode, expected) => {
    expect(await refusal(world.makeFirm({ taxCode }))).toBe(expected);
  });

  test('is on record once', async () => {
    expect(await refusal(world.makeFirm({ taxCode: world.taxCode }))).toBe('23505');
    expect(
      await refusal(
        world.db.sql(
          `update public.enterprises set tax_code = '${world.taxCode}' where enterprise_id = '${world.other}'`
        )
      )
    ).toBe('23505');
  });

  test('every form in which the browser accepts a tax code the database accepts as well', async () => {
    const { whole } = numbersFrom(1970);
    const typed = Array.from({ length: 3000 }, () => {
      const digits = Array.from({ length: 9 + whole(5) }, () => (whole(3) ? whole(10) : 0)).join('');
      return whole(3) ? digits : `${digits}-${String(whole(3)).padStart(3, '0')}`;
    });
    const canonical = typed.map((text) => {
      const parsed = parseTaxCode(text);
      return { code: parsed.ok ? parsed.code : text, ok: parsed.ok };
    });
    const [check] = await world.db.sql<{ check: string }>(
      `select pg_get_expr(c.conbin, c.conrelid) as check from pg_constraint c where c.conname = 'enterprises_tax_code_check'`
    );
    const [row] = await world.db.sql<{ ok: boolean[] }>(
      `select jsonb_agg(${check!.check} order by position) as ok
       from jsonb_array_elements_text($1::text::jsonb) with ordinality as t (tax_code, position)`,
      [JSON.stringify(canonical.map(({ code }) => code))]
    );
    // Thirteen digits without the dash are accepted where they are typed, and kept with it.
    const differing = canonical.filter(({ ok }, index) => ok !== row!.ok[index]);
    expect(differing).toEqual([]);
    expect(canonical.filter(({ ok }) => ok).length).toBeGreaterThan(500);
  });

  test('size classes are the same in SQL and in the browser', async () => {
    const rules = await world.db.sql<SizeThreshold>(
      `select size_class as "sizeClass", size_group as "group", max_employees as "maxEmployees",
         max_revenue::float8 as "maxRevenue", max_capital::float8 as "maxCapital" from public.size_class_rules where rule_version = 'nd80-2021'`
    );
    expect(rules).toHaveLength(9);
    const { whole, pick } = numbersFrom(80);
    const near = (bounds: number[], most: number) =>
      pick([null, 0, whole(most), ...bounds.flatMap((bound) => [bound - 1, bound, bound + 1])]);
    const inputs = Array.from({ length: 5000 }, () => {
      const group = pick(['agriculture', 'industry', 'services'] as const);
      const of = rules.filter((rule) => rule.group === group);
      return {
        group,
        employees: near(
          of.map((rule) => rule.maxEmployees),
          400
        ),
        revenue: near(
          of.map((rule) => rule.maxRevenue),
          400e9
        ),
        capital: near(
          of.map((rule) => rule.maxCapital),
          200e9
        )
      };
    });
    const [row] = await world.db.sql<{ classes: (string | null)[] }>(
      `select jsonb_agg(private.size_class(i ->> 'group', (i ->> 'employees')::int, (i ->> 'revenue')::bigint, (i ->> 'capital')::bigint, 'nd80-2021')
         order by position) as classes from jsonb_array_elements($1::text::jsonb) with ordinality as t (i, position)`,
      [JSON.stringify(inputs)]
    );
    const expected = inputs.map((input) => sizeClass(input, rules));
    expect(inputs.filter((_, index) => row!.classes[index] !== expected[index])).toEqual([]);
    expect(new Set(expected)).toEqual(new Set(['micro', 'small', 'medium', 'large', null]));
  });

  test('a size class or a district that is stated is derived anew', async () => {
    const set = `size_class = 'large', section_id = '2018-A'`;
    await world.db.sql(`update public.enterprises set ${set} where enterprise_id = $1`, [world.firm]);
    const [row] = await world.db.sql(`select size_class, section_id from public.enterprises where enterprise_id = $1`, [
      world.firm
    ]);
    expect(row).toEqual({ size_class: 'micro', section_id: '2018-C' });
  });
});
