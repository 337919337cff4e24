import type { TestBackend } from '../test-backend.ts';

/** A draft beside the seeded handbook pages, feedback about no place and that of each firm, a number to call; a draft of a course and an open one with both firms. */
export async function addLearningRecords(
  db: TestBackend,
  firms: { firm: string; other: string },
  ids: { owner: string; otherOwner: string }
): Promise<void> {
  await db.sql(
    `insert into public.articles (kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en)
     values ('news', 'ban-nhap', 'Bản nháp', 'A draft', 'Tóm tắt', 'Summary', 'Nội dung', 'Text')`
  );
  await db.sql(`select private.submit_feedback('{"category_id": "question", "message": "Xin hỏi về lớp học."}')`);
  await db.sql(
    `select private.submit_feedback(jsonb_build_object('category_id', 'question', 'message', 'Xin hỏi về nơi này.', 'about_unit_id', e.unit_id))
     from public.enterprises e where e.enterprise_id in ($1, $2)`,
    [firms.firm, firms.other]
  );
  await db.sql(
    `insert into public.hotlines (agency_vi, agency_en, number, hours_vi, hours_en, is_sample)
     values ('Cơ quan mẫu', 'Sample agency', '0000 000 000', '8–17 giờ', '8–17', true)`
  );
  const [session] = await db.sql<{ id: string }>(
    `with made as (insert into public.courses (title_vi, title_en, summary_vi, summary_en, state)
       values ('Lớp nháp', 'Draft', 'Tóm tắt', 'Summary', 'draft'), ('Lớp', 'Class', 'Tóm tắt', 'Summary', 'open') returning course_id, state),
     sessions as (insert into public.course_sessions (course_id, starts_at, ends_at, place, capacity)
       select course_id, now() + interval '9 days', now() + interval '10 days', 'Hội trường', 9 from made returning course_session_id, course_id)
     select course_session_id as id from sessions join made using (course_id) where state = 'open'`
  );
  await db.sql(
    `insert into public.course_registrations (course_session_id, enterprise_id, user_id, display_name, state)
     values ($1, $2, $3, 'Chị Ba', 'registered'), ($1, $4, $5, 'Anh Tư', 'registered')`,
    [session!.id, firms.firm, ids.owner, firms.other, ids.otherOwner]
  );
}
