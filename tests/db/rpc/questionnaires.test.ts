import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Json = Record<string, unknown>;
interface Criterion extends Json {
  id: string;
  weight: unknown;
  kind: unknown;
}
interface Document extends Json {
  version: string;
  mode: unknown;
  scoring: { ratioBands: unknown; pillarBands: unknown; overall: unknown };
  pillars: { max: unknown; indices: { max: unknown; criteria: Criterion[] }[] }[];
}

describe.each(DRIVERS)('keeping questionnaires on %s', (driver) => {
  let world: World;
  let original: string;
  let serial = 0;
  const copy = (change: (document: Document) => void = () => undefined): Document => {
    serial += 1;
    const document = JSON.parse(original) as Document;
    document.version = `t.${serial}`;
    change(document);
    return document;
  };
  const save = (document: unknown, who = 'manager', note: string | null = null) =>
    world.call(who, 'save_questionnaire_draft', { document, note });
  const step = (fn: string, version_id: unknown, who = 'manager') => world.call(who, fn, { version_id });
  const stateOf = async (id: unknown) =>
    (
      await world.db.sql<{ state: string }>(
        `select state::text from public.questionnaire_versions where version_id = $1`,
        [id]
      )
    )[0]?.state;

  beforeAll(async () => {
    world = await openWorld(driver);
    const [row] = await world.db.sql<{ document: unknown }>(
      `select document from public.questionnaire_versions where questionnaire = 'quick-check' and state = 'published'`
    );
    original = JSON.stringify(row!.document);
  });
  afterAll(() => world.close());

  test('saving the same version again replaces the draft', async () => {
    const document = copy();
    const first = await save(document, 'administrator');
    expect(first.code).toBe('ok');
    expect((await save({ ...document, about: { vi: 'Khác', en: 'Other' } })).data).toBe(first.data);
    expect(await stateOf(first.data)).toBe('draft');
  });

  test('publishing retires the version before; the steps of a published one are one-way', async () => {
    const [older, newer] = [(await save(copy())).data, (await save(copy())).data];
    expect((await step('publish_questionnaire', older)).code).toBe('ok');
    expect((await step('publish_questionnaire', newer)).code).toBe('ok');
    expect([await stateOf(older), await stateOf(newer)]).toEqual(['retired', 'published']);
    expect((await step('publish_questionnaire', older)).code).toBe('DT006 questionnaire');
    expect((await step('publish_questionnaire', newer)).code).toBe('DT006 questionnaire');
    expect((await step('delete_questionnaire_draft', newer)).code).toBe('DT010 questionnaire');
    expect((await step('delete_questionnaire_draft', older)).code).toBe('DT010 questionnaire');
    expect((await step('retire_questionnaire', newer)).code).toBe('ok');
    expect((await step('retire_questionnaire', newer)).code).toBe('DT006 questionnaire');
  });

  test('a published version is not replaced by saving it again', async () => {
    const document = copy();
    const { data } = await save(document);
    await step('publish_questionnaire', data);
    expect((await save(document)).code).toBe('DT009 questionnaire');
  });

  test('a draft is deleted, once', async () => {
    const { data } = await save(copy());
    expect((await step('retire_questionnaire', data)).code).toBe('DT006 questionnaire');
    expect((await step('delete_questionnaire_draft', data)).code).toBe('ok');
    expect((await step('delete_questionnaire_draft', data)).code).toBe('DT001 questionnaire');
  });

  const first = (document: Document) => document.pillars[0]!.indices[0]!.criteria[0]!;
  const broken: [string, (document: Document) => void][] = [
    ['of no known mode', (document) => (document.mode = 'half')],
    ['without a mode', (document) => delete document.mode],
    ['of another format', (document) => (document.format = 2)],
    ['without pillars', (document) => (document.pillars = [])],
    ['with a criterion twice', (document) => document.pillars[0]!.indices[0]!.criteria.push(first(document))],
    ['with a kind that does not exist', (document) => (first(document).kind = 'essay')],
    ['with a criterion of no kind', (document) => delete first(document).kind],
    ['with a weight of 0', (document) => (first(document).weight = 0)],
    ['with a criterion without weight', (document) => delete first(document).weight],
    ['with a weight in words', (document) => (first(document).weight = 'heavy')],
    ['with maxima that do not add up', (document) => (document.pillars[0]!.max = 1000)],
    ['with a pillar without maximum', (document) => delete document.pillars[0]!.max],
    ['with an index without maximum', (document) => delete document.pillars[0]!.indices[0]!.max],
    ['with four bands', (document) => (document.scoring.ratioBands = [20, 40, 60, 80])],
    ['with bands in words', (document) => (document.scoring.pillarBands = ['a', 'b', 'c', 'd', 'e'])],
    ['with a level that asks for nothing', (document) => (document.scoring.overall = [{ level: 5 }])],
    ['without a table of levels', (document) => (document.scoring.overall = null)],
    ['without a version', (document) => delete (document as Json).version],
    ['with a version that is no name', (document) => (document.version = '../../x')]
  ];
  test.each(broken)('a document %s is refused', async (_, change) => {
    expect((await save(copy(change))).code).toMatch(/^(DT004 document|23514|23502)$/);
  });

  test.each([[null], [[]], ['text'], [{}], [{ format: 1, mode: 'full', pillars: [null] }]])(
    '%j is no document',
    async (document) => {
      expect((await save(document)).code).toMatch(/^DT004 document$|^23502$/);
    }
  );

  test('a document of more than a million characters is refused', async () => {
    expect((await save(copy((document) => (document.padding = 'x'.repeat(1_000_001))))).code).toBe('DT015 document');
  });
});
