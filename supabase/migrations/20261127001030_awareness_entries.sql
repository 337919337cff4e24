-- Events of awareness: firms without a tax code are found by name and unit; what was entered by mistake is taken back with a reason.

alter table public.awareness_events
  add column removed_at timestamptz,
  -- Why it was taken back; who did so is in the audit log.
  add column reason text check (length(reason) <= 500),
  add constraint awareness_events_removed check ((removed_at is null) = (reason is null)),
  drop constraint awareness_events_enterprise_id_kind_held_on_key;
create unique index awareness_events_once on public.awareness_events (enterprise_id, kind, held_on) where removed_at is null;
create index awareness_events_enterprise on public.awareness_events (enterprise_id);

create function private.awareness_events_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.removed_at is not null or (to_jsonb(new) - 'removed_at' - 'reason') <> (to_jsonb(old) - 'removed_at' - 'reason') then
    perform private.fail('DT010', 'awareness_event');
  end if;
  return new;
end
$$;
comment on function private.awareness_events_guard() is 'Trigger: an event changes once, by being taken back.';
create trigger awareness_events_guard before update on public.awareness_events
  for each row execute function private.awareness_events_guard();

create function private.name_key(p_name text) returns text
language sql immutable set search_path = '' as $$
  select nullif(btrim(regexp_replace(private.fold(p_name), '[^a-z0-9]+', ' ', 'g')), '')
$$;
comment on function private.name_key(text) is 'A name as it is compared within a unit: lower case, without diacritics and punctuation. Null when nothing is left.';

drop function public.record_awareness(text[], text, date, text);
drop function private.record_awareness(text[], text, date, text);

-- new_firms: {kind, sector_id} puts names that nobody has on record there, as a kind that needs no tax code; null leaves them out.
create function private.record_awareness(
  p_tax_codes text[], p_kind text, p_held_on date, p_title text, p_names text[], p_unit_id text, p_new_firms jsonb
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  asked record;
  by_name jsonb;
  found_firms uuid[];
  firms uuid[] := '{}';
  unknown text[] := '{}';
  ambiguous text[] := '{}';
  created integer := 0;
  recorded integer;
begin
  if not (private.sees_all_enterprises() or private.has_role('district_officer')) then
    perform private.fail('DT002', 'officer');
  end if;
  if cardinality(p_tax_codes) > 2000 then
    perform private.fail('DT015', 'tax_codes');
  end if;
  if cardinality(p_names) > 500 then
    perform private.fail('DT015', 'names');
  end if;
  if p_held_on is null or p_held_on > private.today() or p_held_on < date '2000-01-01' then
    perform private.fail('DT004', 'held_on', '[{"path": "held_on", "code": "date"}]');
  end if;
  if cardinality(p_names) > 0 and not exists (select from public.units u where u.unit_id = p_unit_id) then
    perform private.fail('DT004', 'unit_id', '[{"path": "unit_id", "code": "required"}]');
  end if;
  if exists (select from unnest(p_names) as n where private.name_key(n) is null and n ~ '\S' or length(btrim(n)) > 200) then
    perform private.fail('DT004', 'names', '[{"path": "names", "code": "format"}]');
  end if;
  -- Whoever enters the same list at the same moment waits, and finds the firms that the first has put on record.
  if p_new_firms is not null then
    perform pg_advisory_xact_lock(hashtext('awareness_names'));
  end if;
  -- One pass over the unit: its firms by the names that are asked for.
  select jsonb_object_agg(k.key, k.firms) into by_name from (
    select key, jsonb_agg(e.enterprise_id) as firms from public.enterprises e cross join lateral private.name_key(e.name) as key
      where (e.unit_id = p_unit_id or e.district_id = p_unit_id) and key in (select private.name_key(n) from unnest(p_names) as n)
        and private.staff_sees(e.enterprise_id)
      group by key
  ) as k;
  for asked in
    select distinct regexp_replace(c, '[\s.]', '', 'g') as code, null::text as name, null::text as key
      from unnest(p_tax_codes) as c where c ~ '\S'
    union all
    -- One of several spellings of a name stands for all of them.
    select null, min(btrim(n)), private.name_key(n) from unnest(p_names) as n where n ~ '\S' group by private.name_key(n)
  loop
    found_firms := case when asked.code is not null
      then array(select e.enterprise_id from public.enterprises e where e.tax_code = asked.code and private.staff_sees(e.enterprise_id))
      else array(select f::uuid from jsonb_array_elements_text(by_name -> asked.key) as f) end;
    if asked.name is not null and found_firms = '{}' and p_new_firms is not null then
      if p_new_firms ->> 'kind' is null or p_new_firms ->> 'kind' not in ('startup_project', 'cooperative_group') then
        perform private.fail('DT004', 'kind', '[{"path": "new_kind", "code": "choice"}]');
      end if;
      found_firms := array[(private.register_enterprise(jsonb_build_object('kind', p_new_firms ->> 'kind', 'name', asked.name,
        'sector_id', p_new_firms ->> 'sector_id', 'unit_id', p_unit_id, 'as_owner', false)) ->> 'enterprise_id')::uuid];
      created := created + 1;
    end if;
    case cardinality(found_firms)
      when 0 then unknown := unknown || coalesce(asked.code, asked.name);
      when 1 then firms := firms || found_firms;
      else ambiguous := ambiguous || asked.name;
    end case;
  end loop;
  insert into public.awareness_events (enterprise_id, kind, held_on, title, entered_by)
    select distinct f, p_kind, p_held_on, btrim(p_title), me from unnest(firms) as f
    on conflict do nothing;
  get diagnostics recorded = row_count;
  return jsonb_build_object('recorded', recorded, 'already', (select count(distinct f) from unnest(firms) as f) - recorded,
    'created', created, 'unknown', to_jsonb(array(select u from unnest(unknown) as u order by u)),
    'ambiguous', to_jsonb(array(select a from unnest(ambiguous) as a order by a)));
end
$$;
comment on function private.record_awareness(text[], text, date, text, text[], text, jsonb) is
  'Staff: firms of their area that took part in an event, by tax code, or by name within a unit. Says how many were recorded, were there already, were put on record; which are unknown, and which name belongs to several.';

drop function public.remove_awareness_event(uuid);
drop function private.remove_awareness_event(uuid);

create function private.remove_awareness_event(p_awareness_event_id uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare event public.awareness_events;
begin
  perform private.require_user();
  select * into event from public.awareness_events a where a.awareness_event_id = p_awareness_event_id for update;
  if not found or not private.staff_sees(event.enterprise_id) then
    perform private.fail('DT001', 'awareness_event');
  end if;
  if coalesce(length(private.clean(p_reason)), 0) not between 2 and 500 then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "required"}]');
  end if;
  if event.removed_at is not null then
    perform private.fail('DT006', 'awareness_event', 'removed');
  end if;
  update public.awareness_events a set removed_at = clock_timestamp(), reason = private.clean(p_reason)
    where a.awareness_event_id = p_awareness_event_id;
