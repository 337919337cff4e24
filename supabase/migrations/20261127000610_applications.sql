-- A firm applies for a package, takes its application back, or is told no. Being chosen is a step of assignments.

-- What a firm must fulfil to apply. A full package and a content already given this year may change: they only keep a firm from
-- being chosen now.
create function private.unmet_conditions(p_package_id uuid, p_enterprise_id uuid, p_to_apply boolean) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(c.id order by c.position), '{}')
    from private.package_matches m, lateral (values
      (1, 'open', m.open_ok), (2, 'kind', m.kind_ok), (3, 'size', m.size_ok), (4, 'sector', m.sector_ok), (5, 'unit', m.unit_ok),
      (6, 'assessed', m.assessed_ok), (7, 'level', m.level_ok), (8, 'law', m.law_ok),
      (9, 'content_free', m.content_free_ok or p_to_apply), (10, 'place', m.place_ok or p_to_apply)
    ) as c (position, id, met)
    where m.package_id = p_package_id and m.enterprise_id = p_enterprise_id and not coalesce(c.met, false)
  );
end
$$;
comment on function private.unmet_conditions(uuid, uuid, boolean) is 'Conditions of package_matches that a firm fails; to apply, neither a free place nor a free content is needed.';

create function private.not_met(conditions text[]) returns text
language sql immutable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('path', c.id, 'code', 'not_met') order by c.position)::text
  from unnest(conditions) with ordinality as c (id, position)
$$;
comment on function private.not_met(text[]) is 'Detail of DT020 for conditions that are not met.';

create function private.apply_for_package(
  p_package_id uuid, p_enterprise_id uuid, p_own_contribution bigint, p_person_in_charge text, p_need text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  unmet text[];
  made uuid;
begin
  perform private.require_enterprise(p_enterprise_id);
  if not private.is_owner(p_enterprise_id) then
    perform private.fail('DT002', 'enterprise');
  end if;
  if not exists (select from public.packages p where p.package_id = p_package_id and p.state <> 'draft') then
    perform private.fail('DT001', 'package');
  end if;
  if p_own_contribution is null or p_own_contribution not between 0 and 1000000000000 then
    perform private.fail('DT004', 'own_contribution');
  end if;
  if coalesce(length(private.clean(p_person_in_charge)), 0) not between 2 and 120 then
    perform private.fail('DT004', 'person_in_charge');
  end if;
  if length(p_need) > 1000 then
    perform private.fail('DT004', 'need');
  end if;
  unmet := private.unmet_conditions(p_package_id, p_enterprise_id, true);
  if cardinality(unmet) > 0 then
    perform private.fail('DT020', 'package', private.not_met(unmet));
  end if;
  if exists (select from public.assignments a where a.package_id = p_package_id and a.enterprise_id = p_enterprise_id
      and a.state in ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered')) then
    perform private.fail('DT009', 'assignment');
  end if;
  insert into public.applications (package_id, enterprise_id, own_contribution, person_in_charge, need, applied_by)
    values (p_package_id, p_enterprise_id, p_own_contribution, private.clean(p_person_in_charge), private.clean(p_need), private.uid())
    on conflict (package_id, enterprise_id) where state = 'open' do nothing
    returning application_id into made;
  if made is null then
    perform private.fail('DT009', 'application');
  end if;
  return made;
end
$$;
comment on function private.apply_for_package(uuid, uuid, bigint, text, text) is 'An owner applies for a package; refused with the conditions that are not met.';

-- Whether it is still open is asked by each step, after its own check of rights.
create function private.locked_application(p_application_id uuid) returns public.applications
language plpgsql security definer set search_path = '' as $$
declare application public.applications;
begin
  perform private.require_user();
  select * into application from public.applications a where a.application_id = p_application_id for update;
  if not found or not private.sees_enterprise(application.enterprise_id) then
    perform private.fail('DT001', 'application');
  end if;
  return application;
end
$$;
comment on function private.locked_application(uuid) is 'Locks an application that the person may see.';

create function private.withdraw_application(p_application_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare application public.applications := private.locked_application(p_application_id);
begin
  if not private.is_owner(application.enterprise_id) then
    perform private.fail('DT002', 'application');
  end if;
  if application.state <> 'open' then
    perform private.fail('DT006', 'application', application.state);
  end if;
  update public.applications a set state = 'withdrawn', decided_at = clock_timestamp(), decided_by = private.uid()
    where a.application_id = p_application_id;
end
$$;
comment on function private.withdraw_application(uuid) is 'An owner takes an open application back.';

create function private.reject_application(p_application_id uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare application public.applications := private.locked_application(p_application_id);
begin
  if not private.staff_sees(application.enterprise_id) then
    perform private.fail('DT002', 'application');
  end if;
  if coalesce(length(private.clean(p_reason)), 0) not between 1 and 500 then
    perform private.fail('DT004', 'reason');
  end if;
  if application.state <> 'open' then
    perform private.fail('DT006', 'application', application.state);
  end if;
  update public.applications a set state = 'rejected', reason = private.clean(p_reason), decided_at = clock_timestamp(),
      decided_by = private.uid()
    where a.application_id = p_application_id;
end
$$;
comment on function private.reject_application(uuid, text) is 'Staff of the area turn an open application down, with a reason that the firm reads.';

-- Exposed: thin, with the caller's rights.
create function public.apply_for_package(
  package_id uuid, enterprise_id uuid, own_contribution bigint, person_in_charge text, need text default null
) returns uuid
language sql volatile set search_path = '' as $$
  select private.apply_for_package(package_id, enterprise_id, own_contribution, person_in_charge, need)
$$;
create function public.withdraw_application(application_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_application(application_id) $$;
create function public.reject_application(application_id uuid, reason text) returns void
language sql volatile set search_path = '' as $$ select private.reject_application(application_id, reason) $$;
grant execute on function
  private.apply_for_package(uuid, uuid, bigint, text, text), public.apply_for_package(uuid, uuid, bigint, text, text),
  private.withdraw_application(uuid), public.withdraw_application(uuid),
  private.reject_application(uuid, text), public.reject_application(uuid, text)
  to authenticated;
