import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { DRIVERS, openTestBackend, type TestBackend } from '../support/test-backend.ts';

describe.each(DRIVERS)('the law of support and sample packages on %s', (driver) => {
  let db: TestBackend;
  const rows = () =>
    db.sql(
      `select (select count(*) from public.packages) as packages, (select count(*) from public.package_terms) as terms`
    );
  const numbers = async (list: string[], from: string) =>
    (await db.sql<{ list: number[] }>(`select jsonb_build_array(${list.join(', ')}) as list ${from}`))[0]?.list;

  beforeAll(async () => {
    db = await openTestBackend({ driver });
  });
  afterAll(() => db.close());

  test('there are eight sample packages, drafts that say that they are samples, within the ceilings of the law', async () => {
    expect(
      await numbers(
        [
          'count(*)',
          `count(*) filter (where name_vi like '%(mẫu)' and is_sample)`,
          `count(*) filter (where state = 'draft')`
        ],
        'from public.packages'
      )
    ).toEqual([8, 8, 8]);
    expect(
      await numbers(['count(*)'], `from public.support_caps where support_id = 'dx-tuvan' and size_class = 'micro'`)
    ).toEqual([0]);
    expect(await db.sql(`select size_classes::text from public.supports where support_id = 'dx-tuvan'`)).toEqual([
      { size_classes: '{small,medium}' }
    ]);
  });

  test('each condition of the law is there in both languages, by the same article', async () => {
    const conditions = await db.sql<{ vi: string; en: string }>(
      `select c.vi, c.en from public.supports s, unnest(s.conditions_vi, s.conditions_en) as c (vi, en)`
    );
    const article = (text: string) => /(\d+\/\d{4}\/[\p{L}-]+).* (\d+\.\d+)\)$/u.exec(text)?.slice(1);
    expect(conditions.map(({ vi }) => article(vi))).toEqual([
      ['06/2022/TT-BKHĐT', '7.1'],
      ['06/2022/TT-BKHĐT', '7.2']
    ]);
    for (const { vi, en } of conditions) {
      expect(article(en)).toEqual(article(vi));
      expect(en).not.toMatch(/Điều|Giải pháp/);
    }
    await expect(
      db.sql(`update public.supports set conditions_en = '{}' where support_id = 'dx-giaiphap'`)
    ).rejects.toMatchObject({ code: '23514' });
  });

  test('sample packages are seeded once: what people made of them stays, whatever the files say later', async () => {
    await db.sql(`update public.packages set name_vi = 'Gói của tỉnh', is_sample = false where code = 'GOI-1'`);
    await db.sql(
      `delete from public.package_terms t using public.packages p where p.package_id = t.package_id and p.code = 'GOI-2'`
    );
    const before = await rows();
    await db.sql(`update private.seed_versions set hash = 'of another time' where name like 'reference/package%'`);
    expect((await applySeeds(db.backend)).applied).toEqual([]);
    expect(await rows()).toEqual(before);
    expect(await db.sql(`select name_vi from public.packages where code = 'GOI-1'`)).toEqual([
      { name_vi: 'Gói của tỉnh' }
    ]);
  });
});
