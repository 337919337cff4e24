import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateVerified } from '../../support/past-triggers.ts';
import { openWorld, type NewFirm, type World } from '../../support/people.ts';
import { makeAssignment, makePackage, type NewPackage, type NewTerm } from '../../support/records/packages.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Condition {
  id: string;
  met: boolean;
  value: unknown;
  wanted: unknown;
  basis?: string | null;
}
type Row = Record<string, unknown> & { package_id: string; enterprise_id: string };
const GIAIPHAP: NewTerm[] = ['micro', 'small', 'medium'].map((size_class) => ({
  support_id: 'dx-giaiphap',
  size_class,
  rate: 0.5,
  cap: 20_000_000
}));
const TUVAN: NewTerm[] = [{ support_id: 'dx-tuvan', size_class: 'small', rate: 0.5, cap: 50_000_000 }];
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe.each(DRIVERS)('matching on %s', (driver) => {
  let w: World;
  beforeAll(async () => {
    w = await openWorld(driver);
  });
  afterAll(() => w.close());

  const explain = async (packageId: string, firm: string) =>
    (await w.db.sql<{ list: Condition[] }>(`select private.match_explanation($1, $2) as list`, [packageId, firm]))[0]!
      .list;
  const failed = async (packageId: string, firm: string) =>
    (await explain(packageId, firm)).filter(({ met }) => !met).map(({ id }) => id);
  const assessedFirm = async (firm: NewFirm = {}, level = 2) => {
    const id = await w.makeFirm({ people: ['owner'], ...firm });
    await w.makeSubmitted(id, level);
    return id;
  };

  // The first firm: an enterprise of 8 people (micro), food products in the district of `near`, level 2.
  const cases: [string, NewPackage, NewTerm[] | undefined, string[]][] = [
    ['a package for everybody', {}, undefined, []],
    ['a package for its kind', { kinds: ['enterprise', 'household'] }, undefined, []],
    ['a package for another kind', { kinds: ['cooperative'] }, undefined, ['kind']],
    ['a package for its size', { size_classes: ['micro'] }, undefined, []],
    ['a package for another size', { size_classes: ['small', 'medium'] }, undefined, ['size']],
    ['a package for its cluster', { cluster_ids: ['che-bien'] }, undefined, []],
    ['a package for another cluster', { cluster_ids: ['du-lich'] }, undefined, ['sector']],
    ['a package for its section', { section_ids: ['2018-C'] }, undefined, []],
    [
      'a package for another cluster or its section',
      { cluster_ids: ['du-lich'], section_ids: ['2018-C'] },
      undefined,
      []
    ],
    ['a package for another section', { section_ids: ['2018-A'] }, undefined, ['sector']],
    ['a package for its district', { unit_ids: ['829-2021'] }, undefined, []],
    ['a package for another district', { unit_ids: ['831-2021'] }, undefined, ['unit']],
    ['a package for its level', { min_level: 2, max_level: 2 }, undefined, []],
    ['a package for lower levels', { max_level: 1 }, undefined, ['level']],
    ['a package for higher levels', { min_level: 3 }, undefined, ['level']],
    ['money that the law gives its kind and size', {}, GIAIPHAP, []],
    ['money for a size that the clause does not name', {}, TUVAN, ['law']],
    ['one content for its size beside one that is not', {}, [...GIAIPHAP, ...TUVAN], []],
    ['money that the law gives co-operatives', {}, [{ support_id: 'htx-tht', rate: 0.5, cap: 1000 }], ['law']],
    ['the same in kind', {}, [{ support_id: 'htx-tht' }], []],
    ['terms that have run out', {}, [{ support_id: 'kh-nhanthuc', valid_to: '2025-12-31' }], ['law']],
    ['no terms', {}, [], ['law']],
    ['criteria that nobody has verified', { required_criteria: ['3.2.1'] }, undefined, ['verified']],
    ['a draft', { state: 'draft' }, undefined, ['open']],
    ['a closed package', { state: 'closed' }, undefined, ['open']],
    ['a window that begins tomorrow or later', { opens_on: day(2) }, undefined, ['open']],
    ['a window that is over', { closes_on: day(-2) }, undefined, ['open']],
    ['a window around today', { opens_on: day(-2), closes_on: day(2) }, undefined, []]
  ];
  test.each(cases)('%s: the conditions that fail are named', async (_, columns, terms, expected) => {
    expect(await failed(await makePackage(w.db, columns, terms), w.firm)).toEqual(expected);
  });

  test('size classes are those of the enterprise law: a household is not held to them', async () => {
    const household = await assessedFirm({ kind: 'household', employees: null, capital: null });
    const open = await makePackage(w.db, { kinds: ['household', 'enterprise'], size_classes: ['micro'] });
    expect(await failed(open, household)).toEqual([]);
  });

  test('a firm of unknown size fits no package for certain sizes, and no terms for them', async () => {
    const unknown = await assessedFirm({ employees: null, capital: null });
    expect(await failed(await makePackage(w.db, { size_classes: ['micro'] }, GIAIPHAP), unknown)).toEqual([
      'size',
      'law'
    ]);
  });

  test('who gets no money under decree 80/2021 article 11 is told which contents and why', async () => {
    const packageId = await makePackage(w.db, {}, GIAIPHAP);
    for (const kind of ['household', 'cooperative', 'cooperative_group', 'startup_project']) {
      const firm = await assessedFirm({ kind });
      const law = (await explain(packageId, firm)).find(({ id }) => id === 'law')!;
      expect(law).toMatchObject({ met: false, value: [{ support_id: 'dx-giaiphap', left_out: 'kind' }] });
      expect(law.basis).toContain('NĐ 80/2021/NĐ-CP Điều 11.2');
    }
    const advice = await explain(await makePackage(w.db, {}, TUVAN), w.firm);
    expect(advice.find(({ id }) => id === 'law')).toMatchObject({
      value: [{ support_id: 'dx-tuvan', left_out: 'size' }]
    });
  });

  test('a firm that was not assessed fits nothing; its level is not known', async () => {
    const firm = await w.makeFirm();
    expect(await failed(await makePackage(w.db), firm)).toEqual(['assessed']);
    expect(await failed(await makePackage(w.db, { max_level: 3 }), firm)).toEqual(['assessed', 'level']);
  });

  test('criteria that staff confirmed or corrected count as verified', async () => {
    const packageId = await makePackage(w.db, { required_criteria: ['3.2.1', '2.1.1'] });
    const [firm, assessment] = [w.firm, w.submitted];
    await stateVerified(w.db, assessment, { held: ['3.2.1'] });
    const verified = (await explain(packageId, firm)).find(({ id }) => id === 'verified');
    expect(verified).toMatchObject({ met: false, value: ['3.2.1'], wanted: ['3.2.1', '2.1.1'] });
    await stateVerified(w.db, assessment, { held: ['2.1.1', '3.2.1'] });
    expect(await failed(packageId, firm)).toEqual([]);
    const [row] = await w.db.sql(
      `select matches, verified_ok from private.package_matches where package_id = $1 and enterprise_id = $2`,
      [packageId, w.other]
    );
    expect(row).toEqual({ matches: true, verified_ok: false });
  });

  test('a content that the firm got this year is not free; one of another year or another firm is', async () => {
    const [packageId, before] = [await makePackage(w.db, {}, GIAIPHAP), await makePackage(w.db, {}, GIAIPHAP)];
    const firm = await assessedFirm();
    await makeAssignment(w.db, { packageId: before, firm: w.other, state: 'approved', supports: ['dx-giaiphap'] });
    expect(await failed(packageId, firm)).toEqual([]);
    await makeAssignment(w.db, { packageId: before, firm, state: 'approved', supports: ['dx-giaiphap'] });
    expect(await failed(packageId, firm)).toEqual(['content_free']);
    const taken = (await explain(packageId, firm)).find(({ id }) => id === 'content_free')!;
    expect(taken.value).toEqual([
      { vi: 'Thuê, mua giải pháp chuyển đổi số', en: 'Renting or buying digital solutions' }
    ]);
    const another = await assessedFirm();
    const year = new Date().getFullYear() - 1;
    await makeAssignment(w.db, {
      packageId: before,
      firm: another,
      state: 'approved',
      supports: ['dx-giaiphap'],
      year
    });
    expect(await failed(packageId, another)).toEqual([]);
  });

  test('offers hold a place until they end; proposals hold none; nobody is told whose they are', async () => {
    const packageId = await makePackage(w.db, { places: 1 });
    const holder = await assessedFirm();
    const assignment = await makeAssignment(w.db, { packageId, firm: holder, state: 'proposed' });
    expect(await failed(packageId, w.firm)).toEqual([]);
    for (const state of ['offered', 'accepted']) {
      await w.db.sql(`update public.assignments set state = $2::public.assignment_state where assignment_id = $1`, [
        assignment,
        state
      ]);
      expect(await failed(packageId, w.firm)).toEqual(['place']);
    }
    expect((await explain(packageId, w.firm)).find(({ id }) => id === 'place')).toEqual({
      id: 'place',
      met: false,
      value: null,
      wanted: null
    });
    expect(
      JSON.stringify((await w.call('owner', 'packages_for_enterprise', { enterprise_id: w.firm })).data)
    ).not.toContain(holder);
    await w.db.sql(`update public.assignments set state = 'cancelled' where assignment_id = $1`, [assignment]);
    expect(await failed(packageId, w.firm)).toEqual([]);
  });

  test('a step that needs a match is refused with the conditions that fail', async () => {
    const packageId = await makePackage(w.db, { kinds: ['cooperative'], max_level: 1, required_criteria: ['3.2.1'] });
    await expect(w.db.sql(`select private.require_match($1, $2)`, [packageId, w.firm])).rejects.toMatchObject({
      code: 'DT020',
      detail: '["kind", "level"]'
    });
    await w.db.sql(`select private.require_match($1, $2)`, [await makePackage(w.db), w.firm]);
  });

  test('an owner sees open packages that fit first, with terms for the firm', async () => {
    const [fits, not, draft] = [
      await makePackage(w.db, { code: 'ZZ-VUA' }, [...GIAIPHAP, ...TUVAN]),
      await makePackage(w.db, { code: 'AA-KHONG', kinds: ['household'] }),
      await makePackage(w.db, { state: 'draft' })
    ];
    const { data } = await w.call('owner', 'packages_for_enterprise', { enterprise_id: w.firm });
    const rows = data as (Row & { matches: boolean; contents: Record<string, unknown>[] })[];
    const ids = rows.map(({ package_id }) => package_id);
    expect(ids.indexOf(fits)).toBeLessThan(ids.indexOf(not));
    expect(ids).not.toContain(draft);
    expect(rows.find(({ package_id }) => package_id === fits)!.contents).toMatchObject([
      { support_id: 'dx-giaiphap', rate: 0.5, cap: 20_000_000, left_out: null },
      { support_id: 'dx-tuvan', rate: null, left_out: 'size' }
    ]);
  });

  test('staff see the firms of their area for a package, with the conditions that fail; an administrator none', async () => {
    const packageId = await makePackage(w.db, { min_level: 3 });
    const list = async (who: string, args: Record<string, unknown> = {}) =>
      (await w.call(who, 'enterprises_for_package', { package_id: packageId, ...args })).data as (Row & {
        failed: Condition[];
      })[];
    const ids = (rows: Row[]) => rows.map(({ enterprise_id }) => enterprise_id);
    expect(ids(await list('officer'))).toEqual(expect.arrayContaining([w.firm, w.other]));
    expect(ids(await list('near'))).toContain(w.firm);
    expect(ids(await list('near'))).not.toContain(w.other);
    expect(ids(await list('far'))).toEqual([w.other]);
    expect(await list('administrator')).toEqual([]);
    expect(ids(await list('officer', { filters: { fits: 'yes' } }))).toEqual([w.other]);
    const mine = (await list('near', { filters: { fits: 'no' } })).find(
      ({ enterprise_id }) => enterprise_id === w.firm
    )!;
    expect(mine.failed.map(({ id }) => id)).toEqual(['level']);
    expect((await w.call('far', 'package_counts', { package_ids: [packageId] })).data).toMatchObject([
      { fits: 1, places_left: null }
    ]);
    expect((await w.call('near', 'package_counts', { package_ids: [packageId] })).data).toMatchObject([{ fits: 0 }]);
  });

  test('firms without an assessment are listed when asked for; pages follow each other without gap', async () => {
    const packageId = await makePackage(w.db);
    const bare = await w.makeFirm();
    const list = async (args: Record<string, unknown>) =>
      (await w.call('officer', 'enterprises_for_package', { package_id: packageId, ...args })).data as Row[];
    const all = await list({ filters: { assessed: 'any' }, size: 200 });
    expect(all.map(({ enterprise_id }) => enterprise_id)).toContain(bare);
    expect((await list({ size: 200 })).map(({ enterprise_id }) => enterprise_id)).not.toContain(bare);
    const paged: Row[] = [];
    for (let page = 0, after: unknown = null; page < 50; page += 1) {
      const rows = await list({ filters: { assessed: 'any' }, size: 3, after });
      if (rows.length === 0) break;
      paged.push(...rows);
      after = { key: rows.at(-1)!.sort_key, id: rows.at(-1)!.enterprise_id };
    }
    expect(paged.map(({ enterprise_id }) => enterprise_id)).toEqual(all.map(({ enterprise_id }) => enterprise_id));
    expect(
      (await w.call('officer', 'enterprises_for_package', { package_id: packageId, after: { key: 'x', id: 'y' } })).code
    ).toBe('22P02');
  });
});
