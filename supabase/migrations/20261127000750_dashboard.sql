-- The dashboard of a programme, and the lists behind its figures.

-- The cells of everything the dashboard counts: what a whole province takes part in from the roll-up, the rest as it stands now.
create function private.programme_cells(p_programme_id text, p_samples boolean, p_filters jsonb)
returns table (measure text, year integer, month date, in_period boolean, district_id text, section_id text,
  size_class public.size_class, kind public.enterprise_kind, firms bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  f_unit text := p_filters ->> 'unit';
  f_section text := p_filters ->> 'section';
  f_size public.size_class := (p_filters ->> 'size')::public.size_class;
  f_kind public.enterprise_kind := (p_filters ->> 'kind')::public.enterprise_kind;
begin
  return query
    select c.measure, c.year::integer, null::date, c.in_period, c.district_id, c.section_id, c.size_class, c.kind, c.firms::bigint
    from private.programme_counts c
    where c.programme_id = p_programme_id and c.is_sample = p_samples
      and (f_unit is null or c.district_id = f_unit) and (f_section is null or c.section_id = f_section)
      and (f_size is null or c.size_class = f_size) and (f_kind is null or c.kind = f_kind)
    union all
    select r.measure, extract(year from r.reached_on)::integer, date_trunc('month', r.reached_on)::date,
      r.reached_on between p.period_start and p.period_end, e.district_id, e.section_id, e.size_class, e.kind, count(*)
    from private.programme_reach r join public.enterprises e using (enterprise_id)
      join public.programmes p on p.programme_id = r.programme_id
    where r.programme_id = p_programme_id and r.measure in ('proposed', 'approved', 'supported', 'reassessed', 'model')
      and e.is_sample = p_samples
      and (f_unit is null or e.district_id = f_unit) and (f_section is null or e.section_id = f_section)
      and (f_size is null or e.size_class = f_size) and (f_kind is null or e.kind = f_kind)
    group by 1, 2, 3, 4, 5, 6, 7, 8;
end
$$;
comment on function private.programme_cells(text, boolean, jsonb) is
  'Firms per measure, year (month for what is counted live) and dimension; filters unit (a district), section, size, kind.';

create function private.latest_registered(p_unit_id text, p_year integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('year', r.year, 'count', r.count) from public.registered_counts r
    where r.unit_id = p_unit_id and r.year <= p_year
    order by r.year desc, r.entered_at desc, r.registered_count_id desc limit 1);
end
$$;
comment on function private.latest_registered(text, integer) is 'The last entry for a unit, of the year or the nearest before; null when nobody entered one.';

create function private.level_changes(p_programme_id text, p_samples boolean, p_package_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with pairs as (
      select s.package_id, a0.level as before, a1.level as after, a0.pillar_points as points_before, a1.pillar_points as points_after
      from public.assignments s join public.packages k using (package_id)
        join public.enterprises e on e.enterprise_id = s.enterprise_id
        join public.assessments a0 on a0.assessment_id = s.assessment_id
        join public.assessments a1 on a1.assessment_id = s.follow_up_assessment_id
      where s.state = 'completed' and k.programme_id = p_programme_id and e.is_sample = p_samples
        and (p_package_id is null or s.package_id = p_package_id)
        and a0.state = 'submitted' and a1.state = 'submitted'
        and cardinality(a0.pillar_points) = cardinality(a1.pillar_points)
    ),
    packages as (
      select k.package_id, k.code, k.name_vi, k.name_en, count(*) as firms, count(*) filter (where p.after > p.before) as up,
        count(*) filter (where p.after = p.before) as same, count(*) filter (where p.after < p.before) as down,
        round(avg(p.before), 2) as level_before, round(avg(p.after), 2) as level_after
      from pairs p join public.packages k using (package_id) group by k.package_id
    ),
    pillars as (
      select p.package_id, x.pillar, round(avg(x.before), 1) as before, round(avg(x.after), 1) as after
      from pairs p, unnest(p.points_before, p.points_after) with ordinality as x (before, after, pillar)
      group by p.package_id, x.pillar
    )
    select coalesce(jsonb_agg(to_jsonb(k) || jsonb_build_object('pillars', (
        select jsonb_agg(jsonb_build_object('before', i.before, 'after', i.after) order by i.pillar)
        from pillars i where i.package_id = k.package_id)) order by k.code), '[]')
    from packages k
  );
end
$$;
comment on function private.level_changes(text, boolean, uuid) is
  'Per package: firms with a result before (T0) and after (T1), how many rose, stayed, fell, mean level and mean points per pillar. No proof: there is no comparison group.';

-- filters: {unit, section, size, kind, year, count: real|samples}. The year narrows breakdowns and funnel, not the burn-up.
create function private.programme_dashboard(p_programme_id text, p_filters jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  programme public.programmes;
  filters jsonb := coalesce(p_filters, '{}');
  f_year integer := (filters ->> 'year')::integer;
  samples boolean := private.counts_samples(filters ->> 'count');
  counted timestamptz;
  answer jsonb;
begin
  perform private.require_province_staff();
  select * into programme from public.programmes p where p.programme_id = p_programme_id;
  if not found then
    perform private.fail('DT001', 'programme');
  end if;
  counted := private.fresh_programme_counts(p_programme_id);
  with cells as materialized (
    select * from private.programme_cells(p_programme_id, samples, filters)
  ),
  totals as (
    select c.measure, c.year, sum(c.firms) as firms, sum(c.firms) filter (where c.in_period) as in_period from cells c group by 1, 2
  ),
  sums as (
    select t.measure, sum(t.firms) as firms, coalesce(sum(t.in_period), 0) as in_period,
      coalesce(sum(t.firms) filter (where f_year is null or t.year = f_year), 0) as chosen
    from totals t group by t.measure
  ),
  months as (
    select c.measure, c.month, sum(c.firms) as firms from cells c where c.measure in ('supported', 'model') group by 1, 2
  ),
  dimensions as (
    select case when grouping(c.district_id) = 0 then 'unit' when grouping(c.section_id) = 0 then 'section'
        when grouping(c.size_class) = 0 then 'size' else 'kind' end as dimension,
      coalesce(c.district_id, c.section_id, c.size_class::text, c.kind::text) as id, c.measure, sum(c.firms) as firms
    from cells c
    where (f_year is null or c.year = f_year) and c.measure in ('assessed', 'aware', 'supported', 'model')
    group by grouping sets ((c.measure, c.district_id), (c.measure, c.section_id), (c.measure, c.size_class), (c.measure, c.kind))
  ),
  breakdown as (
    select d.dimension, jsonb_agg(jsonb_build_object('id', d.id) || d.counts order by d.id) as rows
    from (select x.dimension, x.id, jsonb_object_agg(x.measure, x.firms) as counts from dimensions x group by 1, 2) as d
    group by d.dimension
  )
  select jsonb_build_object(
    'programme_id', programme.programme_id, 'period_start', programme.period_start, 'period_end', programme.period_end,
    'as_of', now(), 'counted_at', counted, 'samples', samples,
    'totals', (select coalesce(jsonb_object_agg(s.measure, jsonb_build_object('firms', s.firms, 'in_period', s.in_period,
      'chosen', s.chosen)), '{}') from sums s),
    'targets', (select coalesce(jsonb_agg(jsonb_build_object('target_id', t.target_id, 'value', t.value, 'unit', t.unit,
        'quote_vi', t.quote_vi, 'meaning_en', t.meaning_en, 'deadline', t.deadline, 'measured', private.is_measured(t.target_id),
        'path', (select jsonb_agg(jsonb_build_object('year', p.year, 'value', p.value, 'assumed', p.assumed) order by p.year)
          from public.target_paths p where p.programme_id = t.programme_id and p.target_id = t.target_id)) order by t.target_id), '[]')
      from public.targets t where t.programme_id = p_programme_id
        and (private.is_measured(t.target_id) or t.target_id in ('innovation_capacity', 'leading'))),
    'months', (select coalesce(jsonb_agg(jsonb_build_object('measure', m.measure, 'month', to_char(m.month, 'YYYY-MM'),
      'firms', m.firms) order by m.measure, m.month), '[]') from months m),
    'years', (select coalesce(jsonb_agg(jsonb_build_object('measure', t.measure, 'year', t.year, 'firms', t.firms)
      order by t.measure, t.year), '[]') from totals t where t.measure in ('assessed', 'aware', 'supported', 'model')),
    'registered', (select coalesce(jsonb_agg(jsonb_build_object('unit_id', u.unit_id, 'level', u.level,
        'registered', private.latest_registered(u.unit_id, coalesce(f_year, extract(year from private.today())::integer))) order by u.code), '[]')
      from public.units u where u.unit_id = programme.province_id or (u.level = 'district' and u.parent_id = programme.province_id)),
    'by', (select coalesce(jsonb_object_agg(b.dimension, b.rows), '{}') from breakdown b),
    'funnel', (select jsonb_agg(jsonb_build_object('step', x.step, 'firms', coalesce(s.chosen, 0), 'median_days', d.median_days) order by x.position)
      from unnest(private.programme_steps()) with ordinality as x (step, position)
        left join sums s on s.measure = x.step
        left join private.programme_days d on d.programme_id = p_programme_id and d.is_sample = samples and d.step = x.step),
    'budget', (select coalesce(jsonb_agg(to_jsonb(b) order by b.year, b.source), '[]') from (
      select a.year, a.source, sum(a.amount) as amount, sum(a.reserved) as reserved, sum(a.spent) as spent
      from public.allotments a where a.programme_id = p_programme_id and (f_year is null or a.year = f_year) group by 1, 2) as b),
    'changes', private.level_changes(p_programme_id, samples, null)
  ) into answer;
  return answer;
end
$$;
comment on function private.programme_dashboard(text, jsonb) is
  'Officers and managers: targets with paths and months, breakdowns, funnel, budget and level changes of a programme; real firms, or samples, never both.';

create function private.list_programme_firms(p_programme_id text, p_measure text, p_filters jsonb, p_after jsonb, p_size integer)
returns table (enterprise_id uuid, name text, kind public.enterprise_kind, size_class public.size_class, section_id text,
  district_id text, unit_id text, latest_level smallint, is_sample boolean, reached_on date)
language plpgsql stable security definer set search_path = '' as $$
declare
  filters jsonb := coalesce(p_filters, '{}');
  f_unit text := filters ->> 'unit';
  f_section text := filters ->> 'section';
  f_size public.size_class := (filters ->> 'size')::public.size_class;
  f_kind public.enterprise_kind := (filters ->> 'kind')::public.enterprise_kind;
  f_year integer := (filters ->> 'year')::integer;
  f_month date := (filters ->> 'month' || '-01')::date;
  samples boolean := private.counts_samples(filters ->> 'count');
begin
  perform private.require_province_staff();
  return query
    select e.enterprise_id, e.name, e.kind, e.size_class, e.section_id, e.district_id, e.unit_id, e.latest_level, e.is_sample, r.reached_on
    from private.programme_reach r join public.enterprises e using (enterprise_id)
    where r.programme_id = p_programme_id and r.measure = p_measure and e.is_sample = samples
      and (f_unit is null or e.district_id = f_unit or e.unit_id = f_unit) and (f_section is null or e.section_id = f_section)
      and (f_size is null or e.size_class = f_size) and (f_kind is null or e.kind = f_kind)
      and (f_year is null or extract(year from r.reached_on) = f_year)
      and (f_month is null or date_trunc('month', r.reached_on) = f_month)
      and (p_after is null or (r.reached_on, e.enterprise_id) < ((p_after ->> 'on')::date, (p_after ->> 'id')::uuid))
    order by r.reached_on desc, e.enterprise_id desc limit least(greatest(coalesce(p_size, 50), 1), 1000);
end
$$;
comment on function private.list_programme_firms(text, text, jsonb, jsonb, integer) is
  'Officers and managers: the firms behind a figure, the latest first; filters of the dashboard and month (YYYY-MM).';

create function private.package_changes(p_package_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare programme text;
begin
  perform private.require_province_staff();
  select k.programme_id into programme from public.packages k where k.package_id = p_package_id;
  if not found then
    perform private.fail('DT001', 'package');
  end if;
  return private.level_changes(programme, private.counts_samples(null), p_package_id) -> 0;
end
$$;
comment on function private.package_changes(uuid) is 'Officers and managers: T0 to T1 of one package, null while no firm has both.';

create function public.programme_dashboard(programme_id text, filters jsonb default '{}') returns jsonb
language sql volatile set search_path = '' as $$ select private.programme_dashboard(programme_id, filters) $$;
create function public.list_programme_firms(programme_id text, measure text, filters jsonb default '{}', after jsonb default null, size integer default 50)
returns table (enterprise_id uuid, name text, kind public.enterprise_kind, size_class public.size_class, section_id text,
  district_id text, unit_id text, latest_level smallint, is_sample boolean, reached_on date)
language sql stable set search_path = '' as $$ select * from private.list_programme_firms(programme_id, measure, filters, after, size) $$;
create function public.package_changes(package_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.package_changes(package_id) $$;
grant execute on function
  private.programme_dashboard(text, jsonb), public.programme_dashboard(text, jsonb),
  private.list_programme_firms(text, text, jsonb, jsonb, integer), public.list_programme_firms(text, text, jsonb, jsonb, integer),
  private.package_changes(uuid), public.package_changes(uuid) to authenticated;
