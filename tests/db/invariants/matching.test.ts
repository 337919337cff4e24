import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { numbersFrom } from '../../support/random.ts';
import { makePackage, type NewTerm } from '../../support/records/packages.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Condition {
  id: string;
  met: boolean;
}
type Row = Record<string, unknown> & { package_id: string; enterprise_id: string };
const CONDITIONS = [
  'kind',
  'size',
  'sector',
  'unit',
  'assessed',
  'level',
  'law',
  'verified',
  'content_free',
  'open',
  'place'
];
const GIAIPHAP: NewTerm[] = ['micro', 'small', 'medium'].map((size_class) => ({
  support_id: 'dx-giaiphap',
  size_class,
  rate: 0.5,
  cap: 20_000_000
}));
const TUVAN: NewTerm[] = [{ support_id: 'dx-tuvan', size_class: 'small', rate: 0.5, cap: 50_000_000 }];

describe.each(DRIVERS)('matching in both directions on %s', (driver) => {
  let w: World;
  beforeAll(async () => {
    w = await openWorld(driver);
  });
  afterAll(() => w.close());

  const explain = async (packageId: string, firm: string) =>
    (await w.db.sql<{ list: Condition[] }>(`select private.match_explanation($1, $2) as list`, [packageId, firm]))[0]!
      .list;

  test('both directions agree, and so do the conditions one by one, for whatever packages and firms there are', async () => {
    const { pick, whole, next } = numbersFrom(20211224);
    const some = <T>(items: T[]) => (next() < 0.5 ? [] : items.filter(() => next() < 0.5));
    const kinds = ['startup_project', 'household', 'startup', 'enterprise', 'cooperative', 'cooperative_group'];
    for (let i = 0; i < 12; i += 1) {
      const firm = await w.makeFirm({
        kind: pick(kinds),
        employees: pick([null, 5, 40, 90, 500]),
        sector: pick(['2018-10', '2018-01', '2018-55', '2018-62']),
        unit: pick([w.units.near, w.units.far])
      });
      if (next() < 0.8) await w.makeSubmitted(firm, whole(6));
    }
    for (let i = 0; i < 12; i += 1) {
      const min = whole(3);
      await makePackage(
        w.db,
        {
          kinds: some(kinds),
          size_classes: some(['micro', 'small', 'medium']),
          cluster_ids: some(['che-bien', 'du-lich']),
          section_ids: some(['2018-A', '2018-J']),
          unit_ids: some(['829-2021', w.units.far]),
          min_level: min,
          max_level: min + whole(6 - min),
          state: pick(['open', 'open', 'draft', 'closed']),
          places: pick([null, 1]),
          required_criteria: some(['3.2.1'])
        },
        pick([[{ support_id: 'kh-nhanthuc' }], GIAIPHAP, TUVAN, [...GIAIPHAP, ...TUVAN]])
      );
    }
    const all = await w.db.sql<Row>(`select * from private.package_matches order by package_id, enterprise_id`);
    const gather = async (column: 'package_id' | 'enterprise_id') => {
      const rows: Row[] = [];
      for (const id of new Set(all.map((row) => row[column])))
        rows.push(...(await w.db.sql<Row>(`select * from private.package_matches where ${column} = $1`, [id])));
      return rows.sort((a, b) => (a.package_id + a.enterprise_id).localeCompare(b.package_id + b.enterprise_id));
    };
    all.sort((a, b) => (a.package_id + a.enterprise_id).localeCompare(b.package_id + b.enterprise_id));
    expect(await gather('package_id')).toEqual(all);
    expect(await gather('enterprise_id')).toEqual(all);
    const outcomes = new Set<string>();
    for (const row of all.filter((_, index) => index % 7 === 0)) {
      const met = Object.fromEntries(
        (await explain(row.package_id, row.enterprise_id)).map(({ id, met: ok }) => [id, ok])
      );
      expect(Object.keys(met)).toEqual(CONDITIONS);
      for (const id of CONDITIONS) {
        expect([id, met[id]]).toEqual([id, row[`${id}_ok`]]);
        outcomes.add(`${id} ${met[id]}`);
      }
      expect(row.matches).toBe(CONDITIONS.every((id) => id === 'verified' || met[id]));
    }
    expect(outcomes.size).toBeGreaterThan(16);
  });
});
