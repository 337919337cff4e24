import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const REASON = 'Giảng viên ốm, chưa có người thay.';

describe.each(DRIVERS)('classes that are called off on %s', (driver) => {
  let world: World;
  const code = async (person: string, fn: string, args: object) => (await world.call(person, fn, { ...args })).code;
  const callOff = (id: string, reason = REASON, person = 'officer') =>
    code(person, 'call_off_course_session', { course_session_id: id, reason });
  const register = async (person: string, id: string, enterprise_id: string) =>
    world.call(person, 'register_for_course', { course_session_id: id, enterprise_id, display_name: 'Anh/chị học' });
  const registrationOf = async (person: string, id: string) =>
    (
      await world.db.sql<{ id: string; state: string }>(
        `select course_registration_id as id, state from public.course_registrations where course_session_id = $1 and user_id = $2`,
        [id, await world.idOf(person)]
      )
    )[0]!;
  const moved = (id: string, from: string, to: string) =>
    world.db.sql(
      `update public.course_sessions set starts_at = now() + $2::interval, ends_at = now() + $3::interval where course_session_id = $1`,
      [id, from, to]
    );

  /** An open course of one class that two people have registered for: with one place, the first has it and the other waits. */
  async function open(capacity = 1, [first, second] = ['owner', 'otherOwner'], firms = [world.firm, world.other]) {
    const [made] = await world.db.sql<{ course: string; id: string }>(
      `with course as (insert into public.courses (title_vi, title_en, summary_vi, summary_en, state)
         values ('Bán hàng trên mạng', 'Selling online', 'Một buổi', 'Half a day', 'open') returning course_id)
       insert into public.course_sessions (course_id, starts_at, ends_at, place, link, capacity)
         select course_id, now() + interval '2 days', now() + interval '51 hours', 'Hội trường', 'https://lop.example/x', $1 from course
       returning course_id as course, course_session_id as id`,
      [capacity]
    );
    expect((await register(first!, made!.id, firms[0]!)).code).toBe('ok');
    expect((await register(second!, made!.id, firms[1]!)).code).toBe('ok');
    return made!;
  }

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('who has a place and who waits are told at once, whatever mails they want; who had cancelled is not', async () => {
    const { id } = await open();
    await register('member', id, world.firm);
    const member = await registrationOf('member', id);
    await code('member', 'cancel_course_registration', { course_registration_id: member.id });
    await code('owner', 'set_mail_choice', { choice: 'none' });
    expect(await callOff(id)).toBe('ok');
    const told = await world.db.sql<{ user_id: string; parameters: Record<string, string>; mail: string }>(
      `select n.user_id, n.parameters, o.state as mail from public.notifications n
         join public.outbox o using (user_id, kind) where n.kind = 'course_called_off'`
    );
    expect(told.map(({ user_id }) => user_id).toSorted()).toEqual([world.ids.owner, world.ids.otherOwner].toSorted());
    expect(told.map(({ mail }) => mail)).toEqual(['queued', 'queued']);
    expect(told[0]?.parameters).toEqual({
      name_vi: 'Bán hàng trên mạng',
      name_en: 'Selling online',
      day: expect.stringMatching(/^\d{2}\/\d{2}\/\d{4}$/) as string,
      reason: REASON
    });
  });

  test('it stays visible with its reason, to visitors and to who registered; the link and the place in the queue are gone', async () => {
    const { id } = await open();
    await callOff(id);
    const visitor = await world.client('visitor');
    const { data } = await visitor
      .from('course_sessions')
      .select('called_off_reason, taken, waiting')
      .eq('course_session_id', id);
    expect(data).toEqual([{ called_off_reason: REASON, taken: 1, waiting: 1 }]);
    for (const person of ['owner', 'otherOwner']) {
      const mine = (await world.call(person, 'my_courses')).data as Record<string, unknown>[];
      expect(mine.find(({ course_session_id }) => course_session_id === id)).toMatchObject({
        called_off_reason: REASON,
        link: null,
        ahead: null
      });
    }
  });

  test('nobody registers, cancels, comes back, moves up or was there any more', async () => {
    const { course, id } = await open();
    await register('member', id, world.firm);
    await code('member', 'cancel_course_registration', {
      course_registration_id: (await registrationOf('member', id)).id
    });
    const owner = await registrationOf('owner', id);
    expect(await callOff(id)).toBe('ok');
    expect((await register('member', id, world.firm)).code).toBe('DT006 course_session');
    expect(await code('owner', 'cancel_course_registration', { course_registration_id: owner.id })).toBe(
      'DT006 course_registration'
    );
    const details = {
      starts_at: '2030-01-01T08:00+07',
      ends_at: '2030-01-01T10:00+07',
      place: 'Nơi khác',
      capacity: 9
    };
    expect(await code('officer', 'save_course_session', { course_session_id: id, course_id: course, details })).toBe(
      'DT006 course_session'
    );
    await moved(id, '-1 hour', '1 hour');
    expect(await code('officer', 'set_attendance', { course_session_id: id, registration_ids: [owner.id] })).toBe(
      'DT006 course_session'
    );
    expect((await registrationOf('otherOwner', id)).state).toBe('waiting');
  });

  test('the place of a deleted account is given to nobody', async () => {
    const firm = await world.makeFirm({ people: ['goer', 'waiter'] });
    const { id } = await open(1, ['goer', 'waiter'], [firm, firm]);
    await callOff(id);
    await world.db.sql(`delete from auth.users where id = $1`, [await world.idOf('goer')]);
    expect((await registrationOf('waiter', id)).state).toBe('waiting');
  });

  test('the owner of the database cannot give places or attendance in it either', async () => {
    const { id } = await open();
    const owner = await registrationOf('owner', id);
    const waiting = await registrationOf('otherOwner', id);
    await callOff(id);
    await world.db.sql(`update public.course_sessions set capacity = 9 where course_session_id = $1`, [id]);
    for (const wrong of [
      `update public.course_registrations set attended = true where course_registration_id = '${owner.id}'`,
      `update public.course_registrations set state = 'registered' where course_registration_id = '${waiting.id}'`,
      `insert into public.course_registrations (course_session_id, enterprise_id, user_id, display_name, state)
         values ('${id}', '${world.firm}', '${world.ids.member}', 'Anh', 'registered')`
    ])
      await expect(world.db.sql(wrong)).rejects.toMatchObject({ code: 'DT006' });
  });

  test('it is called off once, with a reason, before it ends and before anybody was marked', async () => {
    const { id } = await open(2);
    expect(await callOff(id, ' ')).toBe('DT004 reason');
    expect(await callOff(id, 'x')).toBe('23514');
    expect(await callOff(id, 'x'.repeat(501))).toBe('23514');
    await moved(id, '-1 hour', '1 hour');
    const { id: owner } = await registrationOf('owner', id);
    await code('officer', 'set_attendance', { course_session_id: id, registration_ids: [owner] });
    expect(await callOff(id)).toBe('DT006 course_session');

    const begun = await open();
    await moved(begun.id, '-1 hour', '1 hour');
    expect(await callOff(begun.id)).toBe('ok');
    expect(await callOff(begun.id)).toBe('DT006 course_session');

    const over = await open();
    await moved(over.id, '-3 hours', '-1 hour');
    expect(await callOff(over.id)).toBe('DT006 course_session');
  });

  test('owners, district officers, administrators and providers call nothing off', async () => {
    const { id } = await open();
    for (const person of ['owner', 'near', 'administrator', 'provider'])
      expect(await callOff(id, REASON, person)).toMatch(/^DT002/);
    expect(
      await world.db.sql(`select called_off_at from public.course_sessions where course_session_id = $1`, [id])
    ).toEqual([{ called_off_at: null }]);
  });
});
