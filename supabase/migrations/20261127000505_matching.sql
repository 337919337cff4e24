-- Matching: which packages fit a firm and which firms fit a package. One definition, read in both directions.

-- What a package was given to so far. Proposals do not hold a place, offers do.
create view private.package_places as
  select p.package_id, p.places, coalesce(a.used, 0)::integer as used, p.places - coalesce(a.used, 0)::integer as places_left
  from public.packages p
  left join (
    select a.package_id, count(*) as used from public.assignments a
    where a.state in ('offered', 'accepted', 'approved', 'in_progress', 'delivered', 'completed')
    group by a.package_id
  ) a using (package_id);
comment on view private.package_places is 'Places of each package that are held; places_left is null where they are not limited.';
create index assignments_places on public.assignments (package_id)
  where state in ('offered', 'accepted', 'approved', 'in_progress', 'delivered', 'completed');

create view private.law_groups as
  select k.kind, z.size from unnest(enum_range(null::public.enterprise_kind)) as k (kind)
  cross join unnest(array['micro', 'small', 'medium', 'large', '']) as z (size);
comment on view private.law_groups is 'Every kind with every size class; an empty text is no class, or not known.';

-- Terms for one size go before terms for every size, later ones before earlier ones. Size classes are those of decree 80/2021,
-- which knows firms under the enterprise law only: for the other kinds there are terms for every size alone.
create view private.terms_by_group as
  select distinct on (t.package_id, g.kind, g.size, t.support_id)
    t.package_id, g.kind, g.size, t.support_id, t.rate, t.cap, t.legal_basis, t.valid_from, t.valid_to,
    t.rate = 0 or (g.kind = any (s.kinds)
      and (cardinality(s.size_classes) = 0 or g.kind not in ('enterprise', 'startup') or g.size = any (s.size_classes::text[]))
      and s.valid_from <= (select private.today()) and coalesce(s.valid_to, 'infinity') >= (select private.today())) as lawful
  from public.package_terms t
  join public.supports s on s.support_id = t.support_id
  join private.law_groups g on t.size_class is null or t.size_class::text = g.size and g.kind in ('enterprise', 'startup')
  where t.valid_from <= (select private.today()) and coalesce(t.valid_to, 'infinity') >= (select private.today())
  order by t.package_id, g.kind, g.size, t.support_id, t.size_class nulls last, t.valid_from desc;
comment on view private.terms_by_group is 'Terms that hold today, one row per package, kind, size and content; lawful: in kind, or the law lets this group have state money for it.';

