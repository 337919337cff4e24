import type { TestBackend } from './test-backend.ts';

/** Begins a statement that no trigger sees, by the owner of the database: join `past` in it. For states that steps take long to reach. */
export const PAST_TRIGGERS = `with past as materialized (select set_config('session_replication_role', 'replica', true) as role)`;

/** A verified result as if staff had found it, without the findings: every answer as `result` says, or as the firm claims. */
export async function stateVerified(
  db: TestBackend,
  assessment: string,
  { held = [], share = 0.25, result = null }: { held?: string[]; share?: number; result?: string | null }
): Promise<void> {
  await db.sql(
    `${PAST_TRIGGERS}
     insert into public.verified_results (assessment_id, held_criteria, checked, share, result, points, level, pillar_levels, pillar_points)
     select a.assessment_id, $2, 1, $3::text::numeric, coalesce($4::text::jsonb, a.result), a.points, a.level, a.pillar_levels, a.pillar_points
     from public.assessments a cross join past where a.assessment_id = $1 and past.role = 'replica'
     on conflict (assessment_id) do update set held_criteria = excluded.held_criteria, share = excluded.share, result = excluded.result`,
    [assessment, held, String(share), result]
  );
}
