-- Courses and their sessions: a session is one class with a time, a place or a link, and so many places.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('course:person', 100, 86400);

create table public.courses (
  course_id uuid primary key default private.uuid7(),
  title_vi text not null check (length(btrim(title_vi)) between 2 and 160),
  title_en text not null check (length(btrim(title_en)) between 2 and 160),
  summary_vi text not null check (length(btrim(summary_vi)) between 2 and 2000),
  summary_en text not null check (length(btrim(summary_en)) between 2 and 2000),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  -- For whom it is meant; an empty list means any. Nobody is turned away by it: who wants to learn may.
  size_classes public.size_class[] not null default '{}',
  section_ids text[] not null default '{}' check (cardinality(section_ids) <= 60),
  min_level smallint not null default 0 check (min_level between 0 and 5),
  max_level smallint not null default 5 check (max_level between 0 and 5),
  is_sample boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  check (min_level <= max_level)
);
comment on table public.courses is 'Courses by size class, level and sector. Drafts are for officers and managers.';
create trigger courses_audit after insert or update or delete on public.courses
  for each row execute function private.audit('course_id');

create function private.courses_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from unnest(new.section_ids) as i (id) where not exists
      (select from public.sectors s where s.sector_id = i.id and s.level = 'section')) then
    perform private.fail('DT004', 'section_ids');
  end if;
  if tg_op = 'UPDATE' then
    new.revision := old.revision + 1;
  end if;
  return new;
end
$$;
comment on function private.courses_guard() is 'Trigger: every sector exists; the revision counts changes.';
create trigger courses_guard before insert or update on public.courses
  for each row execute function private.courses_guard();

create table public.course_sessions (
  course_session_id uuid primary key default private.uuid7(),
  course_id uuid not null references public.courses on delete restrict,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text check (length(btrim(place)) between 2 and 300),
  -- Of an online class; told to those who have a place.
  link text check (link ~ '^https://[^\s]+$' and length(link) <= 500),
  capacity integer not null check (capacity between 1 and 2000),
  -- Counted by the trigger below. That there are never more than the capacity is held here, whoever writes.
  taken integer not null default 0,
  waiting integer not null default 0 check (waiting >= 0),
  called_off_at timestamptz,
  -- For everybody to read.
  called_off_reason text check (length(btrim(called_off_reason)) between 2 and 500),
  constraint course_sessions_time check (ends_at > starts_at and ends_at < starts_at + interval '15 days'),
  constraint course_sessions_where check (place is not null or link is not null),
  constraint course_sessions_places check (taken between 0 and capacity),
  constraint course_sessions_called_off check ((called_off_at is null) = (called_off_reason is null))
);
comment on table public.course_sessions is 'Classes of a course: when, where, how many places, how many of them are taken. One that is called off stays, with the reason.';
create index course_sessions_course on public.course_sessions (course_id, starts_at);
create trigger course_sessions_audit after insert or update or delete on public.course_sessions
  for each row execute function private.audit('course_session_id');

create table public.course_registrations (
  course_registration_id uuid primary key default private.uuid7(),
  course_session_id uuid not null references public.course_sessions on delete restrict,
  enterprise_id uuid not null references public.enterprises on delete restrict,
  -- Goes with the account. That the firm was there stays as an awareness event.
  user_id uuid not null references public.profiles on delete cascade,
  -- As the certificate names the person.
  display_name text not null check (length(btrim(display_name)) between 2 and 120),
  state text not null check (state in ('registered', 'waiting', 'cancelled')),
  -- The order of the waiting list.
  registered_at timestamptz not null default clock_timestamp(),
  -- Null until staff have said so.
  attended boolean,
  unique (course_session_id, enterprise_id, user_id),
  constraint course_registrations_attended check (attended is null or state = 'registered')
);
comment on table public.course_registrations is 'Who comes to a class, for which firm: one per firm and person. Who finds no place waits and moves up when one is free.';
create index course_registrations_waiting on public.course_registrations (course_session_id, registered_at) where state = 'waiting';
create index course_registrations_enterprise on public.course_registrations (enterprise_id);
create index course_registrations_user on public.course_registrations (user_id);
create trigger course_registrations_audit after insert or update or delete on public.course_registrations
  for each row execute function private.audit('course_registration_id');

create function private.course_registrations_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (new.state <> 'cancelled' or new.attended is not null) and exists (select from public.course_sessions s
      where s.course_session_id = new.course_session_id and s.called_off_at is not null) then
    perform private.fail('DT006', 'course_session', '"called_off"');
  end if;
  return new;
end
$$;
comment on function private.course_registrations_guard() is
  'Trigger: in a class that is called off nobody registers, waits, moves up or was there, whoever writes.';
create trigger course_registrations_guard before insert or update of state, attended on public.course_registrations
  for each row execute function private.course_registrations_guard();

