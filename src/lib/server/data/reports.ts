import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import { AppError, toAppError } from '$lib/server/errors';

/** Monthly reports with frozen figures, and who owes which report until when. */

type Db = SupabaseClient<Database>;
export type Report = Omit<Database['public']['Tables']['reports']['Row'], 'figures'> & { figures: Figures };
export type Deadline = Database['public']['Tables']['report_deadlines']['Row'];

/** As `private.report_figures` froze it. */
export interface Figures {
  period_start: string;
  period_end: string;
  as_of: string;
  samples: boolean;
  programme: { name_vi: string; document: string; document_date: string; period_start: string; period_end: string };
  /** Cumulative to the end of the period, `fresh` within it, `in_period` within the programme's own period. */
  totals: { measure: string; firms: number; fresh: number; in_period: number }[];
  targets: {
    target_id: string;
    value: number;
    unit: string;
    quote_vi: string;
    measured: boolean;
    planned: number | null;
  }[];
  registered: { year: number; count: number } | null;
  by_unit: { id: string; name_vi: string; assessed: number; aware: number; supported: number; model: number }[];
  by_size: { id: string | null; supported: number }[];
  by_kind: { id: string; supported: number }[];
  budget: { year: number; source: 'state' | 'other'; amount: number; reserved: number; spent: number }[];
  changes: { code: string; name_vi: string; firms: number; up: number; same: number; down: number }[];
}

async function done(call: PromiseLike<{ error: unknown }>): Promise<void> {
  const { error } = await call;
  if (error) throw toAppError(error);
}

/** The reports of a programme without their figures, the latest period first. */
export async function list(db: Db, programmeId: string) {
  const { data, error } = await db
    .from('reports')
    .select('report_id, period_start, period_end, state, number, created_at')
    .eq('programme_id', programmeId)
    .order('period_end', { ascending: false })
    .order('report_id', { ascending: false })
    .limit(120);
  if (error) throw toAppError(error);
  return data;
}

/** Throws not_found, also for who may not see it. */
export async function read(db: Db, reportId: string): Promise<Report> {
  const { data, error } = await db.from('reports').select('*').eq('report_id', reportId).maybeSingle();
  if (error) throw toAppError(error);
  if (!data) throw new AppError('not_found');
  return { ...data, figures: data.figures as unknown as Figures };
}

/** Freezes the figures of a period in a new draft and returns its id. */
export async function create(db: Db, programmeId: string, period: { period_start: string; period_end: string }) {
  const { data, error } = await db.rpc('create_report', { programme_id: programmeId, ...period });
  if (error) throw toAppError(error);
  return data;
}

/** Throws conflict when somebody else saved since, immutable when it is final. */
export const save = (db: Db, reportId: string, details: Record<string, Json>, revision: number) =>
  done(db.rpc('save_report', { report_id: reportId, details, revision }));

export const finalise = (db: Db, reportId: string, revision: number) =>
  done(db.rpc('finalise_report', { report_id: reportId, revision }));

export const discard = (db: Db, reportId: string) => done(db.rpc('discard_report', { report_id: reportId }));

/** What is owed: open ones first, the nearest day first. */
export async function deadlines(db: Db, programmeId: string): Promise<Deadline[]> {
  const { data, error } = await db
    .from('report_deadlines')
    .select('*')
    .eq('programme_id', programmeId)
    .order('done_on', { ascending: true, nullsFirst: true })
    .order('due_on')
    .limit(200);
  if (error) throw toAppError(error);
  return data;
}

export const addDeadline = (db: Db, programmeId: string, entry: { who: string; what: string; due_on: string }) =>
  done(db.rpc('save_deadline', { programme_id: programmeId, ...entry }));

export const setDeadlineDone = (db: Db, deadlineId: string, doneOn: string | null) =>
  done(db.rpc('set_deadline_done', { deadline_id: deadlineId, done_on: doneOn }));

export const removeDeadline = (db: Db, deadlineId: string) =>
  done(db.rpc('remove_deadline', { deadline_id: deadlineId }));
