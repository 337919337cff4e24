import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAssignment, makePackage } from '../../support/assignments-by-sql.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from '../invariants/refusal.ts';

const PERIOD = { programme_id: 'ben-tre-8576', period_start: '2024-03-01', period_end: '2024-03-31' };
const NAMED = {
  agency: 'Sở Công Thương',
  number: '1/BC-SCT',
  place: 'Bến Tre',
  signed_on: '2024-04-05',
  signatory_title: 'Giám đốc',
  recipients: 'Ủy ban nhân dân tỉnh'
};

describe.each(DRIVERS)('reports on %s', (driver) => {
  let world: World;
  let packageId: string;
  const code = async (...call: Parameters<World['call']>) => (await world.call(...call)).code;
  const create = async () => (await world.call('officer', 'create_report', PERIOD)).data as string;
  const row = async (report: string) =>
    (await world.db.sql(`select * from public.reports where report_id = $1`, [report]))[0];

  beforeAll(async () => {
    world = await openWorld(driver);
    packageId = await makePackage(world.db, 'GOI-B');
  });
  afterAll(() => world.close());

  test('figures are those up to the end of the period, and stay as they were taken', async () => {
    for (const completedAt of ['2024-02-10T00:00:00Z', '2024-03-10T00:00:00Z', '2024-04-10T00:00:00Z'])
      await makeAssignment(world.db, { packageId, firm: await world.makeFirm(), completedAt });
    const report = await create();
    const supported = async () => {
      const { figures } = (await row(report)) as { figures: { totals: { measure: string }[] } };
      return figures.totals.find(({ measure }) => measure === 'supported');
    };
    expect(await supported()).toEqual({ measure: 'supported', firms: 2, fresh: 1, in_period: 2 });
    await makeAssignment(world.db, { packageId, firm: await world.makeFirm(), completedAt: '2024-03-20T00:00:00Z' });
    expect(await supported()).toMatchObject({ firms: 2 });
    for (const sql of [
      `update public.reports set figures = '{}' where report_id = $1`,
      `update public.reports set period_end = '2024-04-30' where report_id = $1`
    ])
      expect(await refusal(world.db.sql(sql, [report]))).toBe('DT010');
  });

  test('a final report never changes and never goes', async () => {
    const report = await create();
    expect(await code('officer', 'save_report', { report_id: report, details: NAMED, revision: 1 })).toBe('ok');
    expect(await code('manager', 'finalise_report', { report_id: report, revision: 2 })).toBe('ok');
    const before = await row(report);
    expect(await code('officer', 'save_report', { report_id: report, details: {}, revision: 3 })).toBe('DT010 report');
    expect(await code('officer', 'discard_report', { report_id: report })).toBe('DT010 report');
    expect(await refusal(world.db.sql(`update public.reports set results = 'x' where report_id = $1`, [report]))).toBe(
      'DT010'
    );
    expect(await row(report)).toEqual(before);
  });

  test('what the office form needs must be there before it is final', async () => {
    const report = await create();
    const { agency, ...rest } = NAMED;
    expect(agency).toBeTruthy();
    await world.call('officer', 'save_report', { report_id: report, details: { ...rest, agency: ' ' }, revision: 1 });
    const reply = await world.call('manager', 'finalise_report', { report_id: report, revision: 2 });
    expect([reply.code, JSON.parse(reply.details)]).toEqual(['DT004 report', [{ path: 'agency', code: 'required' }]]);
  });

  test('of two who save one draft the later hears of it and loses nothing', async () => {
    const report = await create();
    expect(await code('officer', 'save_report', { report_id: report, details: { results: 'A' }, revision: 1 })).toBe(
      'ok'
    );
    expect(await code('manager', 'save_report', { report_id: report, details: { results: 'B' }, revision: 1 })).toBe(
      'DT003 report'
    );
    expect(await row(report)).toMatchObject({ results: 'A' });
    expect(
      await code('officer', 'save_report', { report_id: report, details: { signed_on: 'mai' }, revision: 2 })
    ).toBe('22007');
    expect(await code('officer', 'discard_report', { report_id: report })).toBe('ok');
  });

  test.each([
    ['ends before it begins', '2024-03-31', '2024-03-01'],
    ['lies in the far future', '2090-01-01', '2090-02-01'],
    ['has no end', '2024-03-01', null]
  ])('a period that %s is refused', async (_, period_start, period_end) => {
    expect(await code('officer', 'create_report', { ...PERIOD, period_start, period_end })).toBe('DT004 period_end');
  });

  test('deadlines are set, met and taken back', async () => {
    const { data } = await world.call('officer', 'save_deadline', {
      programme_id: PERIOD.programme_id,
      who: 'Phòng Kinh tế',
      what: 'Báo cáo quý',
      due_on: '2026-12-31'
    });
    expect(await code('officer', 'set_deadline_done', { deadline_id: data, done_on: '2999-01-01' })).toBe(
      'DT004 done_on'
    );
    expect(await code('manager', 'set_deadline_done', { deadline_id: data, done_on: '2026-01-01' })).toBe('ok');
    expect(await code('officer', 'remove_deadline', { deadline_id: data })).toBe('ok');
    expect(await code('officer', 'remove_deadline', { deadline_id: data })).toBe('DT001 deadline');
  });
});
