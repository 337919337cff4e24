import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

interface Saved {
  saved: Record<string, number>;
  conflicts: Record<string, { value: unknown; revision: number }>;
  revision: number;
}

// 1.1.1 is ordinal, 1.1.3 a ratio, 1.1.6 may be not applicable.
describe.each(DRIVERS)('filling in on %s', (driver) => {
  let world: World;
  let firm: string;
  let draft: string;
  const start = (who: string, enterprise_id: string, questionnaire?: string) =>
    world.call(who, 'start_assessment', { enterprise_id, ...(questionnaire && { questionnaire }) });
  const save = (who: string, patch: unknown, assessment_id = draft) =>
    world.call(who, 'save_answers', { assessment_id, patch });
  const saved = async (who: string, patch: unknown) => (await save(who, patch)).data as Saved;
  const stored = async () =>
    (
      await world.db.sql<{ answers: Record<string, { value: unknown; revision: number }>; revision: number }>(
        `select answers, revision from public.assessments where assessment_id = $1`,
        [draft]
      )
    )[0]!;
  const level = (value: number, base = 0) => ({ value: { level: value }, base });

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(async () => {
    firm = await world.makeFirm({ people: ['owner', 'member'] });
    draft = String((await start('owner', firm)).data);
  });
  afterAll(() => world.close());

  test('starting twice, by whomever of the firm, is one draft', async () => {
    expect((await start('owner', firm)).data).toBe(draft);
    expect((await start('member', firm)).data).toBe(draft);
  });

  test('only a published questionnaire that counts can be started', async () => {
    await world.call('owner', 'discard_assessment', { assessment_id: draft });
    for (const questionnaire of ['quick-check', 'unknown', '', `dbi-sme' or true --`]) {
      expect((await world.call('owner', 'start_assessment', { enterprise_id: firm, questionnaire })).code).toBe(
        'DT001 questionnaire'
      );
    }
  });

  test('an answer gets the revision of its save, another save the next', async () => {
    expect(await saved('owner', { '1.1.1': level(3) })).toEqual({ saved: { '1.1.1': 1 }, conflicts: {}, revision: 1 });
    expect(await saved('member', { '1.1.2': level(2) })).toMatchObject({ saved: { '1.1.2': 2 }, revision: 2 });
    expect((await stored()).answers).toMatchObject({ '1.1.1': { value: { level: 3 }, revision: 1 } });
  });

  test('a retried request is acknowledged and writes nothing', async () => {
    const patch = { '1.1.1': level(3), '1.1.3': { value: { numerator: 1, denominator: 4 }, base: 0 } };
    const first = await saved('owner', patch);
    expect(await saved('owner', patch)).toEqual(first);
    expect(await saved('owner', {})).toEqual({ saved: {}, conflicts: {}, revision: 1 });
    expect((await stored()).revision).toBe(1);
  });

  test('what somebody else changed since is not overwritten, the rest is saved', async () => {
    await saved('owner', { '1.1.1': level(3) });
    const second = await saved('member', { '1.1.1': level(5), '1.1.2': level(1) });
    expect(second.conflicts).toMatchObject({ '1.1.1': { value: { level: 3 }, revision: 1 } });
    expect(second.saved).toEqual({ '1.1.2': 2 });
    expect(await saved('member', { '1.1.1': level(5, 1) })).toMatchObject({ saved: { '1.1.1': 3 }, conflicts: {} });
    const late = await saved('owner', { '1.1.1': level(0, 1) });
    expect(late.conflicts).toMatchObject({ '1.1.1': { value: { level: 5 }, revision: 3 } });
  });

  test('a cleared answer is none, and clearing it conflicts like any change', async () => {
    await saved('owner', { '1.1.1': level(3) });
    expect((await saved('owner', { '1.1.1': { value: null, base: 0 } })).conflicts).toHaveProperty(['1.1.1']);
    expect((await saved('owner', { '1.1.1': { value: null, base: 1 } })).saved).toEqual({ '1.1.1': 2 });
    const { details } = await world.call('owner', 'submit_assessment', { assessment_id: draft });
    expect(JSON.parse(details)).toContain('1.1.1');
  });

  test('one bad answer and nothing of the patch is written; every bad one is named', async () => {
    const reply = await save('owner', {
      '1.1.1': level(3),
      '1.1.2': level(6),
      '1.1.3': { value: { numerator: 5, denominator: 4 }, base: 0 },
      '9.9.9': level(1)
    });
    expect(reply.code).toBe('DT004 answers');
    expect(JSON.parse(reply.details)).toEqual(
      expect.arrayContaining([
        { path: '1.1.2', code: 'level_out_of_range' },
        { path: '1.1.3', code: 'numerator_over_denominator' },
        { path: '9.9.9', code: 'unknown_criterion' }
      ])
    );
    expect(await stored()).toMatchObject({ answers: {}, revision: 0 });
  });

  test.each([
    ['not an object', { '1.1.1': { value: 3 } }],
    ['a level in words', { '1.1.1': { value: { level: '3' } } }],
    ['half a level', { '1.1.1': { value: { level: 2.5 } } }],
    ['a level and more', { '1.1.1': { value: { level: 3, points: 320 } } }],
    ['a ratio where a level belongs', { '1.1.1': { value: { numerator: 1, denominator: 2 } } }],
    ['a level where a ratio belongs', { '1.1.3': { value: { level: 3 } } }],
    ['a negative number', { '1.1.3': { value: { numerator: -1, denominator: 2 } } }],
    ['a huge number', { '1.1.3': { value: { numerator: 1, denominator: 1e16 } } }],
    ['half a ratio', { '1.1.3': { value: { numerator: 1 } } }],
    ['not applicable where it does not exist', { '1.1.1': { value: { notApplicable: true } } }],
    ['not not applicable', { '1.1.6': { value: { notApplicable: false } } }],
    ['an inherited name', JSON.parse('{"__proto__": {"value": {"level": 3}}, "constructor": {"value": {"level": 3}}}')]
  ])('%s is no answer', async (_, patch) => {
    expect((await save('owner', patch)).code).toBe('DT004 answers');
    expect((await stored()).answers).toEqual({});
  });

  test.each([
    [null, 'DT004 answers'],
    [[], 'DT004 answers'],
    ['text', 'DT004 answers'],
    [{ '1.1.1': { value: { level: 3 }, base: 'x' } }, '22P02'],
    [{ '1.1.1': { value: { level: 3 }, base: 99_999_999_999 } }, '22003']
  ])('a patch of %j is refused', async (patch, code) => {
    expect((await save('owner', patch)).code).toBe(code);
  });

  test('a patch of more than 64 kB is refused', async () => {
    const patch = Object.fromEntries(Array.from({ length: 4000 }, (_, n) => [`x${n}`, level(1)]));
    expect(await save('owner', patch)).toEqual({ code: 'DT004 answers', details: '', data: null });
  });

  test('of another firm there is no such assessment', async () => {
    for (const who of ['otherOwner', 'far', 'stranger', 'provider', 'administrator']) {
      expect((await save(who, { '1.1.1': level(1) })).code).toBe('DT001 assessment');
    }
    expect((await stored()).answers).toEqual({});
  });

  test('staff do not write into what a firm answers itself', async () => {
    expect((await start('near', firm)).code).toBe('DT009 assessment');
    for (const who of ['officer', 'manager', 'near']) {
      expect((await save(who, { '1.1.1': level(1) })).code).toBe('DT001 assessment');
      expect((await world.call(who, 'discard_assessment', { assessment_id: draft })).code).toBe('DT001 assessment');
    }
  });

  test('a member who is let go no longer writes', async () => {
    await world.db.sql(`delete from public.enterprise_members where enterprise_id = $1 and user_id = $2`, [
      firm,
      world.ids.member
    ]);
    expect((await save('member', { '1.1.1': level(1) })).code).toBe('DT001 assessment');
  });

  test('what is submitted, waits or was given up takes no answers', async () => {
    expect((await save('owner', { '1.1.1': level(1) }, world.submitted)).code).toBe('DT006 assessment');
    expect((await save('otherOwner', { '1.1.1': level(1) }, world.awaiting)).code).toBe('DT006 assessment');
    await world.call('owner', 'discard_assessment', { assessment_id: draft });
    expect((await save('owner', { '1.1.1': level(1) })).code).toBe('DT006 assessment');
  });
});
