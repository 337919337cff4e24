import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/db/types.generated';
import type { AnswerValue } from '$lib/domain/assessment/answers';
import type { Score } from '$lib/domain/assessment/score';
import type { Finding } from '$lib/domain/support/verification';
import type { FindingRow } from '$lib/domain/support/verification-sheet';
import { toAppError } from '$lib/server/errors';

type Db = SupabaseClient<Database>;

/** A finding to be recorded; `base` is the one that the officer last saw for the criterion. */
export type NewFinding = Finding & {
  note: string | null;
  link: string | null;
  visited_on: string | null;
  file_id: string | null;
  base: string | null;
};

export type Verified = { result: Score; checked: number; updated_at: string };

/** Every finding about an assessment, and the verified score; null before anything was checked. */
export async function read(
  db: Db,
  assessmentId: string
): Promise<{ findings: FindingRow[]; verified: Verified | null }> {
  const [findings, verified] = await Promise.all([
    db
      .from('verifications')
      .select(
        'verification_id, criterion, position, verdict, value, note, link, visited_on, created_at, file:files(file_id, name)'
      )
      .eq('assessment_id', assessmentId),
    db.from('verified_results').select('result, checked, updated_at').eq('assessment_id', assessmentId).maybeSingle()
  ]);
  if (findings.error) throw toAppError(findings.error);
  if (verified.error) throw toAppError(verified.error);
  return {
    findings: findings.data.map((row) => ({ ...row, value: row.value as AnswerValue | null })),
    verified: verified.data && { ...verified.data, result: verified.data.result as Score }
  };
}

/** The criteria that open packages want verified, with the codes of the packages. */
export async function needed(db: Db): Promise<Record<string, string[]>> {
  const { data, error } = await db.from('packages').select('code, required_criteria').eq('state', 'open').order('code');
  if (error) throw toAppError(error);
  const codes: Record<string, string[]> = {};
  for (const { code, required_criteria } of data)
    for (const criterion of required_criteria) (codes[criterion] ??= []).push(code);
  return codes;
}

/**
 * Records findings, all or none. `conflict` when a colleague found something since: the details are the findings that
 * stand now. `invalid_input` with `[{path, code}]`. Repeating it is harmless.
 */
export async function record(db: Db, assessmentId: string, findings: NewFinding[]): Promise<void> {
  const { error } = await db.rpc('verify_criteria', { assessment_id: assessmentId, findings: findings as Json });
  if (error) throw toAppError(error);
}

/** Verified levels of those of these assessments of which staff checked anything, by id. */
export async function levelsOf(db: Db, assessmentIds: string[]): Promise<Map<string, number>> {
  if (assessmentIds.length === 0) return new Map();
  const { data, error } = await db
    .from('verified_results')
    .select('assessment_id, level')
    .in('assessment_id', assessmentIds);
  if (error) throw toAppError(error);
  return new Map(data.map(({ assessment_id, level }) => [assessment_id, level]));
}
