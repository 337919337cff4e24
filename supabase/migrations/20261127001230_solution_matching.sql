-- Which solutions fit a need: one definition for the owner's list, for consent and for the hand-over to the next.

create view private.open_leads as
  select l.provider_id, count(*)::integer as leads from public.leads l
  where l.state in ('new', 'viewed', 'accepted', 'contacted', 'quoted', 'won', 'reported', 'disputed') group by l.provider_id;
comment on view private.open_leads is 'Leads in the hands of each provider now.';

-- What the state would pay of a solution of the category in a year: the best open package whose contents name it.
create function private.need_support(p_enterprise_id uuid, p_category_id text)
returns table (package_id uuid, support_id text, rate numeric, cap bigint, basis text)
language plpgsql stable security definer rows 1 set search_path = '' as $$
begin
  return query
    select t.package_id, t.support_id, t.rate::numeric, t.cap::bigint, t.legal_basis
    from public.solution_categories c
    join public.enterprises e on e.enterprise_id = p_enterprise_id
    join private.terms_by_group t on t.support_id = any (c.support_ids) and t.kind = e.kind and t.size = coalesce(e.size_class::text, '')
      and t.lawful and t.rate > 0
    join private.package_matches m on m.package_id = t.package_id and m.enterprise_id = p_enterprise_id and m.matches
    where c.category_id = p_category_id
    order by t.rate desc, t.cap desc nulls first, t.package_id
    limit 1;
end
$$;
comment on function private.need_support(uuid, text) is 'The best support a firm could have for a category today; no row when there is none. Asks nobody''s rights.';

create type private.solution_match as (
  need_id uuid, enterprise_id uuid, solution_id uuid, provider_id uuid,
  kind_ok boolean, size_ok boolean, sector_ok boolean, unit_ok boolean, price_ok boolean, room_ok boolean,
  support bigint, basis text, fit integer, fits boolean, matches boolean
);
comment on type private.solution_match is 'A need with a solution and every condition. fits: all but room_ok, which says whether the provider is below its cap of open leads.';

-- A function and no view: what the state would pay depends on the need alone and is dear, so it is asked once and not for each solution.
create function private.match_solutions(p_need_id uuid) returns setof private.solution_match
language plpgsql stable security definer set search_path = '' as $$
declare
  n public.needs;
  e public.enterprises;
  u record;
begin
  select * into n from public.needs x where x.need_id = p_need_id;
  select * into e from public.enterprises x where x.enterprise_id = n.enterprise_id;
  select x.rate, x.cap, x.basis into u from private.need_support(n.enterprise_id, n.category_id) x;
  return query
    select m.*, m.kind_ok and m.size_ok and m.sector_ok and m.unit_ok and m.price_ok,
      m.kind_ok and m.size_ok and m.sector_ok and m.unit_ok and m.price_ok and m.room_ok
    from (
      select n.need_id, n.enterprise_id, s.solution_id, s.provider_id,
        cardinality(s.kinds) = 0 or e.kind = any (s.kinds) as kind_ok,
        -- Kinds that have no size class of the law are welcome where any size is.
        cardinality(s.size_classes) = 0 or e.kind not in ('enterprise', 'startup')
          or coalesce(e.size_class = any (s.size_classes), false) as size_ok,
        cardinality(s.section_ids) = 0 or e.section_id = any (s.section_ids) as sector_ok,
        (cardinality(s.unit_ids) = 0 or e.unit_id = any (s.unit_ids) or e.district_id = any (s.unit_ids))
          and (cardinality(s.provider_unit_ids) = 0 or e.unit_id = any (s.provider_unit_ids) or e.district_id = any (s.provider_unit_ids))
          as unit_ok,
        -- By quote: nobody knows before asking.
        n.budget_max is null or s.price_year is null
          or s.price_year - coalesce(least(u.rate * s.price_year, u.cap), 0) <= n.budget_max as price_ok,
        coalesce(o.leads, 0) < s.max_open_leads as room_ok,
        coalesce(least(u.rate * s.price_year, u.cap), 0)::bigint as support,
        u.basis::text,
        cardinality(array(select unnest(s.index_ids) intersect select unnest(n.index_ids))) as fit
      from private.live_solutions s
      left join private.open_leads o on o.provider_id = s.provider_id
      where s.category_id = n.category_id
        -- A provider's own firm is not its customer.
        and not exists (select from public.enterprise_members x join public.provider_members y on y.user_id = x.user_id
          where x.enterprise_id = n.enterprise_id and y.provider_id = s.provider_id)
    ) m;
end
$$;
comment on function private.match_solutions(uuid) is 'A need with each live solution of its category and every condition. Asks nobody''s rights.';

