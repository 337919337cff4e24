-- The list of assessments with what staff found beside what firms said.

drop function public.list_assessments(jsonb, text, jsonb, integer);
create function public.list_assessments(
  filters jsonb default '{}', sort text default 'changed', after jsonb default null, size integer default 50
) returns table (
  assessment_id uuid, enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, unit_id text, district_id text,
  section_id text, size_class public.size_class, state public.assessment_state, entry public.entry_mode,
  started_at timestamptz, changed_at timestamptz, submitted_at timestamptz, points integer, level smallint,
  is_sample boolean, verified_level smallint, verified_share numeric, sort_key text
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
  if filters ->> 'verified' is not null then
    condition := condition || case when filters ->> 'verified' = 'none' then ' and r.assessment_id is null and a.state = ''submitted'''
      else ' and r.assessment_id is not null' end;
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
       e.size_class, a.state, a.entry, a.started_at, a.changed_at, a.submitted_at, a.points, a.level, e.is_sample,
       r.level, r.share, (%1$s)::text
     from public.assessments a join public.enterprises e using (enterprise_id)
       left join public.verified_results r on r.assessment_id = a.assessment_id
     where %2$s order by %1$s desc, a.assessment_id desc limit %3$s',
    key, condition, least(greatest(coalesce(size, 50), 1), 1000));
end
$$;
comment on function public.list_assessments(jsonb, text, jsonb, integer) is 'Assessments the caller may see: filters, sort changed|points, key paging by {key, id} of the last row.';
grant execute on function public.list_assessments(jsonb, text, jsonb, integer) to authenticated;
