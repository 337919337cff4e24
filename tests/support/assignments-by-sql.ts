import type { TestBackend } from './test-backend.ts';

/** Puts a package of the sample programme on record and returns its id. */
export async function makePackage(db: TestBackend, code: string): Promise<string> {
  const [row] = await db.sql<{ id: string }>(
    `insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, state)
     values ('ben-tre-8576', $1, 'Gói thử', 'Test package', 'Tư vấn', 'Advice', 'open') returning package_id as id`,
    [code]
  );
  return row!.id;
}

export interface NewAssignment {
  packageId: string;
  firm: string;
  /** Without it the assignment is proposed only. */
  completedAt?: string;
  before?: string;
  after?: string;
}

/** Puts an assignment on record as the owner of the database, past all steps. */
export async function makeAssignment(db: TestBackend, input: NewAssignment): Promise<string> {
  const { packageId, firm, completedAt = null, before = null, after = null } = input;
  const [row] = await db.sql<{ id: string }>(
    `insert into public.assignments (package_id, enterprise_id, state, terms, budget_year, proposed_at, approved_at, completed_at,
       assessment_id, follow_up_assessment_id)
     values ($1, $2, case when $3::text is null then 'proposed' else 'completed' end::public.assignment_state, '{}',
       extract(year from $3::timestamptz), coalesce($3::timestamptz, now()) - interval '30 days', $3::timestamptz - interval '20 days',
       $3::timestamptz, $4, $5) returning assignment_id as id`,
    [packageId, firm, completedAt, before, after]
  );
  return row!.id;
}
