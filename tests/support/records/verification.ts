import type { TestBackend } from '../test-backend.ts';

/** Of each firm: a file of evidence, and a finding that rests on it. */
export async function addFindings(
  db: TestBackend,
  checks: { enterprise: string; assessment: string }[]
): Promise<void> {
  for (const { enterprise, assessment } of checks) {
    await db.sql(
      `with made as (
         insert into public.files (enterprise_id, name, content_type, size, sha256)
         values ($1, 'Ảnh chụp.png', 'image/png', 68, repeat('0', 64)) returning file_id
       )
       insert into public.verifications (assessment_id, criterion, verdict, file_id)
       select $2, '1.1.1', 'confirmed', file_id from made`,
      [enterprise, assessment]
    );
  }
}
