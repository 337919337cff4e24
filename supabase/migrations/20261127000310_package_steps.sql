-- Making, changing, opening and closing packages. Nothing is deleted: assignments refer to them.

create function private.require_package_editor() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'package');
  end if;
  return me;
end
$$;
comment on function private.require_package_editor() is 'The person, or an error unless they are an officer or manager. District officers read packages only.';

create function private.texts(list jsonb) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct value), '{}') from jsonb_array_elements_text(coalesce(list, '[]'))
$$;
comment on function private.texts(jsonb) is 'A JSON list of texts as an array, each once.';

-- What is wrong with details and terms, all of it at once, so that a form can say everything. The triggers of the tables hold the
-- same rules for every writer.
create function private.package_problems(p_details jsonb, p_terms jsonb, p_used integer, p_open boolean) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  problems jsonb := '[]';
  field text;
  term record;
begin
  foreach field in array array['name_vi', 'name_en', 'gives_vi', 'gives_en'] loop
    if coalesce(length(private.clean(p_details ->> field)), 0) < 2 then
      problems := problems || jsonb_build_object('path', field, 'code', 'required');
    elsif length(private.clean(p_details ->> field)) > (case when field like 'name%' then 160 else 2000 end) then
      problems := problems || jsonb_build_object('path', field, 'code', 'too_long');
    end if;
  end loop;
  if (p_details ->> 'min_level')::integer > (p_details ->> 'max_level')::integer then
    problems := problems || jsonb_build_object('path', 'max_level', 'code', 'below_min');
  end if;
  if (p_details ->> 'closes_on')::date < (p_details ->> 'opens_on')::date then
    problems := problems || jsonb_build_object('path', 'closes_on', 'code', 'before_start');
  end if;
  if (p_details ->> 'places')::integer < greatest(p_used, 1) then
    problems := problems || jsonb_build_object('path', 'places', 'code', case when p_used > 1 then 'below_used' else 'too_small' end);
  end if;
  if p_open and jsonb_array_length(p_terms) = 0 then
    problems := problems || jsonb_build_object('path', 'terms', 'code', 'required');
  end if;
  for term in
    select 'terms.' || (t.position - 1) as path, t.support_id, t.size_class, t.rate, t.cap, t.legal_basis, t.valid_from, t.valid_to, s.money,
      count(*) over (partition by t.support_id, t.size_class, t.valid_from order by t.position) as nth,
      exists (select from public.support_caps c where c.support_id = t.support_id and (t.size_class is null or c.size_class = t.size_class)
        and c.valid_from <= coalesce(t.valid_to, 'infinity') and coalesce(c.valid_to, 'infinity') >= t.valid_from
        and t.rate > c.max_rate) as rate_over,
      exists (select from public.support_caps c where c.support_id = t.support_id and (t.size_class is null or c.size_class = t.size_class)
        and c.valid_from <= coalesce(t.valid_to, 'infinity') and coalesce(c.valid_to, 'infinity') >= t.valid_from
        and t.cap > c.cap) as cap_over,
      s.support_id is null as unknown,
      t.size_class is not null and cardinality(s.size_classes) > 0 and not t.size_class = any (s.size_classes) and t.rate > 0 as size_over
    from rows from (jsonb_to_recordset(p_terms) as (support_id text, size_class public.size_class, rate numeric, cap bigint,
      legal_basis text, valid_from date, valid_to date)) with ordinality
      as t (support_id, size_class, rate, cap, legal_basis, valid_from, valid_to, position)
    left join public.supports s on s.support_id = t.support_id
    order by t.position
  loop
    problems := problems || (
      select coalesce(jsonb_agg(jsonb_build_object('path', term.path || '.' || p.field, 'code', p.code)), '[]') from (values
        ('support_id', 'choice', term.unknown),
        ('support_id', 'duplicate', term.nth > 1),
        ('rate', 'out_of_range', coalesce(term.rate not between 0 and 1, true)),
        ('rate', 'no_state_money', term.rate > 0 and not term.money),
        ('rate', 'over_legal_cap', term.rate_over),
        ('size_class', 'not_named_by_law', term.size_over),
        ('cap', 'out_of_range', coalesce(term.cap not between 0 and 1000000000000, true)),
        ('cap', 'over_legal_cap', term.cap_over),
        ('cap', 'rate_and_cap', (term.rate = 0) <> (term.cap = 0)),
        ('legal_basis', 'required', coalesce(length(private.clean(term.legal_basis)), 0) < 2),
        ('legal_basis', 'too_long', length(term.legal_basis) > 300),
        ('valid_from', 'required', term.valid_from is null),
        ('valid_to', 'before_start', term.valid_to < term.valid_from)
      ) as p (field, code, wrong) where p.wrong);
  end loop;
  return problems;
