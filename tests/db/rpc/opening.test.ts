import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

type Opened = { assessment_id: string; member: boolean; answers: object; result: object | null; enterprise: object };
type Read = { assessment: Opened; history?: { assessment_id: string }[]; links?: object[]; peers?: unknown[] };

// Who may open which assessment is in authority.test.ts; here is what they see.
describe.each(DRIVERS)('opening an assessment on %s', (driver) => {
  let world: World;
  const open = async (who: string, assessment_id: string) =>
    (await world.call(who, 'open_assessment', { assessment_id })).data as Opened;
  const read = async (who: string, assessment_id: string) =>
    (await world.call(who, 'read_result', { assessment_id })).data as Read;

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('a draft comes with its answers and its firm, and without a result', async () => {
    const client = await world.client('owner');
    const { data: row } = await client.from('assessments').select().eq('assessment_id', world.draft).single();
    const opened = await open('owner', world.draft);
    for (const [key, value] of Object.entries(opened)) {
      if (key in row!) expect(value, key).toEqual(row![key as keyof typeof row]);
    }
    expect(opened).toMatchObject({ state: 'draft', result: null, enterprise: { enterprise_id: world.firm } });
    expect(Object.keys(opened.enterprise).sort()).toEqual(['enterprise_id', 'kind', 'name']);
  });

  test('says who acts for the firm', async () => {
    const people = ['owner', 'member', 'officer', 'manager', 'near'];
    const seen = await Promise.all(people.map(async (who) => [who, (await open(who, world.submitted)).member]));
    expect(Object.fromEntries(seen)).toEqual({
      owner: true,
      member: true,
      officer: false,
      manager: false,
      near: false
    });
  });

  test('a result comes with the history of the firm, and with its links for members only', async () => {
    const own = await read('member', world.submitted);
    expect(own.assessment).toEqual(await open('member', world.submitted));
    expect(own.assessment.result).toMatchObject({ missing: [] });
    expect(own.history?.[0]).toMatchObject({ assessment_id: world.submitted });
    expect(own.links?.length).toBeGreaterThan(0);
    expect(JSON.stringify(own.links)).not.toMatch(/hash|token/);
    const staff = await read('officer', world.submitted);
    expect(staff.history).toEqual(own.history);
    expect(staff.links).toEqual([]);
  });

  test('the result of a draft is the draft and nothing else', async () => {
    expect(await read('owner', world.draft)).toEqual({ assessment: await open('owner', world.draft) });
  });
});