-- Moves up whoever has waited longest, while there are places and the class has not begun.
create function private.fill_places(p_session_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  session public.course_sessions;
  next_one public.course_registrations;
begin
  loop
    select * into session from public.course_sessions s where s.course_session_id = p_session_id for update;
    exit when session.taken >= session.capacity or session.starts_at <= now() or session.called_off_at is not null;
    select * into next_one from public.course_registrations r
      where r.course_session_id = p_session_id and r.state = 'waiting' order by r.registered_at, r.course_registration_id limit 1;
    exit when not found;
    update public.course_registrations r set state = 'registered' where r.course_registration_id = next_one.course_registration_id;
    perform private.notify(array[next_one.user_id], 'course_place', '{}', '/my/courses');
  end loop;
end
$$;
comment on function private.fill_places(uuid) is 'Gives free places of a class to those who wait, in the order in which they came; they are told.';

create function private.count_places() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  before text := case when tg_op <> 'INSERT' then old.state end;
  after text := case when tg_op <> 'DELETE' then new.state end;
begin
  if before is not distinct from after then
    return null;
  end if;
  update public.course_sessions s
    set taken = s.taken + coalesce((after = 'registered')::integer, 0) - coalesce((before = 'registered')::integer, 0),
      waiting = s.waiting + coalesce((after = 'waiting')::integer, 0) - coalesce((before = 'waiting')::integer, 0)
    where s.course_session_id = coalesce(new.course_session_id, old.course_session_id);
  if before = 'registered' then
    perform private.fill_places(old.course_session_id);
  end if;
  return null;
end
$$;
comment on function private.count_places() is 'Trigger: keeps the counts of a class, and moves up who waits when somebody leaves, also by deleting the account.';
create trigger course_registrations_count after insert or update of state or delete on public.course_registrations
  for each row execute function private.count_places();

-- Steps of firms ------------------------------------------------------------------------------------------------------------

create function private.register_for_course(p_session_id uuid, p_enterprise_id uuid, p_name text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  session public.course_sessions;
  found_state text;
  before text;
begin
  if not private.is_member(p_enterprise_id) then
    perform private.fail('DT001', 'enterprise');
  end if;
  -- Everybody who wants a place of one class queues here: the last one is given once.
  select s.* into session from public.course_sessions s where s.course_session_id = p_session_id for update;
  select c.state into found_state from public.courses c where c.course_id = session.course_id;
  if found_state is null or found_state = 'draft' then
    perform private.fail('DT001', 'course_session');
  end if;
  if found_state <> 'open' or session.starts_at <= now() then
    perform private.fail('DT006', 'course_session', to_jsonb(found_state)::text);
  end if;
  select r.state into before from public.course_registrations r
    where r.course_session_id = p_session_id and r.enterprise_id = p_enterprise_id and r.user_id = me;
  if before in ('registered', 'waiting') then
    perform private.fail('DT009', 'course_registration');
  end if;
  perform private.limit_person('course:person');
  insert into public.course_registrations as r (course_session_id, enterprise_id, user_id, display_name, state)
    values (p_session_id, p_enterprise_id, me, private.clean(p_name), case when session.taken < session.capacity then 'registered' else 'waiting' end)
    on conflict (course_session_id, enterprise_id, user_id) do update
      set state = excluded.state, display_name = excluded.display_name, registered_at = excluded.registered_at
    returning r.state into before;
  return before;
end
$$;
comment on function private.register_for_course(uuid, uuid, text) is
  'Members: a place in a class for themselves and one of their firms, or the end of the waiting list. Answers registered or waiting.';

create function private.cancel_course_registration(p_registration_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  registration public.course_registrations;
  session public.course_sessions;
begin
  perform private.require_user();
  select * into registration from public.course_registrations r where r.course_registration_id = p_registration_id;
  if not found or not (registration.user_id = private.uid() or private.is_owner(registration.enterprise_id)) then
    perform private.fail('DT001', 'course_registration');
  end if;
  -- The class first, as in register_for_course, so that the two never wait for each other.
  select * into session from public.course_sessions s where s.course_session_id = registration.course_session_id for update;
  select * into registration from public.course_registrations r where r.course_registration_id = p_registration_id for update;
  if registration.state = 'cancelled' or session.starts_at <= now() or session.called_off_at is not null then
    perform private.fail('DT006', 'course_registration', to_jsonb(registration.state)::text);
  end if;
  update public.course_registrations r set state = 'cancelled' where r.course_registration_id = p_registration_id;
end
$$;
comment on function private.cancel_course_registration(uuid) is 'The person, or an owner of the firm, before the class begins; whoever waits moves up.';

create function private.my_courses() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('course_registration_id', r.course_registration_id,
        'course_session_id', r.course_session_id, 'course_id', c.course_id, 'title_vi', c.title_vi, 'title_en', c.title_en, 'enterprise', e.name, 'display_name', r.display_name, 'mine', r.user_id = me,
        'state', r.state, 'attended', r.attended, 'starts_at', s.starts_at, 'ends_at', s.ends_at, 'place', s.place,
        'link', case when r.state = 'registered' and r.user_id = me and s.called_off_at is null then s.link end,
        'called_off_at', s.called_off_at, 'called_off_reason', s.called_off_reason, 'is_sample', c.is_sample,
        'ahead', case when r.state = 'waiting' and s.called_off_at is null then (select count(*) from public.course_registrations w
          where w.course_session_id = r.course_session_id and w.state = 'waiting' and w.registered_at < r.registered_at) end)
      order by s.starts_at desc), '[]')
    from public.course_registrations r join public.course_sessions s using (course_session_id)
      join public.courses c using (course_id) join public.enterprises e using (enterprise_id)
    where r.user_id = me or private.is_owner(r.enterprise_id)
  );
end
$$;
comment on function private.my_courses() is 'Registrations of the person, and of firms that they own; the link of an online class only for who has the place.';
