-- The two directions of matching for people: packages for a firm, firms for a package.

create function private.packages_for_enterprise(p_enterprise_id uuid)
returns table (package_id uuid, code text, name_vi text, name_en text, gives_vi text, gives_en text, is_sample boolean,
  opens_on date, closes_on date, pillar_ids text[], index_ids text[], places integer, places_left integer,
  matches boolean, verified_ok boolean, conditions jsonb, contents jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_enterprise(p_enterprise_id);
  return query
    select p.package_id, p.code, p.name_vi, p.name_en, p.gives_vi, p.gives_en, p.is_sample, p.opens_on, p.closes_on,
      p.pillar_ids, p.index_ids, p.places, s.places_left, m.matches, m.verified_ok,
      private.match_explanation(p.package_id, m.enterprise_id), private.match_contents(p.package_id, m.enterprise_id)
    from private.package_matches m
    join public.packages p using (package_id)
    join private.package_places s using (package_id)
    where m.enterprise_id = p_enterprise_id and p.state = 'open' and coalesce(p.closes_on, 'infinity') >= (select private.today())
    order by m.matches desc, p.code;
end
$$;
comment on function private.packages_for_enterprise(uuid) is 'Open packages with every condition for one firm, for its members and staff of its area; those that match come first.';

create function public.packages_for_enterprise(enterprise_id uuid)
returns table (package_id uuid, code text, name_vi text, name_en text, gives_vi text, gives_en text, is_sample boolean,
  opens_on date, closes_on date, pillar_ids text[], index_ids text[], places integer, places_left integer,
  matches boolean, verified_ok boolean, conditions jsonb, contents jsonb)
language sql stable set search_path = '' as $$ select * from private.packages_for_enterprise(enterprise_id) $$;
grant execute on function private.packages_for_enterprise(uuid), public.packages_for_enterprise(uuid) to authenticated;

-- Staff of a district see the firms of their area, an administrator none.
create function private.area_condition() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when private.sees_all_enterprises() then 'true'
    else format('(e.unit_id = any (%1$L::text[]) or e.district_id = any (%1$L::text[]))', private.area_unit_ids()) end;
end
$$;
comment on function private.area_condition() is 'SQL condition on e (enterprises): what the policy of the table shows to staff.';

create function private.require_staff() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.is_staff() then
    perform private.fail('DT002', 'staff');
  end if;
end
$$;
comment on function private.require_staff() is 'An error unless the person holds a staff role.';

create function private.enterprises_for_package(p_package_id uuid, p_filters jsonb, p_after jsonb, p_size integer)
returns table (enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, size_class public.size_class,
  section_id text, unit_id text, district_id text, latest_assessment_id uuid, latest_submitted_at timestamptz,
  latest_level smallint, latest_points integer, is_sample boolean, fits boolean, matches boolean, verified_ok boolean,
  failed jsonb, sort_key text)
language plpgsql stable security definer set search_path = '' as $$
declare
  condition text := private.area_condition() || ' and ' || private.enterprise_conditions(coalesce(p_filters, '{}'));
begin
  perform private.require_staff();
  if not exists (select from public.packages p where p.package_id = p_package_id) then
    perform private.fail('DT001', 'package');
  end if;
  -- Who has not been assessed cannot be a candidate: such firms are listed only when they are asked for.
  if p_filters ->> 'assessed' is distinct from 'any' then
    condition := condition || ' and e.latest_assessment_id is not null';
  end if;
  if p_filters ->> 'fits' in ('yes', 'no') then
    condition := condition || format(' and e.enterprise_id in (select m.enterprise_id from private.package_matches m
      where m.package_id = %L and m.fits = %L)', p_package_id, p_filters ->> 'fits' = 'yes');
  end if;
  if p_after ->> 'id' is not null then
    condition := condition || format(' and (coalesce(e.latest_points, -1), e.enterprise_id) < (%L::integer, %L::uuid)',
      p_after ->> 'key', p_after ->> 'id');
  end if;
  -- The page is chosen first: reasons are worked out for its firms only.
  return query execute format(
    'with page as materialized (
       select e.* from public.enterprises e where %s order by coalesce(e.latest_points, -1) desc, e.enterprise_id desc limit %s
     )
     select e.enterprise_id, e.name, private.mask_tax_code(e.tax_code), e.kind, e.size_class, e.section_id, e.unit_id, e.district_id,
       e.latest_assessment_id, e.latest_submitted_at, e.latest_level, e.latest_points, e.is_sample,
       f.ids <@ ''{verified,open,place}'', f.ids <@ ''{verified}'', not ''verified'' = any (f.ids), f.failed,
       coalesce(e.latest_points, -1)::text
     from page e cross join lateral (
       select coalesce(array_agg(c.value ->> ''id''), ''{}'') as ids, coalesce(jsonb_agg(c.value), ''[]'') as failed
       from jsonb_array_elements(private.match_explanation($1, e.enterprise_id)) as c (value) where not (c.value -> ''met'')::boolean
     ) f
     order by coalesce(e.latest_points, -1) desc, e.enterprise_id desc',
    condition, least(greatest(coalesce(p_size, 50), 1), 200)) using p_package_id;
end
$$;
comment on function private.enterprises_for_package(uuid, jsonb, jsonb, integer) is 'Firms of the caller''s area for a package with the conditions that they fail. Filters: those of lists, fits yes|no, assessed any. Most points first, key paging by {key, id}.';

create function public.enterprises_for_package(package_id uuid, filters jsonb default '{}', after jsonb default null, size integer default 50)
returns table (enterprise_id uuid, name text, tax_code text, kind public.enterprise_kind, size_class public.size_class,
  section_id text, unit_id text, district_id text, latest_assessment_id uuid, latest_submitted_at timestamptz,
  latest_level smallint, latest_points integer, is_sample boolean, fits boolean, matches boolean, verified_ok boolean,
  failed jsonb, sort_key text)
language sql stable set search_path = '' as $$ select * from private.enterprises_for_package(package_id, filters, after, size) $$;
grant execute on function private.enterprises_for_package(uuid, jsonb, jsonb, integer),
  public.enterprises_for_package(uuid, jsonb, jsonb, integer) to authenticated;

-- One package after the other, so that each is planned for itself.
create function private.package_counts(p_package_ids uuid[])
returns table (package_id uuid, used integer, places_left integer, fits bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff();
  for package_id, used, places_left in
    select s.package_id, s.used, s.places_left from private.package_places s where s.package_id = any (p_package_ids)
  loop
    execute format('select count(*) from private.package_matches m join public.enterprises e using (enterprise_id)
      where m.package_id = $1 and m.fits and e.latest_assessment_id is not null and %s', private.area_condition())
      into fits using package_id;
    return next;
  end loop;
end
$$;
comment on function private.package_counts(uuid[]) is 'Places held and left of packages, and how many firms of the caller''s area fit them.';

create function public.package_counts(package_ids uuid[])
returns table (package_id uuid, used integer, places_left integer, fits bigint)
language sql stable set search_path = '' as $$ select * from private.package_counts(package_ids) $$;
grant execute on function private.package_counts(uuid[]), public.package_counts(uuid[]) to authenticated;
