import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Run } from '../../supabase/connection.ts';

/** Who the samples are about: the demo officer, the demo owner and the owner's first firm. */
interface Cast {
  officer: string | undefined;
  owner: string | undefined;
  firm: string | undefined;
}

/**
 * Sample news, courses, feedback and a number to call, from supabase/seeds/demo/learning.json. Days of the file count from
 * `today` (milliseconds). The owner has a place in a class to come and was in one that is over.
 */
export async function makeSampleLearning(
  run: Run,
  { officer, owner, firm }: Cast,
  today: number,
  root = resolve(process.env.APP_ROOT || '.')
) {
  const file = readFileSync(join(root, 'supabase/seeds/demo/learning.json'), 'utf8');
  const day = new Date(today).toISOString().slice(0, 10);
  await run(
    `insert into public.articles (kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en, state, publish_on, is_sample, created_by, updated_by)
     select 'news', n.slug, n.title_vi, n.title_en, n.summary_vi, n.summary_en, n.body_vi, n.body_en, 'published', $2::text::date + n.days, true, $3::uuid, $3::uuid
     from jsonb_to_recordset($1::text::jsonb -> 'news') as n (slug text, days integer, title_vi text, title_en text, summary_vi text,
       summary_en text, body_vi text, body_en text)`,
    [file, day, officer]
  );
  await run(
    `with wanted as (
       select private.uuid7() as course_id, c.* from jsonb_to_recordset($1::text::jsonb -> 'courses') as c (title_vi text, title_en text,
         summary_vi text, summary_en text, max_level smallint, sessions jsonb)
     ), made as (
       insert into public.courses (course_id, title_vi, title_en, summary_vi, summary_en, max_level, state, is_sample, created_by)
       select course_id, title_vi, title_en, summary_vi, summary_en, max_level, 'open', true, $3::uuid from wanted
     )
     insert into public.course_sessions (course_id, starts_at, ends_at, place, capacity)
     select w.course_id, t.starts_at, t.starts_at + make_interval(hours => s.hours), s.place, s.capacity
     from wanted w, jsonb_to_recordset(w.sessions) as s (days integer, hour integer, hours integer, place text, capacity integer),
       lateral (select ($2::text::date + s.days + make_interval(hours => s.hour)) at time zone 'Asia/Ho_Chi_Minh' as starts_at) as t`,
    [file, day, officer]
  );
  await run(
    `insert into public.course_registrations (course_session_id, enterprise_id, user_id, display_name, state, attended)
     select s.course_session_id, $3::uuid, $4::uuid, 'Chủ doanh nghiệp (minh họa)', 'registered', case when w.owner = 'attended' then true end
     from jsonb_to_recordset($1::text::jsonb -> 'courses') as c (title_vi text, sessions jsonb),
       jsonb_to_recordset(c.sessions) as w (days integer, owner text), public.courses k join public.course_sessions s using (course_id)
     where w.owner is not null and k.is_sample and k.title_vi = c.title_vi and private.local_day(s.starts_at) = $2::text::date + w.days`,
    [file, day, firm, owner]
  );
  await run(
    `insert into public.awareness_events (enterprise_id, kind, held_on, title, entered_by)
     select distinct r.enterprise_id, 'training', private.local_day(s.starts_at), k.title_vi, $1::uuid
     from public.course_registrations r join public.course_sessions s using (course_session_id) join public.courses k using (course_id)
     where k.is_sample and r.attended on conflict do nothing`,
    [officer]
  );
  await run(
    `with made as (
       insert into public.feedback (code_hash, category_id, message, public_wanted, state, received_at, due_on, handled_by, answer, answered_at,
           public_question, published_at, rating, is_sample)
         select encode(extensions.gen_random_bytes(32), 'hex'), f.category_id, f.message, f.question is not null,
           case when f.answer is null then 'received' else 'answered' end, t.at, private.add_working_days($2::text::date + f.days, c.working_days),
           case when f.answer is not null then $3::uuid end, f.answer, case when f.answer is not null then t.at + interval '1 day' end,
           f.question, case when f.question is not null then t.at + interval '2 days' end, case when f.answer is not null then 5 end, true
         from jsonb_to_recordset($1::text::jsonb -> 'feedback') as f (category_id text, days integer, message text, answer text, question text)
           join public.feedback_categories c using (category_id),
           lateral (select ($2::text::date + f.days + interval '9 hours') at time zone 'Asia/Ho_Chi_Minh' as at) as t
         returning *
     )
     insert into public.feedback_moves (feedback_id, step, from_state, to_state, at, actor)
       select m.feedback_id, s.step, s.before, s.after, m.received_at + make_interval(days => s.days), case when s.days > 0 then $3::uuid end
       from made m join (values ('receive', null, 'received', 0), ('answer', 'received', 'answered', 1), ('publish', 'answered', 'answered', 2))
         as s (step, before, after, days) on s.days = 0 or m.answer is not null`,
    [file, day, officer]
  );
  await run(
    `insert into public.hotlines (agency_vi, agency_en, number, hours_vi, hours_en, is_sample)
     select h.agency_vi, h.agency_en, h.number, h.hours_vi, h.hours_en, true
     from jsonb_to_record($1::text::jsonb -> 'hotline') as h (agency_vi text, agency_en text, number text, hours_vi text, hours_en text)`,
    [file]
  );
}
