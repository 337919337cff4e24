-- The planned path of each target that is measured here, the number of registered firms, and the events that count as awareness.

create function private.is_measured(p_target_id text) returns boolean
language sql immutable set search_path = '' as $$ select p_target_id in ('awareness', 'dx_supported', 'dx_models') $$;
comment on function private.is_measured(text) is
  'Targets that the figures here answer. Others, also a second 1,000 or 100 of the same plan, are shown as not measured and never merged.';

create function private.local_day(at timestamptz) returns date
language sql immutable set search_path = '' as $$ select (at at time zone 'Asia/Ho_Chi_Minh')::date $$;
comment on function private.local_day(timestamptz) is 'The day in Viet Nam.';

create table public.target_paths (
  programme_id text not null,
  target_id text not null,
  year smallint not null check (year between 2000 and 2100),
  -- Cumulative by the end of the year, in the unit of the target.
  value numeric(12, 2) not null check (value >= 0),
  -- The plan states no path: what nobody has decided is a straight line, and says so.
  assumed boolean not null default false,
  updated_at timestamptz not null default now(),
  updated_by uuid,
  primary key (programme_id, target_id, year),
  foreign key (programme_id, target_id) references public.targets on delete cascade,
  constraint target_paths_measured check (private.is_measured(target_id))
);
comment on table public.target_paths is 'Planned cumulative value of a target by year: a straight line until a manager says otherwise.';
create trigger target_paths_audit after insert or update or delete on public.target_paths
  for each row execute function private.audit('programme_id', 'target_id', 'year');

create function private.draw_straight_path(p_target public.targets) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.target_paths (programme_id, target_id, year, value, assumed)
    select p.programme_id, p_target.target_id, y,
      round(p_target.value * (y - extract(year from p.period_start)::integer + 1)
        / (extract(year from p.period_end)::integer - extract(year from p.period_start)::integer + 1), 2), true
    from public.programmes p,
      generate_series(extract(year from p.period_start)::integer, extract(year from p.period_end)::integer) as y
    where p.programme_id = p_target.programme_id
    on conflict do nothing
$$;
comment on function private.draw_straight_path(public.targets) is 'A straight line over the period, marked as assumed; years that have a value keep it.';

create function private.targets_path() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.draw_straight_path(new);
  return null;
end
$$;
comment on function private.targets_path() is 'Trigger: a new measured target starts with a straight path.';
create trigger targets_path after insert on public.targets
  for each row when (private.is_measured(new.target_id)) execute function private.targets_path();
select private.draw_straight_path(t) from public.targets t where private.is_measured(t.target_id);

create table public.registered_counts (
  registered_count_id uuid primary key default private.uuid7(),
  -- The province itself for the whole, else a unit of it.
  unit_id text not null references public.units on delete restrict,
  year smallint not null check (year between 2000 and 2100),
  count integer not null check (count between 0 and 10000000),
  source text check (length(source) <= 200),
  entered_at timestamptz not null default clock_timestamp(),
  entered_by uuid
);
comment on table public.registered_counts is 'How many firms are registered, as staff entered it by unit and year. Append-only: the last entry holds.';
create index registered_counts_last on public.registered_counts (unit_id, year, entered_at desc, registered_count_id desc);
create trigger registered_counts_audit after insert or update or delete on public.registered_counts
  for each row execute function private.audit('registered_count_id');
create trigger registered_counts_append_only before update or delete or truncate on public.registered_counts
  for each statement execute function private.append_only();

create table public.awareness_events (
  awareness_event_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete restrict,
  kind text not null check (kind in ('training', 'conference', 'visit', 'other')),
  held_on date not null,
  title text not null check (length(btrim(title)) between 2 and 200),
  entered_at timestamptz not null default now(),
  entered_by uuid,
  unique (enterprise_id, kind, held_on)
);
comment on table public.awareness_events is 'Events other than an assessment by which a firm was made aware, such as a training attended.';
create index awareness_events_held on public.awareness_events (held_on);
create trigger awareness_events_audit after insert or update or delete on public.awareness_events
  for each row execute function private.audit('awareness_event_id');

-- Steps -----------------------------------------------------------------------------------------------------------------

create function private.require_province_staff() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'officer');
  end if;
  return me;
end
$$;
comment on function private.require_province_staff() is 'The person, or an error unless an officer or manager: figures of the whole province are theirs.';

