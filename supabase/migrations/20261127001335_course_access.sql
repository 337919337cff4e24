-- Who may call the steps of courses, and who reads their tables.

create function public.register_for_course(course_session_id uuid, enterprise_id uuid, display_name text) returns text
language sql volatile set search_path = '' as $$ select private.register_for_course(course_session_id, enterprise_id, display_name) $$;
create function public.cancel_course_registration(course_registration_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.cancel_course_registration(course_registration_id) $$;
create function public.my_courses() returns jsonb
language sql stable set search_path = '' as $$ select private.my_courses() $$;
create function public.save_course(course_id uuid, details jsonb, revision integer default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_course(course_id, details, revision) $$;
create function public.set_course_state(course_id uuid, state text) returns void
language sql volatile set search_path = '' as $$ select private.set_course_state(course_id, state) $$;
create function public.save_course_session(course_session_id uuid, course_id uuid, details jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.save_course_session(course_session_id, course_id, details) $$;
create function public.set_attendance(course_session_id uuid, registration_ids uuid[]) returns integer
language sql volatile set search_path = '' as $$ select private.set_attendance(course_session_id, registration_ids) $$;
create function public.session_link(course_session_id uuid) returns text
language sql stable set search_path = '' as $$ select private.session_link(course_session_id) $$;
grant execute on function
  private.register_for_course(uuid, uuid, text), public.register_for_course(uuid, uuid, text),
  private.cancel_course_registration(uuid), public.cancel_course_registration(uuid),
  private.my_courses(), public.my_courses(),
  private.save_course(uuid, jsonb, integer), public.save_course(uuid, jsonb, integer),
  private.set_course_state(uuid, text), public.set_course_state(uuid, text),
  private.save_course_session(uuid, uuid, jsonb), public.save_course_session(uuid, uuid, jsonb),
  private.set_attendance(uuid, uuid[]), public.set_attendance(uuid, uuid[]),
  private.session_link(uuid), public.session_link(uuid) to authenticated;

alter table public.courses enable row level security;
create policy courses_read on public.courses for select to anon, authenticated
  using (state <> 'draft' or (select private.sees_all_enterprises()));
comment on policy courses_read on public.courses is 'Everybody what is open or closed; officers and managers drafts too.';
grant select (course_id, title_vi, title_en, summary_vi, summary_en, state, size_classes, section_ids, min_level, max_level, is_sample,
  revision, created_at) on public.courses to anon, authenticated;

alter table public.course_sessions enable row level security;
create policy course_sessions_read on public.course_sessions for select to anon, authenticated
  using (exists (select from public.courses c where c.course_id = course_sessions.course_id));
comment on policy course_sessions_read on public.course_sessions is 'Whoever sees the course.';
-- Not the link: my_courses() gives it to who has a place, session_link() to staff.
grant select (course_session_id, course_id, starts_at, ends_at, place, capacity, taken, waiting) on public.course_sessions to anon, authenticated;

alter table public.course_registrations enable row level security;
create policy course_registrations_read on public.course_registrations for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id));
comment on policy course_registrations_read on public.course_registrations is 'Members of the firm, staff of its area.';
grant select on public.course_registrations to authenticated;
-- No write grants on the three: the steps check and write.
