import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('submitting on %s', (driver) => {
  let world: World;
  let firm: string;
  const step = (who: string, fn: string, assessment_id: string, more: Record<string, unknown> = {}) =>
    world.call(who, fn, { assessment_id, ...more });
  const start = async (who: string) =>
    String((await world.call(who, 'start_assessment', { enterprise_id: firm })).data);
  const fill = (who: string, assessment: string, level: number, base = 0) =>
    step(who, 'save_answers', assessment, {
      patch: Object.fromEntries(Object.entries(world.answers(level)).map(([id, value]) => [id, { value, base }]))
    });
  const row = async (id: string) =>
    (await world.db.sql(`select * from public.assessments where assessment_id = $1`, [id]))[0]!;
  const latest = async () =>
    (
      await world.db.sql(
        `select latest_assessment_id, latest_level, latest_points from public.enterprises where enterprise_id = $1`,
        [firm]
      )
    )[0];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(async () => {
    firm = await world.makeFirm({ people: ['owner', 'member'] });
  });
  afterAll(() => world.close());

  test('an incomplete one is refused with the criteria that are missing, and stays a draft', async () => {
    const draft = await start('owner');
    await step('owner', 'save_answers', draft, { patch: { '1.1.1': { value: { level: 5 }, base: 0 } } });
    const reply = await step('owner', 'submit_assessment', draft);
    expect(reply.code).toBe('DT005 assessment');
    const missing = JSON.parse(reply.details) as string[];
    expect(missing).toHaveLength(Object.keys(world.answers(0)).length - 1);
    expect(missing[0]).toBe('1.1.2');
    expect(await row(draft)).toMatchObject({ state: 'draft', result: null });
  });

  test('a complete one counts; submitting it again gives the same answer', async () => {
    const draft = await start('owner');
    await fill('owner', draft, 2);
    const first = await step('member', 'submit_assessment', draft);
    expect(first.data).toMatchObject({ state: 'submitted', result: { missing: [], max: 320 } });
    expect(await step('owner', 'submit_assessment', draft)).toEqual(first);
    expect(await row(draft)).toMatchObject({ state: 'submitted', submitted_by: world.ids.member });
    const { result } = first.data as { result: { level: number; points: number } };
    expect(await latest()).toEqual({
      latest_assessment_id: draft,
      latest_level: result.level,
      latest_points: result.points
    });
  });

  test('after that it is not discarded, not returned, and the next one is a new draft', async () => {
    const draft = await start('owner');
    await fill('owner', draft, 1);
    await step('owner', 'submit_assessment', draft);
    expect(await step('owner', 'discard_assessment', draft)).toMatchObject({
      code: 'DT006 assessment',
      details: 'submitted'
    });
    expect((await step('owner', 'return_assessment', draft)).code).toBe('DT006 assessment');
    const next = await start('owner');
    expect(next).not.toBe(draft);
    await fill('owner', next, 4);
    await step('owner', 'submit_assessment', next);
    expect(await latest()).toMatchObject({ latest_assessment_id: next });
  });

  test('a discarded draft stays on record and is not submitted', async () => {
    const draft = await start('owner');
    await fill('owner', draft, 1);
    expect((await step('owner', 'discard_assessment', draft)).code).toBe('ok');
    expect((await step('owner', 'discard_assessment', draft)).code).toBe('ok');
    expect((await step('owner', 'submit_assessment', draft)).code).toBe('DT006 assessment');
    expect(await row(draft)).toMatchObject({ state: 'discarded', result: null });
    expect(await latest()).toMatchObject({ latest_assessment_id: null });
    expect(await start('owner')).not.toBe(draft);
  });

  test('an assessment begun on a version that is retired since can be finished', async () => {
    const draft = await start('owner');
    await fill('owner', draft, 1);
    const setState = (state: string) =>
      world.db.sql(`update public.questionnaire_versions set state = $1::public.version_state where version_id = $2`, [
        state,
        world.versionId
      ]);
    await setState('retired');
    const reply = await step('owner', 'submit_assessment', draft);
    expect(reply.data).toMatchObject({ state: 'submitted' });
    expect((await world.call('owner', 'start_assessment', { enterprise_id: firm })).code).toBe('DT001 questionnaire');
    // Retired is final, so the other tests get a copy under the next version.
    await world.db.sql(
      `insert into public.questionnaire_versions (questionnaire, version, document, criteria, outline, state)
       select questionnaire, 'test.2', jsonb_set(document, '{version}', '"test.2"'), '{}', '{}', 'published'
       from public.questionnaire_versions where version_id = $1`,
      [world.versionId]
    );
  });

  describe('with the help of staff', () => {
    test('staff fill in and hand over; it counts when the firm confirms', async () => {
      const draft = await start('near');
      await fill('near', draft, 3);
      const handed = await step('near', 'submit_assessment', draft);
      expect(handed.data).toMatchObject({ state: 'awaiting_confirmation' });
      expect(await step('near', 'submit_assessment', draft)).toEqual(handed);
      expect(await latest()).toMatchObject({ latest_assessment_id: null });
      expect((await step('near', 'save_answers', draft, { patch: {} })).code).toBe('DT006 assessment');
      expect((await step('owner', 'submit_assessment', draft)).data).toMatchObject({ state: 'submitted' });
      expect(await latest()).toMatchObject({ latest_assessment_id: draft });
      expect(await row(draft)).toMatchObject({
        entry: 'assisted',
        handed_over_by: world.ids.near,
        submitted_by: world.ids.owner
      });
    });

    test('staff alone never make it count', async () => {
      const draft = await start('near');
      await fill('near', draft, 5);
      for (const who of ['near', 'officer', 'manager']) await step(who, 'submit_assessment', draft);
      expect(await row(draft)).toMatchObject({ state: 'awaiting_confirmation', submitted_at: null });
    });

    test('the firm gives it back with what is wrong, and staff hand it over again', async () => {
      const draft = await start('near');
      await fill('near', draft, 3);
      await step('near', 'submit_assessment', draft);
      expect((await step('owner', 'return_assessment', draft, { reason: ' Sai số liệu ' })).code).toBe('ok');
      expect(await row(draft)).toMatchObject({ state: 'draft', return_reason: 'Sai số liệu', result: null });
      expect((await step('owner', 'return_assessment', draft)).code).toBe('DT006 assessment');
      expect((await fill('near', draft, 2, 1)).code).toBe('ok');
      await step('near', 'submit_assessment', draft);
      expect(await row(draft)).toMatchObject({ state: 'awaiting_confirmation', return_reason: null });
    });

    test('an officer of another area and people of other firms have no part in it', async () => {
      const draft = await start('near');
      await fill('near', draft, 3);
      await step('near', 'submit_assessment', draft);
      for (const who of ['far', 'otherOwner', 'stranger']) {
        for (const fn of ['submit_assessment', 'return_assessment', 'discard_assessment']) {
          expect((await step(who, fn, draft)).code).toBe('DT001 assessment');
        }
      }
      expect(await row(draft)).toMatchObject({ state: 'awaiting_confirmation' });
    });

    test('a reason of more than 500 characters is refused', async () => {
      const draft = await start('near');
      await fill('near', draft, 3);
      await step('near', 'submit_assessment', draft);
      expect((await step('owner', 'return_assessment', draft, { reason: 'x'.repeat(501) })).code).toBe('23514');
    });

    test('an officer who also acts for the firm fills it in as the firm', async () => {
      firm = await world.makeFirm({ people: ['officer'] });
      expect(await row(await start('officer'))).toMatchObject({ entry: 'self' });
    });
  });
});
