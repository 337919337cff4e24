import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import type { FeedbackDetails } from '$lib/schemas/feedback';
import { AppError, toAppError } from '$lib/server/errors';

/** Questions and complaints that come without an account. */

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['feedback']['Row'];
export type State = 'received' | 'assigned' | 'answered' | 'closed';
export type Feedback = Omit<Row, 'code_hash' | 'state'> & { state: State };
export type Move = Database['public']['Tables']['feedback_moves']['Row'];

/** What whoever has the code is told. */
export interface Tracked extends Pick<
  Feedback,
  'category_id' | 'message' | 'state' | 'received_at' | 'due_on' | 'answer' | 'answered_at' | 'rating' | 'closed_at'
> {
  published: boolean;
}

const COLUMNS =
  'feedback_id, category_id, message, about_unit_id, firm, contact, public_wanted, state, received_at, due_on, handled_by, answer, answered_at, public_question, published_at, rating, closed_at, is_sample';

async function done(call: PromiseLike<{ error: unknown }>): Promise<void> {
  const { error } = await call;
  if (error) throw toAppError(error);
}

/** What feedback may be about, with the working days in which it is answered. */
export async function categories(db: Db) {
  const { data, error } = await db.from('feedback_categories').select('category_id, working_days').order('position');
  if (error) throw toAppError(error);
  return data;
}

/** Sends feedback. The code is given this once; `due_on` is the day by which it is answered. */
export async function submit(db: Db, details: FeedbackDetails): Promise<{ code: string; due_on: string }> {
  const { data, error } = await db.rpc('submit_feedback', { details });
  if (error) throw toAppError(error);
  return data as unknown as { code: string; due_on: string };
}

/** Where it stands; throws code_invalid for a code that does not exist. */
export async function track(db: Db, code: string): Promise<Tracked> {
  const { data, error } = await db.rpc('track_feedback', { code });
  if (error) throw toAppError(error);
  if (!data) throw new AppError('code_invalid');
  return data as unknown as Tracked;
}

/** Rates the answer, once; throws wrong_state before there is one and the second time. */
export async function rate(db: Db, code: string, rating: number): Promise<void> {
  const { data, error } = await db.rpc('rate_feedback', { code, rating });
  if (error) throw toAppError(error);
  if (!data) throw new AppError('code_invalid');
}

/** The last published answers, newest first. */
export async function published(db: Db) {
  const { data, error } = await db.rpc('published_feedback');
  if (error) throw toAppError(error);
  return data as unknown as {
    feedback_id: string;
    category_id: string;
    question: string;
    answer: string;
    answered_at: string;
    is_sample: boolean;
  }[];
}

/**
 * For staff: what waits for an answer, the most urgent first; or what was answered or closed, the last first. `places` are the
 * units it is about; null means any, and none.
 */
export async function list(
  db: Db,
  { open, mine, places }: { open: boolean; mine: string | null; places: string[] | null }
): Promise<Feedback[]> {
  let query = db
    .from('feedback')
    .select(COLUMNS)
    .in('state', open ? ['received', 'assigned'] : ['answered', 'closed'])
    .order(open ? 'due_on' : 'answered_at', { ascending: open })
    .order('feedback_id', { ascending: open })
    .limit(200);
  if (mine) query = query.eq('handled_by', mine);
  if (places) query = query.in('about_unit_id', places);
  const { data, error } = await query;
  if (error) throw toAppError(error);
  return data as Feedback[];
}

/** One with its steps, oldest first. Throws not_found, also for who may not see it. */
export async function read(db: Db, feedbackId: string): Promise<{ feedback: Feedback; moves: Move[] }> {
  const [one, moves] = await Promise.all([
    db.from('feedback').select(COLUMNS).eq('feedback_id', feedbackId).maybeSingle(),
    db.from('feedback_moves').select('*').eq('feedback_id', feedbackId).order('feedback_move_id')
  ]);
  for (const { error } of [one, moves]) if (error) throw toAppError(error);
  if (!one.data) throw new AppError('not_found');
  return { feedback: one.data as Feedback, moves: moves.data ?? [] };
}

/** Who may answer this one, by name; without an id, whoever may answer something that the person sees. */
export async function handlers(db: Db, feedbackId?: string): Promise<{ user_id: string; name: string }[]> {
  const { data, error } = await db.rpc('feedback_handlers', feedbackId ? { feedback_id: feedbackId } : {});
  if (error) throw toAppError(error);
  return data as unknown as { user_id: string; name: string }[];
}

export const assign = (db: Db, feedbackId: string, userId: string) =>
  done(db.rpc('assign_feedback', { feedback_id: feedbackId, user_id: userId }));

/** The answer is given once; throws wrong_state afterwards. */
export const answer = (db: Db, feedbackId: string, words: string) =>
  done(db.rpc('answer_feedback', { feedback_id: feedbackId, answer: words }));

/** Publishes with the question in the words of staff, or takes back (null). */
export const publish = (db: Db, feedbackId: string, question: string | null) =>
  done(
    db.rpc('publish_feedback', { feedback_id: feedbackId, published: question !== null, ...(question && { question }) })
  );

/** Ends the matter and erases the contact; without an answer it needs a note. */
export const close = (db: Db, feedbackId: string, note: string | null) =>
  done(db.rpc('close_feedback', { feedback_id: feedbackId, ...(note && { note }) }));
