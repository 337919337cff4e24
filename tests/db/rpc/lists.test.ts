import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Row {
  enterprise_id: string;
  assessment_id?: string;
  name: string;
  tax_code: string | null;
  sort_key: string;
  district_id: string;
}

describe.each(DRIVERS)('lists of staff on %s', (driver) => {
  let world: World;
  const list = async (who: string, fn: string, args: Record<string, unknown> = {}) =>
    (await world.call(who, fn, args)).data as Row[];
  const names = async (filters: Record<string, unknown>, who = 'officer') =>
    (await list(who, 'list_enterprises', { filters, sort: 'name' })).map(({ name }) => name);
  const count = async (query: string) =>
    (await world.db.sql<{ n: number }>(`select count(*)::int as n ${query}`))[0]!.n;

  async function allPages(fn: string, sort: string, size: number): Promise<string[]> {
    const ids: string[] = [];
    let after: { key: string; id: string } | null = null;
    for (let page = 0; page < 100; page += 1) {
      const rows: Row[] = await list('officer', fn, { sort, size, after });
      ids.push(...rows.map((row) => row.assessment_id ?? row.enterprise_id));
      const last = rows.at(-1);
      if (!last || rows.length < size) return ids;
      after = { key: last.sort_key, id: last.assessment_id ?? last.enterprise_id };
    }
    throw new Error('The pages do not end.');
  }

  beforeAll(async () => {
    world = await openWorld(driver);
    const special = ['Hộ kinh doanh Bến Tre', 'HTX Đường Dừa', '100% dừa tươi', 'Cơ_sở gạch dưới', 'Chợ Lách \\ Hoa'];
    for (const [index, name] of special.entries()) {
      await world.makeFirm({ name, unit: index % 2 ? world.units.far : world.units.near });
    }
    await world.makeFirm({ name: 'Cá nhân Lê Thị Mười', kind: 'household', taxCode: '083190001234' });
    // Equal names, points and times, so that paging has ties to break.
    for (let n = 0; n < 24; n += 1) {
      const firm = await world.makeFirm({
        name: `Trùng tên ${n % 3}`,
        unit: n % 2 ? world.units.near : world.units.far
      });
      if (n % 4) await world.makeSubmitted(firm, n % 6, `2026-0${1 + (n % 3)}-15T08:00:00.123456Z`);
    }
    await world.db.sql(`alter table public.enterprises disable trigger user`);
    await world.db.sql(
      `update public.enterprises set created_at = '2026-05-01T00:00:00Z' where name like 'Trùng tên 1' or name like 'Trùng tên 2'`
    );
    await world.db.sql(`alter table public.enterprises enable trigger user`);
  });
  afterAll(() => world.close());

  test.each([
    ['bến tre', ['Hộ kinh doanh Bến Tre']],
    ['ben tre', ['Hộ kinh doanh Bến Tre']],
    ['BEN  TRE', ['Hộ kinh doanh Bến Tre']],
    ['Bến Tre', ['Hộ kinh doanh Bến Tre']],
    ['duong dua', ['HTX Đường Dừa']],
    ['%', ['100% dừa tươi']],
    ['_', ['Cơ_sở gạch dưới']],
    ['\\', ['Chợ Lách \\ Hoa']],
    [`' or true --`, []],
    ['x'.repeat(5000), []]
  ])('a search for %j finds exactly what it says', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  test('an empty search finds everything', async () => {
    expect(await names({ q: '   ' })).toHaveLength(await count('from public.enterprises'));
  });

  test('a tax code is found by its beginning, with or without the dash', async () => {
    await world.makeFirm({ name: 'Chi nhánh 7', taxCode: '1301234567-007' });
    for (const q of ['1301234567', '1301234567-007', '130 123 4567', '1301234567007']) {
      expect(await names({ q })).toEqual(['Chi nhánh 7']);
    }
  });

  test('a personal tax code is masked in both lists', async () => {
    const [row] = await list('officer', 'list_enterprises', { filters: { q: 'le thi muoi' } });
    expect(row?.tax_code).toBe('083•••••••34');
    await world.makeSubmitted(row!.enterprise_id, 1);
    const [assessment] = await list('officer', 'list_assessments', { filters: { q: 'le thi muoi' } });
    expect(assessment?.tax_code).toBe('083•••••••34');
  });

  test.each([
    [{ unit: '829-2021' }, `district_id = '829-2021'`],
    [{ kind: 'household' }, `kind = 'household'`],
    [{ size: 'micro' }, `size_class = 'micro'`],
    [{ section: '2018-C' }, `section_id = '2018-C'`],
    [{ level: '2' }, `latest_level = 2`],
    [{ level: 'none' }, `latest_level is null`],
    [{ from: '2026-02-15', to: '2026-02-15' }, `latest_submitted_at::date = '2026-02-15'`],
    [{ unit: '831-2021', level: 'none' }, `district_id = '831-2021' and latest_level is null`]
  ])('the filter %j keeps what it says', async (filters, where) => {
    const rows = await list('officer', 'list_enterprises', { filters, size: 1000 });
    expect(rows.length).toBe(await count(`from public.enterprises where ${where}`));
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each([
    [{ kind: 'bank' }, '22P02'],
    [{ level: 'high' }, '22P02'],
    [{ from: 'yesterday-ish' }, '22007'],
    [{ size: `micro' or true --` }, '22P02']
  ])('the filter %j is refused', async (filters, code) => {
    expect((await world.call('officer', 'list_enterprises', { filters })).code).toBe(code);
  });

  test.each([
    ['list_enterprises', { sort: 'tax_code' }, 'DT004 sort'],
    ['list_enterprises', { sort: 'name; drop table x' }, 'DT004 sort'],
    ['list_enterprises', { sort: null }, 'DT004 sort'],
    ['list_assessments', { sort: 'name' }, 'DT004 sort'],
    ['list_enterprises', { after: { key: 'soon', id: 'x' } }, '22007'],
    ['list_enterprises', { sort: 'points', after: { key: '1', id: 'x' } }, '22P02']
  ])('%s with %j is refused', async (fn, args, code) => {
    expect((await world.call('officer', fn, args)).code).toBe(code);
  });

  test('sizes of a page are kept within 1 and 1000', async () => {
    expect(await list('officer', 'list_enterprises', { size: -3 })).toHaveLength(1);
    expect(await list('officer', 'list_enterprises', { size: 2 ** 31 - 1 })).not.toHaveLength(0);
  });

  test.each(['name', 'assessed', 'points', 'created'])(
    'sorted by %s every firm is on exactly one page',
    async (sort) => {
      const expected = await count('from public.enterprises');
      for (const size of [1, 7]) {
        const ids = await allPages('list_enterprises', sort, size);
        expect([ids.length, new Set(ids).size]).toEqual([expected, expected]);
      }
    }
  );

  test.each(['changed', 'points'])('sorted by %s every assessment is on exactly one page', async (sort) => {
    const expected = await count(
      `from public.assessments where state <> 'discarded' and not (state = 'draft' and entry = 'self')`
    );
    const ids = await allPages('list_assessments', sort, 5);
    expect([ids.length, new Set(ids).size]).toEqual([expected, expected]);
  });

  test('a district officer sees the area, also when asking for another', async () => {
    const rows = await list('near', 'list_enterprises', { size: 1000 });
    expect(new Set(rows.map(({ district_id }) => district_id))).toEqual(new Set(['829-2021']));
    expect(await names({ unit: '831-2021' }, 'near')).toEqual([]);
    const assessments = await list('near', 'list_assessments', { size: 1000 });
    expect(new Set(assessments.map(({ district_id }) => district_id))).toEqual(new Set(['829-2021']));
  });

  test('people without a role see their own firms or none', async () => {
    expect(await names({}, 'owner')).toHaveLength(1);
    for (const who of ['stranger', 'administrator', 'provider', 'disabled']) {
      expect([who, await names({}, who), await list(who, 'list_assessments')]).toEqual([who, [], []]);
    }
  });

  test('what was given up is listed only when asked for', async () => {
    const firm = await world.makeFirm({ people: ['owner'], name: 'Bỏ dở' });
    const { data } = await world.call('officer', 'start_assessment', { enterprise_id: firm });
    await world.call('owner', 'discard_assessment', { assessment_id: data });
    const find = (filters: Record<string, string>) =>
      list('officer', 'list_assessments', { filters: { q: 'bo do', ...filters } });
    expect([(await find({})).length, (await find({ state: 'discarded' })).length]).toEqual([0, 1]);
  });
});
