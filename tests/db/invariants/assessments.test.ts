import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from './refusal.ts';

// Written as the owner of the database, whom neither grants nor policies hold back.
describe.each(DRIVERS)('assessments, whoever writes, on %s', (driver) => {
  let world: World;
  const change = (id: string, set: string) =>
    refusal(world.db.sql(`update public.assessments set ${set} where assessment_id = '${id}'`));
  const row = async (id: string) =>
    (await world.db.sql(`select * from public.assessments where assessment_id = $1`, [id]))[0]!;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each([
    `answers = '{}'`,
    `answers = answers || '{"1.1.1": {"value": {"level": 5}, "revision": 9}}'`,
    `points = 320`,
    `level = 5`,
    `result = '{"points": 320}'`,
    `pillar_levels = '{5,5,5,5,5,5}'`,
    `state = 'draft', submitted_at = null`,
    `state = 'discarded', submitted_at = null`,
    `submitted_at = '2001-01-01'`,
    `submitted_by = null`,
    `enterprise_id = gen_random_uuid()`,
    `changed_at = now()`
  ])('of a submitted one %s is refused', async (set) => {
    const before = await row(world.submitted);
    expect(await change(world.submitted, set)).toBe('DT010');
    expect(await row(world.submitted)).toEqual(before);
  });

  test('a submitted one is not deleted, nor with its firm or its questionnaire', async () => {
    expect(
      await refusal(world.db.sql(`delete from public.assessments where assessment_id = '${world.submitted}'`))
    ).toBe('DT010');
    expect(await refusal(world.db.sql(`delete from public.enterprises where enterprise_id = '${world.firm}'`))).toBe(
      '23503'
    );
    expect(
      await refusal(world.db.sql(`delete from public.questionnaire_versions where version_id = '${world.versionId}'`))
    ).toBe('DT010');
  });

  test('a false score is overwritten when an assessment is put on record', async () => {
    const honest = await row(await world.makeSubmitted(await world.makeFirm(), 2));
    const [false_] = await world.db.sql(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers, submitted_at,
         points, max_points, level, pillar_levels, pillar_points, result)
       values ($1, $2, 'dbi-sme', 'submitted', $3::text::jsonb, now(), 320, 320, 5, '{5,5,5,5,5,5}', '{65,25,80,65,50,35}', '{"points": 320}')
       returning points, max_points, level, pillar_levels, pillar_points, result`,
      [await world.makeFirm(), world.versionId, JSON.stringify(honest.answers)]
    );
    const { points, max_points, level, pillar_levels, pillar_points, result } = honest;
    expect(false_).toEqual({ points, max_points, level, pillar_levels, pillar_points, result });
    expect(points).toBeLessThan(320);
  });

  test('a draft has no score, whatever is written', async () => {
    expect(await change(world.draft, `points = 320, level = 5, result = '{"points": 320}'`)).toBe('ok');
    expect(await row(world.draft)).toMatchObject({ points: null, level: null, result: null, pillar_levels: null });
  });

  test('one that waits keeps answers and score until it is given back', async () => {
    const before = await row(world.awaiting);
    expect(await change(world.awaiting, `answers = '{}'`)).toBe('DT010');
    expect(await change(world.awaiting, `points = 320, level = 5`)).toBe('ok');
    expect(await row(world.awaiting)).toEqual(before);
    expect(await change(world.awaiting, `state = 'submitted', submitted_at = now(), answers = answers - '1.1.1'`)).toBe(
      'DT010'
    );
  });

  test('an incomplete one is not submitted by writing its state', async () => {
    expect(await change(world.draft, `state = 'submitted', submitted_at = now()`)).toBe('DT005');
    expect(await change(world.draft, `state = 'awaiting_confirmation'`)).toBe('DT005');
    expect(await change(world.awaiting, `state = 'submitted'`)).toBe('23514');
  });

  test('a draft does not move to another firm or version, and a discarded one never changes', async () => {
    expect(await change(world.draft, `enterprise_id = '${world.other}'`)).toBe('DT010');
    expect(await change(world.draft, `version_id = gen_random_uuid()`)).toBe('DT010');
    const [given] = await world.db.sql<{ id: string }>(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state) values ($1, $2, 'dbi-sme', 'discarded')
       returning assessment_id as id`,
      [world.firm, world.versionId]
    );
    expect(await change(given!.id, `state = 'draft'`)).toBe('DT010');
  });

  test('a firm has one open assessment', async () => {
    const open = (state: string) =>
      refusal(
        world.db.sql(
          `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers)
           select '${world.firm}', version_id, 'dbi-sme', '${state}', (select answers from public.assessments where assessment_id = '${world.submitted}')
           from public.questionnaire_versions where version_id = '${world.versionId}'`
        )
      );
    expect([await open('draft'), await open('awaiting_confirmation')]).toEqual(['23505', '23505']);
  });

  test('the firm carries its newest counted result, also when an older one is added later', async () => {
    const firm = await world.makeFirm();
    const newest = await world.makeSubmitted(firm, 4, '2026-06-01T00:00:00Z');
    await world.makeSubmitted(firm, 1, '2026-01-01T00:00:00Z');
    const [kept] = await world.db.sql(`select latest_assessment_id from public.enterprises where enterprise_id = $1`, [
      firm
    ]);
    expect(kept).toEqual({ latest_assessment_id: newest });
  });
});

describe.each(DRIVERS)('questionnaires, whoever writes, on %s', (driver) => {
  let world: World;
  const change = (set: string, state = 'published') =>
    refusal(
      world.db.sql(
        `update public.questionnaire_versions set ${set} where questionnaire = 'quick-check' and state = '${state}'`
      )
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each([
    `document = jsonb_set(document, '{title,vi}', '"Khác"')`,
    `criteria = '{}'`,
    `outline = '{}'`,
    `version = '2'`,
    `questionnaire = 'other'`,
    `note = 'x'`,
    `published_at = now()`,
    `published_by = gen_random_uuid()`,
    `state = 'draft'`,
    `state = 'retired', note = 'x'`
  ])('of a published one %s is refused', async (set) => {
    expect(await change(set)).toBe('DT010');
  });

  test('of a draft, what scoring needs is derived and cannot be stated', async () => {
    expect(await change(`criteria = '{"1": {}}', outline = '{"pillars": []}'`, 'draft')).toBe('ok');
    const [row] = await world.db.sql(
      `select d.criteria = p.criteria as criteria, d.outline = p.outline as outline from public.questionnaire_versions d, public.questionnaire_versions p
       where d.questionnaire = 'quick-check' and d.state = 'draft' and p.questionnaire = 'quick-check' and p.state = 'published'`
    );
    expect(row).toEqual({ criteria: true, outline: true });
    expect(await change(`document = '{}'`, 'draft')).toBe('DT004');
  });

  test('two published versions at once are refused, and retired is final', async () => {
    expect(await change(`state = 'published'`, 'draft')).toBe('23505');
    expect(await change(`state = 'retired', retired_at = now()`)).toBe('ok');
    expect(await change(`state = 'published'`, 'retired')).toBe('DT010');
    expect(await change(`document = '{}'`, 'retired')).toBe('DT010');
  });
});
