import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { Answers } from '$lib/domain/assessment/answers';
import type { Patch, SaveReply, ServerAnswer } from '$lib/domain/assessment/merge';
import type { Score } from '$lib/domain/assessment/score';
import { AppError, toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['assessments']['Row'];

export type Assessment = Omit<Row, 'answers' | 'result'> & {
  /** By criterion; a criterion never answered has no key. */
  answers: Record<string, ServerAnswer>;
  /** Present from handing over or submission on. */
  result: Score | null;
  enterprise: { enterprise_id: string; name: string; kind: Database['public']['Enums']['enterprise_kind'] };
  /** People who act for the firm, as far as the reader may know them. */
  members: string[];
};

export type AssessmentSummary = Pick<
  Row,
  'assessment_id' | 'state' | 'entry' | 'started_at' | 'changed_at' | 'submitted_at' | 'points' | 'max_points' | 'level'
>;

export type PeerMedian = { group: 'sector' | 'size'; firms: number; medians: number[] };

/** Opens a draft on the published version, or finds the open one; staff open an assisted entry. Gives its id. */
export async function start(db: Db, enterpriseId: string, questionnaire = 'dbi-sme'): Promise<string> {
  const { data, error } = await db.rpc('start_assessment', { enterprise_id: enterpriseId, questionnaire });
  if (error) throw toAppError(error);
  return data;
}

/** One assessment with its firm. `not_found` for unknown ids and for those the person may not see alike. */
export async function read(db: Db, assessmentId: string): Promise<Assessment> {
  // By its key: assignments have both ids as well, and would be another way from one to the other.
  const { data, error } = await db
    .from('assessments')
    .select(
      '*, enterprise:enterprises!assessments_enterprise_id_fkey(enterprise_id, name, kind, members:enterprise_members(user_id))'
    )
    .eq('assessment_id', assessmentId)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data?.enterprise) throw new AppError('not_found');
  const { enterprise, answers, result, ...row } = data;
  const { members, ...firm } = enterprise;
  return {
    ...row,
    answers: answers as Assessment['answers'],
    result: result as Score | null,
    enterprise: firm,
    members: members.map((member) => member.user_id)
  };
}

/** The answers alone, without revisions; one that was taken back has no key. */
export function valuesOf(answers: Assessment['answers']): Answers {
  return Object.fromEntries(Object.entries(answers).flatMap(([id, { value }]) => (value ? [[id, value]] : [])));
}

/** What `GET /api/assessments/[id]/answers` gives: the answers and nothing else of the row. */
export async function readAnswers(db: Db, id: string): Promise<Pick<Assessment, 'answers' | 'revision' | 'state'>> {
  const { data, error } = await db
    .from('assessments')
    .select('answers, revision, state')
    .eq('assessment_id', id)
    .maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return { ...data, answers: data.answers as Assessment['answers'] };
}

/**
 * Saves answers in one transaction: all valid or nothing written (`invalid_input` with a list of `{path, code}`).
 * Answers changed elsewhere since `base` are left alone and come back as conflicts.
 */
export async function save(db: Db, assessmentId: string, patch: Patch): Promise<SaveReply> {
  const { data, error } = await db.rpc('save_answers', { assessment_id: assessmentId, patch: patch as Json });
  if (error) throw toAppError(error);
  return data as SaveReply;
}

/** A member submits or confirms, staff hand over. Repeating it is harmless. `incomplete` lists missing criteria. */
export async function submit(db: Db, assessmentId: string): Promise<{ state: Row['state']; result: Score }> {
  const { data, error } = await db.rpc('submit_assessment', { assessment_id: assessmentId });
  if (error) throw toAppError(error);
  return data as { state: Row['state']; result: Score };
}

/** Reopens an assisted entry that awaits confirmation, with what is wrong in it. */
export async function giveBack(db: Db, assessmentId: string, reason: string | null): Promise<void> {
  const { error } = await db.rpc('return_assessment', { assessment_id: assessmentId, reason });
  if (error) throw toAppError(error);
}

/** Gives up a draft; it stays on record and does not count. */
export async function discard(db: Db, assessmentId: string): Promise<void> {
  const { error } = await db.rpc('discard_assessment', { assessment_id: assessmentId });
  if (error) throw toAppError(error);
}

/** The assessments of a firm, newest first, without those that were given up. */
export async function listOf(db: Db, enterpriseId: string, questionnaire = 'dbi-sme'): Promise<AssessmentSummary[]> {
  const { data, error } = await db
    .from('assessments')
    .select('assessment_id, state, entry, started_at, changed_at, submitted_at, points, max_points, level')
    .eq('enterprise_id', enterpriseId)
    .eq('questionnaire', questionnaire)
    .neq('state', 'discarded')
    .order('started_at', { ascending: false });
  if (error) throw toAppError(error);
  return data;
}

/** The firms a person acts for, each with its open assessment, if there is one. */
export async function startable(
  db: Db,
  userId: string
): Promise<{ enterprise_id: string; name: string; open: string | null }[]> {
  const { data, error } = await db
    .from('enterprise_members')
    .select('enterprise:enterprises!inner(enterprise_id, name, assessments(assessment_id, state))')
    .eq('user_id', userId);
  if (error) throw toAppError(error);
  return data.map(({ enterprise: { assessments, ...firm } }) => ({
    ...firm,
    open: assessments.find(({ state }) => state === 'draft' || state === 'awaiting_confirmation')?.assessment_id ?? null
  }));
}

/** Medians of pillar points of similar firms, in the order of the pillars; only groups of at least ten firms. */
export async function peerMedians(db: Db, assessmentId: string): Promise<PeerMedian[]> {
  const { data, error } = await db.rpc('peer_medians', { assessment_id: assessmentId });
  if (error) throw toAppError(error);
  return data as PeerMedian[];
}
