import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answers } from '../../../src/lib/domain/assessment/answers.ts';
import { criteriaOf } from '../../../src/lib/domain/assessment/outline.ts';
import type { Questionnaire } from '../../../src/lib/domain/assessment/questionnaire.ts';
import { score } from '../../../src/lib/domain/assessment/score.ts';
import { verifiedAnswers, type Finding } from '../../../src/lib/domain/support/verification.ts';
import { anyAnswers } from '../../support/domain-fixtures.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from './refusal.ts';

// Written as the owner of the database, whom neither grants nor policies hold back.
describe.each(DRIVERS)('findings, whoever writes, on %s', (driver) => {
  let world: World;
  const write = (statement: string) => refusal(world.db.sql(statement));
  const insert = (assessment: string, columns = '', values = '') =>
    write(
      `insert into public.verifications (assessment_id, criterion, verdict, note${columns}) values ('${assessment}', '1.1.1', 'confirmed', 'x'${values})`
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each([
    `update public.verifications set verdict = 'rejected'`,
    `update public.verifications set note = 'x' where false`,
    `delete from public.verifications`,
    `truncate public.verifications`,
    `update public.files set name = 'x'`,
    `truncate public.files cascade`,
    `delete from public.verified_results`,
    `truncate public.verified_results`
  ])('%s is refused', async (statement) => {
    const all = () =>
      world.db.sql(
        `select (select md5(string_agg(v::text, '|' order by v)) from public.verifications v) as v, (select md5(string_agg(f::text, '|' order by f)) from public.files f) as f,
           (select md5(string_agg(r::text, '|' order by r)) from public.verified_results r) as r`
      );
    const before = await all();
    expect(await write(statement)).toBe('DT010');
    expect(await all()).toEqual(before);
  });

  test('a file on which a finding rests is not deleted', async () => {
    expect(await write(`delete from public.files`)).toBe('23503');
  });

  test('a false score is overwritten by the one that follows', async () => {
    const stated = `points = 320, level = 5, share = 1, checked = 60, held_criteria = '{1.1.2}', result = '{}', pillar_levels = '{5}'`;
    const read = () =>
      world.db.sql(
        `select points, level, share, checked, held_criteria, result, pillar_levels, pillar_points from public.verified_results where assessment_id = $1`,
        [world.submitted]
      );
    const before = await read();
    expect(await write(`update public.verified_results set ${stated} where assessment_id = '${world.submitted}'`)).toBe(
      'ok'
    );
    expect(await read()).toEqual(before);
    expect(before[0]).toMatchObject({ checked: 1, held_criteria: ['1.1.1'] });
  });

  test('a place in the order is given, not stated', async () => {
    const assessment = await world.makeSubmitted(await world.makeFirm(), 2);
    expect(await insert(assessment, ', position', ', 7')).toBe('ok');
    expect(await insert(assessment, ', position', ', 1')).toBe('ok');
    const places = await world.db.sql(`select position from public.verifications where assessment_id = $1 order by 1`, [
      assessment
    ]);
    expect(places).toEqual([{ position: 1 }, { position: 2 }]);
  });

  test('a draft, evidence of another firm and an unreasoned finding are refused', async () => {
    expect(await insert(world.draft)).toBe('DT006');
    const [theirs] = await world.db.sql<{ id: string }>(
      `select file_id as id from public.files where enterprise_id = '${world.other}'`
    );
    expect(await insert(world.submitted, ', file_id', `, '${theirs!.id}'`)).toBe('DT004');
    expect(
      await write(
        `insert into public.verifications (assessment_id, criterion, verdict) values ('${world.submitted}', '1.1.2', 'confirmed')`
      )
    ).toBe('DT004');
  });

  test('the audit log names the finding', async () => {
    const [entry] = await world.db.sql<{ record_id: string }>(
      `select record_id from public.audit_log where table_name = 'verifications' and record_id like $1`,
      [`${world.submitted}:1.1.1:%`]
    );
    expect(entry).toBeDefined();
  });

  test('the verified score is the score of the answers with the last findings in place, and the claimed one stays', async () => {
    const [version] = await world.db.sql<{ document: Questionnaire }>(
      `select document from public.questionnaire_versions where version_id = $1`,
      [world.versionId]
    );
    const doc = version!.document;
    const criteria = criteriaOf(doc);
    const complete = anyAnswers(doc).filter((answers) => criteria.every(({ id }) => id in answers));
    const verdicts = fc.array(
      fc.record({
        criterion: fc.constantFrom(...criteria.map(({ id }) => id)),
        verdict: fc.constantFrom('confirmed', 'corrected', 'rejected')
      }),
      { minLength: 1, maxLength: 80 }
    );
    await fc.assert(
      fc.asyncProperty(complete, complete, verdicts, async (claimed, found, list) => {
        const findings = list.map(({ criterion, verdict }): Finding => {
          const value = verdict === 'corrected' ? found[criterion]! : null;
          const same = JSON.stringify(sorted(value)) === JSON.stringify(sorted(claimed[criterion]!));
          return same ? { criterion, verdict: 'confirmed', value: null } : ({ criterion, verdict, value } as Finding);
        });
        const assessment = await submit(claimed);
        // In two requests, so that a later finding about a criterion replaces an earlier one.
        const half = Math.ceil(findings.length / 2);
        for (const part of [findings.slice(0, half), findings.slice(half)]) await record(assessment, part);
        const [row] = await world.db.sql<Record<string, unknown>>(
          `select r.result, r.checked, r.held_criteria, r.points, r.level, a.result as claimed
           from public.verified_results r join public.assessments a using (assessment_id) where assessment_id = $1`,
          [assessment]
        );
        const last = new Map(findings.map((finding) => [finding.criterion, finding]));
        const expected = score(doc, verifiedAnswers(doc, claimed, [...last.values()]));
        expect(row).toEqual({
          result: expected,
          claimed: score(doc, claimed),
          points: expected.points,
          level: expected.level,
          checked: last.size,
          held_criteria: [...last.values()]
            .filter((f) => f.verdict !== 'rejected')
            .map((f) => f.criterion)
            .sort(byCode)
        });
      }),
      { numRuns: 40, seed: 8576 }
    );
  }, 120_000);

  async function submit(answers: Answers): Promise<string> {
    const stored = Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value, revision: 1 }]));
    const [row] = await world.db.sql<{ id: string }>(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers, submitted_at)
       values ($1, $2, 'dbi-sme', 'submitted', $3::text::jsonb, now()) returning assessment_id as id`,
      [world.firm, world.versionId, JSON.stringify(stored)]
    );
    return row!.id;
  }

  async function record(assessment: string, findings: Finding[]): Promise<void> {
    await world.db.sql(
      `insert into public.verifications (assessment_id, criterion, verdict, value, note)
       select $1, f ->> 'criterion', (f ->> 'verdict')::public.verdict, nullif(f -> 'value', 'null'), 'x'
       from jsonb_array_elements($2::text::jsonb) as f`,
      [assessment, JSON.stringify(findings)]
    );
  }
});

function sorted(value: unknown): unknown {
  return value && Object.entries(value).sort(([a], [b]) => byCode(a, b));
}

/** As the database sorts. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
