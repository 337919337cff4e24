import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAssignment, makePackage } from '../../support/assignments-by-sql.ts';
import { PAST_TRIGGERS, stateVerified } from '../../support/past-triggers.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from '../invariants/refusal.ts';

const PROGRAMME = 'ben-tre-8576';
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

describe.each(DRIVERS)('model enterprises on %s', (driver) => {
  let world: World;
  let packageId: string;
  const code = async (...call: Parameters<World['call']>) => (await world.call(...call)).code;
  const details = { decision_number: '15/QĐ-UBND', decided_on: today };

  /** A firm that meets what recognition asks for, with its owner `chief`. */
  async function readyFirm(level = 4): Promise<string> {
    const firm = await world.makeFirm({ people: ['chief'] });
    const assessment = await world.makeSubmitted(firm, level);
    await stateVerified(world.db, assessment, {});
    await makeAssignment(world.db, { packageId, firm, completedAt: '2026-10-10T03:00:00Z' });
    expect(await code('chief', 'give_story_consent', { enterprise_id: firm, version: 1, locale: 'vi' })).toBe('ok');
    return firm;
  }
  async function nominated(firm: string, by = 'officer'): Promise<string> {
    const { data } = await world.call(by, 'nominate', {
      programme_id: PROGRAMME,
      enterprise_id: firm,
      reason: 'Chuyển đổi số tốt'
    });
    return data as string;
  }
  async function marked(nomination: string, marks = [70, 80, 75]): Promise<void> {
    const reviewers = ['manager', 'juror', 'juror2'];
    for (const [index, score] of marks.entries())
      expect(await code(reviewers[index]!, 'score_nomination', { nomination_id: nomination, score })).toBe('ok');
  }

  beforeAll(async () => {
    world = await openWorld(driver);
    packageId = await makePackage(world.db, 'GOI-A');
    for (const name of ['juror', 'juror2', 'otherManager'])
      await world.db.sql(`insert into public.staff_members (user_id, role) values ($1, $2::public.staff_role)`, [
        await world.idOf(name),
        name === 'otherManager' ? 'manager' : 'officer'
      ]);
  });
  afterAll(() => world.close());

  test('nominated, marked, recognised, told, withdrawn: the story is seen only while the owner agrees', async () => {
    const firm = await readyFirm();
    const nomination = await nominated(firm);
    await marked(nomination);
    const story = { title_vi: 'Xưởng mẫu', title_en: 'Model', body_vi: 'Chuyện hay', body_en: 'A story' };
    expect(await code('officer', 'save_story', { nomination_id: nomination, details: story })).toBe('ok');
    expect(await code('officer', 'publish_story', { nomination_id: nomination, published: true })).toBe(
      'DT006 nomination'
    );
    expect(
      await code('manager', 'decide_nomination', { nomination_id: nomination, recognise: true, revision: 1, details })
    ).toBe('ok');
    const shown = async () =>
      ((await world.call('visitor', 'published_stories')).data as { nomination_id: string }[]).filter(
        ({ nomination_id }) => nomination_id === nomination
      );
    expect(await shown()).toEqual([]);
    expect(await code('officer', 'publish_story', { nomination_id: nomination, published: true })).toBe('ok');
    const [published] = await shown();
    expect(published).toMatchObject({ title_vi: 'Xưởng mẫu', decision_number: '15/QĐ-UBND' });
    expect(Object.keys(published!).filter((key) => /phone|tax|address|revenue|capital|contact/.test(key))).toEqual([]);

    expect(await code('chief', 'withdraw_story_consent', { enterprise_id: firm })).toBe('ok');
    expect(await shown()).toEqual([]);
    expect(await code('officer', 'publish_story', { nomination_id: nomination, published: true })).toBe('DT024 story');
    // Agreeing again does not bring it back by itself.
    expect(await code('chief', 'give_story_consent', { enterprise_id: firm, version: 1, locale: 'en' })).toBe('ok');
    expect(await shown()).toEqual([]);
  });

  test('a story is not shown on the word of the published flag alone', async () => {
    const firm = await readyFirm();
    const nomination = await nominated(firm);
    const story = { title_vi: 'Xưởng', title_en: 'Mill', body_vi: 'Chuyện', body_en: 'Story' };
    await world.call('officer', 'save_story', { nomination_id: nomination, details: story });
    await world.db.sql(`update public.stories set published_at = now() where nomination_id = $1`, [nomination]);
    const { data } = await world.call('visitor', 'published_stories');
    expect(JSON.stringify(data)).not.toContain(nomination);
  });

  test.each([
    [
      'an unverified result',
      `${PAST_TRIGGERS} delete from public.verified_results v using public.assessments a, past
       where a.assessment_id = v.assessment_id and a.enterprise_id = $1 and past.role = 'replica'`,
      ['level']
    ],
    [
      'no completed support',
      `${PAST_TRIGGERS} update public.assignments a set state = 'cancelled', budget_year = null from past
       where a.enterprise_id = $1 and past.role = 'replica'`,
      ['support']
    ],
    [
      'a withdrawn consent',
      `update public.story_consents set withdrawn_at = now(), withdrawn_by = given_by
       where enterprise_id = $1 and withdrawn_at is null`,
      ['consent']
    ]
  ])('%s stands in the way of recognition', async (_, sql, missing) => {
    const firm = await readyFirm();
    const nomination = await nominated(firm);
    await marked(nomination);
    await world.db.sql(sql, [firm]);
    const reply = await world.call('manager', 'decide_nomination', {
      nomination_id: nomination,
      recognise: true,
      revision: 1,
      details
    });
    expect([reply.code, JSON.parse(reply.details)]).toEqual(['DT024 nomination', missing]);
  });

  test.each([
    ['two marks of three', [90, 95], ['reviewers']],
    ['a mean below the pass mark', [69, 70, 70], ['mark']],
    ['no marks at all', [], ['reviewers', 'mark']]
  ])('%s is not enough', async (_, marks, missing) => {
    const nomination = await nominated(await readyFirm());
    await marked(nomination, marks);
    const reply = await world.call('manager', 'decide_nomination', {
      nomination_id: nomination,
      recognise: true,
      revision: 1,
      details
    });
    expect([reply.code, JSON.parse(reply.details)]).toEqual(['DT024 nomination', missing]);
  });

  test('who nominates neither marks nor decides, whoever they are', async () => {
    const firm = await readyFirm();
    const nomination = await nominated(firm, 'manager');
    expect(await code('manager', 'score_nomination', { nomination_id: nomination, score: 90 })).toBe(
      'DT021 nomination'
    );
    expect(
      await code('manager', 'decide_nomination', { nomination_id: nomination, recognise: true, revision: 1, details })
    ).toBe('DT021 nomination');
    expect(
      await refusal(
        world.db.sql(`insert into public.nomination_scores (nomination_id, reviewer, score) values ($1, $2, 90)`, [
          nomination,
          world.ids.manager
        ])
      )
    ).toBe('DT021');
    expect(
      await refusal(
        world.db.sql(
          `update public.nominations set state = 'not_recognised', decided_by = nominated_by, decided_at = now(), decision_reason = 'x'
           where nomination_id = $1`,
          [nomination]
        )
      )
    ).toBe('23514');
  });

  test('a decision needs number and date, a refusal its reason; what is decided stays', async () => {
    const nomination = await nominated(await readyFirm());
    await marked(nomination);
    const decide = (recognise: boolean, given: object, revision = 1) =>
      code('manager', 'decide_nomination', { nomination_id: nomination, recognise, revision, details: given });
    expect(await decide(true, { decided_on: today })).toBe('DT004 decision_number');
    expect(await decide(true, { decision_number: '1' })).toBe('DT004 decided_on');
    expect(await decide(true, { decision_number: '1', decided_on: '2099-01-01' })).toBe('DT004 decided_on');
    expect(await decide(true, { decision_number: '1', decided_on: 'hôm qua' })).toBe('22007');
    expect(await decide(false, {})).toBe('DT004 reason');
    expect(await decide(false, { reason: 'Chưa rõ' }, 7)).toBe('DT003 nomination');
    expect(await decide(false, { reason: 'Chưa rõ' })).toBe('ok');
    expect(await decide(true, details)).toBe('DT006 nomination');
    expect(await code('juror', 'score_nomination', { nomination_id: nomination, score: 10 })).toBe('DT006 nomination');
    for (const sql of [
      `update public.nominations set state = 'recognised', decision_number = '1', decided_on = now() where nomination_id = $1`,
      `delete from public.nominations where nomination_id = $1`
    ])
      expect(await refusal(world.db.sql(sql, [nomination]))).toBe('DT010');
  });

  test('a firm is nominated once at a time, and again after it was withdrawn', async () => {
    const firm = await readyFirm();
    const nomination = await nominated(firm);
    const again = { programme_id: PROGRAMME, enterprise_id: firm, reason: 'Lần nữa' };
    expect(await code('manager', 'nominate', again)).toBe('DT009 nomination');
    expect(await code('juror', 'withdraw_nomination', { nomination_id: nomination, reason: 'Nhầm' })).toBe(
      'DT002 nomination'
    );
    expect(await code('officer', 'withdraw_nomination', { nomination_id: nomination, reason: ' ' })).toBe(
      'DT004 reason'
    );
    expect(await code('officer', 'withdraw_nomination', { nomination_id: nomination, reason: 'Nhầm' })).toBe('ok');
    expect(await code('manager', 'nominate', again)).toBe('ok');
  });

  test('marks of others are for managers; the mean is not told to who still marks', async () => {
    const nomination = await nominated(await readyFirm());
    await marked(nomination, [70, 80]);
    const ids = async (person: string) => {
      const { data } = await world.call(person, 'nomination_standing', { nomination_id: nomination });
      return (data as { id: string }[]).map(({ id }) => id);
    };
    expect(await ids('manager')).toContain('mark');
    expect(await ids('juror')).not.toContain('mark');
    const seen = await (
      await world.client('juror')
    )
      .from('nomination_scores')
      .select('score')
      .eq('nomination_id', nomination);
    expect(seen.data).toEqual([{ score: 80 }]);
  });

  test.each([-1, 101, 1e6])('a mark of %d is refused', async (score) => {
    const nomination = await nominated(await readyFirm());
    expect(await code('juror', 'score_nomination', { nomination_id: nomination, score })).toMatch(/^(23514|22003)$/);
  });

  test('consent is to the text that stands, given by owners, and its rows never change but by withdrawal', async () => {
    const firm = await world.makeFirm({ people: ['chief', 'helper'] });
    const give = (person: string, version: number, locale = 'vi') =>
      code(person, 'give_story_consent', { enterprise_id: firm, version, locale });
    expect(await give('chief', 0)).toBe('DT003 story_consent_text');
    expect(await give('chief', 1, 'fr')).toBe('23514');
    expect(await give('helper', 1)).toBe('DT002 owner');
    expect(await give('chief', 1)).toBe('ok');
    expect(await give('chief', 1)).toBe('ok');
    expect(await code('helper', 'withdraw_story_consent', { enterprise_id: firm })).toBe('DT002 owner');
    const rows = await world.db.sql(
      `select version, withdrawn_at from public.story_consents where enterprise_id = $1`,
      [firm]
    );
    expect(rows).toEqual([{ version: 1, withdrawn_at: null }]);
    for (const sql of [
      `update public.story_consents set given_at = now() where enterprise_id = $1`,
      `update public.story_consents set given_by = gen_random_uuid(), withdrawn_at = now(), withdrawn_by = given_by where enterprise_id = $1`,
      `delete from public.story_consents where enterprise_id = $1`
    ])
      expect(await refusal(world.db.sql(sql, [firm]))).toBe('DT010');
  });

  test('two people who write one story: the later hears of the conflict', async () => {
    const nomination = await nominated(await readyFirm());
    const story = { title_vi: 'Tên', title_en: 'Name', body_vi: 'Chữ', body_en: 'Text' };
    const save = (revision: number, given: object = story) =>
      code('officer', 'save_story', { nomination_id: nomination, details: given, revision });
    expect(await save(0)).toBe('ok');
    expect(await save(0)).toBe('DT003 story');
    expect(await save(1)).toBe('ok');
    expect(await save(1)).toBe('DT003 story');
    expect(await save(2, { ...story, title_vi: ' ' })).toBe('23514');
    expect(await save(2, {})).toBe('23502');
  });

  test('rules are changed by managers against the revision they saw', async () => {
    const rules = { min_level: 2, support_needed: true, consent_needed: true, reviewers: 3, pass_mark: 70 };
    const set = (given: object, revision: number) =>
      code('otherManager', 'set_nomination_rules', { programme_id: PROGRAMME, details: given, revision });
    expect(await set({ ...rules, reviewers: 0 }, 1)).toBe('23514');
    expect(await set({ ...rules, pass_mark: 'cao' }, 1)).toBe('22P02');
    expect(await set({}, 1)).toBe('23502');
    expect(await set(rules, 1)).toBe('ok');
    expect(await set(rules, 1)).toBe('DT003 nomination_rules');
  });
});