-- values: {"2021": 200, …}, cumulative; years that are left out stay.
create function private.set_target_path(p_programme_id text, p_target_id text, p_values jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me uuid;
  wrong text;
begin
  perform private.require_role('manager');
  me := private.uid();
  -- Two managers at once queue at the target, so that the path they leave rises.
  perform from public.targets t where t.programme_id = p_programme_id and t.target_id = p_target_id
    and private.is_measured(t.target_id) for update;
  if not found then
    perform private.fail('DT001', 'target');
  end if;
  if jsonb_typeof(p_values) is distinct from 'object' then
    perform private.fail('DT004', 'values');
  end if;
  select v.key into wrong from jsonb_each(p_values) as v
    where jsonb_typeof(v.value) <> 'number' or not exists (select from public.target_paths t
      where t.programme_id = p_programme_id and t.target_id = p_target_id and t.year::text = v.key) limit 1;
  if wrong is not null then
    perform private.fail('DT004', 'values', jsonb_build_array(jsonb_build_object('path', wrong, 'code', 'invalid'))::text);
  end if;
  update public.target_paths t set value = (p_values ->> t.year::text)::numeric, assumed = false, updated_at = now(), updated_by = me
    where t.programme_id = p_programme_id and t.target_id = p_target_id
      and p_values ? t.year::text and (t.assumed or t.value <> (p_values ->> t.year::text)::numeric);
  select t.year::text into wrong from (
      select p.year, p.value, lag(p.value, 1, 0) over (order by p.year) as before from public.target_paths p
      where p.programme_id = p_programme_id and p.target_id = p_target_id) as t
    where t.value < t.before or (p_target_id = 'awareness' and t.value > 100) order by t.year limit 1;
  if wrong is not null then
    perform private.fail('DT004', 'values', jsonb_build_array(jsonb_build_object('path', wrong, 'code', 'not_rising'))::text);
  end if;
end
$$;
comment on function private.set_target_path(text, text, jsonb) is 'Managers: the planned cumulative values by year, which never fall.';

create function private.set_registered_count(p_unit_id text, p_year integer, p_count integer, p_source text) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_province_staff();
begin
  if not exists (select from public.units u where u.unit_id = p_unit_id) then
    perform private.fail('DT004', 'unit_id');
  end if;
  insert into public.registered_counts (unit_id, year, count, source, entered_by)
    values (p_unit_id, p_year, p_count, private.clean(p_source), me);
end
$$;
comment on function private.set_registered_count(text, integer, integer, text) is 'Officers and managers: registered firms of a unit in a year; a later entry replaces an earlier one.';

create function private.record_awareness(p_tax_codes text[], p_kind text, p_held_on date, p_title text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  answer jsonb;
begin
  if not (private.sees_all_enterprises() or private.has_role('district_officer')) then
    perform private.fail('DT002', 'officer');
  end if;
  if cardinality(p_tax_codes) > 2000 then
    perform private.fail('DT015', 'tax_codes');
  end if;
  if p_held_on is null or p_held_on > private.today() or p_held_on < date '2000-01-01' then
    perform private.fail('DT004', 'held_on');
  end if;
  with codes as (
    select distinct regexp_replace(c, '[\s.]', '', 'g') as code from unnest(p_tax_codes) as c where c ~ '\S'
  ),
  firms as (
    select c.code, (select e.enterprise_id from public.enterprises e
        where e.tax_code = c.code and private.staff_sees(e.enterprise_id)) as enterprise_id
    from codes c
  ),
  made as (
    insert into public.awareness_events (enterprise_id, kind, held_on, title, entered_by)
      select f.enterprise_id, p_kind, p_held_on, btrim(p_title), me from firms f where f.enterprise_id is not null
      on conflict do nothing returning enterprise_id
  )
  select jsonb_build_object('recorded', (select count(*) from made),
      'already', count(*) filter (where f.enterprise_id is not null) - (select count(*) from made),
      'unknown', coalesce(jsonb_agg(f.code order by f.code) filter (where f.enterprise_id is null), '[]'))
    into answer from firms f;
  return answer;
end
$$;
comment on function private.record_awareness(text[], text, date, text) is
  'Staff: firms of their area that took part in an event, by tax code. Says how many were recorded, were there already, are unknown.';

create function private.remove_awareness_event(p_awareness_event_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare event public.awareness_events;
begin
  perform private.require_user();
  select * into event from public.awareness_events a where a.awareness_event_id = p_awareness_event_id for update;
  if not found or not private.staff_sees(event.enterprise_id) then
    perform private.fail('DT001', 'awareness_event');
  end if;
  delete from public.awareness_events a where a.awareness_event_id = p_awareness_event_id;
end
$$;
comment on function private.remove_awareness_event(uuid) is 'Staff of the firm''s area: takes back what was entered by mistake; the audit log keeps it.';

create function public.set_target_path(programme_id text, target_id text, "values" jsonb) returns void
language sql volatile set search_path = '' as $$ select private.set_target_path(programme_id, target_id, "values") $$;
create function public.set_registered_count(unit_id text, year integer, count integer, source text default null) returns void
language sql volatile set search_path = '' as $$ select private.set_registered_count(unit_id, year, count, source) $$;
create function public.record_awareness(tax_codes text[], kind text, held_on date, title text) returns jsonb
language sql volatile set search_path = '' as $$ select private.record_awareness(tax_codes, kind, held_on, title) $$;
create function public.remove_awareness_event(awareness_event_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_awareness_event(awareness_event_id) $$;
grant execute on function
  private.set_target_path(text, text, jsonb), public.set_target_path(text, text, jsonb),
  private.set_registered_count(text, integer, integer, text), public.set_registered_count(text, integer, integer, text),
  private.record_awareness(text[], text, date, text), public.record_awareness(text[], text, date, text),
  private.remove_awareness_event(uuid), public.remove_awareness_event(uuid) to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['target_paths', 'registered_counts'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to authenticated using ((select private.is_staff()))', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Staff.');
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end
$$;

alter table public.awareness_events enable row level security;
create policy awareness_events_read on public.awareness_events for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id));
comment on policy awareness_events_read on public.awareness_events is 'Members of the firm, staff of its area.';
grant select on public.awareness_events to authenticated;
-- No write grants on the three: the steps above check and write.
