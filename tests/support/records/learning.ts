import type { TestBackend } from '../test-backend.ts';

/** A draft beside the seeded handbook pages. */
export async function addLearningRecords(db: TestBackend): Promise<void> {
  await db.sql(
    `insert into public.articles (kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en)
     values ('news', 'ban-nhap', 'Bản nháp', 'A draft', 'Tóm tắt', 'Summary', 'Nội dung', 'Text')`
  );
}
