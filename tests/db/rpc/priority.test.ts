import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compareStanding,
  partsOf,
  pointsOf,
  type Facts,
  type Parts,
  type Standing,
  type Weights
} from '../../../src/lib/domain/support/priority.ts';
import { stateVerified } from '../../support/past-triggers.ts';
import { openWorld, type World } from '../../support/people.ts';
import { numbersFrom } from '../../support/random.ts';
import { makeApplication, makePackage } from '../../support/records/allocation.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Candidate = Standing & {
  rank: number;
  facts: Facts;
  parts: Parts;
  total: number;
};
const WEIGHTS: Weights = { gap: 30, need: 15, verified: 15, commitment: 10, cluster: 10, area: 10, waiting: 10 };
const FIRMS = 150;

describe.each(DRIVERS)('priority on %s', (driver) => {
  let world: World;
  const candidates = (id: string) =>
    world.db.sql<Candidate>(
      `select c.rank, c.enterprise_id, e.tax_code, c.facts, c.parts, c.points::float8 as points,
         (c.applied_at at time zone 'utc')::text as applied_at, (c.assessed_at at time zone 'utc')::text as assessed_at
       from private.package_candidates($1) c join public.enterprises e using (enterprise_id) order by c.rank`,
      [id]
    );
  const list = (who: string, package_id: string, more: Record<string, unknown> = {}) =>
    world.call(who, 'list_candidates', { package_id, ...more });
  const idsIn = ({ data }: { data: unknown }) => (data as { enterprise_id: string }[]).map((row) => row.enterprise_id);

  beforeAll(async () => {
    world = await openWorld(driver);
    await generateFirms(world);
  });
  afterAll(() => world.close());

  test('parts, points and order are those of the preview, for generated firms', async () => {
    const packages = [
      await makePackage(world.db, {
        code: 'UT-1',
        pillars: ['1'],
        indices: ['2.1', '3.1'],
        terms: { 'thu-goi-a': [0.3, 77_777_777] }
      }),
      await makePackage(world.db, { code: 'UT-2', terms: { 'thu-goi-a': [0, 0] } }),
      await makePackage(world.db, {
        code: 'UT-3',
        pillars: ['4'],
        terms: { 'thu-goi-b': [1, 10], 'thu-goi-c': [0.999, 123_456_789_012] }
      })
    ];
    await generateRecords(world, packages);
    for (const id of packages) {
      const found = await candidates(id);
      expect(found.length).toBeGreaterThan(100);
      for (const row of found) {
        expect({ parts: partsOf(row.facts), points: pointsOf(row.parts, WEIGHTS) }).toEqual({
          parts: row.parts,
          points: row.points
        });
      }
      expect([...found].sort(compareStanding).map(({ rank }) => rank)).toEqual(found.map((_, index) => index + 1));
      for (const part of ['gap', 'need', 'commitment', 'cluster', 'area', 'waiting'] as const) {
        expect({ part, values: new Set(found.map(({ parts }) => parts[part])).size > 1 || id === packages[1] }).toEqual(
          { part, values: true }
        );
      }
    }
  });

  test('a firm worked out by hand', async () => {
    const id = await makePackage(world.db, {
      code: 'TAY-1',
      pillars: ['1'],
      terms: { 'thu-goi-a': [0.5, 20_000_000] }
    });
    await makeApplication(world.db, id, world.firm, { own: 5_000_000, need: 'Bán hàng trên mạng', at: daysAgo(73) });
    const mine = (await candidates(id)).find((row) => row.enterprise_id === world.firm)!;
    // Every answer at level 2 of 5; a quarter of the 20 million that the state does not pay; 73 days of 365.
    expect(mine.parts).toMatchObject({ gap: 0.6, need: 1, commitment: 0.25, cluster: 1, waiting: 0.2 });
    expect(mine.facts).toMatchObject({ needed: 20_000_000, own: 5_000_000, need: 2, days: 73 });
  });

  test('what staff found counts instead of what was claimed', async () => {
    const id = await makePackage(world.db, { code: 'XM-1' });
    const firm = await world.makeFirm();
    const assessment = await world.makeSubmitted(firm, 5);
    const gap = async () => (await candidates(id)).find((row) => row.enterprise_id === firm)!.parts;
    expect(await gap()).toMatchObject({ gap: 0, verified: 0 });
    await verify(world, assessment, 0.25, 0);
    expect(await gap()).toMatchObject({ gap: 1, verified: 0.25 });
  });

  test('a firm that does not match, or is being given the package, is no candidate', async () => {
    const id = await makePackage(world.db, { code: 'HOP-1', kinds: ['household'] });
    expect((await candidates(id)).some((row) => row.enterprise_id === world.firm)).toBe(false);
    const open = await makePackage(world.db, { code: 'HOP-2' });
    expect((await candidates(open)).some((row) => row.enterprise_id === world.firm)).toBe(true);
    await world.db.sql(`insert into public.assignments (package_id, enterprise_id) values ($1, $2)`, [
      open,
      world.firm
    ]);
    expect((await candidates(open)).some((row) => row.enterprise_id === world.firm)).toBe(false);
  });

  test('of equal points, the earlier application, then the earlier assessment, then the tax code comes first', async () => {
    const id = await makePackage(world.db, { code: 'BANG-1', kinds: ['startup_project'] });
    const at = daysAgo(800);
    const make = async (taxCode: string | null, assessed: string, applied?: string) => {
      const firm = await world.makeFirm({ kind: 'startup_project', taxCode });
      await world.makeSubmitted(firm, 2, assessed);
      if (applied) await makeApplication(world.db, id, firm, { need: 'x', at: applied });
      return firm;
    };
    const without = await make(null, at);
    const second = await make('1399999999', at);
    const first = await make('1311111111', at);
    const older = await make(null, daysAgo(900));
    const applied = await make(null, at, daysAgo(500));
    const appliedBefore = await make(null, at, daysAgo(600));
    expect((await candidates(id)).map((row) => row.enterprise_id)).toEqual([
      appliedBefore,
      applied,
      older,
      first,
      second,
      without
    ]);
  });

  test('staff read the list of their area with the rank among all, page by page', async () => {
    const all = idsIn(await list('officer', world.openPackage, { size: 500 }));
    const pages = [
      ...idsIn(await list('manager', world.openPackage, { size: 100 })),
      ...idsIn(await list('manager', world.openPackage, { after: 100, size: 400 }))
    ];
    expect(pages).toEqual(all);
    const near = (await list('near', world.openPackage, { size: 500 })).data as {
      rank: number;
      enterprise_id: string;
      district_id: string;
    }[];
    expect(new Set(near.map((row) => row.district_id))).toEqual(new Set(['829-2021']));
    expect(near.every((row) => all[row.rank - 1] === row.enterprise_id)).toBe(true);
    expect((await list('owner', world.openPackage)).code).toBe('DT002 officer');
    expect((await list('administrator', world.openPackage)).code).toBe('DT002 officer');
  });

  test('filters narrow the list and leave the rank', async () => {
    const applied = (await list('officer', world.openPackage, { filters: { applied: 'on' } })).data as {
      rank: number;
      total: number;
      application_id: string;
    }[];
    expect(applied.length).toBe(2);
    expect(applied.every((row) => row.total === 2 && row.application_id !== null)).toBe(true);
    expect(idsIn(await list('officer', world.openPackage, { filters: { kind: 'household', q: "'; drop" } }))).toEqual(
      []
    );
  });

  test('an owner is told the own parts and a place, and nothing of others', async () => {
    const mine = (application_id: string, who = 'owner') => world.call(who, 'my_priority', { application_id });
    const { data } = await mine(world.application);
    expect(data).toMatchObject({ state: 'open', rank: expect.any(Number) as number, weights: { version: 1, gap: 30 } });
    expect(Object.keys((data as { facts: object }).facts).sort()).toEqual([
      'days',
      'in_cluster',
      'max',
      'missing',
      'need',
      'needed',
      'own',
      'verified'
    ]);
    expect((await mine(world.application, 'member')).code).toBe('ok');
    for (const who of ['otherOwner', 'officer', 'stranger'])
      expect((await mine(world.application, who)).code).toBe('DT001 application');
    const closed = await makePackage(world.db, { code: 'DONG-1' });
    const application = await makeApplication(world.db, closed, world.firm);
    await world.db.sql(`update public.packages set state = 'closed' where package_id = $1`, [closed]);
    expect((await mine(application)).data).toEqual({ state: 'open', unmet: ['open'] });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['a sum of 99', { ...WEIGHTS, gap: 29 }, 'DT004 weights', 'weights_sum'],
    ['a negative weight', { ...WEIGHTS, gap: 50, need: -5 }, 'DT004 weights', 'number'],
    ['a missing weight', { ...WEIGHTS, need: undefined }, 'DT004 weights', 'number'],
    ['a weight in words', { ...WEIGHTS, need: 'many' }, 'DT004 weights', 'number'],
    ['three decimals', { ...WEIGHTS, gap: 29.999, need: 15.001 }, 'DT004 weights', 'number'],
    ['a gap that alone decides', { ...WEIGHTS, gap: 51, need: 0, verified: 9 }, 'DT004 weights', 'weight_over_half']
  ])('%s is refused as weights', async (_, weights, code, why) => {
    const reply = await world.call('administrator', 'set_priority_weights', { weights, version: 1 });
    expect(reply.code).toBe(code);
    expect(reply.details).toContain(why);
  });

  test('weights that are no document are refused', async () => {
    for (const weights of [null, [], 'text', 7]) {
      expect((await world.call('administrator', 'set_priority_weights', { weights, version: 1 })).code).toBe(
        'DT004 weights'
      );
    }
  });

  test('new weights are a new version, made on the last one, and hold at once', async () => {
    const weights = { gap: 0, need: 100, verified: 0, commitment: 0, cluster: 0, area: 0, waiting: 0 };
    const set = (version: number) =>
      world.call('administrator', 'set_priority_weights', { weights, version, note: 'Thử' });
    const made = (await set(1)).data;
    expect(made).toBeGreaterThan(1);
    expect(await set(1)).toMatchObject({ code: 'DT003 priority_weights', details: String(made) });
    const mine = (await candidates(world.openPackage)).find((row) => row.enterprise_id === world.firm)!;
    expect(mine.points).toBe(50);
    await world.db.sql(`update public.priority_weights set gap = 1`).then(
      () => expect.unreachable(),
      (error: unknown) => expect(String(error)).toContain('priority_weights')
    );
  });
});

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** Firms of every kind and size, near and far, with answers at every level. */
async function generateFirms(world: World): Promise<void> {
  const { whole, pick } = numbersFrom(8576);
  const levels = [0, 1, 2, 3, 4, 5].map((level) => world.answers(level));
  for (let n = 0; n < FIRMS; n += 1) {
    const firm = await world.makeFirm({
      kind: pick(['enterprise', 'household', 'startup', 'cooperative']),
      unit: pick([world.units.near, world.units.near, world.units.far]),
      sector: pick(['2018-10', '2018-47', '2018-62']),
      employees: pick([3, 30, 150])
    });
    const around = whole(5);
    const answers = Object.keys(levels[0]!).map((id) => [id, { value: levels[around + whole(2)]![id], revision: 1 }]);
    await world.db.sql(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers, revision, submitted_at)
       values ($1, $2, 'dbi-sme', 'submitted', $3::text::jsonb, 1, $4::text::timestamptz)`,
      [
        firm,
        world.versionId,
        JSON.stringify(Object.fromEntries(answers)),
        daysAgo(pick([0, 1, 7, 100, 364, 365, 366, 1000]))
      ]
    );
  }
}

/** Applications, findings of staff, and firms that were supported before. */
async function generateRecords(world: World, packages: string[]): Promise<void> {
  const { whole, pick } = numbersFrom(1970);
  const given = await makePackage(world.db, { code: 'CU-1', state: 'closed' });
  const firms = await world.db.sql<{ id: string; assessment: string }>(
    `select enterprise_id as id, latest_assessment_id as assessment from public.enterprises order by enterprise_id`
  );
  for (const { id, assessment } of firms) {
    for (const wanted of packages) {
      if (whole(2)) continue;
      const own = pick([0, 1, 9, 12_345_678, 90_740_740, 181_481_481, 999_999_999_999]);
      await makeApplication(world.db, wanted, id, { own, need: pick([null, 'Phần mềm']), at: daysAgo(whole(500)) });
    }
    if (whole(4) === 0) await verify(world, assessment, whole(1000) / 1000, whole(6));
    if (whole(6) === 0) {
      await world.db.sql(
        `insert into public.assignments (package_id, enterprise_id, state, terms, budget_year) values ($1, $2, 'completed', '{}', 2025)`,
        [given, id]
      );
    }
  }
}

/** As if staff had checked a share of the criteria, and every answer were at one level. */
async function verify(world: World, assessment: string, share: number, level: number): Promise<void> {
  const [row] = await world.db.sql<{ result: string }>(
    `select private.score(v.outline, $1::text::jsonb)::text as result from public.questionnaire_versions v where v.version_id = $2`,
    [JSON.stringify(world.answers(level)), world.versionId]
  );
  await stateVerified(world.db, assessment, { share, result: row!.result });
}
