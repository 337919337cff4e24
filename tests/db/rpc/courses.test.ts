import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const COURSE = {
  title_vi: 'Bán hàng trên mạng',
  title_en: 'Selling online',
  summary_vi: 'Lớp một buổi.',
  summary_en: 'A class of half a day.',
  size_classes: ['micro'],
  section_ids: [],
  min_level: 0,
  max_level: 2
};
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
const session = (capacity: number, details: object = {}) => ({
  starts_at: hours(48),
  ends_at: hours(51),
  place: 'Hội trường mẫu',
  link: 'https://lop.example/abc',
  capacity,
  ...details
});

describe.each(DRIVERS)('courses on %s', (driver) => {
  let world: World;
  const step = async (person: string, fn: string, args: object) => (await world.call(person, fn, { ...args })).code;

  async function open(capacity: number, details: object = {}): Promise<{ course: string; id: string }> {
    const course = (await world.call('officer', 'save_course', { course_id: null, details: COURSE })).data as string;
    const made = await world.call('officer', 'save_course_session', {
      course_session_id: null,
      course_id: course,
      details: session(capacity, details)
    });
    expect(made.code).toBe('ok');
    expect(await step('officer', 'set_course_state', { course_id: course, state: 'open' })).toBe('ok');
    return { course, id: made.data as string };
  }
  const register = (person: string, id: string, enterprise_id: string) =>
    world.call(person, 'register_for_course', { course_session_id: id, enterprise_id, display_name: `Chị ${person}` });
  const registrationOf = async (person: string, id: string) =>
    (
      await world.db.sql<{ id: string; state: string }>(
        `select course_registration_id as id, state from public.course_registrations where course_session_id = $1 and user_id = $2`,
        [id, await world.idOf(person)]
      )
    )[0]!;
  const begin = (id: string) =>
    world.db.sql(
      `update public.course_sessions set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour' where course_session_id = $1`,
      [id]
    );
  const counts = async (id: string) =>
    (
      await world.db.sql(`select capacity, taken, waiting from public.course_sessions where course_session_id = $1`, [
        id
      ])
    )[0];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('who finds no place waits, and moves up in order when somebody cancels; each is told', async () => {
    const { id } = await open(1);
    const people = ['owner', 'member', 'otherOwner'];
    const firms = [world.firm, world.firm, world.other];
    const states = [];
    for (const [i, person] of people.entries()) states.push((await register(person, id, firms[i]!)).data);
    expect(states).toEqual(['registered', 'waiting', 'waiting']);
    expect(await counts(id)).toEqual({ capacity: 1, taken: 1, waiting: 2 });
    const first = await registrationOf('owner', id);
    expect(await step('owner', 'cancel_course_registration', { course_registration_id: first.id })).toBe('ok');
    expect((await registrationOf('member', id)).state).toBe('registered');
    expect((await registrationOf('otherOwner', id)).state).toBe('waiting');
    expect(await counts(id)).toEqual({ capacity: 1, taken: 1, waiting: 1 });
    expect(await world.db.sql(`select user_id from public.notifications where kind = 'course_place'`)).toEqual([
      { user_id: world.ids.member }
    ]);
    expect(await step('owner', 'cancel_course_registration', { course_registration_id: first.id })).toBe(
      'DT006 course_registration'
    );
    // Whoever comes back stands at the end.
    expect((await register('owner', id, world.firm)).data).toBe('waiting');
    const mine = (await world.call('otherOwner', 'my_courses')).data as { ahead: number; link: string | null }[];
    expect(mine.filter(({ ahead }) => ahead !== null)).toEqual([expect.objectContaining({ ahead: 0, link: null })]);
  });

  test('of twenty people at once who want the last places each place is given once', async () => {
    const people = Array.from({ length: 20 }, (_, n) => `learner${n}`);
    const firm = await world.makeFirm({ people });
    for (const person of people) await world.client(person);
    const { id } = await open(3);
    const states = (await Promise.all(people.map((person) => register(person, id, firm)))).map(({ data }) => data);
    expect(states.filter((state) => state === 'registered').length).toBe(3);
    expect(states.filter((state) => state === 'waiting').length).toBe(17);
    expect(await counts(id)).toEqual({ capacity: 3, taken: 3, waiting: 17 });
    const [row] = await world.db.sql<{ n: number }>(
      `select count(*)::int as n from public.course_registrations where course_session_id = $1 and state = 'registered'`,
      [id]
    );
    expect(row).toEqual({ n: 3 });
    // All who have a place cancel while others register: still no more than three, and nobody waits beside an empty chair.
    const held = people.filter((_, n) => states[n] === 'registered');
    const cancel = async (person: string) =>
      step(person, 'cancel_course_registration', { course_registration_id: (await registrationOf(person, id)).id });
    await Promise.all([
      ...held.map(cancel),
      register('owner', id, world.firm),
      register('otherOwner', id, world.other)
    ]);
    expect(await counts(id)).toEqual({ capacity: 3, taken: 3, waiting: 16 });
  });

  test('the owner of the database cannot overfill a class either', async () => {
    const { id } = await open(1);
    await register('owner', id, world.firm);
    await expect(
      world.db.sql(
        `insert into public.course_registrations (course_session_id, enterprise_id, user_id, display_name, state) values ($1, $2, $3, 'Anh', 'registered')`,
        [id, world.other, world.ids.otherOwner]
      )
    ).rejects.toMatchObject({ code: '23514' });
  });

  test('deleting an account frees the place', async () => {
    const firm = await world.makeFirm({ people: ['goer', 'stayer'] });
    const { id } = await open(1);
    await register('goer', id, firm);
    await register('stayer', id, firm);
    await world.db.sql(`delete from auth.users where id = $1`, [await world.idOf('goer')]);
    expect((await registrationOf('stayer', id)).state).toBe('registered');
    expect(await counts(id)).toEqual({ capacity: 1, taken: 1, waiting: 0 });
  });

  test('more places go to those who wait, and there are never fewer than taken', async () => {
    const { course, id } = await open(1);
    await register('owner', id, world.firm);
    await register('member', id, world.firm);
    const change = (details: object) =>
      step('officer', 'save_course_session', { course_session_id: id, course_id: course, details });
    expect(await change(session(2))).toBe('ok');
    expect(await counts(id)).toEqual({ capacity: 2, taken: 2, waiting: 0 });
    expect(await change(session(1))).toBe('DT004 capacity');
  });

  test('attendance counts each firm once as aware, and a mark taken back takes it away', async () => {
    const firm = await world.makeFirm({ people: ['one', 'two'] });
    const { id } = await open(5);
    await register('one', id, firm);
    await register('two', id, firm);
    const ids = [(await registrationOf('one', id)).id, (await registrationOf('two', id)).id];
    const mark = (registration_ids: string[]) =>
      world.call('officer', 'set_attendance', { course_session_id: id, registration_ids });
    expect((await mark(ids)).code).toBe('DT006 course_session');
    await begin(id);
    const events = async () =>
      world.db.sql(`select kind, title from public.awareness_events where enterprise_id = $1`, [firm]);
    expect(await mark(ids)).toMatchObject({ code: 'ok', data: 1 });
    expect(await events()).toEqual([{ kind: 'training', title: COURSE.title_vi }]);
    await mark(ids);
    expect((await events()).length).toBe(1);
    await mark([ids[0]!]);
    expect((await events()).length).toBe(1);
    expect(await mark([])).toMatchObject({ data: 0 });
    expect(await events()).toEqual([]);
    expect((await mark([world.firm])).code).toBe('DT004 registration_ids');
  });

  test('an event that staff had entered is not taken away with a mark', async () => {
    const firm = await world.makeFirm({ people: ['earlier'] });
    const { id } = await open(5);
    await register('earlier', id, firm);
    await begin(id);
    await world.db.sql(
      `insert into public.awareness_events (enterprise_id, kind, held_on, title)
       select $1, 'training', private.local_day(starts_at), 'Lớp khác' from public.course_sessions where course_session_id = $2`,
      [firm, id]
    );
    const { id: registration } = await registrationOf('earlier', id);
    for (const registration_ids of [[registration], []])
      await world.call('officer', 'set_attendance', { course_session_id: id, registration_ids });
    expect(await world.db.sql(`select title from public.awareness_events where enterprise_id = $1`, [firm])).toEqual([
      { title: 'Lớp khác' }
    ]);
  });

  test('a draft is nobody’s to see or to join, a closed or begun class nobody’s to join', async () => {
    const { course, id } = await open(5);
    const draft = (await world.call('officer', 'save_course', { course_id: null, details: COURSE })).data as string;
    const hidden = (
      await world.call('officer', 'save_course_session', {
        course_session_id: null,
        course_id: draft,
        details: session(5)
      })
    ).data as string;
    const seen = await (
      await world.client('visitor')
    )
      .from('course_sessions')
      .select('course_session_id')
      .eq('course_id', draft);
    expect(seen.data).toEqual([]);
    expect((await register('owner', hidden, world.firm)).code).toBe('DT001 course_session');
    expect((await register('owner', world.firm, world.firm)).code).toBe('DT001 course_session');
    expect((await register('stranger', id, world.firm)).code).toBe('DT001 enterprise');
    expect((await register('officer', id, world.firm)).code).toBe('DT001 enterprise');
    await register('owner', id, world.firm);
    expect((await register('owner', id, world.firm)).code).toBe('DT009 course_registration');
    const { id: registration } = await registrationOf('owner', id);
    for (const who of ['member', 'otherOwner', 'officer'])
      expect(await step(who, 'cancel_course_registration', { course_registration_id: registration })).toBe(
        'DT001 course_registration'
      );
    expect(await step('officer', 'set_course_state', { course_id: course, state: 'draft' })).toBe('DT006 course');
    expect(await step('officer', 'set_course_state', { course_id: course, state: 'closed' })).toBe('ok');
    expect((await register('otherOwner', id, world.other)).code).toBe('DT006 course_session');
    await begin(id);
    expect(await step('owner', 'cancel_course_registration', { course_registration_id: registration })).toBe(
      'DT006 course_registration'
    );
  });

  test('the link of an online class is for who has a place, and for staff', async () => {
    const { id } = await open(1);
    await register('owner', id, world.firm);
    const linksOf = async (person: string) =>
      ((await world.call(person, 'my_courses')).data as { link: string | null; starts_at: string; mine: boolean }[])
        .map(({ link }) => link)
        .filter((link) => link !== null);
    expect(await linksOf('owner')).toContain('https://lop.example/abc');
    await register('otherOwner', id, world.other);
    const [waiting] = (
      (await world.call('otherOwner', 'my_courses')).data as { state: string; link: string | null }[]
    ).filter(({ state }) => state === 'waiting');
    expect(waiting?.link).toBeNull();
    const read = await (await world.client('owner')).from('course_sessions').select('link').eq('course_session_id', id);
    expect(read.error?.code).toBe('42501');
    expect((await world.call('officer', 'session_link', { course_session_id: id })).data).toBe(
      'https://lop.example/abc'
    );
  });

  test.each([
    ['an end before the beginning', { ends_at: hours(47) }, '23514'],
    ['a class of a month', { ends_at: hours(48 + 24 * 20) }, '23514'],
    ['no place and no link', { place: '', link: '' }, '23514'],
    ['a link that is a script', { link: 'javascript:alert(1)' }, '23514'],
    ['no places', { capacity: 0 }, '23514'],
    ['a capacity in words', { capacity: 'many' }, '22P02'],
    ['a time that is none', { starts_at: 'tomorrow-ish' }, '22007']
  ])('%s is refused', async (_, wrong, code) => {
    const { course } = await open(1);
    expect(
      await step('officer', 'save_course_session', {
        course_session_id: null,
        course_id: course,
        details: session(5, wrong)
      })
    ).toBe(code);
  });

  test.each([
    ['a size that does not exist', { size_classes: ['huge'] }, '22P02'],
    ['a sector that does not exist', { section_ids: ['none'] }, 'DT004 section_ids'],
    ['sizes that are no list', { size_classes: 'micro' }, 'DT004 details'],
    ['no title', { title_en: ' ' }, '23502']
  ])('a course with %s is refused', async (_, wrong, code) => {
    expect(await step('officer', 'save_course', { course_id: null, details: { ...COURSE, ...wrong } })).toBe(code);
  });
});