end
$$;
comment on function private.package_problems(jsonb, jsonb, integer, boolean) is 'Problems of a package as [{path, code}], paths of terms as terms.<row>.<field>.';

create function private.save_package(p_package_id uuid, p_details jsonb, p_revision integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_package_editor();
  terms jsonb := coalesce(p_details -> 'terms', '[]');
  called text := upper(private.clean(p_details ->> 'code'));
  package public.packages;
  problems jsonb;
begin
  if jsonb_typeof(p_details) is distinct from 'object' or jsonb_typeof(terms) <> 'array' or jsonb_array_length(terms) > 60
      or exists (select from jsonb_array_elements(terms) as t (value) where jsonb_typeof(t.value) <> 'object')
      or exists (select from jsonb_each(p_details) as d (key, value) where jsonb_typeof(d.value) <> 'array'
        and d.key in ('kinds', 'size_classes', 'cluster_ids', 'section_ids', 'unit_ids', 'pillar_ids', 'index_ids', 'required_criteria')) then
    perform private.fail('DT004', 'details');
  end if;
  if p_package_id is not null then
    select * into package from public.packages p where p.package_id = p_package_id for update;
    if not found then
      perform private.fail('DT001', 'package');
    end if;
    if package.revision is distinct from p_revision then
      perform private.fail('DT003', 'package', package.revision::text);
    end if;
    -- What a code names stays what it names.
    called := package.code;
  end if;
  problems := private.package_problems(p_details, terms,
    coalesce((select s.used from private.package_places s where s.package_id = p_package_id), 0), coalesce(package.state = 'open', false));
  if called is null or called !~ '^[A-Z0-9][A-Z0-9-]{1,19}$' then
    problems := problems || jsonb_build_object('path', 'code', 'code', 'format');
  elsif p_package_id is null and exists (select from public.packages p where p.code = called) then
    problems := problems || jsonb_build_object('path', 'code', 'code', 'taken');
  end if;
  if problems <> '[]' then
    perform private.fail('DT004', 'package', problems::text);
  end if;
  package.code := called;
  package.programme_id := coalesce(package.programme_id, (select p.programme_id from public.programmes p where p.current));
  package.name_vi := private.clean(p_details ->> 'name_vi');
  package.name_en := private.clean(p_details ->> 'name_en');
  package.gives_vi := private.clean(p_details ->> 'gives_vi');
  package.gives_en := private.clean(p_details ->> 'gives_en');
  package.kinds := private.texts(p_details -> 'kinds')::public.enterprise_kind[];
  package.size_classes := private.texts(p_details -> 'size_classes')::public.size_class[];
  package.cluster_ids := private.texts(p_details -> 'cluster_ids');
  package.section_ids := private.texts(p_details -> 'section_ids');
  package.unit_ids := private.texts(p_details -> 'unit_ids');
  package.pillar_ids := private.texts(p_details -> 'pillar_ids');
  package.index_ids := private.texts(p_details -> 'index_ids');
  package.required_criteria := private.texts(p_details -> 'required_criteria');
  package.min_level := coalesce((p_details ->> 'min_level')::smallint, 0);
  package.max_level := coalesce((p_details ->> 'max_level')::smallint, 5);
  package.places := (p_details ->> 'places')::integer;
  package.opens_on := (p_details ->> 'opens_on')::date;
  package.closes_on := (p_details ->> 'closes_on')::date;
  package.line_code := private.clean(p_details ->> 'line_code');
  package.offer_days := coalesce((p_details ->> 'offer_days')::smallint, 14);
  package.follow_up_months := coalesce((p_details ->> 'follow_up_months')::smallint, 6);
  package.is_sample := coalesce((p_details ->> 'is_sample')::boolean, package.is_sample, false);
  if p_package_id is null then
    insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, kinds, size_classes, cluster_ids, section_ids,
        unit_ids, min_level, max_level, pillar_ids, index_ids, required_criteria, places, opens_on, closes_on, line_code, offer_days,
        follow_up_months, is_sample, created_by)
      values (package.programme_id, package.code, package.name_vi, package.name_en, package.gives_vi, package.gives_en, package.kinds,
        package.size_classes, package.cluster_ids, package.section_ids, package.unit_ids, package.min_level, package.max_level,
        package.pillar_ids, package.index_ids, package.required_criteria, package.places, package.opens_on, package.closes_on,
        package.line_code, package.offer_days, package.follow_up_months, package.is_sample, me)
      returning * into package;
  else
    update public.packages p set name_vi = package.name_vi, name_en = package.name_en, gives_vi = package.gives_vi,
        gives_en = package.gives_en, kinds = package.kinds, size_classes = package.size_classes, cluster_ids = package.cluster_ids,
        section_ids = package.section_ids, unit_ids = package.unit_ids, min_level = package.min_level, max_level = package.max_level,
        pillar_ids = package.pillar_ids, index_ids = package.index_ids, required_criteria = package.required_criteria,
        places = package.places, opens_on = package.opens_on, closes_on = package.closes_on, line_code = package.line_code,
        offer_days = package.offer_days, follow_up_months = package.follow_up_months, is_sample = package.is_sample
      where p.package_id = p_package_id returning * into package;
  end if;
  perform private.save_package_terms(package.package_id, terms);
  return jsonb_build_object('package_id', package.package_id, 'revision', package.revision);
