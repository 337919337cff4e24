-- Steps of staff with courses and their classes; who may call the steps of courses, and who reads their tables.

-- details: title_*, summary_*, size_classes, section_ids, min_level, max_level.
create function private.save_course(p_course_id uuid, p_details jsonb, p_revision integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  sizes public.size_class[];
  sections text[];
  found_revision integer;
  saved uuid := p_course_id;
begin
  if jsonb_typeof(p_details -> 'size_classes') is distinct from 'array' or jsonb_typeof(p_details -> 'section_ids') is distinct from 'array' then
    perform private.fail('DT004', 'details');
  end if;
  if length(p_details::text) > 30000 then
    perform private.fail('DT015', 'details');
  end if;
  sizes := array(select x::public.size_class from jsonb_array_elements_text(p_details -> 'size_classes') as x);
  sections := array(select x from jsonb_array_elements_text(p_details -> 'section_ids') as x);
  if p_course_id is null then
    insert into public.courses (title_vi, title_en, summary_vi, summary_en, size_classes, section_ids, min_level, max_level, created_by)
      values (private.clean(p_details ->> 'title_vi'), private.clean(p_details ->> 'title_en'), private.clean(p_details ->> 'summary_vi'),
        private.clean(p_details ->> 'summary_en'), sizes, sections, (p_details ->> 'min_level')::smallint, (p_details ->> 'max_level')::smallint, me)
      returning course_id into saved;
    return saved;
  end if;
  select c.revision into found_revision from public.courses c where c.course_id = p_course_id for update;
  if not found then
    perform private.fail('DT001', 'course');
  end if;
  if found_revision is distinct from p_revision then
    perform private.fail('DT003', 'course', jsonb_build_object('revision', found_revision)::text);
  end if;
  update public.courses c set title_vi = private.clean(p_details ->> 'title_vi'), title_en = private.clean(p_details ->> 'title_en'),
      summary_vi = private.clean(p_details ->> 'summary_vi'), summary_en = private.clean(p_details ->> 'summary_en'), size_classes = sizes,
      section_ids = sections, min_level = (p_details ->> 'min_level')::smallint, max_level = (p_details ->> 'max_level')::smallint
    where c.course_id = p_course_id;
  return saved;
end
$$;
comment on function private.save_course(uuid, jsonb, integer) is 'Officers and managers: a new draft, or a changed course.';

create function private.set_course_state(p_course_id uuid, p_state text) returns void
language plpgsql security definer set search_path = '' as $$
declare before text;
begin
  perform private.require_province_staff();
  select c.state into before from public.courses c where c.course_id = p_course_id for update;
  if not found then
    perform private.fail('DT001', 'course');
  end if;
  -- Back to a draft never: people may have registered.
  if p_state not in ('open', 'closed') or p_state = before or (before = 'draft' and p_state = 'closed') then
    perform private.fail('DT006', 'course', to_jsonb(before)::text);
  end if;
  update public.courses c set state = p_state where c.course_id = p_course_id;
end
$$;
comment on function private.set_course_state(uuid, text) is 'Officers and managers: opens a course for registration, or closes it.';

-- details: starts_at, ends_at, place, link, capacity.
create function private.save_course_session(p_session_id uuid, p_course_id uuid, p_details jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  saved uuid := p_session_id;
  before public.course_sessions;
  wanted public.course_sessions;
begin
  perform private.require_province_staff();
  if not exists (select from public.courses c where c.course_id = p_course_id) then
    perform private.fail('DT001', 'course');
  end if;
  wanted.starts_at := (p_details ->> 'starts_at')::timestamptz;
  wanted.ends_at := (p_details ->> 'ends_at')::timestamptz;
  wanted.place := private.clean(p_details ->> 'place');
  wanted.link := private.clean(p_details ->> 'link');
  wanted.capacity := (p_details ->> 'capacity')::integer;
  if p_session_id is null then
    insert into public.course_sessions (course_id, starts_at, ends_at, place, link, capacity)
      values (p_course_id, wanted.starts_at, wanted.ends_at, wanted.place, wanted.link, wanted.capacity) returning course_session_id into saved;
    return saved;
  end if;
  select * into before from public.course_sessions s where s.course_session_id = p_session_id and s.course_id = p_course_id for update;
  if not found then
    perform private.fail('DT001', 'course_session');
  end if;
  if before.called_off_at is not null then
    perform private.fail('DT006', 'course_session', '"called_off"');
  end if;
  if wanted.capacity < before.taken then
    perform private.fail('DT004', 'capacity', '[{"path": "capacity", "code": "below_used"}]');
  end if;
  update public.course_sessions s set starts_at = wanted.starts_at, ends_at = wanted.ends_at, place = wanted.place, link = wanted.link,
      capacity = wanted.capacity
    where s.course_session_id = p_session_id;
  perform private.fill_places(p_session_id);
  if (wanted.starts_at, wanted.ends_at, wanted.place, wanted.link) is distinct from (before.starts_at, before.ends_at, before.place, before.link) then
    perform private.notify(array(select r.user_id from public.course_registrations r
      where r.course_session_id = p_session_id and r.state <> 'cancelled'), 'course_changed', '{}', '/my/courses');
  end if;
  return saved;
end
$$;
comment on function private.save_course_session(uuid, uuid, jsonb) is
  'Officers and managers: a class, new or changed. Never fewer places than are taken; more places go to those who wait; who comes is told of a change.';

create function private.call_off_course_session(p_session_id uuid, p_reason text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  session public.course_sessions;
  class public.courses;
  people uuid[];
begin
  perform private.require_province_staff();
  select * into session from public.course_sessions s where s.course_session_id = p_session_id for update;
  if not found then
    perform private.fail('DT001', 'course_session');
  end if;
  -- Also one that should have begun: the teacher is ill. Not one that was held.
  if session.called_off_at is not null or session.ends_at <= now() or exists (select from public.course_registrations r
      where r.course_session_id = p_session_id and r.attended is not null) then
    perform private.fail('DT006', 'course_session',
      to_jsonb(case when session.called_off_at is null then 'held' else 'called_off' end)::text);
  end if;
  if private.clean(p_reason) is null then
    perform private.fail('DT004', 'reason');
  end if;
  update public.course_sessions s set called_off_at = now(), called_off_reason = private.clean(p_reason)
    where s.course_session_id = p_session_id;
  select * into class from public.courses c where c.course_id = session.course_id;
  people := array(select distinct r.user_id from public.course_registrations r
    where r.course_session_id = p_session_id and r.state <> 'cancelled');
  perform private.notify(people, 'course_called_off', jsonb_build_object('name_vi', class.title_vi, 'name_en', class.title_en,
    'day', to_char(session.starts_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY'), 'reason', private.clean(p_reason)), '/my/courses');
  return cardinality(people);
end
$$;
comment on function private.call_off_course_session(uuid, text) is
  'Officers and managers, before the class ends and while no attendance is entered: it will not be held, with a reason for everybody. Who has a place or waits is told; answers how many people.';

create function private.set_attendance(p_session_id uuid, p_registration_ids uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  session public.course_sessions;
  class_title text;
  firms integer;
begin
  select * into session from public.course_sessions s where s.course_session_id = p_session_id for update;
  if not found then
    perform private.fail('DT001', 'course_session');
  end if;
  if session.starts_at > now() then
    perform private.fail('DT006', 'course_session', '"not_begun"');
  end if;
  if exists (select from unnest(p_registration_ids) as i (id) where not exists (select from public.course_registrations r
      where r.course_registration_id = i.id and r.course_session_id = p_session_id and r.state = 'registered')) then
    perform private.fail('DT004', 'registration_ids');
  end if;
  select c.title_vi into class_title from public.courses c where c.course_id = session.course_id;
  update public.course_registrations r set attended = r.course_registration_id = any (coalesce(p_registration_ids, '{}'))
    where r.course_session_id = p_session_id and r.state = 'registered'
      and r.attended is distinct from (r.course_registration_id = any (coalesce(p_registration_ids, '{}')));
  -- A firm counts once a day, however many of its people came (the key of awareness_events).
  insert into public.awareness_events (enterprise_id, kind, held_on, title, entered_by)
    select distinct r.enterprise_id, 'training', private.local_day(session.starts_at), class_title, me
    from public.course_registrations r where r.course_session_id = p_session_id and r.attended
    on conflict do nothing;
  -- A mark taken back takes the event with it, unless the firm was in another class of that day.
  delete from public.awareness_events a
    where a.kind = 'training' and a.held_on = private.local_day(session.starts_at) and a.title = class_title
      and exists (select from public.course_registrations r where r.course_session_id = p_session_id and r.enterprise_id = a.enterprise_id)
      and not exists (select from public.course_registrations r join public.course_sessions s using (course_session_id)
        where r.enterprise_id = a.enterprise_id and r.attended and private.local_day(s.starts_at) = a.held_on);
  select count(distinct r.enterprise_id) into firms from public.course_registrations r where r.course_session_id = p_session_id and r.attended;
  return firms;
end
$$;
comment on function private.set_attendance(uuid, uuid[]) is
  'Officers and managers, once the class has begun: who was there; the others were not. Feeds awareness, each firm once. Answers the number of firms.';

create function private.session_link(p_session_id uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_province_staff();
  return (select s.link from public.course_sessions s where s.course_session_id = p_session_id);
end
$$;
comment on function private.session_link(uuid) is 'Officers and managers: the link of an online class, to change it.';

-- Access -----------------------------------------------------------------------------------------------------------------------

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
create function public.call_off_course_session(course_session_id uuid, reason text) returns integer
language sql volatile set search_path = '' as $$ select private.call_off_course_session(course_session_id, reason) $$;
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
  private.call_off_course_session(uuid, text), public.call_off_course_session(uuid, text),
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
grant select (course_session_id, course_id, starts_at, ends_at, place, capacity, taken, waiting, called_off_at, called_off_reason)
  on public.course_sessions to anon, authenticated;

alter table public.course_registrations enable row level security;
create policy course_registrations_read on public.course_registrations for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id));
comment on policy course_registrations_read on public.course_registrations is 'Members of the firm, staff of its area.';
grant select on public.course_registrations to authenticated;
-- No write grants on the three: the steps check and write.
