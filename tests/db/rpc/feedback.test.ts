import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const DETAILS = { category_id: 'question', message: 'Cho tôi hỏi về gói hỗ trợ cho cơ sở dừa.', public_wanted: true };

interface Sent {
  id: string;
  code: string;
}

describe.each(DRIVERS)('feedback on %s', (driver) => {
  let world: World;

  async function send(details: object = {}): Promise<Sent> {
    const { code, data } = await world.call('visitor', 'submit_feedback', { details: { ...DETAILS, ...details } });
    expect(code).toBe('ok');
    const sent = (data as { code: string }).code;
    const [row] = await world.db.sql<{ id: string }>(
      `select feedback_id as id from public.feedback where code_hash = private.code_hash($1)`,
      [sent]
    );
    return { id: row!.id, code: sent };
  }
  const step = async (person: string, fn: string, args: object) => (await world.call(person, fn, { ...args })).code;
  const track = async (code: string) =>
    (await world.call('visitor', 'track_feedback', { code })).data as Record<string, unknown> | null;
  const published = async () =>
    ((await world.call('visitor', 'published_feedback')).data as { feedback_id: string; question: string }[]).map(
      ({ feedback_id, question }) => ({ feedback_id, question })
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('from the sending to the rating, everybody sees where it stands and no step is lost', async () => {
    const { id, code } = await send({ contact: 'ten@mau.example' });
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{20}$/);
    expect(await track(code)).toMatchObject({ state: 'received', answer: null, rating: null });
    expect(await step('manager', 'assign_feedback', { feedback_id: id, user_id: world.ids.officer })).toBe('ok');
    expect(await track(code)).toMatchObject({ state: 'assigned' });
    expect(await step('visitor', 'rate_feedback', { code, rating: 5 })).toBe('DT006 feedback');
    expect(
      await step('officer', 'answer_feedback', { feedback_id: id, answer: 'Mời anh/chị xem trang gói hỗ trợ.' })
    ).toBe('ok');
    // However it is typed: small letters, spaces, hyphens.
    const typed = code.toLowerCase().replace(/(.{5})/g, '$1- ');
    expect(await track(typed)).toMatchObject({ state: 'answered', answer: 'Mời anh/chị xem trang gói hỗ trợ.' });
    expect(await step('visitor', 'rate_feedback', { code, rating: 4 })).toBe('ok');
    expect(await step('visitor', 'rate_feedback', { code, rating: 1 })).toBe('DT006 feedback');
    expect(await step('officer', 'close_feedback', { feedback_id: id })).toBe('ok');
    expect(await track(code)).toMatchObject({ state: 'closed', rating: 4 });
    expect(await world.db.sql(`select contact, handled_by from public.feedback where feedback_id = $1`, [id])).toEqual([
      { contact: null, handled_by: world.ids.officer }
    ]);
    expect(
      await world.db.sql(
        `select step, actor from public.feedback_moves where feedback_id = $1 order by feedback_move_id`,
        [id]
      )
    ).toEqual([
      { step: 'receive', actor: null },
      { step: 'assign', actor: world.ids.manager },
      { step: 'answer', actor: world.ids.officer },
      { step: 'rate', actor: null },
      { step: 'close', actor: world.ids.officer }
    ]);
  });

  test('who is to answer is told, and the notice says nothing of what was written', async () => {
    const { id } = await send();
    await step('manager', 'assign_feedback', { feedback_id: id, user_id: world.ids.officer });
    expect(
      await world.db.sql(`select user_id, parameters, link from public.notifications where link like '%' || $1`, [id])
    ).toEqual([{ user_id: world.ids.officer, parameters: {}, link: `/staff/feedback/${id}` }]);
  });

  test('it is due after the working days of its category, holidays left out', async () => {
    for (const [category_id, days] of [
      ['question', 3],
      ['complaint', 10]
    ]) {
      const { id } = await send({ category_id });
      expect(
        await world.db.sql(
          `select due_on = private.add_working_days(private.today(), $2::integer) as due from public.feedback where feedback_id = $1`,
          [id, String(days)]
        )
      ).toEqual([{ due: true }]);
    }
  });

  test('an answer is published only if the person wanted it, in the words of staff, and can be taken back', async () => {
    const [wanted, unwanted] = [await send(), await send({ public_wanted: false })];
    const question = 'Cơ sở dừa có được hỗ trợ không?';
    const publish = (feedback_id: string, yes = true) =>
      step('officer', 'publish_feedback', { feedback_id, published: yes, question });
    expect(await publish(wanted.id)).toBe('DT006 feedback');
    for (const { id } of [wanted, unwanted])
      await step('officer', 'answer_feedback', { feedback_id: id, answer: 'Có.' });
    expect(await publish(unwanted.id)).toBe('DT002 public_wanted');
    expect(await step('officer', 'publish_feedback', { feedback_id: wanted.id, published: true })).toBe('23514');
    expect(await published()).toEqual([]);
    expect(await publish(wanted.id)).toBe('ok');
    expect(await published()).toEqual([{ feedback_id: wanted.id, question }]);
    expect(await publish(wanted.id)).toBe('DT006 feedback');
    expect(await publish(wanted.id, false)).toBe('ok');
    expect(await published()).toEqual([]);
  });

  test('steps out of order, twice or for the wrong person are refused', async () => {
    const { id } = await send();
    expect(await step('officer', 'assign_feedback', { feedback_id: id, user_id: world.ids.owner })).toBe(
      'DT004 user_id'
    );
    expect(await step('officer', 'close_feedback', { feedback_id: id, note: ' ' })).toBe('DT004 note');
    expect(await step('officer', 'answer_feedback', { feedback_id: id, answer: '  ' })).toBe('23514');
    await step('officer', 'answer_feedback', { feedback_id: id, answer: 'Đã rõ.' });
    expect(await step('officer', 'answer_feedback', { feedback_id: id, answer: 'Khác.' })).toBe('DT006 feedback');
    expect(await step('officer', 'assign_feedback', { feedback_id: id, user_id: world.ids.officer })).toBe(
      'DT006 feedback'
    );
    await step('officer', 'close_feedback', { feedback_id: id });
    expect(await step('officer', 'close_feedback', { feedback_id: id })).toBe('DT006 feedback');
  });

  test('a district officer sees and works on what is about the own areas, and on nothing else', async () => {
    const about = async (about_unit_id: string | undefined) => send({ ...(about_unit_id && { about_unit_id }) });
    const { near, far } = world.units;
    const [district] = await world.db.sql<{ id: string }>(
      `select coalesce(district_id, parent_id) as id from public.units where unit_id = $1`,
      [near]
    );
    const own = [await about(near), await about(district!.id)];
    const others = [await about(far), await about(undefined)];
    const seen = async (table: 'feedback' | 'feedback_moves', { id }: Sent) =>
      ((await (await world.client('near')).from(table).select('feedback_id').eq('feedback_id', id)).data ?? []).length;
    const steps = (id: string) =>
      [
        ['assign_feedback', { user_id: world.ids.near }],
        ['answer_feedback', { answer: 'Mời anh/chị đến ủy ban.' }],
        ['publish_feedback', { published: true, question: 'Hỏi về nơi này thì thế nào?' }],
        ['close_feedback', {}]
      ].map(([fn, args]) => [fn as string, { feedback_id: id, ...(args as object) }] as const);
    for (const sent of others) {
      expect([await seen('feedback', sent), await seen('feedback_moves', sent)]).toEqual([0, 0]);
      for (const [fn, args] of [...steps(sent.id), ['feedback_handlers', { feedback_id: sent.id }] as const])
        expect([fn, await step('near', fn, args)]).toEqual([fn, 'DT001 feedback']);
      expect(await track(sent.code)).toMatchObject({ state: 'received', answer: null });
    }
    for (const sent of own) {
      expect([await seen('feedback', sent), await seen('feedback_moves', sent)]).toEqual([1, 1]);
      for (const [fn, args] of steps(sent.id)) expect([fn, await step('near', fn, args)]).toEqual([fn, 'ok']);
    }
  });

  test('it is given to a district officer only if it is about the areas of that officer', async () => {
    const { id } = await send({ about_unit_id: world.units.near });
    const people = async (who: string, args: object = { feedback_id: id }) =>
      ((await world.call(who, 'feedback_handlers', { ...args })).data as { user_id: string }[]).map(
        (one) => one.user_id
      );
    expect(await people('officer')).toContain(world.ids.near);
    expect(await people('officer')).not.toContain(world.ids.far);
    expect(await people('officer', {})).toContain(world.ids.far);
    // Old districts share communes that lie in both; one commune alone does not.
    const areas = await world.db.sql<{ unit_id: string }>(`select unit_id from public.staff_areas where user_id = $1`, [
      world.ids.far
    ]);
    const settle = (unit: string) =>
      world.db.sql(`update public.staff_areas set unit_id = $2 where user_id = $1`, [world.ids.far, unit]);
    await settle(world.units.far);
    expect(await people('near', {})).not.toContain(world.ids.far);
    await settle(areas[0]!.unit_id);
    const assign = (user_id: string) => step('officer', 'assign_feedback', { feedback_id: id, user_id });
    for (const wrong of [world.ids.far, world.ids.administrator, world.firm])
      expect(await assign(wrong)).toBe('DT004 user_id');
    expect(await step('officer', 'assign_feedback', { feedback_id: id, user_id: null })).toBe('DT004 user_id');
    expect(await assign(world.ids.near)).toBe('ok');
  });

  test('without the areas, or the role, nothing is left to see', async () => {
    const { id } = await send({ about_unit_id: world.units.far });
    const rows = async () =>
      (await (await world.client('far')).from('feedback').select('feedback_id').eq('feedback_id', id)).data?.length;
    expect(await rows()).toBe(1);
    await world.db.sql(`update public.staff_members set role = 'administrator' where user_id = $1`, [world.ids.far]);
    expect(await rows()).toBe(0);
    await world.db.sql(`update public.staff_members set role = 'district_officer' where user_id = $1`, [world.ids.far]);
    await world.db.sql(`delete from public.staff_areas where user_id = $1`, [world.ids.far]);
    expect(await rows()).toBe(0);
  });

  test('of two answers at once one is kept', async () => {
    const { id } = await send();
    const replies = await Promise.all(
      ['officer', 'manager'].map((who) =>
        step(who, 'answer_feedback', { feedback_id: id, answer: `Trả lời của ${who}` })
      )
    );
    expect(replies.sort()).toEqual(['DT006 feedback', 'ok']);
  });

  test('a code that does not exist, and one that is part of one, find nothing', async () => {
    const { code } = await send();
    for (const wrong of ['', 'A', code.slice(0, 10), `${code}A`, '%', 'A'.repeat(100_000)])
      expect([wrong.slice(0, 30), await track(wrong)]).toEqual([wrong.slice(0, 30), null]);
    expect((await world.call('visitor', 'rate_feedback', { code: 'UNKNOWN', rating: 3 })).data).toBe(false);
    expect(await step('visitor', 'rate_feedback', { code, rating: 6 })).toBe('DT004 rating');
  });

  test.each([
    ['a text of nothing', { message: '   hi   ' }, '23514'],
    ['a text without end', { message: 'a'.repeat(4001) }, '23514'],
    ['a whole book', { message: 'a'.repeat(30_000) }, 'DT015 details'],
    ['an unknown category', { category_id: 'gossip' }, 'DT004 category_id'],
    ['an unknown place', { about_unit_id: 'Mars' }, 'DT004 about_unit_id'],
    ['a contact without end', { contact: 'a'.repeat(201) }, '23514'],
    ['a wish that is no yes or no', { public_wanted: 'perhaps' }, '22P02']
  ])('%s is refused, and nothing is kept', async (_, wrong, code) => {
    const count = () => world.db.sql(`select count(*)::int as n from public.feedback`);
    const before = await count();
    expect((await world.call('visitor', 'submit_feedback', { details: { ...DETAILS, ...wrong } })).code).toBe(code);
    expect(await count()).toEqual(before);
  });

  test('all visitors together send three hundred an hour and no more', async () => {
    await world.db.sql(`update private.rate_limit_rules set max_hits = 1 where bucket = 'feedback:all'`);
    await world.db.sql(`delete from private.rate_limit_hits where bucket = 'feedback:all'`);
    const codes = [];
    for (let n = 0; n < 2; n += 1) codes.push(await step('visitor', 'submit_feedback', { details: DETAILS }));
    expect(codes).toEqual(['ok', 'DT008 feedback:all']);
    await world.db.sql(`update private.rate_limit_rules set max_hits = 300 where bucket = 'feedback:all'`);
  });

  test('an administrator keeps the numbers to call; what was a sample is none after a change', async () => {
    const details = {
      agency_vi: 'Cơ quan mẫu',
      agency_en: 'Sample agency',
      number: '0000 000 000',
      hours_vi: '8–17 giờ',
      hours_en: '8–17'
    };
    const id = (await world.call('administrator', 'save_hotline', { hotline_id: null, details })).data as string;
    await world.db.sql(`update public.hotlines set is_sample = true where hotline_id = $1`, [id]);
    await world.call('administrator', 'save_hotline', { hotline_id: id, details: { ...details, hours_en: '9–17' } });
    const { data } = await (
      await world.client('visitor')
    )
      .from('hotlines')
      .select('hours_en, is_sample')
      .eq('hotline_id', id);
    expect(data).toEqual([{ hours_en: '9–17', is_sample: false }]);
    for (const number of ['call me', '12', `0${'1'.repeat(40)}`, 'javascript:alert(1)'])
      expect(await step('administrator', 'save_hotline', { hotline_id: null, details: { ...details, number } })).toBe(
        '23514'
      );
    expect(await step('administrator', 'remove_hotline', { hotline_id: id })).toBe('ok');
    expect(await step('administrator', 'remove_hotline', { hotline_id: id })).toBe('DT001 hotline');
  });
});
