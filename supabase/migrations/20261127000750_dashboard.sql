-- The dashboard of a programme, and the lists behind its figures.

create function private.programme_cells(p_programme_id text, p_samples boolean, p_filters jsonb)
returns setof private.programme_counts
language plpgsql stable security definer set search_path = '' as $$
declare
  f_unit text := p_filters ->> 'unit';
  f_section text := p_filters ->> 'section';
  f_size public.size_class := (p_filters ->> 'size')::public.size_class;
  f_kind public.enterprise_kind := (p_filters ->> 'kind')::public.enterprise_kind;
begin
  return query select c.* from private.programme_counts c
    where c.programme_id = p_programme_id and c.is_sample = p_samples
      and (f_unit is null or c.district_id = f_unit) and (f_section is null or c.section_id = f_section)
      and (f_size is null or c.size_class = f_size) and (f_kind is null or c.kind = f_kind);
end
$$;
comment on function private.programme_cells(text, boolean, jsonb) is 'The counts of a programme under the filters unit (a district), section, size, kind.';

create function private.latest_registered(p_unit_id text, p_year integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('year', r.year, 'count', r.count) from public.registered_counts r
    where r.unit_id = p_unit_id and r.year <= p_year
    order by r.year desc, r.entered_at desc, r.registered_count_id desc limit 1);
end
$$;
comment on function private.latest_registered(text, integer) is 'The last entry for a unit, of the year or the nearest before; null when nobody entered one.';

-- filters: {unit, section, size, kind, year, count: real|samples}. The year narrows breakdowns and funnel, not the burn-up.
create function private.programme_dashboard(p_programme_id text, p_filters jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  programme public.programmes;
  extras private.programme_extras;
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
  select * into extras from private.programme_extras x where x.programme_id = p_programme_id and x.is_sample = samples;
  with cells as materialized (
    select c.measure, c.year, c.month, c.in_period, c.district_id, c.section_id, c.size_class, c.kind, c.firms
    from private.programme_cells(p_programme_id, samples, filters) as c
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
    'funnel', (select jsonb_agg(jsonb_build_object('step', x.step, 'firms', coalesce(s.chosen, 0), 'median_days', extras.days -> x.step) order by x.position)
      from unnest(private.programme_steps()) with ordinality as x (step, position)
        left join sums s on s.measure = x.step),
    'budget', (select coalesce(jsonb_agg(to_jsonb(b) order by b.year, b.source), '[]') from (
      select a.year, a.source, sum(a.amount) as amount, sum(a.reserved) as reserved, sum(a.spent) as spent
      from public.allotments a where a.programme_id = p_programme_id and (f_year is null or a.year = f_year) group by 1, 2) as b),
    'changes', extras.changes
  ) into answer;
  return answer;
end
$$;
comment on function private.programme_dashboard(text, jsonb) is
  'Officers and managers: targets with paths and months, breakdowns, funnel, budget and level changes of a programme; real firms, or samples, never both.';

create function private.list_programme_firms(p_programme_id text, p_measure text, p_filters jsonb, p_after jsonb, p_size integer)
returns table (enterprise_id uuid, name text, kind public.enterprise_kind, size_class public.size_class, section_id text,
  district_id text, unit_id text, latest_level smallint, is_sample boolean, reached_on date)
language plpgsql stable security definer set search_path = '' set jit = off as $$
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
