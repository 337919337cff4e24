import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueErrors, type Answers, type AnswerValue } from '../../src/lib/domain/assessment/answers.ts';
import { criteriaOf } from '../../src/lib/domain/assessment/outline.ts';
import type { Questionnaire } from '../../src/lib/domain/assessment/questionnaire.ts';
import { score, type Score } from '../../src/lib/domain/assessment/score.ts';
import { numbersFrom } from '../support/random.ts';
import { DRIVERS, openTestBackend, type TestBackend } from '../support/test-backend.ts';

interface Case {
  name: string;
  questionnaire: string;
  answers: Answers;
  expect: { points: number; level: number };
}
const cases = (JSON.parse(readFileSync('tests/support/score-cases.json', 'utf8')) as Case[]).filter(
  ({ questionnaire }) => questionnaire === 'dbi-sme'
);
const SETS = 5000;
const BATCH = 1000;

// The database decides, the browser shows a preview: both have to say the same.
describe.each(DRIVERS)('scoring on %s', (driver) => {
  let db: TestBackend;
  let doc: Questionnaire;

  /**
   * Scores by `private.score`, with the whole document or with the outline that is kept for submissions. `|| '{}'`
   * unpacks the stored document once instead of for every set.
   */
  async function scoresInSql(column: 'document' | 'outline', sets: Answers[]): Promise<Score[]> {
    const [row] = await db.sql<{ scores: Score[] }>(
      `select jsonb_agg(private.score(v.${column}, t.answers) order by t.position) as scores
       from (select ${column} || '{}' as ${column} from public.questionnaire_versions where questionnaire = 'dbi-sme' and state = 'published') as v,
         jsonb_array_elements($1::text::jsonb) with ordinality as t (answers, position)`,
      [JSON.stringify(sets)]
    );
    return row!.scores;
  }

  beforeAll(async () => {
    db = await openTestBackend({ driver });
    const [row] = await db.sql<{ document: Questionnaire }>(
      `select document from public.questionnaire_versions where questionnaire = 'dbi-sme' and state = 'published'`
    );
    doc = row!.document;
  });
  afterAll(() => db.close());

  test('the cases worked out by hand', async () => {
    const inSql = await scoresInSql(
      'document',
      cases.map(({ answers }) => answers)
    );
    const wrong = cases.filter(
      ({ answers, expect: { points, level } }, index) =>
        inSql[index]?.points !== points ||
        inSql[index].level !== level ||
        !isDeepStrictEqual(inSql[index], score(doc, answers))
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
  });

  test(`${SETS} generated sets of answers, with ratios at the edges of the bands`, async () => {
    const sets = generatedAnswers(doc, SETS);
    const levels = new Set<number>();
    const differing: unknown[] = [];
    for (let start = 0; start < sets.length; start += BATCH) {
      const batch = sets.slice(start, start + BATCH);
      for (const [index, inSql] of (await scoresInSql('outline', batch)).entries()) {
        const expected = score(doc, batch[index]!);
        levels.add(expected.level);
        if (!isDeepStrictEqual(inSql, expected)) differing.push({ answers: batch[index], inSql, expected });
      }
    }
    expect(differing.slice(0, 2)).toEqual([]);
    expect([...levels].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  }, 300_000);

  test('no value is an answer to one of them and not to the other', async () => {
    const kinds = [
      criteriaOf(doc).find(({ kind, notApplicable }) => kind === 'ordinal' && !notApplicable)!,
      criteriaOf(doc).find(({ kind, notApplicable }) => kind === 'ratio' && !notApplicable)!,
      criteriaOf(doc).find(({ notApplicable }) => notApplicable)!
    ];
    const pairs = hostileValues().flatMap((value) => kinds.map((criterion) => ({ criterion, value })));
    const [row] = await db.sql<{ codes: (string | null)[] }>(
      `select jsonb_agg(private.answer_error(t.pair -> 'criterion', t.pair -> 'value') order by t.position) as codes
       from jsonb_array_elements($1::text::jsonb) with ordinality as t (pair, position)`,
      [
        JSON.stringify(
          pairs.map(({ criterion: { id, kind, notApplicable }, value }) => ({
            criterion: { id, kind, notApplicable },
            value
          }))
        )
      ]
    );
    const differing = pairs
      .map((pair, index) => ({
        ...pair,
        inSql: row!.codes[index] ?? null,
        here: valueErrors(pair.criterion, pair.value)
      }))
      .filter(({ inSql, here }) => (inSql === null) !== (here.length === 0));
    expect(differing.slice(0, 5)).toEqual([]);
    expect(row!.codes.filter((code) => code === null).length).toBeGreaterThan(20);
  });
});

function generatedAnswers(doc: Questionnaire, count: number): Answers[] {
  const { next, whole, pick } = numbersFrom(20211224);
  const criteria = criteriaOf(doc);
  const denominators = [1, 3, 5, 7, 10, 0.1, 0.3, 2.5, 0.7, 99.99, 1234.5678, 1e15, 333_333_333_333_333, 1e-7];
  function ratio(level: number): AnswerValue {
    const denominator = pick(denominators);
    const edge = (denominator * pick([0, 20, 40, 60, 80, 100])) / 100;
    const numerator = pick([
      edge,
      edge * (1 + 2 ** -50),
      edge * (1 - 2 ** -50),
      denominator * next(),
      (denominator * level) / 5,
      0
    ]);
    return whole(40) ? { numerator: Math.min(numerator, denominator), denominator } : { numerator: 0, denominator: 0 };
  }
  return Array.from({ length: count }, () => {
    // Around one level each, so that every overall level is met; some sets are incomplete.
    const around = whole(6);
    const complete = whole(4) > 0;
    const answers: Answers = {};
    for (const { id, kind, notApplicable } of criteria) {
      if (!complete && !whole(8)) continue;
      const level = Math.min(5, Math.max(0, around + pick([-1, 0, 0, 0, 0, 1])));
      if (notApplicable && !whole(10)) answers[id] = { notApplicable: true };
      else
        answers[id] = kind === 'ordinal' ? { level } : whole(2) ? ratio(level) : { numerator: level, denominator: 5 };
    }
    return answers;
  });
}

function hostileValues(): unknown[] {
  const numbers = [0, -0, 1, 2.5, 5, 6, -1, 1e15, 1e15 + 1, 1e16, 1e300, 1e-300, -1e-9, 0.1 + 0.2];
  const others = ['3', '', true, false, null, [], [3], {}, { level: 3 }];
  const parts = [...numbers, ...others];
  const arbitrary = fc.sample(fc.jsonValue({ maxDepth: 3 }), { numRuns: 1500, seed: 1970 });
  return [
    ...parts,
    ...parts.map((level) => ({ level })),
    ...parts.map((notApplicable) => ({ notApplicable })),
    ...parts.flatMap((numerator) => parts.map((denominator) => ({ numerator, denominator }))),
    ...parts.map((numerator) => ({ numerator })),
    ...parts.map((level) => ({ level, notApplicable: true })),
    { level: 3, numerator: 1, denominator: 2 },
    { numerator: 1, denominator: 2, extra: 3 },
    { Level: 3 },
    { 'level ': 3 },
    ...arbitrary,
    ...arbitrary.map((level) => ({ level }))
    // PostgreSQL stores neither the character 0 nor half of a pair; such a request is refused before this.
  ].filter((value) => !/\\u/.test(JSON.stringify(value)));
}
