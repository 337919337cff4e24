import type { TestBackend } from '../test-backend.ts';

/** A proposal of each firm with its history, money of a line, and something told to everybody. Gives the first firm's proposal. */
export async function addAssignmentRecords(
  db: TestBackend,
  { firm, other }: { firm: string; other: string }
): Promise<string> {
  const made: string[] = [];
  for (const enterprise of [firm, other]) {
    const [row] = await db.sql<{ id: string }>(
      `insert into public.assignments (package_id, enterprise_id, assessment_id)
       select p.package_id, e.enterprise_id, e.latest_assessment_id from public.packages p, public.enterprises e
       where p.code = 'GOI-1' and e.enterprise_id = $1 returning assignment_id as id`,
      [enterprise]
    );
    made.push(row!.id);
    await db.sql(
      `insert into public.assignment_items (assignment_id, enterprise_id, support_id, cost, state_amount)
       select $1, $2, support_id, 40000000, 20000000 from public.supports where money order by support_id limit 1`,
      [row!.id, enterprise]
    );
    await db.sql(
      `insert into public.assignment_moves (assignment_id, step, to_state, actor_role) values ($1, 'propose', 'proposed', 'officer')`,
      [row!.id]
    );
    await db.sql(`insert into public.assignment_evidence (assignment_id, note) values ($1, 'Biên bản')`, [row!.id]);
  }
  await db.sql(
    `insert into public.allotments (programme_id, line_code, year, source, amount) values ('ben-tre-8576', 'VII.3', 2022, 'other', 1000000)`
  );
  await db.sql(
    `select private.notify(array(select user_id from public.profiles where disabled_at is null), 'assignment_offered', '{"code": "GOI-1"}',
       '/my/support/assignments/' || $1)`,
    [made[0]]
  );
  return made[0]!;
}
