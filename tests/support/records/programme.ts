import type { TestBackend } from '../test-backend.ts';

/**
 * One record of each kind of the programme for both firms: recognised nominations with marks of officer and manager,
 * a story, consent (withdrawn by the first firm, live in the other), an event; and counts, a report, a deadline.
 * Returns the nomination of the first firm.
 */
export async function addProgrammeRecords(
  db: TestBackend,
  firms: { firm: string; other: string },
  ids: Record<'owner' | 'otherOwner' | 'officer' | 'manager', string>
): Promise<string> {
  const nominations: string[] = [];
  for (const [firm, owner] of [
    [firms.firm, ids.owner],
    [firms.other, ids.otherOwner]
  ]) {
    const [row] = await db.sql<{ id: string }>(
      `insert into public.nominations (programme_id, enterprise_id, reason, criteria)
       values ('ben-tre-8576', $1, 'Làm tốt', '[]') returning nomination_id as id`,
      [firm]
    );
    nominations.push(row!.id);
    for (const reviewer of [ids.officer, ids.manager])
      await db.sql(`insert into public.nomination_scores (nomination_id, reviewer, score) values ($1, $2, 80)`, [
        row!.id,
        reviewer
      ]);
    await db.sql(
      `update public.nominations set state = 'recognised', decision_number = '12/QĐ-UBND', decided_on = current_date,
         decided_at = now(), decided_by = $2 where nomination_id = $1`,
      [row!.id, ids.manager]
    );
    await db.sql(
      `insert into public.story_consents (enterprise_id, version, locale, given_by) values ($1, 1, 'vi', $2)`,
      [firm, owner]
    );
    await db.sql(
      `insert into public.stories (nomination_id, enterprise_id, title_vi, title_en, body_vi, body_en)
       values ($1, $2, 'Câu chuyện', 'Story', 'Nội dung', 'Text')`,
      [row!.id, firm]
    );
    await db.sql(
      `insert into public.awareness_events (enterprise_id, kind, held_on, title)
       values ($1, 'training', '2026-05-20', 'Lớp tập huấn')`,
      [firm]
    );
  }
  await db.sql(`update public.story_consents set withdrawn_at = now(), withdrawn_by = $2 where enterprise_id = $1`, [
    firms.firm,
    ids.owner
  ]);
  await db.sql(`insert into public.registered_counts (unit_id, year, count) values ('83-2021', 2019, 4321)`);
  await db.sql(
    `insert into public.reports (programme_id, period_start, period_end, figures)
     values ('ben-tre-8576', '2026-10-01', '2026-10-31', '{}')`
  );
  await db.sql(
    `insert into public.report_deadlines (programme_id, who, what, due_on)
     values ('ben-tre-8576', 'Sở Công Thương', 'Báo cáo tháng', '2026-12-05')`
  );
  return nominations[0]!;
}
