import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAssigning, type Assigning } from '../../support/assigning.ts';
import { makeAssignment } from '../../support/assignments-by-sql.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

describe.each(DRIVERS)('re-assessment on %s', (driver) => {
  let world: World;
  let assigning: Assigning;
  const t1 = async (id: string) => (await assigning.row(id)).follow_up_assessment_id;
  const completed = async (firm: string, pack?: string) =>
    assigning.bring(firm, pack ?? (await assigning.makePackage()), 'completed');
  const makeDue = (id: string) =>
    world.db.sql(`update public.assignments set follow_up_on = private.today() where assignment_id = $1`, [id]);
  const later = () => new Date(Date.now() + 60_000).toISOString();

  beforeAll(async () => {
    world = await openWorld(driver);
    assigning = await openAssigning(world);
    await assigning.allot('state', 1_000_000_000);
  });
  afterAll(() => world.close());

  test('completed, the firm is asked once, when it is due, to assess itself again', async () => {
    const id = await completed(await assigning.makeAssessed());
    expect(await world.call('service', 'remind_follow_ups')).toMatchObject({ data: 0 });
    await makeDue(id);
    expect((await world.call('owner', 'remind_follow_ups')).code).toBe('42501');
    expect(await world.call('service', 'remind_follow_ups')).toMatchObject({ data: 1 });
    expect(await world.call('service', 'remind_follow_ups')).toMatchObject({ data: 0 });
    const told = await world.db.sql(
      `select kind from public.notifications where user_id = $1 and link like '%' || $2 and kind = 'follow_up_due'`,
      [world.ids.owner, id]
    );
    expect(told).toHaveLength(1);
  });

  test('what the owner submits after the completion is T1, and nobody is reminded any more', async () => {
    const firm = await assigning.makeAssessed();
    const id = await completed(firm);
    expect(await t1(id)).toBeNull();
    const begun = await world.call('owner', 'start_assessment', { enterprise_id: firm });
    const assessment = String((begun.data as { assessment_id?: string }).assessment_id ?? begun.data);
    const patch = Object.fromEntries(
      Object.entries(world.answers(4)).map(([criterion, value]) => [criterion, { value, base: 0 }])
    );
    expect((await world.call('owner', 'save_answers', { assessment_id: assessment, patch })).code).toBe('ok');
    expect(await t1(id)).toBeNull();
    expect((await world.call('owner', 'submit_assessment', { assessment_id: assessment })).code).toBe('ok');
    expect(await t1(id)).toBe(assessment);
    await makeDue(id);
    expect(await world.call('service', 'remind_follow_ups')).toMatchObject({ data: 0 });
  });

  test('the first one after the completion answers, for each support of the firm, and stays', async () => {
    const firm = await assigning.makeAssessed();
    const [one, other] = [
      await completed(firm),
      await completed(firm, await assigning.makePackage({ terms: [{ support: 'test-training', rate: 0, cap: 0 }] }))
    ];
    const stranger = await completed(await assigning.makeAssessed());
    const running = await assigning.bring(
      firm,
      await assigning.makePackage({ terms: [{ support: 'test-solution', rate: 0.5, cap: 1_000_000 }] }),
      'in_progress'
    );
    const first = await world.makeSubmitted(firm, 3, later());
    const second = await world.makeSubmitted(firm, 4, later());
    expect([await t1(one), await t1(other), await t1(stranger), await t1(running)]).toEqual([first, first, null, null]);
    await expect(
      world.db.sql(`update public.assignments set follow_up_assessment_id = $2 where assignment_id = $1`, [one, second])
    ).rejects.toMatchObject({ code: 'DT010' });
  });

  test('an assessment of before the completion, or of another questionnaire, answers nothing', async () => {
    const firm = await assigning.makeAssessed();
    const id = await completed(firm);
    await world.makeSubmitted(firm, 3, '2026-01-05T03:00:00Z');
    const [quick] = await world.db.sql<{ version_id: string; criteria: Record<string, { kind: string }> }>(
      `select version_id, criteria from public.questionnaire_versions where questionnaire = 'quick-check' and state = 'published'`
    );
    const answers = Object.fromEntries(
      Object.entries(quick!.criteria).map(([criterion, { kind }]) => [
        criterion,
        { value: kind === 'ordinal' ? { level: 3 } : { numerator: 60, denominator: 100 }, revision: 1 }
      ])
    );
    await world.db.sql(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers, revision, submitted_at)
       values ($1, $2, 'quick-check', 'submitted', $3::text::jsonb, 1, $4::text::timestamptz)`,
      [firm, quick!.version_id, JSON.stringify(answers), later()]
    );
    expect(await t1(id)).toBeNull();
    const dbi = await world.makeSubmitted(firm, 3, later());
    expect(await t1(id)).toBe(dbi);
  });

  test('staff see the change per pillar of the package; those of a district do not, and nobody without both results', async () => {
    const pack = await assigning.makePackage();
    const firm = await assigning.makeAssessed();
    await completed(firm, pack);
    expect(await world.call('officer', 'package_changes', { package_id: pack })).toMatchObject({
      code: 'ok',
      data: null
    });
    await world.makeSubmitted(firm, 4, later());
    const { data } = await world.call('manager', 'package_changes', { package_id: pack });
    expect(data).toMatchObject({ package_id: pack, firms: 1, up: 1, same: 0, down: 0 });
    const { pillars } = data as { pillars: { before: number; after: number }[] };
    expect(pillars).toHaveLength(6);
    for (const { before, after } of pillars) expect(after).toBeGreaterThan(before);
    expect((await world.call('near', 'package_changes', { package_id: pack })).code).toBe('DT002 officer');
  });

  test('what was submitted before the rule is found when the migration asks for all firms', async () => {
    const firm = await world.makeFirm({ people: ['owner'] });
    const before = await world.makeSubmitted(firm, 2, '2026-02-01T03:00:00Z');
    const after = await world.makeSubmitted(firm, 3, '2026-09-01T03:00:00Z');
    const id = await makeAssignment(world.db, {
      packageId: await assigning.makePackage(),
      firm,
      completedAt: '2026-05-01T03:00:00Z',
      before
    });
    await world.db.sql(`select private.answer_follow_ups(null)`);
    expect(await t1(id)).toBe(after);
  });
});