-- The planner reaches one package or one firm from either side: everything that depends on the package alone is joined, not asked
-- again for each firm.
create view private.package_matches as
  select f.*, f.fits and f.open_ok and f.place_ok as matches
  from (
    select m.*, m.kind_ok and m.size_ok and m.sector_ok and m.unit_ok and m.assessed_ok and m.level_ok and m.law_ok
      and m.content_free_ok as fits
    from (
      select p.package_id, e.enterprise_id,
        cardinality(p.kinds) = 0 or e.kind = any (p.kinds) as kind_ok,
        cardinality(p.size_classes) = 0 or e.kind not in ('enterprise', 'startup')
          or coalesce(e.size_class = any (p.size_classes), false) as size_ok,
        cardinality(p.cluster_ids) + cardinality(p.section_ids) = 0 or e.section_id = any (p.section_ids)
          or coalesce(e.sector_id = any (r.sector_ids), false) as sector_ok,
        cardinality(p.unit_ids) = 0 or e.unit_id = any (p.unit_ids) or e.district_id = any (p.unit_ids) as unit_ok,
        e.latest_assessment_id is not null as assessed_ok,
        -- What is not known is only met where every level is welcome.
        coalesce(e.latest_level between p.min_level and p.max_level, p.min_level = 0 and p.max_level = 5) as level_ok,
        coalesce(l.lawful, false) as law_ok,
        p.required_criteria <@ coalesce(v.held_criteria, '{}') as verified_ok,
        not coalesce(c.support_ids && g.support_ids, false) as content_free_ok,
        p.state = 'open' and coalesce(p.opens_on, '-infinity') <= (select private.today())
          and coalesce(p.closes_on, 'infinity') >= (select private.today()) as open_ok,
        coalesce(s.places_left > 0, true) as place_ok
      from public.packages p
      join private.package_places s on s.package_id = p.package_id
      left join (
        select x.package_id, array_agg(distinct x.support_id) as support_ids from public.package_terms x group by x.package_id
      ) c on c.package_id = p.package_id
      left join (
        select x.package_id, array_agg(s.sector_id) as sector_ids
        from public.packages x join public.cluster_sectors s on s.cluster_id = any (x.cluster_ids) group by x.package_id
      ) r on r.package_id = p.package_id
      cross join public.enterprises e
      left join (
        select t.package_id, t.kind, t.size, bool_and(t.lawful) as lawful from private.terms_by_group t
        group by t.package_id, t.kind, t.size
      ) l on l.package_id = p.package_id and l.kind = e.kind and l.size = coalesce(e.size_class::text, '')
      left join (
        select i.enterprise_id, array_agg(i.support_id) as support_ids from public.assignment_items i
        where i.budget_year = extract(year from (select private.today()))::smallint group by i.enterprise_id
      ) g on g.enterprise_id = e.enterprise_id
      left join public.verified_results v on v.assessment_id = e.latest_assessment_id
    ) m
  ) f;
comment on view private.package_matches is 'Each package with each firm and every condition; matches: all but verified_ok, which approval of money needs. Read it with a package_id or an enterprise_id.';

create function private.names(vi text, en text) returns jsonb
language sql immutable set search_path = '' as $$ select jsonb_build_object('vi', vi, 'en', coalesce(en, vi)) $$;
comment on function private.names(text, text) is 'A name in both languages; Vietnamese where there is no English one.';

-- What the package offers to this firm today and what it leaves out, by content.
create function private.match_contents(p_package_id uuid, p_enterprise_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('support_id', s.support_id, 'name', private.names(s.name_vi, s.name_en),
        'rate', t.rate, 'cap', t.cap, 'valid_from', t.valid_from, 'valid_to', t.valid_to,
        'basis', coalesce(t.legal_basis, s.legal_basis),
        -- Why it is left out: the law does not name the kind or the size, or the package has no terms for it.
        'left_out', case when t.lawful then null
          when not e.kind = any (s.kinds) then 'kind'
          when e.kind in ('enterprise', 'startup') and cardinality(s.size_classes) > 0
            and not coalesce(e.size_class = any (s.size_classes), false) then 'size'
          else 'terms' end) order by s.support_id), '[]')
    from public.enterprises e
    cross join (select distinct x.support_id from public.package_terms x where x.package_id = p_package_id) c
    join public.supports s on s.support_id = c.support_id
    left join private.terms_by_group t on t.package_id = p_package_id and t.kind = e.kind
      and t.size = coalesce(e.size_class::text, '') and t.support_id = c.support_id
    where e.enterprise_id = p_enterprise_id
  );
end
$$;
comment on function private.match_contents(uuid, uuid) is 'Contents of a package for a firm: [{support_id, name, rate, cap, basis, valid_from, valid_to, left_out}]. Asks nobody''s rights.';

