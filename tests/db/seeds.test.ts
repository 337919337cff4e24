import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { DRIVERS, openTestBackend, type TestBackend } from '../support/test-backend.ts';

const TABLES = [
  'units',
  'unit_mappings',
  'sectors',
  'size_class_rules',
  'programmes',
  'targets',
  'budget_lines',
  'clusters',
  'cluster_sectors',
  'supports',
  'support_caps',
  'packages',
  'package_terms',
  'questionnaire_versions',
  'audit_log'
];
const million = 1_000_000;

describe.each(DRIVERS)('seeds on %s', (driver) => {
  let db: TestBackend;
  const numbers = async (list: string[], from = '') =>
    (await db.sql<{ list: number[] }>(`select jsonb_build_array(${list.join(', ')}) as list ${from}`))[0]?.list;
  const counts = () => numbers(TABLES.map((table) => `(select count(*) from public.${table})`));

  beforeAll(async () => {
    db = await openTestBackend({ driver });
    expect((await applySeeds(db.backend)).warnings).toEqual([]);
  });
  afterAll(() => db.close());

  test('applying them again changes nothing, also when every file is read anew', async () => {
    const before = await counts();
    expect(await applySeeds(db.backend)).toEqual({ applied: [], warnings: [] });
    await db.sql(`update private.seed_versions set hash = 'of another time'`);
    expect((await applySeeds(db.backend)).applied.length).toBeGreaterThan(9);
    expect(await counts()).toEqual(before);
  });

  test('a row that was changed by hand is put right when its file changes', async () => {
    await db.sql(`update public.units set name_vi = 'Sai' where unit_id = '83-2021'`);
    await db.sql(`update private.seed_versions set hash = 'of another time' where name = 'reference/units'`);
    expect((await applySeeds(db.backend)).applied).toEqual(['reference/units']);
    expect(await db.sql(`select name_vi from public.units where unit_id = '83-2021'`)).toEqual([
      { name_vi: 'Tỉnh Bến Tre' }
    ]);
  });

  test('a published questionnaire stays when its file says something else', async () => {
    await db.sql(`update private.seed_versions set hash = 'of another time' where name = 'questionnaires/quick-check'`);
    const root = mkdtempSync(join(tmpdir(), 'dx-seeds-'));
    try {
      cpSync('supabase/seeds', join(root, 'supabase/seeds'), { recursive: true });
      const file = join(root, 'supabase/seeds/questionnaires/quick-check.json');
      const document = JSON.parse(readFileSync(file, 'utf8')) as { title: { vi: string } };
      document.title.vi = 'Khác';
      writeFileSync(file, JSON.stringify(document));
      const report = await applySeeds(db.backend, root);
      expect(report.warnings).toEqual([expect.stringContaining('needs a new version')]);
    } finally {
      rmSync(root, { recursive: true });
    }
    const [row] = await db.sql<{ title: string }>(
      `select document #>> '{title,vi}' as title from public.questionnaire_versions where questionnaire = 'quick-check'`
    );
    expect(row?.title).not.toBe('Khác');
  });

  test('both questionnaires are published', async () => {
    expect(
      await db.sql(
        `select questionnaire, version, state from public.questionnaire_versions where state = 'published' order by 1`
      )
    ).toEqual([
      { questionnaire: 'dbi-sme', version: '1970.1', state: 'published' },
      { questionnaire: 'quick-check', version: '1', state: 'published' }
    ]);
  });

  test('there are 9 old districts, 157 communes of the time of the plan and 48 of today', async () => {
    const columns = [
      `count(*) filter (where level = 'district')`,
      `count(*) filter (where level = 'commune' and valid_to is not null)`,
      `count(*) filter (where level = 'commune' and valid_to is null)`
    ];
    expect(await numbers(columns, 'from public.units')).toEqual([9, 157, 48]);
  });

  test('every commune of the time of the plan is mapped, or marked because nobody knows', async () => {
    const columns = [
      `count(*) filter (where m.old_unit_id is null)`,
      `count(*) filter (where m.old_unit_id is not null and m.new_unit_id is null)`,
      `count(*) filter (where m.new_unit_id is null and u.note like 'Merged away before%')`
    ];
    const from = `from public.units u left join public.unit_mappings m on m.old_unit_id = u.unit_id
      where u.level = 'commune' and u.valid_to is not null`;
    expect(await numbers(columns, from)).toEqual([0, 9, 9]);
  });

  test('every commune of today knows the old districts it lies in, five lie in two', async () => {
    const columns = [
      `count(*) filter (where district_id = any (district_ids))`,
      `count(*) filter (where cardinality(district_ids) = 2)`
    ];
    expect(await numbers(columns, `from public.units where level = 'commune' and valid_to is null`)).toEqual([48, 5]);
  });

  test('VSIC 2018 has 21 sections and 88 divisions, VSIC 2025 22 sections', async () => {
    expect(
      await db.sql(`select version, level, count(*)::int from public.sectors group by 1, 2 order by 1, 2`)
    ).toEqual([
      { version: '2018', level: 'division', count: 88 },
      { version: '2018', level: 'section', count: 21 },
      { version: '2025', level: 'section', count: 22 }
    ]);
  });

  test('line VII.3 has 2,500 million of the state and 80,000 million of others', async () => {
    expect(
      await numbers(['investment', 'career', 'other'], `from public.budget_lines where line_code = 'VII.3'`)
    ).toEqual([0, 2_500 * million, 80_000 * million]);
  });

  test('the plan has 24 targets; two of them say 1,000 enterprises and are not the same', async () => {
    expect(await numbers(['count(*)'], 'from public.targets')).toEqual([24]);
    expect(
      await db.sql(`select target_id from public.targets where value = 1000 and unit = 'doanh nghiệp' order by 1`)
    ).toEqual([{ target_id: 'dx_supported' }, { target_id: 'innovation_capacity' }]);
  });

  // Decree 80/2021 article 5, at the edges of its table; amounts in million VND.
  test.each([
    ['agriculture', 10, 3_000, 90_000, 'micro'],
    ['industry', 11, 3_000, 3_000, 'small'],
    ['services', 10, 10_000, 60_000, 'micro'],
    ['services', 10, 10_000.000001, 3_000.000001, 'small'],
    ['services', 51, 1_000, 1_000, 'medium'],
    ['industry', 100, 51_000, 20_000, 'small'],
    ['industry', 200, 201_000, 100_000, 'medium'],
    ['industry', 201, 1_000, 1_000, 'large'],
    ['services', 100, 301_000, 101_000, 'large'],
    ['services', 5, null, 2_000, 'micro']
  ])('%s, %i people, revenue %d, capital %d is %s', async (group, employees, revenue, capital, expected) => {
    const vnd = (amount: number | null) => (amount === null ? null : Math.round(amount * million));
    const [row] = await db.sql(`select private.size_class($1, $2, $3, $4, 'nd80-2021')::text as size`, [
      group,
      employees,
      vnd(revenue),
      vnd(capital)
    ]);
    expect(row).toEqual({ size: expected });
  });
});
