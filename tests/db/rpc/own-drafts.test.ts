import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const STAFF = ['officer', 'manager', 'near'];

/** What a firm writes for itself is nobody else's until it is submitted. */
describe.each(DRIVERS)('a draft of the firm’s own on %s', (driver) => {
  let world: World;
  let firm: string;
  let draft: string;
  const start = (who: string) => world.call(who, 'start_assessment', { enterprise_id: firm });
  const step = (who: string, fn: string, more: Record<string, unknown> = {}) =>
    world.call(who, fn, { assessment_id: draft, ...more });
  const fill = (who: string, level: number) =>
    step(who, 'save_answers', {
      patch: Object.fromEntries(Object.entries(world.answers(level)).map(([id, value]) => [id, { value, base: 0 }]))
    });
  /** How often the draft is met by somebody who reads the table, through the firm, and in the list. */
  async function met(who: string): Promise<number[]> {
    const client = await world.client(who);
    const rows = await client.from('assessments').select('answers').eq('assessment_id', draft);
    const firms = await client.from('enterprises').select('assessments(assessment_id)').eq('enterprise_id', firm);
    const listed = await Promise.all(
      [{}, { state: 'draft' }, { state: 'discarded' }].map((filters) =>
        world.call(who, 'list_assessments', { filters, size: 1000 })
      )
    );
    const ids = [
      ...(firms.data ?? []).flatMap(({ assessments }) => assessments),
      ...listed.flatMap(({ data }) => data as { assessment_id: string }[])
    ].map(({ assessment_id }) => assessment_id);
    return [rows.data?.length ?? 0, ids.filter((id) => id === draft).length];
  }

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(async () => {
    firm = await world.makeFirm({ people: ['owner', 'member'] });
    draft = String((await start('owner')).data);
    await fill('owner', 3);
  });
  afterAll(() => world.close());

  test.each(STAFF)('%s reads nothing of it, colleagues do', async (who) => {
    expect(await met(who)).toEqual([0, 0]);
    expect(await met('member')).toEqual([1, 3]);
  });

  test('staff take no step with it and are told no more than of one that does not exist', async () => {
    for (const who of STAFF) {
      for (const fn of [
        'submit_assessment',
        'return_assessment',
        'discard_assessment',
        'open_assessment',
        'read_result'
      ]) {
        const nothing = await world.call(who, fn, { assessment_id: '00000000-0000-7000-8000-000000000000' });
        expect([who, fn, await step(who, fn)]).toEqual([who, fn, nothing]);
      }
      expect((await fill(who, 1)).code).toBe('DT001 assessment');
    }
  });

  test('staff who would fill in for the firm learn that it does so itself, and nothing else', async () => {
    for (const who of STAFF) {
      expect(await start(who)).toEqual({ code: 'DT009 assessment', details: '', data: null });
      expect(await met(who)).toEqual([0, 0]);
    }
  });

  test('one that was given up stays the firm’s, and staff may begin', async () => {
    await step('owner', 'discard_assessment');
    for (const who of STAFF) expect(await met(who)).toEqual([0, 0]);
    expect((await start('near')).code).toBe('ok');
  });

  test('staff read it once it is submitted, and still do not change it', async () => {
    expect((await step('owner', 'submit_assessment')).code).toBe('ok');
    for (const who of STAFF) {
      expect((await met(who))[0]).toBe(1);
      expect((await step(who, 'discard_assessment')).code).toBe('DT002 assessment');
    }
  });

  test('an assisted entry is read by staff of the area from beginning to end', async () => {
    await step('owner', 'discard_assessment');
    draft = String((await start('near')).data);
    for (const [who, seen] of [
      ['near', 1],
      ['officer', 1],
      ['far', 0],
      ['owner', 1]
    ] as const) {
      expect([who, (await met(who))[0]]).toEqual([who, seen]);
    }
    await step('near', 'discard_assessment');
    expect((await met('officer'))[0]).toBe(1);
  });
});