end
$$;
comment on function private.save_package(uuid, jsonb, integer) is 'Officer or manager makes a package (no id) or changes it with its terms, if nobody changed it since the given revision. All or nothing.';

-- Rows that stay keep their ids, so that the log shows what really changed.
create function private.save_package_terms(p_package_id uuid, p_terms jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.package_terms t where t.package_id = p_package_id and not exists (
    select from jsonb_to_recordset(p_terms) as n (support_id text, size_class public.size_class, valid_from date)
    where n.support_id = t.support_id and n.size_class is not distinct from t.size_class and n.valid_from = t.valid_from);
  insert into public.package_terms as t (package_id, support_id, size_class, rate, cap, legal_basis, valid_from, valid_to)
    select p_package_id, n.support_id, n.size_class, n.rate, n.cap, private.clean(n.legal_basis), n.valid_from, n.valid_to
    from jsonb_to_recordset(p_terms) as n (support_id text, size_class public.size_class, rate numeric, cap bigint, legal_basis text,
      valid_from date, valid_to date)
    on conflict (package_id, support_id, size_class, valid_from) do update
      set rate = excluded.rate, cap = excluded.cap, legal_basis = excluded.legal_basis, valid_to = excluded.valid_to
      where (t.rate, t.cap, t.legal_basis, t.valid_to) is distinct from (excluded.rate, excluded.cap, excluded.legal_basis, excluded.valid_to);
end
$$;
comment on function private.save_package_terms(uuid, jsonb) is 'The terms of a package become those given. Called by save_package().';

create function private.set_package_state(p_package_id uuid, p_state public.package_state, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  package public.packages;
  revised integer;
begin
  perform private.require_package_editor();
  select * into package from public.packages p where p.package_id = p_package_id for update;
  if not found then
    perform private.fail('DT001', 'package');
  end if;
  if package.revision is distinct from p_revision then
    perform private.fail('DT003', 'package', package.revision::text);
  end if;
  if p_state is null or not ((package.state in ('draft', 'closed') and p_state = 'open') or (package.state = 'open' and p_state = 'closed')) then
    perform private.fail('DT006', 'package', package.state::text);
  end if;
  -- Terms that have run out give nothing.
  if p_state = 'open' and not exists (select from public.package_terms t
      where t.package_id = p_package_id and coalesce(t.valid_to, 'infinity') >= private.today()) then
    perform private.fail('DT004', 'package', '[{"path": "terms", "code": "required"}]');
  end if;
  update public.packages p set state = p_state where p.package_id = p_package_id returning p.revision into revised;
  return revised;
end
$$;
comment on function private.set_package_state(uuid, public.package_state, integer) is 'Officer or manager opens, closes or reopens a package. What was offered goes on.';

create function public.save_package(package_id uuid, details jsonb, revision integer default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.save_package(package_id, details, revision) $$;
create function public.set_package_state(package_id uuid, state public.package_state, revision integer) returns integer
language sql volatile set search_path = '' as $$ select private.set_package_state(package_id, state, revision) $$;
grant execute on function private.save_package(uuid, jsonb, integer), public.save_package(uuid, jsonb, integer),
  private.set_package_state(uuid, public.package_state, integer), public.set_package_state(uuid, public.package_state, integer) to authenticated;
