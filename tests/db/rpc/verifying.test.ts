import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const FOUND = { criterion: '1.1.1', verdict: 'confirmed', note: 'Xem tại chỗ', base: null };
const NOBODY = '00000000-0000-7000-8000-000000000000';

describe.each(DRIVERS)('findings of staff on %s', (driver) => {
  let world: World;
  let firm: string;
  let assessment_id: string;
  const verify = (who: string, ...findings: unknown[]) =>
    world.call(who, 'verify_criteria', { assessment_id, findings });
  const rows = () =>
    world.db.sql<{ criterion: string; verdict: string; position: number }>(
      `select criterion, verdict, position from public.verifications where assessment_id = $1 order by criterion, position`,
      [assessment_id]
    );
  const verified = async () =>
    (await world.db.sql(`select * from public.verified_results where assessment_id = $1`, [assessment_id]))[0];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    firm = await world.makeFirm({ people: ['owner'] });
    assessment_id = await world.makeSubmitted(firm, 3);
  });

  test('confirming leaves the points and counts as checked', async () => {
    const { code, data } = await verify('officer', FOUND);
    expect([code, Object.keys(data as object)]).toEqual(['ok', ['1.1.1']]);
    expect(await verified()).toMatchObject({ held_criteria: ['1.1.1'], checked: 1, points: 192, level: 3 });
    expect(Number((await verified())?.share)).toBeCloseTo(1 / 60, 3);
  });

  test('a corrected answer counts with what was found, a rejected one with nothing', async () => {
    const corrected = { ...FOUND, verdict: 'corrected', value: { level: 1 } };
    const ratio = { ...FOUND, criterion: '1.1.3', verdict: 'rejected' };
    expect((await verify('manager', corrected, ratio)).code).toBe('ok');
    const [claimed] = await world.db.sql(
      `select points, level, answers -> '1.1.1' -> 'value' as answer from public.assessments where assessment_id = $1`,
      [assessment_id]
    );
    expect(claimed).toEqual({ points: 192, level: 3, answer: { level: 3 } });
    expect(await verified()).toMatchObject({ held_criteria: ['1.1.1'], checked: 2, points: 192 - 2 - 3 });
  });

  test('staff of the area check, others and members of the firm do not', async () => {
    const codes = [];
    for (const who of ['near', 'far', 'owner', 'administrator', 'stranger'])
      codes.push((await verify(who, { ...FOUND, note: who })).code.split(' ')[0]);
    expect(codes).toEqual(['ok', 'DT001', 'DT002', 'DT001', 'DT001']);
    const own = await world.makeFirm({ people: ['officer'] });
    const reply = await world.call('officer', 'verify_criteria', {
      assessment_id: await world.makeSubmitted(own, 3),
      findings: [FOUND]
    });
    expect(reply.code).toBe('DT002 assessment');
  });

  test('what is not submitted is not checked', async () => {
    for (const [id, state] of [
      [world.draft, 'draft'],
      [world.awaiting, 'awaiting_confirmation']
    ]) {
      const reply = await world.call('officer', 'verify_criteria', { assessment_id: id, findings: [FOUND] });
      expect([reply.code, reply.details]).toEqual(['DT006 assessment', state]);
    }
  });

  test('the second officer is told what the first one found, and nothing is overwritten', async () => {
    await verify('officer', FOUND);
    const late = await verify('manager', { ...FOUND, verdict: 'rejected', note: 'Không có sổ' });
    expect(late.code).toBe('DT003 verification');
    expect(JSON.parse(late.details)).toEqual([
      expect.objectContaining({ criterion: '1.1.1', verdict: 'confirmed', note: FOUND.note, position: 1 })
    ]);
    expect(late.details).not.toContain(world.ids.officer);
    expect(await rows()).toEqual([{ criterion: '1.1.1', verdict: 'confirmed', position: 1 }]);
  });

  test('with the finding that was seen it is checked again, and both stay', async () => {
    const { data } = await verify('officer', FOUND);
    const base = (data as Record<string, string>)['1.1.1'];
    expect((await verify('near', { ...FOUND, verdict: 'rejected', base })).code).toBe('ok');
    expect(await rows()).toEqual([
      { criterion: '1.1.1', verdict: 'confirmed', position: 1 },
      { criterion: '1.1.1', verdict: 'rejected', position: 2 }
    ]);
    expect(await verified()).toMatchObject({ held_criteria: [], checked: 1, points: 189 });
  });

  test('a retried request is acknowledged with the same finding', async () => {
    const first = await verify('officer', FOUND);
    expect(await verify('officer', { ...FOUND, note: ` ${FOUND.note} ` })).toEqual(first);
    expect(await rows()).toHaveLength(1);
  });

  test('the same words of another person are another finding', async () => {
    await verify('officer', FOUND);
    expect((await verify('manager', FOUND)).code).toBe('DT003 verification');
  });

  test('of several findings all stand or none', async () => {
    await verify('officer', FOUND);
    const others = ['1.1.2', '1.1.3', '1.1.4'].map((criterion) => ({ ...FOUND, criterion }));
    expect((await verify('manager', ...others, FOUND)).code).toBe('DT003 verification');
    expect((await verify('manager', ...others, { ...FOUND, criterion: '9.9.9' })).code).toBe('DT004 finding');
    expect(await rows()).toHaveLength(1);
    expect((await verify('manager', ...others)).code).toBe('ok');
    expect(await verified()).toMatchObject({ checked: 4 });
  });

  test.each([
    ['a criterion that does not exist', { criterion: '9.9.9' }, [['9.9.9', 'unknown_criterion']]],
    ['no criterion', { criterion: null }, [['', 'unknown_criterion']]],
    ['a correction to what was said', { verdict: 'corrected', value: { level: 3 } }, [['1.1.1', 'same_as_claimed']]],
    ['a level that does not exist', { verdict: 'corrected', value: { level: 6 } }, [['1.1.1', 'level_out_of_range']]],
    [
      'a ratio of a level',
      { verdict: 'corrected', value: { numerator: 1, denominator: 2 } },
      [['1.1.1', 'wrong_kind']]
    ],
    ['a correction without a value', { verdict: 'corrected' }, [['1.1.1', 'not_an_object']]],
    ['no word of why', { note: '  ' }, [['note', 'required']]],
    ['a visit that has not been', { visited_on: '2199-01-01' }, [['visited_on', 'visit_in_future']]],
    ['a visit of long ago', { visited_on: '0001-01-01' }, [['visited_on', 'visit_in_future']]],
    ['a file that does not exist', { file_id: NOBODY }, [['file_id', 'unknown']]]
  ])('%s is refused', async (_, wrong, problems) => {
    const reply = await verify('officer', { ...FOUND, ...wrong });
    expect(reply.code).toBe('DT004 finding');
    expect((JSON.parse(reply.details) as { path: string; code: string }[]).map((p) => [p.path, p.code])).toEqual(
      problems
    );
    expect(await rows()).toEqual([]);
  });

  test.each([
    ['a value beside a confirmation', { value: { level: 1 } }, '23514'],
    ['a link that is none', { link: 'javascript:alert(1)' }, '23514'],
    ['a note without end', { note: 'x'.repeat(1001) }, '23514'],
    ['a verdict that does not exist', { verdict: 'perhaps' }, '22P02'],
    ['no verdict', { verdict: null }, '23502'],
    ['a date that does not exist', { visited_on: '2026-02-30' }, '22008'],
    ['a base that is no id', { base: 'x' }, '22P02']
  ])('%s is refused', async (_, wrong, code) => {
    expect((await verify('officer', { ...FOUND, ...wrong })).code).toBe(code);
    expect(await rows()).toEqual([]);
  });

  test.each([[null], [{}], [[]], [[null]], [['x']], [Array.from({ length: 201 }, () => FOUND)]])(
    'findings that are no list of findings are refused',
    async (findings) => {
      const reply = await world.call('officer', 'verify_criteria', { assessment_id, findings });
      expect(reply.code).toBe('DT004 findings');
    }
  );

  test("another firm's file is no evidence, whoever sees it", async () => {
    const [theirs] = await world.db.sql<{ file_id: string }>(
      `select file_id from public.files where enterprise_id = $1`,
      [world.other]
    );
    const reply = await verify('officer', { ...FOUND, file_id: theirs!.file_id });
    expect([reply.code, JSON.parse(reply.details)]).toEqual(['DT004 finding', [{ path: 'file_id', code: 'unknown' }]]);
  });

  test('of two officers at the same moment one is told of the other', async () => {
    for (let round = 0; round < 5; round += 1) {
      assessment_id = await world.makeSubmitted(await world.makeFirm(), 3);
      const replies = await Promise.all(
        ['officer', 'manager', 'near'].map((who) => verify(who, { ...FOUND, verdict: 'rejected', note: who }))
      );
      expect(replies.map(({ code }) => code).sort()).toEqual(['DT003 verification', 'DT003 verification', 'ok']);
      expect(await rows()).toHaveLength(1);
      expect(await verified()).toMatchObject({ checked: 1, points: 189 });
    }
  });

  test('two officers who check different criteria both stand, and the score knows both', async () => {
    for (let round = 0; round < 5; round += 1) {
      assessment_id = await world.makeSubmitted(await world.makeFirm(), 3);
      const replies = await Promise.all([
        verify('officer', { ...FOUND, verdict: 'rejected' }),
        verify('manager', { ...FOUND, criterion: '1.1.3', verdict: 'rejected' })
      ]);
      expect(replies.map(({ code }) => code)).toEqual(['ok', 'ok']);
      expect(await verified()).toMatchObject({ checked: 2, points: 186 });
    }
  });

  test('the list shows verified beside claimed, and finds what nobody has checked', async () => {
    await verify('officer', { ...FOUND, verdict: 'rejected' });
    const untouched = await world.makeSubmitted(firm, 2);
    const listed = async (filters: object) =>
      ((await world.call('officer', 'list_assessments', { filters })).data as Record<string, unknown>[])
        .filter((row) => row.enterprise_id === firm)
        .map((row) => [row.assessment_id, row.verified_level, row.verified_share]);
    expect(await listed({ verified: 'some' })).toEqual([[assessment_id, 3, 0.017]]);
    expect(await listed({ verified: 'none' })).toEqual([[untouched, null, null]]);
  });
});