-- The best solution of each provider, and the order in which equals take turns: fewest leads in 90 days, then the longest wait.
create function private.ranked_providers(p_need_id uuid) returns table (match private.solution_match, rank integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select b.m, row_number() over (order by (b.m).matches desc, (b.m).fits desc, (b.m).fit desc, coalesce(r.recent, 0), r.last_at nulls first,
      b.provider_id)::integer
    from (
      select distinct on (m.provider_id) m.provider_id, m
      from private.match_solutions(p_need_id) m
      order by m.provider_id, m.matches desc, m.fits desc, m.fit desc, m.support desc, m.solution_id
    ) b
    left join lateral (
      select count(*) filter (where l.created_at > now() - interval '90 days') as recent, max(l.created_at) as last_at
      from public.leads l where l.provider_id = b.provider_id
    ) r on true;
end
$$;
comment on function private.ranked_providers(uuid) is 'Providers of a need by their best solution, best first. Asks nobody''s rights.';

create function private.solution_explanation(m private.solution_match) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_array(
      jsonb_build_object('id', 'category', 'met', true, 'value', private.names(c.name_vi, c.name_en), 'wanted', private.names(c.name_vi, c.name_en)),
      jsonb_build_object('id', 'kind', 'met', m.kind_ok, 'value', e.kind, 'wanted', s.kinds),
      jsonb_build_object('id', 'size', 'met', m.size_ok, 'value', e.size_class, 'wanted', s.size_classes),
      jsonb_build_object('id', 'sector', 'met', m.sector_ok,
        'value', (select private.names(x.name_vi, x.name_en) from public.sectors x where x.sector_id = e.section_id),
        'wanted', (select coalesce(jsonb_agg(private.names(x.name_vi, x.name_en) order by x.sector_id), '[]')
          from public.sectors x where x.sector_id = any (s.section_ids))),
      jsonb_build_object('id', 'unit', 'met', m.unit_ok,
        'value', (select private.names(x.name_vi, x.name_en) from public.units x where x.unit_id = e.unit_id),
        'wanted', (select coalesce(jsonb_agg(private.names(x.name_vi, x.name_en) order by x.unit_id), '[]')
          from public.units x where x.unit_id = any (s.unit_ids || s.provider_unit_ids))),
      jsonb_build_object('id', 'price', 'met', m.price_ok, 'value', jsonb_build_object('price', s.price_year, 'support', m.support),
        'wanted', n.budget_max, 'basis', m.basis),
      jsonb_build_object('id', 'room', 'met', m.room_ok, 'value', null, 'wanted', null)
    )
    from public.needs n
    join private.live_solutions s on s.solution_id = m.solution_id
    join public.enterprises e on e.enterprise_id = n.enterprise_id
    join public.solution_categories c on c.category_id = n.category_id
    where n.need_id = m.need_id
  );
end
$$;
comment on function private.solution_explanation(private.solution_match) is 'Every condition of a solution for a need: [{id, met, value, wanted, basis}]. Nothing about other firms.';

create function private.providers_for_need(p_need_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare need public.needs;
begin
  perform private.require_user();
  select * into need from public.needs n where n.need_id = p_need_id;
  if not found or not need.enterprise_id = any (private.enterprise_ids()) then
    perform private.fail('DT001', 'need');
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('provider_id', s.provider_id, 'provider_name', s.provider_name, 'is_sample', s.is_sample,
        'solution_id', s.solution_id, 'solution_name', s.name, 'summary_vi', s.summary_vi, 'summary_en', s.summary_en,
        'price_model', s.price_model, 'price_year', s.price_year, 'price_url', s.price_url, 'open_standard', s.open_standard,
        'data_location', s.data_location, 'certificate', s.certificate, 'matches', (r.match).matches, 'fits', (r.match).fits,
        'fit', (r.match).fit, 'support', (r.match).support, 'conditions', private.solution_explanation(r.match)) order by r.rank), '[]')
    from private.ranked_providers(p_need_id) r
    join private.live_solutions s on s.solution_id = (r.match).solution_id
    where r.rank <= 50
  );
