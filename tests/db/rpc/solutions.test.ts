import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { CODED, approved, daysAhead, handIn, providerTools, solutionDetails } from '../../support/records/providers.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Details = Record<string, unknown>;

describe.each(DRIVERS)('solutions and their directory on %s', (driver) => {
  let w: World;
  beforeAll(async () => {
    w = await openWorld(driver);
  });
  afterAll(() => w.close());

  const { somebody, row, review } = providerTools(() => w);
  const directory = async (filters: Details = {}, who = 'visitor') =>
    (await w.call(who, 'provider_directory', { filters })).data as {
      count: number;
      solutions: number;
      rows: { provider_id: string; name: string; solutions: { solution_id: string; name: string }[] }[];
      next: string | null;
    };

  describe('solutions', () => {
    test('a new one waits; a change of an approved one goes back to staff', async () => {
      const who = somebody();
      const { provider, solution } = await approved(w, who);
      expect(await row('solutions', solution)).toMatchObject({ state: 'approved' });
      const again = await w.call(who, 'save_solution', {
        provider_id: provider,
        solution_id: solution,
        revision: 2,
        details: solutionDetails({ price_year: 1_200_000, kinds: ['household', 'household'] })
      });
      expect(again).toMatchObject({ code: 'ok', data: solution });
      expect(await row('solutions', solution)).toMatchObject({ state: 'submitted', approved_until: null, revision: 3 });
      expect((await directory({ provider_id: provider })).count).toBe(0);
    });

    test('one that was withdrawn leaves, and can be put forward again; a suspended one can be neither', async () => {
      const who = somebody();
      const { provider, solution } = await approved(w, who);
      const withdraw = (revision: number) => w.call(who, 'withdraw_solution', { solution_id: solution, revision });
      const save = (revision: number) =>
        w.call(who, 'save_solution', {
          provider_id: provider,
          solution_id: solution,
          revision,
          details: solutionDetails()
        });
      expect((await withdraw(1)).code).toBe('DT003 solution');
      expect(await withdraw(2)).toMatchObject({ code: 'ok', data: 3 });
      expect((await withdraw(3)).code).toBe('DT006 solution');
      expect((await review('officer', 'solution', solution, { revision: 3 })).code).toBe('DT006 solution');
      expect((await save(3)).code).toBe('ok');
      await review('officer', 'solution', solution, { revision: 4, step: 'suspend', reason: 'Chưa đúng.' });
      expect((await save(5)).code).toBe('DT006 solution');
      expect((await withdraw(5)).code).toBe('DT006 solution');
    });

    test('nobody else saves or withdraws it', async () => {
      const { provider, solution } = await handIn(w, somebody());
      const args = { provider_id: provider, details: solutionDetails() };
      for (const who of ['stranger', 'provider', 'officer', 'administrator']) {
        expect((await w.call(who, 'save_solution', args)).code).toBe('DT001 provider');
        expect((await w.call(who, 'withdraw_solution', { solution_id: solution, revision: 1 })).code).toBe(
          'DT001 solution'
        );
      }
    });

    test('a solution of another provider is not saved under the own one', async () => {
      const { solution } = await handIn(w, somebody());
      const who = somebody();
      const { provider } = await handIn(w, who);
      const reply = await w.call(who, 'save_solution', {
        provider_id: provider,
        solution_id: solution,
        revision: 1,
        details: solutionDetails()
      });
      expect(reply.code).toBe('DT001 solution');
    });

    const hostile: [string, unknown][] = [
      ['nothing', null],
      ['a list', [solutionDetails()]],
      ['a number', 7],
      ['no fields', {}],
      ['a category that does not exist', solutionDetails({ category_id: 'khong-co' })],
      ['a category that is an object', solutionDetails({ category_id: {} })],
      ['a name of blanks', solutionDetails({ name: '   ' })],
      ['a summary too short', solutionDetails({ summary_vi: 'ngắn' })],
      ['a summary too long', solutionDetails({ summary_en: 'x'.repeat(1001) })],
      ['more text than is read', solutionDetails({ summary_vi: 'x'.repeat(20_001) })],
      ['kinds that do not exist', solutionDetails({ kinds: ['bank'] })],
      ['kinds that are a text', solutionDetails({ kinds: 'household' })],
      ['kinds that are null', solutionDetails({ kinds: [null] })],
      ['sizes in a list of lists', solutionDetails({ size_classes: [['micro'], ['small']] })],
      ['a section that does not exist', solutionDetails({ section_ids: ['2018-ZZ'] })],
      ['a unit that does not exist', solutionDetails({ unit_ids: ['x'] })],
      ['an index that does not exist', solutionDetails({ index_ids: ['99.99'] })],
      ['indices that are an object', solutionDetails({ index_ids: { a: 1 } })],
      ['a price model that does not exist', solutionDetails({ price_model: 'barter' })],
      ['a price by quote', solutionDetails({ price_model: 'quote', price_year: 5 })],
      ['no price where it is not by quote', solutionDetails({ price_year: null })],
      ['a price of what is free', solutionDetails({ price_model: 'free', price_year: 1 })],
      ['a price below nothing', solutionDetails({ price_year: -1 })],
      ['a price of half a dong', solutionDetails({ price_year: 1.5 })],
      ['a price beyond all numbers', solutionDetails({ price_year: 1e30 })],
      ['a price page that is a script', solutionDetails({ price_url: 'javascript:alert(1)' })],
      ['a standard that is maybe', solutionDetails({ open_standard: 'maybe' })],
      ['no word about a standard', solutionDetails({ open_standard: null })],
      ['a place of data that does not exist', solutionDetails({ data_location: 'moon' })],
      ['a certificate that never ends', solutionDetails({ certificate: 'ISO', certificate_until: 'infinity' })],
      ['a certificate of no day', solutionDetails({ certificate: 'ISO', certificate_until: '2026-02-31' })]
    ];
    test.each(hostile)('%s is refused with a code, and nothing is written', async (_, details) => {
      const who = 'provider';
      const [mine] = await w.db.sql<{ id: string }>(
        `select provider_id as id from public.provider_members where user_id = $1`,
        [w.ids.provider]
      );
      const stored = () =>
        w.db.sql(`select * from public.solutions where provider_id = $1 order by solution_id`, [mine!.id]);
      const before = await stored();
      const reply = await w.call(who, 'save_solution', { provider_id: mine!.id, details });
      expect(reply.code).toMatch(CODED);
      expect(await stored()).toEqual(before);
    });
  });

  describe('the directory', () => {
    test('shows approved solutions of approved providers, to everybody, and nothing of the people behind them', async () => {
      const who = somebody();
      const { provider, solution } = await approved(w, who);
      const shown = await directory({ provider_id: provider });
      expect(shown).toMatchObject({ count: 1, solutions: 1, next: null });
      expect(shown.rows[0]!.solutions).toMatchObject([{ solution_id: solution }]);
      const [stored] = await w.db.sql<Record<string, string>>(
        `select contact_name, contact_phone, contact_email, tax_code from public.providers where provider_id = $1`,
        [provider]
      );
      for (const text of Object.values(stored!)) expect(JSON.stringify(shown)).not.toContain(text);
      expect(Object.keys(shown.rows[0]!).sort()).toEqual(
        ['about_en', 'about_vi', 'is_sample', 'name', 'provider_id', 'rating', 'ratings', 'response_hours', 'site']
          .concat('solutions', 'unit_ids')
          .sort()
      );
      expect(await directory({ provider_id: provider }, 'stranger')).toEqual(shown);
    });

    test('what is suspended, or whose approval has run out, is gone at once', async () => {
      const offers = await Promise.all([1, 2, 3, 4].map(() => approved(w, somebody())));
      const [suspended, refused, ranOut, solutionRanOut] = offers;
      await review('officer', 'provider', suspended!.provider, { revision: 2, step: 'suspend', reason: 'Chưa đúng.' });
      await review('officer', 'solution', refused!.solution, { revision: 2, step: 'ask_changes', reason: 'Chưa rõ.' });
      const yesterday = [daysAhead(-1)];
      await w.db.sql(
        `update public.providers set approved_until = $1::text::date where provider_id = '${ranOut!.provider}'`,
        yesterday
      );
      await w.db.sql(
        `update public.solutions set approved_until = $1::text::date where solution_id = '${solutionRanOut!.solution}'`,
        yesterday
      );
      for (const { provider } of offers) expect(await directory({ provider_id: provider })).toMatchObject({ count: 0 });
    });

    test('the last day of an approval counts', async () => {
      const { provider, solution } = await approved(w, somebody());
      for (const [table, id] of [
        ['provider', provider],
        ['solution', solution]
      ])
        await w.db.sql(`update public.${table}s set approved_until = private.today() where ${table}_id = $1`, [id]);
      expect((await directory({ provider_id: provider })).count).toBe(1);
    });

    test('filters leave what is for everybody, or for what is asked', async () => {
      const who = somebody();
      const [district] = await w.db.sql<{ id: string }>(
        `select district_ids[1] as id from public.units where unit_id = $1`,
        [w.units.near]
      );
      const { provider } = await approved(
        w,
        who,
        { name: 'Công ty Dừa Xanh thử' },
        {
          category_id: 'ke-toan-thue',
          name: 'Sổ kế toán điện tử',
          kinds: ['household'],
          size_classes: ['micro'],
          section_ids: ['2018-G'],
          unit_ids: [district!.id]
        }
      );
      const found = async (filters: Details) => (await directory({ ...filters, provider_id: provider })).count;
      for (const filters of [
        { category: 'ke-toan-thue' },
        { kind: 'household' },
        { size: 'micro' },
        { section: '2018-G' },
        { unit: district!.id },
        { unit: w.units.near },
        { q: 'DUA xanh' },
        { q: 'kế toán' }
      ])
        expect([filters, await found(filters)]).toEqual([filters, 1]);
      for (const filters of [
        { category: 'erp' },
        { kind: 'enterprise' },
        { size: 'small' },
        { section: '2018-A' },
        { unit: w.units.far },
        { unit: 'nowhere' },
        { q: 'dừa_xanh' },
        { q: '%' }
      ])
        expect([filters, await found(filters)]).toEqual([filters, 0]);
    });

    test('pages go on after a provider, in the order of names, and miss nobody', async () => {
      const wanted = { category: 'tau-ca-hau-can' };
      for (let n = 21; n >= 1; n -= 1) {
        const name = `Đội tàu | ${String(n).padStart(2, '0')}`;
        await approved(w, somebody(), { name }, { category_id: wanted.category });
      }
      const first = await directory(wanted);
      expect(first).toMatchObject({ count: 21, next: first.rows.at(-1)!.provider_id });
      const second = await directory({ ...wanted, after: first.next });
      expect(second).toMatchObject({ count: 21, next: null });
      const names = [...first.rows, ...second.rows].map(({ name }) => name.slice(-2));
      expect(names).toEqual(Array.from({ length: 21 }, (_, i) => String(i + 1).padStart(2, '0')));
    });

    test.each([{ after: 'x|y' }, { kind: { a: 1 } }, { q: ['a'] }, { unit: 7 }, [], null])(
      '%o makes no sense and is no failure',
      async (filters) => {
        expect((await w.call('visitor', 'provider_directory', { filters })).code).toBe('ok');
      }
    );

    test('more than can be a filter is refused', async () => {
      expect((await w.call('visitor', 'provider_directory', { filters: { q: 'x'.repeat(6000) } })).code).toBe(
        'DT015 filters'
      );
    });
  });
});