end
$$;
comment on function private.remove_awareness_event(uuid, text) is
  'Staff of the firm''s area: takes back what was entered by mistake, with the reason. It no longer counts, and may be entered anew.';

create function public.record_awareness(tax_codes text[], kind text, held_on date, title text, names text[] default '{}',
  unit_id text default null, new_firms jsonb default null) returns jsonb
language sql volatile set search_path = '' as $$
  select private.record_awareness(tax_codes, kind, held_on, title, names, unit_id, new_firms)
$$;
create function public.remove_awareness_event(awareness_event_id uuid, reason text default null) returns void
language sql volatile set search_path = '' as $$ select private.remove_awareness_event(awareness_event_id, reason) $$;
grant execute on function
  private.record_awareness(text[], text, date, text, text[], text, jsonb),
  public.record_awareness(text[], text, date, text, text[], text, jsonb),
  private.remove_awareness_event(uuid, text), public.remove_awareness_event(uuid, text) to authenticated;

-- As before, but for events that were taken back.
create or replace view private.programme_reach as
  select p.programme_id, 'registered'::text as measure, e.enterprise_id, (e.created_at at time zone 'Asia/Ho_Chi_Minh')::date as reached_on
    from public.programmes p cross join public.enterprises e
  union all
  select p.programme_id, 'assessed', a.enterprise_id, (min(a.submitted_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.programmes p join public.assessments a on a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      and a.submitted_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
    group by p.programme_id, a.enterprise_id
  union all
  select p.programme_id, 'aware', x.enterprise_id, min(x.day)
    from public.programmes p join (
      select a.enterprise_id, (a.submitted_at at time zone 'Asia/Ho_Chi_Minh')::date as day from public.assessments a
        where a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      union all
      select w.enterprise_id, w.held_on from public.awareness_events w where w.removed_at is null
    ) as x on x.day >= p.period_start
    group by p.programme_id, x.enterprise_id
  union all
  select p.programme_id, 'verified', a.enterprise_id, (min(v.created_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.programmes p join public.verifications v on v.created_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
      join public.assessments a on a.assessment_id = v.assessment_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
    group by p.programme_id, a.enterprise_id
  union all
  select k.programme_id, 'proposed', s.enterprise_id, (min(s.proposed_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id) group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'approved', s.enterprise_id, (min(s.approved_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
    where s.approved_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'supported', s.enterprise_id, (min(s.completed_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
    where s.state = 'completed' and s.completed_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'reassessed', s.enterprise_id, (min(a.submitted_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
      join public.assessments a on a.assessment_id = s.follow_up_assessment_id
    where s.state = 'completed' and a.state = 'submitted' group by k.programme_id, s.enterprise_id
  union all
  select n.programme_id, 'model', n.enterprise_id, min(n.decided_on)
    from public.nominations n where n.state = 'recognised' group by n.programme_id, n.enterprise_id;
