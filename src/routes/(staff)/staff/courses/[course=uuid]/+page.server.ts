import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import {
  attendanceSchema,
  callOffSchema,
  courseRevisionSchema,
  courseSchema,
  courseStateSchema,
  sessionSchema
} from '$lib/schemas/course';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as courses from '$lib/server/data/courses';
import { listChoices } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad, RouteParams } from './$types';

type Event = RequestEvent<RouteParams>;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const [course, { sections }] = await Promise.all([
      courses.read(db, event.params.course),
      listChoices(db, locale, [])
    ]);
    const { title_vi, title_en, summary_vi, summary_en, size_classes, section_ids, min_level, max_level } = course;
    const [people, links] = await Promise.all([
      courses.registrations(
        db,
        course.sessions.map(({ course_session_id }) => course_session_id)
      ),
      Promise.all(course.sessions.map(({ course_session_id }) => courses.linkOf(db, course_session_id)))
    ]);
    return {
      course: { title: course[`title_${locale}`], state: course.state, revision: course.revision },
      stored: {
        ...{ title_vi, title_en, summary_vi, summary_en, size_classes, section_ids },
        min_level: String(min_level),
        max_level: String(max_level)
      },
      sections,
      sessions: course.sessions.map((session, i) => ({
        ...session,
        link: links[i] ?? null,
        begun: Date.parse(session.starts_at) <= Date.now(),
        over: Date.parse(session.ends_at) <= Date.now(),
        people: people.filter(({ course_session_id }) => course_session_id === session.course_session_id)
      }))
    };
  } catch (e) {
    raise(e);
  }
};

async function take<T>(event: Event, schema: z.ZodType<T>, work: (db: App.Locals['db'], data: T) => Promise<unknown>) {
  await requireStaff(event, 'officer', 'manager');
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await work(event.locals.db, parsed.data);
    return { done: true };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  save: (event) =>
    take(event, courseSchema.extend(courseRevisionSchema.shape), (db, { revision, ...details }) =>
      courses.save(db, event.params.course, details, revision)
    ),
  state: (event) => take(event, courseStateSchema, (db, { state }) => courses.setState(db, event.params.course, state)),
  session: (event) =>
    take(event, sessionSchema, (db, session) => courses.saveSession(db, event.params.course, session)),
  call_off: (event) =>
    take(event, callOffSchema, (db, { course_session_id, reason }) => courses.callOff(db, course_session_id, reason)),
  attendance: (event) =>
    take(event, attendanceSchema, (db, { course_session_id, attended }) =>
      courses.setAttendance(db, course_session_id, attended)
    )
};
