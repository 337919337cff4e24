import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applySeeds } from '../../../src/lib/server/jobs/seed.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const DETAILS = {
  kind: 'news',
  slug: 'lop-hoc-moi',
  title_vi: 'Lớp học mới',
  title_en: 'A new class',
  summary_vi: 'Tháng tới có lớp.',
  summary_en: 'There is a class next month.',
  body_vi: 'Nội dung **đậm**',
  body_en: 'Some **bold** text',
  index_ids: ['4.2'],
  min_level: 0,
  max_level: 5
};

describe.each(DRIVERS)('articles on %s', (driver) => {
  let world: World;
  let slugs = 0;
  const save = (person: string, details: object, id: string | null = null, revision?: number) =>
    world.call(person, 'save_article', { article_id: id, details, ...(revision && { revision }) });
  const publish = (person: string, id: string, revision: number, publish_on?: string, published = true) =>
    world.call(person, 'set_article_published', {
      article_id: id,
      published,
      revision,
      ...(publish_on && { publish_on })
    });
  const seenBy = async (person: string, id: string) =>
    ((await (await world.client(person)).from('articles').select('article_id').eq('article_id', id)).data ?? []).length;
  async function draft(details: object = {}): Promise<string> {
    slugs += 1;
    return String((await save('officer', { ...DETAILS, slug: `tin-${slugs}`, ...details })).data);
  }

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('a draft is for officers and managers; published and due it is for everybody, taken back again for nobody else', async () => {
    const id = await draft();
    const everybody = ['visitor', 'owner', 'near', 'administrator', 'officer', 'manager'];
    const seen = async () => Promise.all(everybody.map((person) => seenBy(person, id)));
    expect(await seen()).toEqual([0, 0, 0, 0, 1, 1]);
    expect((await publish('manager', id, 1)).code).toBe('ok');
    expect(await seen()).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await publish('officer', id, 2, undefined, false)).code).toBe('ok');
    expect(await seen()).toEqual([0, 0, 0, 0, 1, 1]);
  });

  test('what is published from tomorrow on is not public today', async () => {
    const id = await draft();
    const [{ tomorrow } = { tomorrow: '' }] = await world.db.sql<{ tomorrow: string }>(
      `select (private.today() + 1)::text as tomorrow`
    );
    await publish('officer', id, 1, tomorrow);
    expect([await seenBy('visitor', id), await seenBy('officer', id)]).toEqual([0, 1]);
    await world.db.sql(`update public.articles set publish_on = private.today() where article_id = $1`, [id]);
    expect(await seenBy('visitor', id)).toBe(1);
  });

  test('two people who change one article: the later is told', async () => {
    const id = await draft({ title_vi: 'Trước' });
    expect((await save('officer', { ...DETAILS, slug: 'x-1', title_vi: 'Một' }, id, 1)).code).toBe('ok');
    expect(await save('manager', { ...DETAILS, slug: 'x-1', title_vi: 'Hai' }, id, 1)).toMatchObject({
      code: 'DT003 article',
      details: '{"revision": 2}'
    });
  });

  test('a published article keeps kind and address, because links lead there', async () => {
    const id = await draft({ slug: 'giu-nguyen' });
    await publish('officer', id, 1);
    await save('officer', { ...DETAILS, slug: 'khac', kind: 'handbook', title_en: 'Changed' }, id, 2);
    expect(await world.db.sql(`select slug, kind, title_en from public.articles where article_id = $1`, [id])).toEqual([
      { slug: 'giu-nguyen', kind: 'news', title_en: 'Changed' }
    ]);
  });

  test('steps out of order are refused, and a published one is not removed', async () => {
    const id = await draft();
    expect((await publish('officer', id, 1, undefined, false)).code).toBe('DT006 article');
    await publish('officer', id, 1);
    expect((await publish('officer', id, 2)).code).toBe('DT006 article');
    expect((await world.call('officer', 'discard_article', { article_id: id, revision: 2 })).code).toBe(
      'DT006 article'
    );
    await publish('officer', id, 2, undefined, false);
    expect((await world.call('officer', 'discard_article', { article_id: id, revision: 3 })).code).toBe('ok');
    expect(await seenBy('officer', id)).toBe(0);
  });

  test.each([
    ['an index that does not exist', { index_ids: ['9.9'] }, 'DT004 index_ids'],
    ['indices that are no list', { index_ids: '1.1' }, 'DT004 index_ids'],
    ['a slug with a slash', { slug: 'a/../b' }, '23514'],
    ['a slug that is there', { slug: 'ban-nhap' }, '23505'],
    ['an unknown kind', { kind: 'advert' }, '23514'],
    ['no title', { title_vi: '   ' }, '23502'],
    ['no text', { body_en: undefined }, '23502'],
    ['a text of a whole book', { body_vi: 'a'.repeat(20_001) }, '23514'],
    ['more than a form holds', { body_vi: 'a'.repeat(130_000) }, 'DT015 details'],
    ['levels the wrong way round', { min_level: 4, max_level: 2 }, '23514'],
    ['a level that is a word', { min_level: 'high' }, '22P02']
  ])('%s is refused', async (_, wrong, code) => {
    expect((await save('officer', { ...DETAILS, slug: 'khong-luu', ...wrong })).code).toBe(code);
    expect(await world.db.sql(`select 1 from public.articles where slug = 'khong-luu'`)).toEqual([]);
  });

  test('eight handbook pages in both languages help with all ten indices', async () => {
    const rows = await world.db.sql<{ index_ids: string[]; vi: number; en: number }>(
      `select index_ids, array_length(regexp_split_to_array(body_vi, '\\s+'), 1) as vi, array_length(regexp_split_to_array(body_en, '\\s+'), 1) as en
       from public.articles where kind = 'handbook' and state = 'published' and publish_on <= private.today()`
    );
    expect(rows.length).toBe(8);
    expect(new Set(rows.flatMap(({ index_ids }) => index_ids)).size).toBe(10);
    for (const { vi, en } of rows) expect([vi >= 400 && vi <= 700, en >= 400 && en <= 700]).toEqual([true, true]);
    for (const { about } of await world.db.sql<{ about: boolean }>(
      `select body_vi like '%bản tạm thời%' and body_en like '%provisional%' as about from public.articles where kind = 'handbook'`
    ))
      expect(about).toBe(true);
  });

  test('a page follows its file until a person changes it, and is never removed', async () => {
    const root = mkdtempSync(join(tmpdir(), 'dx-handbook-'));
    try {
      cpSync('supabase/seeds', join(root, 'supabase/seeds'), { recursive: true });
      const change = (slug: string, line: string) => {
        const file = join(root, `supabase/seeds/handbook/${slug}.vi.md`);
        writeFileSync(file, readFileSync(file, 'utf8').replace(/^# .+/, `# ${line}`));
      };
      const titles = () =>
        world.db.sql(
          `select title_vi from public.articles where slug in ('ke-hoach-mot-trang-giay', 'giao-dich-khong-can-di-lai') order by slug`
        );
      const [row] = await world.db.sql<{ id: string; revision: number; details: object }>(
        `select article_id as id, revision, to_jsonb(a) || '{"title_vi": "Sở sửa"}' as details from public.articles a
         where slug = 'ke-hoach-mot-trang-giay'`
      );
      expect((await save('officer', row!.details, row!.id, row!.revision)).code).toBe('ok');
      change('ke-hoach-mot-trang-giay', 'Bản mới của tệp');
      change('giao-dich-khong-can-di-lai', 'Bản mới của tệp');
      expect((await applySeeds(world.db.backend, root)).applied).toEqual(['handbook']);
      expect(await titles()).toEqual([{ title_vi: 'Bản mới của tệp' }, { title_vi: 'Sở sửa' }]);
      expect((await applySeeds(world.db.backend, root)).applied).toEqual([]);
      await publish('officer', row!.id, row!.revision + 1, undefined, false);
      expect(
        (await world.call('officer', 'discard_article', { article_id: row!.id, revision: row!.revision + 2 })).code
      ).toBe('DT006 article');
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
