import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { makeAssignment, makePackage } from '../../support/records/packages.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from '../invariants/refusal.ts';

type Details = Record<string, unknown>;
const TERM = {
  support_id: 'dx-giaiphap',
  size_class: 'micro',
  rate: 0.5,
  cap: 20_000_000,
  legal_basis: 'NĐ 80/2021/NĐ-CP Điều 11.2',
  valid_from: '2021-10-15',
  valid_to: null
};

describe.each(DRIVERS)('packages on %s', (driver) => {
  let w: World;
  let serial = 0;
  beforeAll(async () => {
    w = await openWorld(driver);
  });
  afterAll(() => w.close());

  const details = (changes: Details = {}): Details => ({
    code: `LUU-${(serial += 1)}`,
    name_vi: 'Gói thử',
    name_en: 'Test package',
    gives_vi: 'Một giải pháp',
    gives_en: 'One solution',
    kinds: ['enterprise'],
    size_classes: ['micro'],
    min_level: 0,
    max_level: 2,
    places: 10,
    line_code: 'VII.3',
    terms: [TERM],
    ...changes
  });
  const save = (input: unknown, id: string | null = null, revision: number | null = null, who = 'officer') =>
    w.call(who, 'save_package', { package_id: id, details: input, revision });
  const make = async (changes: Details = {}) => {
    const { data } = await save(details(changes));
    return data as { package_id: string; revision: number };
  };
  const setState = (id: string, state: string, revision: number, who = 'officer') =>
    w.call(who, 'set_package_state', { package_id: id, state, revision });
  const stored = async (id: string) =>
    (
      await w.db.sql<Record<string, unknown>>(
        `select p.*, p.state::text as state, (select jsonb_agg(to_jsonb(t) order by t.support_id, t.size_class) from public.package_terms t
           where t.package_id = p.package_id) as terms from public.packages p where p.package_id = $1`,
        [id]
      )
    )[0];

  test('a new package is a draft of the current programme, with its terms', async () => {
    const made = await make({ name_vi: '  Gói   đầu  ', cluster_ids: ['che-bien', 'che-bien'] });
    expect(await stored(made.package_id)).toMatchObject({
      programme_id: 'ben-tre-8576',
      state: 'draft',
      revision: 1,
      name_vi: 'Gói   đầu',
      cluster_ids: ['che-bien'],
      is_sample: false,
      created_by: w.ids.officer,
      terms: [{ support_id: 'dx-giaiphap', size_class: 'micro', cap: 20_000_000 }]
    });
  });

  test('a change replaces what it says, counts as a revision, and keeps the ids of terms that stay', async () => {
    const made = await make({ terms: [TERM, { ...TERM, size_class: 'small', cap: 50_000_000 }] });
    const before = (await stored(made.package_id))!.terms as { package_terms_id: string }[];
    const changed = await save(
      details({
        code: 'KHAC',
        places: null,
        terms: [
          { ...TERM, cap: 10_000_000 },
          { ...TERM, size_class: 'medium' }
        ]
      }),
      made.package_id,
      made.revision,
      'manager'
    );
    expect(changed.data).toEqual({ package_id: made.package_id, revision: 2 });
    const after = (await stored(made.package_id))!;
    expect(after).toMatchObject({ code: expect.stringMatching(/^LUU-/), places: null });
    expect(after.terms).toMatchObject([
      { size_class: 'micro', cap: 10_000_000, package_terms_id: before[0]!.package_terms_id },
      { size_class: 'medium', cap: 20_000_000 }
    ]);
  });

  test('the later of two who change the same revision is told, and nothing of theirs is kept', async () => {
    const made = await make();
    expect((await save(details({ places: 5 }), made.package_id, 1)).code).toBe('ok');
    const reply = await save(details({ places: 7, terms: [] }), made.package_id, 1, 'manager');
    expect([reply.code, reply.details]).toEqual(['DT003 package', '2']);
    expect(await stored(made.package_id)).toMatchObject({ places: 5, terms: [{ cap: 20_000_000 }] });
  });

  const wrong: [string, Details, string[]][] = [
    ['texts are missing', { name_vi: ' ', gives_en: null }, ['name_vi required', 'gives_en required']],
    [
      'texts are too long',
      { name_en: 'x'.repeat(161), gives_vi: 'x'.repeat(2001) },
      ['name_en too_long', 'gives_vi too_long']
    ],
    ['levels are the wrong way round', { min_level: 3, max_level: 1 }, ['max_level below_min']],
    [
      'the window ends before it begins',
      { opens_on: '2026-12-02', closes_on: '2026-12-01' },
      ['closes_on before_start']
    ],
    ['no place', { places: 0 }, ['places too_small']],
    ['no code', { code: null }, ['code format']],
    ['a code with a space', { code: 'GOI 1' }, ['code format']],
    ['a code that is taken, in whatever case', { code: 'goi-1' }, ['code taken']],
    ['a share over the ceiling', { terms: [{ ...TERM, rate: 0.51 }] }, ['terms.0.rate over_legal_cap']],
    [
      'an amount over the ceiling',
      { terms: [TERM, { ...TERM, size_class: 'small', cap: 50_000_001 }] },
      ['terms.1.cap over_legal_cap']
    ],
    [
      'for every size more than the smallest may have',
      { terms: [{ ...TERM, size_class: null, cap: 20_000_001 }] },
      ['terms.0.cap over_legal_cap']
    ],
    [
      'money for a size that the law does not name',
      { terms: [{ ...TERM, support_id: 'dx-tuvan' }] },
      ['terms.0.size_class not_named_by_law']
    ],
    ['money for a content in kind', { terms: [{ ...TERM, support_id: 'dx-2026' }] }, ['terms.0.rate no_state_money']],
    ['a share without an amount', { terms: [{ ...TERM, cap: 0 }] }, ['terms.0.cap rate_and_cap']],
    ['no legal basis', { terms: [{ ...TERM, legal_basis: '' }] }, ['terms.0.legal_basis required']],
    ['a content that does not exist', { terms: [{ ...TERM, support_id: 'vang' }] }, ['terms.0.support_id choice']],
    ['the same content twice', { terms: [TERM, TERM] }, ['terms.1.support_id duplicate']],
    [
      'terms that end before they begin',
      { terms: [{ ...TERM, valid_to: '2020-01-01' }] },
      ['terms.0.valid_to before_start']
    ],
    [
      'negative money',
      { terms: [{ ...TERM, rate: -1, cap: -1 }] },
      ['terms.0.rate out_of_range', 'terms.0.cap out_of_range']
    ],
    [
      'empty terms',
      { terms: [{}] },
      [
        'terms.0.support_id choice',
        'terms.0.rate out_of_range',
        'terms.0.cap out_of_range',
        'terms.0.legal_basis required',
        'terms.0.valid_from required'
      ]
    ]
  ];
  test.each(wrong)('%s: every problem is named by its path', async (_, changes, problems) => {
    const before = await w.db.sql(`select count(*)::int as n from public.packages`);
    const reply = await save(details(changes));
    expect(reply.code).toBe('DT004 package');
    const found = (JSON.parse(reply.details) as { path: string; code: string }[]).map(
      ({ path, code }) => `${path} ${code}`
    );
    expect(found.sort()).toEqual([...problems].sort());
    expect(await w.db.sql(`select count(*)::int as n from public.packages`)).toEqual(before);
  });

  test.each([
    ['no object', 'x'],
    ['a list', []],
    ['nothing', null],
    ['terms that are no list', { terms: 'x' }],
    ['terms that are no objects', { terms: [1, 'x', null] }],
    ['sixty-one terms', { terms: Array.from({ length: 61 }, () => TERM) }],
    ['a list that is text', { kinds: 'enterprise' }],
    ['a kind that does not exist', { kinds: ['king'] }],
    ['a section that does not exist', { section_ids: ['Z'] }],
    ['a district that does not exist', { unit_ids: ['0'] }],
    ['a criterion that does not exist', { required_criteria: ['9.9.9'] }],
    ['a pillar that does not exist', { pillar_ids: ['7'] }],
    ['a budget line that does not exist', { line_code: 'X.1' }],
    ['a level beyond the scale', { max_level: 6 }],
    ['a place that is no number', { places: 'many' }],
    ['a number that is too large', { places: 2 ** 40 }],
    ['a share that is text', { terms: [{ ...TERM, rate: 'half' }] }],
    ['a date that is none', { opens_on: '31/31/2026' }]
  ])('%s is refused as bad input, and nothing is written', async (_, input) => {
    const before = await w.db.sql(`select count(*)::int as n from public.packages`);
    const whole = input && typeof input === 'object' && !Array.isArray(input) ? details(input as Details) : input;
    expect((await save(whole)).code).toMatch(/^(DT004 |22P02|22003|22007|22008|23503|23514)/);
    expect(await w.db.sql(`select count(*)::int as n from public.packages`)).toEqual(before);
  });

  test('draft, open, closed, open again; other steps do not exist', async () => {
    const { package_id: id } = await make();
    expect((await setState(id, 'closed', 1)).code).toBe('DT006 package');
    expect((await setState(id, 'open', 1)).data).toBe(2);
    expect((await setState(id, 'open', 2)).code).toBe('DT006 package');
    expect((await setState(id, 'draft', 2)).code).toBe('DT006 package');
    expect((await setState(id, 'closed', 1)).code).toBe('DT003 package');
    expect((await setState(id, 'closed', 2, 'manager')).data).toBe(3);
    expect((await setState(id, 'open', 3)).data).toBe(4);
    expect((await setState(id, 'shut', 4)).code).toBe('22P02');
  });

  test('a package without terms, or whose terms have run out, does not open; an open one keeps at least one', async () => {
    const empty = await make({ terms: [] });
    const over = await make({ terms: [{ ...TERM, valid_to: '2024-12-31' }] });
    for (const { package_id } of [empty, over]) {
      const reply = await setState(package_id, 'open', 1);
      expect([reply.code, reply.details]).toEqual(['DT004 package', '[{"path": "terms", "code": "required"}]']);
    }
    const { package_id: id } = await make();
    await setState(id, 'open', 1);
    const reply = await save(details({ terms: [] }), id, 2);
    expect(JSON.parse(reply.details)).toEqual([{ path: 'terms', code: 'required' }]);
  });

  test('places do not fall below those that are held', async () => {
    const { package_id: id } = await make({ places: 3 });
    for (const firm of [w.firm, w.other]) await makeAssignment(w.db, { packageId: id, firm, state: 'offered' });
    const reply = await save(details({ places: 1 }), id, 1);
    expect(JSON.parse(reply.details)).toEqual([{ path: 'places', code: 'below_used' }]);
    expect((await save(details({ places: 2 }), id, 1)).code).toBe('ok');
  });

  test('a change does not reach what was offered already', async () => {
    const { package_id: id } = await make();
    const assignment = await makeAssignment(w.db, {
      packageId: id,
      firm: w.firm,
      state: 'offered',
      supports: ['dx-giaiphap']
    });
    const read = () =>
      w.db.sql(
        `select to_jsonb(a) as a, (select jsonb_agg(to_jsonb(i)) from public.assignment_items i where i.assignment_id = a.assignment_id) as items
         from public.assignments a where a.assignment_id = $1`,
        [assignment]
      );
    const before = await read();
    expect((await save(details({ name_vi: 'Tên khác', terms: [{ ...TERM, cap: 1_000_000 }] }), id, 1)).code).toBe('ok');
    expect(await read()).toEqual(before);
  });

  test('terms never exceed the ceilings of the law, whoever writes them', async () => {
    const id = await makePackage(w.db, {}, []);
    const insert = (rate: string, cap: string, support = 'dx-giaiphap', size: string | null = 'micro') =>
      refusal(
        w.db.sql(
          `insert into public.package_terms (package_id, support_id, size_class, rate, cap, legal_basis, valid_from)
           values ($1, $2, $3::public.size_class, $4::text::numeric, $5::text::bigint, 'NĐ', '2026-01-01')`,
          [id, support, size, rate, cap]
        )
      );
    expect(await insert('0.501', '1')).toBe('DT004');
    expect(await insert('0.5', '20000001')).toBe('DT004');
    expect(await insert('0.5', '20000001', 'dx-giaiphap', null)).toBe('DT004');
    expect(await insert('0.1', '1', 'dx-2026')).toBe('DT004');
    expect(await insert('0.5', '1', 'dx-tuvan', 'micro')).toBe('DT004');
    expect(await insert('0.5', '0')).toBe('23514');
    await w.db.sql(
      `insert into public.package_terms (package_id, support_id, size_class, rate, cap, legal_basis, valid_from)
       values ($1, 'dx-giaiphap', 'micro', 0.5, 20000000, 'NĐ', '2026-01-01')`,
      [id]
    );
    expect(await refusal(w.db.sql(`update public.package_terms set cap = 20000001 where package_id = $1`, [id]))).toBe(
      'DT004'
    );
  });

  test('a package that was assigned cannot be deleted, not even by the owner of the database', async () => {
    const id = await makePackage(w.db);
    await makeAssignment(w.db, { packageId: id, firm: w.firm, state: 'proposed' });
    expect(await refusal(w.db.sql(`delete from public.packages where package_id = $1`, [id]))).toBe('23503');
  });

  test('the log shows who changed which term', async () => {
    const { package_id: id } = await make();
    await save(details({ terms: [{ ...TERM, cap: 15_000_000 }] }), id, 1, 'manager');
    const rows = await w.db.sql<{ actor: string; action: string; changes: Details }>(
      `select actor, action, changes from public.audit_log where table_name = 'package_terms' and record_id like $1 || ':%' order by audit_id`,
      [id]
    );
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      [w.ids.officer, 'insert'],
      [w.ids.manager, 'update']
    ]);
    expect(rows[1]!.changes).toEqual({ cap: [20_000_000, 15_000_000] });
  });
});