-- Speaks of the firm and the package only, never of other firms: a package without a place left says no more than that.
create function private.match_explanation(p_package_id uuid, p_enterprise_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_array(
      jsonb_build_object('id', 'kind', 'met', m.kind_ok, 'value', e.kind, 'wanted', p.kinds),
      jsonb_build_object('id', 'size', 'met', m.size_ok, 'value', e.size_class,
        'wanted', p.size_classes, 'basis', (select max(r.legal_basis) from public.size_class_rules r
          where r.rule_version = e.size_rule_version and cardinality(p.size_classes) > 0)),
      jsonb_build_object('id', 'sector', 'met', m.sector_ok,
        'value', (select private.names(x.name_vi, x.name_en) from public.sectors x where x.sector_id = e.sector_id),
        'wanted', (select coalesce(jsonb_agg(w.names order by w.position), '[]') from (
            select 1 as position, private.names(x.name_vi, x.name_en) as names from public.clusters x where x.cluster_id = any (p.cluster_ids)
            union all
            select 2, private.names(x.name_vi, x.name_en) from public.sectors x where x.sector_id = any (p.section_ids)) w)),
      jsonb_build_object('id', 'unit', 'met', m.unit_ok,
        'value', (select private.names(x.name_vi, x.name_en) from public.units x where x.unit_id = e.unit_id),
        'wanted', (select coalesce(jsonb_agg(private.names(x.name_vi, x.name_en) order by x.unit_id), '[]')
          from public.units x where x.unit_id = any (p.unit_ids))),
      jsonb_build_object('id', 'assessed', 'met', m.assessed_ok, 'value', e.latest_submitted_at, 'wanted', null),
      jsonb_build_object('id', 'level', 'met', m.level_ok, 'value', e.latest_level,
        'wanted', jsonb_build_array(p.min_level, p.max_level)),
      (select jsonb_build_object('id', 'law', 'met', m.law_ok,
          'value', coalesce(jsonb_agg(c.value) filter (where c.value ->> 'left_out' is not null), '[]'), 'wanted', null,
          'basis', string_agg(distinct c.value ->> 'basis', '; ')
            filter (where m.law_ok or c.value ->> 'left_out' is not null))
        from jsonb_array_elements(private.match_contents(p.package_id, e.enterprise_id)) as c (value)),
      jsonb_build_object('id', 'verified', 'met', m.verified_ok,
        'value', array(select c.id from unnest(p.required_criteria) as c (id)
          join public.verified_results v on v.assessment_id = e.latest_assessment_id and c.id = any (v.held_criteria)),
        'wanted', p.required_criteria),
      jsonb_build_object('id', 'content_free', 'met', m.content_free_ok,
        'value', (select coalesce(jsonb_agg(private.names(s.name_vi, s.name_en)), '[]') from public.supports s
          where exists (select from public.package_terms t where t.package_id = p.package_id and t.support_id = s.support_id)
            and exists (select from public.assignment_items i where i.enterprise_id = e.enterprise_id and i.support_id = s.support_id
              and i.budget_year = extract(year from private.today())::smallint)),
        'wanted', extract(year from private.today())::smallint,
        'basis', 'NĐ 224/2026/NĐ-CP Điều 73.2c, 75.2; TT 06/2022/TT-BKHĐT Điều 3'),
      jsonb_build_object('id', 'open', 'met', m.open_ok, 'value', p.state, 'wanted', jsonb_build_array(p.opens_on, p.closes_on)),
      jsonb_build_object('id', 'place', 'met', m.place_ok, 'value', null, 'wanted', null)
    )
    from private.package_matches m
    join public.packages p using (package_id)
    join public.enterprises e using (enterprise_id)
    where m.package_id = p_package_id and m.enterprise_id = p_enterprise_id
  );
end
$$;
comment on function private.match_explanation(uuid, uuid) is 'Every condition of a package for a firm: [{id, met, value, wanted, basis}]. Asks nobody''s rights.';

create function private.require_match(p_package_id uuid, p_enterprise_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare failed jsonb;
begin
  select jsonb_agg(c.value -> 'id') into failed
    from jsonb_array_elements(private.match_explanation(p_package_id, p_enterprise_id)) as c (value)
    where not (c.value -> 'met')::boolean and c.value ->> 'id' <> 'verified';
  if failed is not null then
    perform private.fail('DT020', 'package', failed::text);
  end if;
end
$$;
comment on function private.require_match(uuid, uuid) is 'An error that lists the failed conditions unless the package matches the firm.';
