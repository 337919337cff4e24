-- Lists of staff, paged by key, and the public figures of the programme.

-- Trigrams make searching inside names fast; where the extension is missing the search still works, by scanning.
do $$
begin
  create extension if not exists pg_trgm with schema extensions;
  execute 'create index enterprises_name_trigram on public.enterprises using gin (name_search extensions.gin_trgm_ops)';
exception when others then
  raise notice 'pg_trgm is not available: names are searched by scanning';
end
$$;

-- The filters of both lists, as conditions on e (enterprises). Values are quoted literals, names come from the list below.
create function private.enterprise_conditions(filters jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  parts text[] := '{}';
  q text := private.clean(filters ->> 'q');
  digits text := regexp_replace(coalesce(filters ->> 'q', ''), '[\s.-]', '', 'g');
begin
  if q is not null then
    parts := parts || case
      when digits ~ '^\d{4,13}$' then format('replace(e.tax_code, ''-'', '''') like %L', digits || '%')
      else format('e.name_search like %L', private.like_pattern(q)) end;
  end if;
  if filters ->> 'unit' is not null then
    parts := parts || format('(e.unit_id = %1$L or e.district_id = %1$L)', filters ->> 'unit');
  end if;
  if filters ->> 'kind' is not null then
    parts := parts || format('e.kind = %L', filters ->> 'kind');
  end if;
  if filters ->> 'size' is not null then
    parts := parts || format('e.size_class = %L', filters ->> 'size');
  end if;
  if filters ->> 'section' is not null then
    parts := parts || format('e.section_id = %L', filters ->> 'section');
  end if;
  return coalesce(nullif(array_to_string(parts, ' and '), ''), 'true');
end
$$;
comment on function private.enterprise_conditions(jsonb) is 'SQL condition of the list filters q, unit, kind, size, section.';
grant execute on function private.enterprise_conditions(jsonb), private.like_pattern(text), private.fold(text), private.clean(text),
  private.mask_tax_code(text), private.fail(text, text, text) to authenticated;

-- Security invoker: the rows are those that the policies show the caller.
create function public.list_enterprises(
  filters jsonb default '{}', sort text default 'assessed', after jsonb default null, size integer default 50
) returns table (
  enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, size_class public.size_class,
  section_id text, unit_id text, district_id text, latest_assessment_id uuid, latest_submitted_at timestamptz,
  latest_level smallint, latest_points integer, is_sample boolean, created_at timestamptz, sort_key text
)
language plpgsql stable set search_path = '' as $$
declare
  key text;
  direction text := 'desc';
  key_type text;
  condition text := private.enterprise_conditions(coalesce(filters, '{}'));
begin
  if sort = 'name' then key := 'e.name_search'; key_type := 'text'; direction := 'asc';
  elsif sort = 'assessed' then key := 'coalesce(e.latest_submitted_at, ''-infinity''::timestamptz)'; key_type := 'timestamptz';
  elsif sort = 'points' then key := 'coalesce(e.latest_points, -1)'; key_type := 'integer';
  elsif sort = 'created' then key := 'e.created_at'; key_type := 'timestamptz';
  else perform private.fail('DT004', 'sort');
  end if;
  if filters ->> 'level' is not null then
    condition := condition || case when filters ->> 'level' = 'none' then ' and e.latest_level is null'
      else format(' and e.latest_level = %L', filters ->> 'level') end;
  end if;
  if filters ->> 'from' is not null then
    condition := condition || format(' and e.latest_submitted_at >= %L::date::timestamp at time zone ''Asia/Ho_Chi_Minh''', filters ->> 'from');
  end if;
  if filters ->> 'to' is not null then
    condition := condition || format(' and e.latest_submitted_at < (%L::date + 1)::timestamp at time zone ''Asia/Ho_Chi_Minh''', filters ->> 'to');
  end if;
  if after ->> 'id' is not null then
    condition := condition || format(' and (%s, e.enterprise_id) %s (%L::%s, %L::uuid)', key,
      case direction when 'asc' then '>' else '<' end, after ->> 'key', key_type, after ->> 'id');
  end if;
  return query execute format(
    'select e.enterprise_id, e.name, private.mask_tax_code(e.tax_code), e.kind, e.size_class, e.section_id, e.unit_id,
       e.district_id, e.latest_assessment_id, e.latest_submitted_at, e.latest_level, e.latest_points, e.is_sample, e.created_at,
       (%1$s)::text
     from public.enterprises e where %2$s order by %1$s %3$s, e.enterprise_id %3$s limit %4$s',
    key, condition, direction, least(greatest(coalesce(size, 50), 1), 1000));
end
$$;
comment on function public.list_enterprises(jsonb, text, jsonb, integer) is 'Firms the caller may see: filters, sort name|assessed|points|created, key paging by {key, id} of the last row.';

create function public.list_assessments(
  filters jsonb default '{}', sort text default 'changed', after jsonb default null, size integer default 50
) returns table (
  assessment_id uuid, enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, unit_id text, district_id text,
  section_id text, size_class public.size_class, state public.assessment_state, entry public.entry_mode,
  started_at timestamptz, changed_at timestamptz, submitted_at timestamptz, points integer, level smallint,
  is_sample boolean, sort_key text
)
language plpgsql stable set search_path = '' as $$
declare
  key text;
  key_type text := 'timestamptz';
  condition text := private.enterprise_conditions(coalesce(filters, '{}'));
begin
  if sort = 'changed' then key := 'coalesce(a.submitted_at, a.changed_at)';
  elsif sort = 'points' then key := 'coalesce(a.points, -1)'; key_type := 'integer';
  else perform private.fail('DT004', 'sort');
  end if;
  condition := condition || case when filters ->> 'state' is null then ' and a.state <> ''discarded'''
    else format(' and a.state = %L', filters ->> 'state') end;
  if filters ->> 'level' is not null then
    condition := condition || format(' and a.level = %L', filters ->> 'level');
  end if;
  if filters ->> 'from' is not null then
    condition := condition || format(' and coalesce(a.submitted_at, a.changed_at) >= %L::date::timestamp at time zone ''Asia/Ho_Chi_Minh''', filters ->> 'from');
  end if;
  if filters ->> 'to' is not null then
    condition := condition || format(' and coalesce(a.submitted_at, a.changed_at) < (%L::date + 1)::timestamp at time zone ''Asia/Ho_Chi_Minh''', filters ->> 'to');
  end if;
  if after ->> 'id' is not null then
    condition := condition || format(' and (%s, a.assessment_id) < (%L::%s, %L::uuid)', key, after ->> 'key', key_type, after ->> 'id');
  end if;
  return query execute format(
    'select a.assessment_id, a.enterprise_id, e.name, private.mask_tax_code(e.tax_code), e.kind, e.unit_id, e.district_id, e.section_id,
       e.size_class, a.state, a.entry, a.started_at, a.changed_at, a.submitted_at, a.points, a.level, e.is_sample, (%1$s)::text
     from public.assessments a join public.enterprises e using (enterprise_id)
     where %2$s order by %1$s desc, a.assessment_id desc limit %3$s',
    key, condition, least(greatest(coalesce(size, 50), 1), 1000));
end
$$;
comment on function public.list_assessments(jsonb, text, jsonb, integer) is 'Assessments the caller may see: filters, sort changed|points, key paging by {key, id} of the last row.';
create index assessments_activity on public.assessments (coalesce(submitted_at, changed_at) desc, assessment_id desc);
grant execute on function public.list_enterprises(jsonb, text, jsonb, integer), public.list_assessments(jsonb, text, jsonb, integer) to authenticated;

-- Public figures. A count from 1 to 4 could point at a firm: it is left out. Where the total would give it away (one cell alone
-- is left out, or all of them are 1, or all are 4), the next smallest is left out as well.
-- Same rule as src/lib/domain/programme/suppress.ts.
create function private.suppress_small(cells jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with cell as (
    select value, position, (value ->> 'count')::integer as count,
      (value ->> 'count')::integer between 1 and 4 as small
    from jsonb_array_elements(cells) with ordinality as c (value, position)
  ),
  small as (select count(*) as cells, sum(count) as total from cell where small),
  hidden as (
    select position from cell where small
    union
    select position from (
      select position from cell, small
      where cell.count >= 5 and small.cells > 0 and (small.cells = 1 or small.total in (small.cells, 4 * small.cells))
      order by cell.count, position limit 1
    ) as next_smallest
  )
  select coalesce(jsonb_agg(
    case when position in (select h.position from hidden h) then value || '{"count": null}' else value end order by position), '[]')
  from cell
$$;
comment on function private.suppress_small(jsonb) is 'Cells {…, count} with small counts set to null.';

create function private.progress_summary() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with programme as (
      select * from public.programmes p where p.current
    ),
    firms as materialized (
      select e.enterprise_id, e.district_id, e.latest_level, e.is_sample,
        exists (select from public.assessments a, programme p
          where a.enterprise_id = e.enterprise_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
            and a.submitted_at < (p.period_end + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
            and a.submitted_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh') as in_period
      from public.enterprises e where e.latest_level is not null
    )
    select jsonb_build_object(
      'as_of', now(),
      'programme', (select to_jsonb(p) - 'current' from programme p),
      'targets', (select coalesce(jsonb_agg(jsonb_build_object('target_id', t.target_id, 'value', t.value, 'unit', t.unit,
          'deadline', t.deadline, 'quote_vi', t.quote_vi, 'meaning_en', t.meaning_en) order by t.target_id), '[]')
        from public.targets t join programme p using (programme_id) where t.scope = 'dx'),
      'assessed', (select count(*) from firms),
      'assessed_in_period', (select count(*) from firms where in_period),
      'samples', (select count(*) from firms where is_sample),
      'by_level', private.suppress_small((select jsonb_agg(jsonb_build_object('level', l, 'count',
          (select count(*) from firms f where f.latest_level = l)) order by l) from generate_series(0, 5) as l)),
      'by_unit', private.suppress_small((select jsonb_agg(jsonb_build_object('unit_id', u.unit_id, 'name_vi', u.name_vi,
          'name_en', u.name_en, 'count', (select count(*) from firms f where f.district_id = u.unit_id)) order by u.code)
        from public.units u where u.level = 'district')),
      'quick_checks', (select coalesce(sum(q.count), 0) from public.quick_check_counts q)
    )
  );
end
$$;
comment on function private.progress_summary() is 'Aggregates of the current programme for the public: no firm can be told apart.';

create function public.progress_summary() returns jsonb
language sql stable set search_path = '' as $$ select private.progress_summary() $$;
grant execute on function private.progress_summary(), public.progress_summary() to anon, authenticated;
