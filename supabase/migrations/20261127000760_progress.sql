-- Public figures: what progress_summary() said, and how many firms were supported, recognised, made aware.

-- All cells of the next smallest size are hidden, not the first of them only: which of equals stays would tell where the small one is.
create or replace function private.suppress_small(cells jsonb) returns jsonb
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
    select position from cell, small
      where cell.count = (select min(c.count) from cell c where c.count >= 5)
        and small.cells > 0 and (small.cells = 1 or small.total in (small.cells, 4 * small.cells))
  )
  select coalesce(jsonb_agg(
    case when position in (select h.position from hidden h) then value || '{"count": null}' else value end order by position), '[]')
  from cell
$$;

-- One-way margins only. Where hiding small cells would not do, because the total gives them away and no larger cell is left
-- to hide with them, the whole table is withheld, zeros too.
create function private.public_margin(cells jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  shown jsonb := private.suppress_small(coalesce(cells, '[]'));
  hidden bigint;
  total bigint;
  largest integer;
begin
  select count(*), sum((c.value ->> 'count')::integer), max((c.value ->> 'count')::integer) into hidden, total, largest
    from jsonb_array_elements(cells) with ordinality as c (value, position)
    where shown -> (c.position::integer - 1) -> 'count' = 'null';
  if hidden > 0 and largest < 5 and (hidden = 1 or total in (hidden, 4 * hidden)) then
    return (select jsonb_agg(c.value || '{"count": null}' order by c.position)
      from jsonb_array_elements(cells) with ordinality as c (value, position));
  end if;
  return shown;
end
$$;
comment on function private.public_margin(jsonb) is
  'A one-way table {…, count} for the public, beside its total: no hidden cell can be computed. Same rule as publicMargin in src/lib/domain/programme/suppress.ts.';

create function private.public_reach(p_programme public.programmes, p_measure text, p_samples boolean) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with cells as materialized (
      select c.* from private.programme_cells(p_programme.programme_id, p_samples, '{}') as c where c.measure = p_measure
    )
    select jsonb_build_object(
      'count', (select coalesce(sum(c.firms), 0) from cells c),
      'in_period', (select coalesce(sum(c.firms) filter (where c.in_period), 0) from cells c),
      'by_year', private.public_margin((select jsonb_agg(jsonb_build_object('year', y, 'count',
          (select coalesce(sum(c.firms), 0) from cells c where c.year = y)) order by y)
        from generate_series(extract(year from p_programme.period_start)::integer,
          greatest(extract(year from p_programme.period_end), extract(year from private.today()))::integer) as y)),
      'by_unit', private.public_margin((select jsonb_agg(jsonb_build_object('unit_id', u.unit_id, 'name_vi', u.name_vi, 'name_en', u.name_en,
          'count', (select coalesce(sum(c.firms), 0) from cells c where c.district_id = u.unit_id)) order by u.code)
        from public.units u where u.level = 'district')),
      'by_section', private.public_margin((select jsonb_agg(jsonb_build_object('section_id', s.sector_id, 'name_vi', s.name_vi,
          'name_en', s.name_en, 'count', (select coalesce(sum(c.firms), 0) from cells c where c.section_id = s.sector_id)) order by s.sector_id)
        from public.sectors s where s.level = 'section')),
      'by_size', private.public_margin((select jsonb_agg(jsonb_build_object('size', s, 'count',
          (select coalesce(sum(c.firms), 0) from cells c where c.size_class is not distinct from s)) order by s)
        from unnest(enum_range(null::public.size_class) || null::public.size_class) as s)),
      'by_kind', private.public_margin((select jsonb_agg(jsonb_build_object('kind', k, 'count',
          (select coalesce(sum(c.firms), 0) from cells c where c.kind = k)) order by k)
        from unnest(enum_range(null::public.enterprise_kind)) as k))
    )
  );
end
$$;
comment on function private.public_reach(public.programmes, text, boolean) is
  'Firms that reached a measure: total, within the period, and one-way tables with small cells hidden.';

create or replace function private.progress_summary() returns jsonb
language plpgsql volatile security definer set search_path = '' set jit = off as $$
declare
  programme public.programmes;
  samples boolean := private.counts_samples(null);
  measured jsonb := '{}';
begin
  select * into programme from public.programmes p where p.current;
  if found then
    perform private.fresh_programme_counts(programme.programme_id);
    measured := jsonb_build_object(
      'supported', private.public_reach(programme, 'supported', samples),
      'models', private.public_reach(programme, 'model', samples),
      'awareness', private.public_reach(programme, 'aware', samples) || jsonb_build_object(
        'registered', private.latest_registered(programme.province_id, extract(year from private.today())::integer)));
  end if;
  return measured || (
    with firms as materialized (
      select e.enterprise_id, e.district_id, e.latest_level,
        exists (select from public.assessments a
          where a.enterprise_id = e.enterprise_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
            and a.submitted_at < (programme.period_end + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
            and a.submitted_at >= programme.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh') as in_period
      from public.enterprises e where e.latest_level is not null and e.is_sample = samples
    )
    select jsonb_build_object(
      'as_of', now(),
      'programme', case when programme.programme_id is not null then to_jsonb(programme) - 'current' end,
      'targets', (select coalesce(jsonb_agg(jsonb_build_object('target_id', t.target_id, 'value', t.value, 'unit', t.unit,
          'deadline', t.deadline, 'quote_vi', t.quote_vi, 'meaning_en', t.meaning_en,
          'measured', private.is_measured(t.target_id)) order by t.target_id), '[]')
        from public.targets t where t.programme_id = programme.programme_id
          and (t.scope = 'dx' or t.target_id in ('innovation_capacity', 'leading'))),
      'assessed', (select count(*) from firms),
      'assessed_in_period', (select count(*) from firms where in_period),
      -- Figures are about real firms, or about samples while no real one is assessed; never about both.
      'sample', samples,
      'by_level', private.public_margin((select jsonb_agg(jsonb_build_object('level', l, 'count',
          (select count(*) from firms f where f.latest_level = l)) order by l) from generate_series(0, 5) as l)),
      'by_unit', private.public_margin((select jsonb_agg(jsonb_build_object('unit_id', u.unit_id, 'name_vi', u.name_vi,
          'name_en', u.name_en, 'count', (select count(*) from firms f where f.district_id = u.unit_id)) order by u.code)
        from public.units u where u.level = 'district')),
      'quick_checks', (select coalesce(sum(q.count), 0) from public.quick_check_counts q)
    )
  );
end
$$;
comment on function private.progress_summary() is 'Aggregates of the current programme for the public: no firm can be told apart.';

create or replace function public.progress_summary() returns jsonb
language sql volatile set search_path = '' as $$ select private.progress_summary() $$;
