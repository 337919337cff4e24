-- Priority: who comes first for a package, by parts that everybody can see. Same formulas as src/lib/domain/support/priority.ts.

create function private.package_candidates(p_package_id uuid) returns table (
  rank integer, enterprise_id uuid, assessment_id uuid, application_id uuid, applied_at timestamptz, assessed_at timestamptz,
  facts jsonb, parts jsonb, points numeric, weights_version integer
)
language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  return query
  with package as materialized (
    select p.* from public.packages p where p.package_id = p_package_id
  ),
  weights as materialized (
    select w.* from public.priority_weights w order by w.version desc limit 1
  ),
  -- The indices of each version of the questionnaire that the package raises, by pillar or by index; without any, all of them.
  scopes as materialized (
    select v.version_id, array_agg(i.value ->> 'id') as index_ids
    from package p, public.questionnaire_versions v, jsonb_array_elements(v.outline -> 'pillars') as pillar,
      jsonb_array_elements(pillar.value -> 'indices') as i
    where v.questionnaire = 'dbi-sme' and v.state <> 'draft' and (pillar.value ->> 'id' = any (p.pillar_ids)
      or i.value ->> 'id' = any (p.index_ids) or cardinality(p.pillar_ids) + cardinality(p.index_ids) = 0)
    group by v.version_id
  ),
  -- What the firm pays itself when the state pays up to its ceiling.
  own_costs as materialized (
    select t.kind, t.size, sum(ceil(t.cap / t.rate) - t.cap)::bigint as needed
    from private.terms_by_group t where t.package_id = p_package_id and t.rate > 0 group by t.kind, t.size
  ),
  cluster_sectors as materialized (
    select distinct x.sector_id from public.cluster_sectors x join public.clusters c using (cluster_id)
    join package p on p.programme_id = c.programme_id
  ),
  -- Firms with support of this programme that was approved or came further.
  supported as materialized (
    select e.district_id, count(distinct e.enterprise_id) as firms
    from package p join public.packages q on q.programme_id = p.programme_id
    join public.assignments a on a.package_id = q.package_id and a.state in ('approved', 'in_progress', 'delivered', 'completed')
    join public.enterprises e on e.enterprise_id = a.enterprise_id
    group by e.district_id
  ),
  districts as materialized (
    select d.district_id, d.firms, sum(d.firms) over ()::bigint as all_firms,
      coalesce(s.firms, 0) as supported, coalesce(sum(s.firms) over (), 0)::bigint as all_supported
    from (select e.district_id, count(*) as firms from public.enterprises e group by e.district_id) d
    left join supported s using (district_id)
  ),
  known as (
    select e.enterprise_id, e.tax_code, a.assessment_id, q.application_id, q.applied_at, a.submitted_at as assessed_at,
      coalesce(g.max - g.points, 0) as missing, coalesce(g.max, 0) as max,
      case when q.application_id is null then 0 when q.need is null then 1 else 2 end as need,
      coalesce(v.share, 0) as verified, q.own_contribution as own, coalesce(o.needed, 0) as needed,
      exists (select from cluster_sectors x where x.sector_id = e.sector_id) as in_cluster,
      d.firms as district_firms, d.all_firms, d.supported as district_supported, d.all_supported,
      greatest(0, private.today() - (coalesce(q.applied_at, a.submitted_at) at time zone 'Asia/Ho_Chi_Minh')::date) as days
    from private.package_matches m
    join public.enterprises e on e.enterprise_id = m.enterprise_id
    join public.assessments a on a.assessment_id = e.latest_assessment_id
    join districts d on d.district_id = e.district_id
    left join public.verified_results v on v.assessment_id = a.assessment_id
    left join public.applications q on q.package_id = p_package_id and q.enterprise_id = e.enterprise_id and q.state = 'open'
    left join own_costs o on o.kind = e.kind and o.size = coalesce(e.size_class::text, '')
    left join scopes s on s.version_id = a.version_id
    left join lateral (
      select sum((i.value ->> 'points')::integer) as points, sum((i.value ->> 'max')::integer) as max
      from jsonb_array_elements(coalesce(v.result, a.result) -> 'indices') as i where i.value ->> 'id' = any (s.index_ids)
    ) g on true
    where m.package_id = p_package_id and m.matches
      and not exists (select from public.assignments x where x.package_id = p_package_id and x.enterprise_id = e.enterprise_id
        and x.state in ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered'))
  ),
  -- In ten-thousandths: whole numbers, rounded half up, so that the mirror in TypeScript is equal to the last digit.
  measured as (
    select k.*,
      case when k.max > 0 then (20000 * k.missing + k.max) / (2 * k.max) else 0 end as gap_part,
      k.need * 5000 as need_part,
      (k.verified * 10000)::integer as verified_part,
      case when k.own is null then 0 when k.needed = 0 then 10000
        else least(10000, (20000 * k.own + k.needed) / (2 * k.needed)) end as commitment_part,
      case when k.in_cluster then 10000 else 0 end as cluster_part,
      case when k.all_supported = 0 then 0 else greatest(0,
        (20000 * (k.all_supported * k.district_firms - k.district_supported * k.all_firms) + k.all_supported * k.district_firms)
          / (2 * k.all_supported * k.district_firms)) end as area_part,
      (20000 * least(k.days, 365) + 365) / 730 as waiting_part
    from known k
  ),
  weighed as (
    select x.*, w.version, round((w.gap * x.gap_part + w.need * x.need_part + w.verified * x.verified_part
      + w.commitment * x.commitment_part + w.cluster * x.cluster_part + w.area * x.area_part + w.waiting * x.waiting_part) / 10000, 2) as total
    from measured x, weights w
  )
  select row_number() over (order by z.total desc, z.applied_at nulls last, z.assessed_at nulls last,
      z.tax_code collate "C" nulls last, z.enterprise_id)::integer,
    z.enterprise_id, z.assessment_id, z.application_id, z.applied_at, z.assessed_at,
    jsonb_build_object('missing', z.missing, 'max', z.max, 'need', z.need, 'verified', z.verified, 'own', z.own, 'needed', z.needed,
      'in_cluster', z.in_cluster, 'district_firms', z.district_firms, 'all_firms', z.all_firms,
      'district_supported', z.district_supported, 'all_supported', z.all_supported, 'days', z.days),
    jsonb_build_object('gap', z.gap_part / 10000.0, 'need', z.need_part / 10000.0, 'verified', z.verified_part / 10000.0,
      'commitment', z.commitment_part / 10000.0, 'cluster', z.cluster_part / 10000.0, 'area', z.area_part / 10000.0,
      'waiting', z.waiting_part / 10000.0),
    z.total, z.version
  from weighed z;
end
$$;
comment on function private.package_candidates(uuid) is 'Firms that match a package and have no assignment of it under way, in the order of priority. Parts from 0 to 1, points of 100 by the last weights:
gap – missing points of the indices the package raises, of their maximum; verified values where staff looked;
need – 1: an application says what for, 0.5: an application, 0: none;
verified – criteria checked by staff, of all;
commitment – own contribution of the application, of what the state does not pay at its ceiling, at most 1; nothing to pay: 1 with an application;
cluster – 1: the sector belongs to a priority cluster of the programme;
area – how far the district''s share of supported firms is behind its share of all firms, of the latter; 0 while nobody is supported;
waiting – days since the application, else since the assessment, of a year, at most 1.
Ties: earlier application, then earlier assessment, then tax code, then id.';

-- Weights ---------------------------------------------------------------------------------------------------------------

create function private.set_priority_weights(p_weights jsonb, p_version integer, p_note text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  parts constant text[] := array['gap', 'need', 'verified', 'commitment', 'cluster', 'area', 'waiting'];
  problems jsonb;
  made integer;
begin
  perform private.require_role('administrator');
  perform pg_advisory_xact_lock(hashtext('priority_weights'));
  if (select max(w.version) from public.priority_weights w) is distinct from p_version then
    perform private.fail('DT003', 'priority_weights', (select max(w.version) from public.priority_weights w)::text);
  end if;
  select jsonb_agg(jsonb_build_object('path', part, 'code', 'number')) into problems from unnest(parts) as part
    where jsonb_typeof(p_weights -> part) is distinct from 'number' or not (p_weights ->> part)::numeric between 0 and 100
      or (p_weights ->> part)::numeric <> round((p_weights ->> part)::numeric, 2);
  if problems is not null then
    perform private.fail('DT004', 'weights', problems::text);
  end if;
  -- Never by a low score alone.
  if (p_weights ->> 'gap')::numeric > 50 then
    perform private.fail('DT004', 'weights', '[{"path": "gap", "code": "weight_over_half"}]');
  end if;
  if (select sum((p_weights ->> part)::numeric) from unnest(parts) as part) <> 100 then
    perform private.fail('DT004', 'weights', '[{"path": "gap", "code": "weights_sum"}]');
  end if;
  insert into public.priority_weights (gap, need, verified, commitment, cluster, area, waiting, note, created_by)
    select w.gap, w.need, w.verified, w.commitment, w.cluster, w.area, w.waiting, private.clean(p_note), private.uid()
    from jsonb_to_record(p_weights) as w (gap numeric, need numeric, verified numeric, commitment numeric, cluster numeric,
      area numeric, waiting numeric)
    returning version into made;
  return made;
end
$$;
comment on function private.set_priority_weights(jsonb, integer, text) is 'Administrator: a new version of the weights, if the last one is still the one that was read. Sum 100; the gap at most 50.';

-- Lists -----------------------------------------------------------------------------------------------------------------

create function private.require_assigner() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not (private.sees_all_enterprises() or private.has_role('district_officer')) then
    perform private.fail('DT002', 'officer');
  end if;
end
$$;
comment on function private.require_assigner() is 'An error unless the person is officer, manager or district officer.';

create function private.list_candidates(p_package_id uuid, p_filters jsonb, p_after integer, p_size integer) returns table (
  rank integer, enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, size_class public.size_class,
  unit_id text, district_id text, latest_level smallint, is_sample boolean, application_id uuid, applied_at timestamptz,
  need text, assessed_at timestamptz, facts jsonb, parts jsonb, points numeric, weights_version integer, total integer
)
language plpgsql stable security definer set search_path = '' as $$
declare condition text;
begin
  perform private.require_assigner();
  if not exists (select from public.packages p where p.package_id = p_package_id) then
    perform private.fail('DT001', 'package');
  end if;
  condition := private.enterprise_conditions(coalesce(p_filters, '{}'));
  if p_filters ->> 'applied' is not null then
    condition := condition || ' and c.application_id is not null';
  end if;
  if not private.sees_all_enterprises() then
    condition := condition || format(' and (e.unit_id = any (%1$L::text[]) or e.district_id = any (%1$L::text[]))', private.area_unit_ids());
  end if;
  return query execute format(
    'select * from (
       select c.rank, e.enterprise_id, e.name, private.mask_tax_code(e.tax_code), e.kind, e.size_class, e.unit_id, e.district_id,
         e.latest_level, e.is_sample, c.application_id, c.applied_at, q.need, c.assessed_at, c.facts, c.parts, c.points,
         c.weights_version, count(*) over ()::integer
       from private.package_candidates($1) c
       join public.enterprises e using (enterprise_id)
       left join public.applications q using (application_id)
       where %s
     ) as found where found.rank > $2 order by found.rank limit $3', condition)
    using p_package_id, greatest(coalesce(p_after, 0), 0), least(greatest(coalesce(p_size, 50), 1), 500);
end
$$;
comment on function private.list_candidates(uuid, jsonb, integer, integer) is 'Candidates of the caller''s area in the order of priority among all, after a rank.';

-- The owner is told the own parts and the place in the order, nothing of others: not the counts of the district either.
create function private.my_priority(p_application_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  application public.applications;
  mine record;
begin
  perform private.require_user();
  select * into application from public.applications a where a.application_id = p_application_id;
  if not found or not private.is_member(application.enterprise_id) then
    perform private.fail('DT001', 'application');
  end if;
  if application.state = 'open' then
    select * into mine from private.package_candidates(application.package_id) c where c.enterprise_id = application.enterprise_id;
  end if;
  if mine is null then
    return jsonb_build_object('state', application.state,
      'unmet', private.unmet_conditions(application.package_id, application.enterprise_id, false));
  end if;
  return jsonb_build_object('state', application.state, 'rank', mine.rank, 'points', mine.points, 'parts', mine.parts,
    'facts', mine.facts - '{district_firms,all_firms,district_supported,all_supported}'::text[],
    'weights', (select to_jsonb(w) - '{note,created_at,created_by}'::text[] from public.priority_weights w where w.version = mine.weights_version));
end
$$;
comment on function private.my_priority(uuid) is 'For the firm that applied: its own parts and points, and its place in the order as a plain number.';

-- Exposed: thin, with the caller's rights.
create function public.set_priority_weights(weights jsonb, version integer, note text default null) returns integer
language sql volatile set search_path = '' as $$ select private.set_priority_weights(weights, version, note) $$;
create function public.list_candidates(package_id uuid, filters jsonb default '{}', after integer default 0, size integer default 50)
returns table (
  rank integer, enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, size_class public.size_class,
  unit_id text, district_id text, latest_level smallint, is_sample boolean, application_id uuid, applied_at timestamptz,
  need text, assessed_at timestamptz, facts jsonb, parts jsonb, points numeric, weights_version integer, total integer
)
language sql stable set search_path = '' as $$ select * from private.list_candidates(package_id, filters, after, size) $$;
create function public.my_priority(application_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.my_priority(application_id) $$;
grant execute on function
  private.set_priority_weights(jsonb, integer, text), public.set_priority_weights(jsonb, integer, text),
  private.list_candidates(uuid, jsonb, integer, integer), public.list_candidates(uuid, jsonb, integer, integer),
  private.my_priority(uuid), public.my_priority(uuid)
  to authenticated;
