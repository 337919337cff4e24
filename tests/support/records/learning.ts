import type { TestBackend } from '../test-backend.ts';

/** A draft beside the seeded handbook pages, a piece of feedback, a number to call. */
export async function addLearningRecords(db: TestBackend): Promise<void> {
  await db.sql(
    `insert into public.articles (kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en)
     values ('news', 'ban-nhap', 'Bản nháp', 'A draft', 'Tóm tắt', 'Summary', 'Nội dung', 'Text')`
  );
  await db.sql(`select private.submit_feedback('{"category_id": "question", "message": "Xin hỏi về lớp học."}')`);
  await db.sql(
    `insert into public.hotlines (agency_vi, agency_en, number, hours_vi, hours_en, is_sample)
     values ('Cơ quan mẫu', 'Sample agency', '0000 000 000', '8–17 giờ', '8–17', true)`
  );
}