end
$$;
comment on function private.providers_for_need(uuid) is 'Members of the firm: providers of a need, best first, each with its best solution and every condition.';
create function public.providers_for_need(need_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.providers_for_need(need_id) $$;
grant execute on function private.providers_for_need(uuid), public.providers_for_need(uuid) to authenticated;

-- The directory: what everybody may know of a provider. People and figures of few leads are left out.
create view private.provider_figures as
  select p.provider_id, count(l.lead_id)::integer as leads,
    count(l.answered_at)::integer as answered,
    count(*) filter (where l.state = 'expired')::integer as expired,
    count(*) filter (where exists (select from public.lead_moves m where m.lead_id = l.lead_id and m.step = 'accept'))::integer as accepted,
    count(*) filter (where l.state = 'delivered')::integer as delivered,
    percentile_cont(0.5) within group (order by extract(epoch from l.answered_at - l.created_at) / 3600) as response_hours,
    avg(r.score) as rating, count(r.score)::integer as ratings
  from public.providers p
  left join public.leads l on l.provider_id = p.provider_id
  left join public.lead_ratings r on r.lead_id = l.lead_id and r.side = 'owner'
  group by p.provider_id;
comment on view private.provider_figures is 'How a provider answers and delivers: counts, median hours to an answer, mean rating by firms.';

create function private.provider_directory(p_filters jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  wanted text := private.like_pattern(nullif(btrim(left(p_filters ->> 'q', 100)), ''));
  -- Whoever serves a district serves its communes.
  places text[];
begin
  if length(p_filters::text) > 5000 then
    perform private.fail('DT015', 'filters');
  end if;
  select u.unit_id || u.district_ids || u.district_id into places from public.units u where u.unit_id = p_filters ->> 'unit';
  return (
    with fitting as materialized (
      select s.* from private.live_solutions s
      where (p_filters ->> 'category' is null or s.category_id = p_filters ->> 'category')
        and (p_filters ->> 'provider_id' is null or s.provider_id::text = p_filters ->> 'provider_id')
        and (p_filters ->> 'kind' is null or cardinality(s.kinds) = 0 or p_filters ->> 'kind' = any (s.kinds::text[]))
        and (p_filters ->> 'size' is null or cardinality(s.size_classes) = 0 or p_filters ->> 'size' = any (s.size_classes::text[]))
        and (p_filters ->> 'section' is null or cardinality(s.section_ids) = 0 or p_filters ->> 'section' = any (s.section_ids))
        and (p_filters ->> 'unit' is null or ((cardinality(s.unit_ids) = 0 or coalesce(s.unit_ids && places, false))
          and (cardinality(s.provider_unit_ids) = 0 or coalesce(s.provider_unit_ids && places, false))))
        and (wanted is null or private.fold(s.name) like wanted or private.fold(s.provider_name) like wanted)
    ), listed as (
      select p.provider_id, private.fold(p.name) as sort from public.providers p where p.provider_id in (select s.provider_id from fitting s)
    ), page as (
      select l.*, row_number() over (order by l.sort, l.provider_id) as n from listed l
      where p_filters ->> 'after' is null or (l.sort, l.provider_id) > (select private.fold(a.name), a.provider_id
        from public.providers a where a.provider_id::text = p_filters ->> 'after')
      order by l.sort, l.provider_id limit 21
    ), shown as (
      select p.provider_id, p.name, p.site, p.about_vi, p.about_en, p.is_sample, p.unit_ids, page.n,
        (select jsonb_agg(jsonb_build_object('solution_id', s.solution_id, 'category_id', s.category_id, 'name', s.name,
            'summary_vi', s.summary_vi, 'summary_en', s.summary_en, 'kinds', s.kinds, 'size_classes', s.size_classes,
            'section_ids', s.section_ids, 'unit_ids', s.unit_ids, 'price_model', s.price_model, 'price_year', s.price_year,
            'price_url', s.price_url, 'open_standard', s.open_standard, 'data_location', s.data_location,
            'certificate', s.certificate, 'certificate_until', s.certificate_until, 'index_ids', s.index_ids,
            'approved_until', s.approved_until) order by s.category_id, s.name, s.solution_id)
          from fitting s where s.provider_id = p.provider_id) as solutions,
        case when f.ratings >= 5 then round(f.rating, 1) end as rating, case when f.ratings >= 5 then f.ratings end as ratings,
        case when f.answered >= 5 then round(f.response_hours::numeric) end as response_hours
      from page
      join public.providers p using (provider_id)
      cross join lateral (select * from private.provider_figures g where g.provider_id = p.provider_id) f
      where page.n <= 20
    )
    select jsonb_build_object(
      'count', (select count(*) from listed),
      'solutions', (select count(*) from fitting),
      'rows', (select coalesce(jsonb_agg(to_jsonb(s) - 'n' order by s.n), '[]') from shown s),
      'next', (select p20.provider_id from page p20 where p20.n = 20 and exists (select from page p21 where p21.n = 21)))
  );
end
$$;
comment on function private.provider_directory(jsonb) is 'Approved providers with the solutions that fit filters {category, kind, size, section, unit, q, provider_id}, 20 at a time after the provider named by after: {count, solutions, rows, next}. Rating and response only from five on. For everybody.';
create function public.provider_directory(filters jsonb default '{}') returns jsonb
language sql stable set search_path = '' as $$ select private.provider_directory(filters) $$;
grant execute on function private.provider_directory(jsonb), public.provider_directory(jsonb) to anon, authenticated;
