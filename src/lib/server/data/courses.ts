import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Locale } from '$lib/i18n/locales';
import type { CourseDetails, SessionDetails } from '$lib/schemas/course';
import { AppError, toAppError } from '$lib/server/errors';

/** Courses, their classes, and who comes. */

type Db = SupabaseClient<Database>;
type Tables = Database['public']['Tables'];
export type State = 'draft' | 'open' | 'closed';
export type Session = Omit<Tables['course_sessions']['Row'], 'link'>;
export type Course = Omit<Tables['courses']['Row'], 'created_by' | 'state'> & { state: State; sessions: Session[] };

/** A class that somebody has registered for. */
export interface MyCourse {
  course_registration_id: string;
  course_session_id: string;
  course_id: string;
  title_vi: string;
  title_en: string;
  enterprise: string;
  display_name: string;
  /** The person's own, not of a colleague. */
  mine: boolean;
  state: 'registered' | 'waiting' | 'cancelled';
  attended: boolean | null;
  starts_at: string;
  ends_at: string;
  place: string | null;
  /** Only for who has a place. */
  link: string | null;
  /** Null unless the class is called off; then with the reason. */
  called_off_at: string | null;
  called_off_reason: string | null;
  is_sample: boolean;
  /** How many stand before on the waiting list. */
  ahead: number | null;
}

const SESSION =
  'course_session_id, course_id, starts_at, ends_at, place, capacity, taken, waiting, called_off_at, called_off_reason';
const COURSE = `course_id, title_vi, title_en, summary_vi, summary_en, state, size_classes, section_ids, min_level, max_level, is_sample, revision, created_at, sessions:course_sessions(${SESSION})`;

async function done(call: PromiseLike<{ error: unknown }>): Promise<void> {
  const { error } = await call;
  if (error) throw toAppError(error);
}

/** Open courses with classes to come, the next class first; those meant for a size or level, where given. */
export async function listOpen(db: Db, filters: { size: string | null; level: number | null }): Promise<Course[]> {
  const now = new Date().toISOString();
  let query = db.from('courses').select(COURSE).eq('state', 'open').gt('sessions.starts_at', now).limit(200);
  if (filters.level !== null) query = query.lte('min_level', filters.level).gte('max_level', filters.level);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  return (data as Course[])
    .filter(
      ({ size_classes }) =>
        size_classes.length === 0 || !filters.size || size_classes.some((size) => size === filters.size)
    )
    .map((course) => ({
      ...course,
      sessions: course.sessions.toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))
    }))
    .filter(({ sessions }) => sessions.length > 0)
    .toSorted((a, b) => (a.sessions[0]?.starts_at ?? '').localeCompare(b.sessions[0]?.starts_at ?? ''));
}

/** Everything, the newest first: for staff. */
export async function list(db: Db): Promise<Course[]> {
  const { data, error } = await db.from('courses').select(COURSE).order('created_at', { ascending: false }).limit(200);
  if (error) throw toAppError(error);
  return data as Course[];
}

/** Throws not_found, also for a draft and who may not see it. */
export async function read(db: Db, courseId: string): Promise<Course> {
  const { data, error } = await db.from('courses').select(COURSE).eq('course_id', courseId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  const course = data as Course;
  return { ...course, sessions: course.sessions.toSorted((a, b) => a.starts_at.localeCompare(b.starts_at)) };
}

/** A class with the title of its course. Throws not_found. */
export async function readSession(db: Db, sessionId: string, locale: Locale) {
  const { data, error } = await db
    .from('course_sessions')
    .select(`${SESSION}, course:courses!inner(title_vi, title_en, state)`)
    .eq('course_session_id', sessionId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  const { course, ...session } = data;
  return {
    ...session,
    title: course[`title_${locale}`],
    open: course.state === 'open' && Date.parse(session.starts_at) > Date.now() && session.called_off_at === null
  };
}

/** Registrations of the person and of firms that they own, the latest class first. */
export async function mine(db: Db): Promise<MyCourse[]> {
  const { data, error } = await db.rpc('my_courses');
  if (error) throw toAppError(error);
  return data as unknown as MyCourse[];
}

/** Classes of open courses that can still be registered for, the next first; at most fifty. */
export async function listChoices(db: Db, courseIds: string[]): Promise<Session[]> {
  if (courseIds.length === 0) return [];
  const { data, error } = await db
    .from('course_sessions')
    .select(`${SESSION}, course:courses!inner(state)`)
    .in('course_id', courseIds)
    .eq('course.state', 'open')
    .is('called_off_at', null)
    .gt('starts_at', new Date().toISOString())
    .order('starts_at')
    .limit(50);
  if (error) throw toAppError(error);
  return data.map(({ course: _, ...session }) => session);
}

/** A place, or the end of the waiting list. Throws already_exists the second time, wrong_state when it is too late. */
export async function register(db: Db, sessionId: string, entry: { enterprise_id: string; display_name: string }) {
  const { data, error } = await db.rpc('register_for_course', { course_session_id: sessionId, ...entry });
  if (error) throw toAppError(error);
  return data as 'registered' | 'waiting';
}

export const cancel = (db: Db, registrationId: string) =>
  done(db.rpc('cancel_course_registration', { course_registration_id: registrationId }));

/** Who comes to the classes of a course: places first, then the waiting list in order. */
export async function registrations(db: Db, sessionIds: string[]) {
  const { data, error } = await db
    .from('course_registrations')
    .select(
      'course_registration_id, course_session_id, display_name, state, attended, registered_at, enterprise:enterprises(name)'
    )
    .in('course_session_id', sessionIds)
    .neq('state', 'cancelled')
    .order('state')
    .order('registered_at')
    .limit(4000);
  if (error) throw toAppError(error);
  return data;
}

/** The link of an online class, for staff. */
export async function linkOf(db: Db, sessionId: string): Promise<string | null> {
  const { data, error } = await db.rpc('session_link', { course_session_id: sessionId });
  if (error) throw toAppError(error);
  return data;
}

/** A new draft, or a changed course; returns its id. Throws conflict when somebody else saved since. */
export async function save(db: Db, courseId: string | null, details: CourseDetails, revision: number | null) {
  const { data, error } = await db.rpc('save_course', {
    course_id: courseId as string,
    details: details as unknown as Json,
    ...(revision !== null && { revision })
  });
  if (error) throw toAppError(error);
  return data;
}

export const setState = (db: Db, courseId: string, state: 'open' | 'closed') =>
  done(db.rpc('set_course_state', { course_id: courseId, state }));

/** A new class, or a changed one; people who come are told of a change. */
export const saveSession = (db: Db, courseId: string, { course_session_id, ...details }: SessionDetails) =>
  done(
    db.rpc('save_course_session', {
      course_session_id: (course_session_id ?? null) as string,
      course_id: courseId,
      details: details as unknown as Json
    })
  );

/** A class will not be held; everybody who has a place or waits is told why. Throws wrong_state once it was held. */
export const callOff = (db: Db, sessionId: string, reason: string) =>
  done(db.rpc('call_off_course_session', { course_session_id: sessionId, reason }));

/** Who was there; the others were not. */
export const setAttendance = (db: Db, sessionId: string, registrationIds: string[]) =>
  done(db.rpc('set_attendance', { course_session_id: sessionId, registration_ids: registrationIds }));
