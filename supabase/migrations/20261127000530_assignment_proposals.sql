-- Proposing a package for a firm, and what it costs. Until it is offered both may change.

create function private.terms_today(p_package_id uuid, p_enterprise_id uuid)
returns table (support_id text, rate numeric, cap bigint, legal_basis text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select t.support_id, t.rate, t.cap, t.legal_basis
    from public.enterprises e join private.terms_by_group t on t.kind = e.kind and t.size = coalesce(e.size_class::text, '')
    where e.enterprise_id = p_enterprise_id and t.package_id = p_package_id and t.lawful;
end
$$;
comment on function private.terms_today(uuid, uuid) is 'What a package pays a firm today, by content.';

-- Ceilings: the terms given (those of today, or those copied at the offer), and the law of today for the firm's size class.
-- A content with ceilings in law but none for this class gets no state money.
create function private.check_items(p_assignment_id uuid, p_terms jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
declare problems jsonb;
begin
  select jsonb_agg(jsonb_build_object('path', i.support_id, 'code', problem) order by i.support_id) into problems
    from public.assignment_items i
      join public.enterprises e using (enterprise_id)
      join public.supports s using (support_id)
      left join jsonb_to_recordset(p_terms) as t (support_id text, rate numeric, cap bigint) using (support_id)
      left join lateral (
        select true as known, c.max_rate, c.cap from public.support_caps c
        where c.support_id = i.support_id and c.size_class = e.size_class
          and c.valid_from <= private.today() and (c.valid_to is null or c.valid_to >= private.today())
        order by c.valid_from desc limit 1
      ) as law on true
      cross join lateral (select case
        when t.support_id is null then 'not_offered'
        -- In kind anybody may be helped; state money goes to whom the law names.
        when i.state_amount > 0 and (not s.money or not e.kind = any (s.kinds)
          or (e.kind in ('enterprise', 'startup') and s.size_classes <> '{}' and coalesce(e.size_class <> all (s.size_classes), true))
          or s.valid_from > private.today() or s.valid_to < private.today()) then 'no_state_money'
        when i.state_amount > floor(i.cost * t.rate) then 'over_rate'
        when i.state_amount > t.cap then 'over_cap'
        when i.state_amount > 0 and law.known is null and exists (select from public.support_caps c
          where c.support_id = i.support_id and c.valid_from <= private.today()
            and (c.valid_to is null or c.valid_to >= private.today())) then 'no_cap_for_size'
        when i.state_amount > floor(i.cost * law.max_rate) then 'over_legal_rate'
        when i.state_amount > law.cap then 'over_legal_cap'
      end) as found (problem)
    where i.assignment_id = p_assignment_id and problem is not null;
  if problems is not null then
    perform private.fail('DT004', 'items', problems::text);
  end if;
end
$$;
comment on function private.check_items(uuid, jsonb) is 'An error naming each content whose amounts the terms or the law do not allow.';

-- Staff who see the firm and do not act for it: nobody supports their own.
create function private.require_assigning(p_enterprise_id uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_enterprise(p_enterprise_id);
begin
  if not private.staff_sees(p_enterprise_id) or private.is_member(p_enterprise_id) then
    perform private.fail('DT002', 'assignment');
  end if;
  return me;
end
$$;
comment on function private.require_assigning(uuid) is 'The member of staff, or an error unless they may assign packages to the firm.';

create function private.acting_role(p_enterprise_id uuid, p_roles text[]) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select r.role from (values
      (1, 'owner', private.is_owner(p_enterprise_id)),
      (2, 'officer', private.has_role('officer') and not private.is_member(p_enterprise_id)),
      (3, 'manager', private.has_role('manager') and not private.is_member(p_enterprise_id)),
      (4, 'district_officer', private.has_role('district_officer') and not private.is_member(p_enterprise_id)
        and private.staff_sees(p_enterprise_id))
    ) as r (position, role, held)
    where r.held and r.role = any (p_roles) order by r.position limit 1
  );
end
$$;
comment on function private.acting_role(uuid, text[]) is 'The role among those given in which the caller acts towards a firm, or null.';

create function private.propose_assignment(
  p_package_id uuid, p_enterprise_id uuid, p_application_id uuid, p_priority jsonb, p_override_reason text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_assigning(p_enterprise_id);
  role text := private.acting_role(p_enterprise_id, '{officer,manager,district_officer}');
  package public.packages;
  firm public.enterprises;
  application public.applications;
  fit record;
  unmet jsonb;
  assignment uuid;
begin
  select * into package from public.packages p where p.package_id = p_package_id for share;
  if not found then
    perform private.fail('DT001', 'package');
  end if;
  -- Proposals for one firm queue here, so that of two for one package the second is told so.
  select * into firm from public.enterprises e where e.enterprise_id = p_enterprise_id for update;
  select * into fit from private.package_matches m where m.package_id = p_package_id and m.enterprise_id = p_enterprise_id;
  if not fit.open_ok then
    perform private.fail('DT006', 'package', package.state::text);
  end if;
  -- A person may decide otherwise than by what a package is meant for, with a reason; never otherwise than by law.
  select jsonb_agg(jsonb_build_object('path', c.id, 'code', 'not_met') order by c.position) into unmet
    from (values (1, 'assessed', fit.assessed_ok, true), (2, 'law', fit.law_ok, true), (3, 'kind', fit.kind_ok, false),
      (4, 'size', fit.size_ok, false), (5, 'sector', fit.sector_ok, false), (6, 'unit', fit.unit_ok, false),
      (7, 'level', fit.level_ok, false), (8, 'content_free', fit.content_free_ok, false)) as c (position, id, met, by_law)
    where not c.met and (c.by_law or private.clean(p_override_reason) is null);
  if unmet is not null then
    perform private.fail('DT020', 'package', unmet::text);
  end if;
  if exists (select from public.assignments a where a.package_id = p_package_id and a.enterprise_id = p_enterprise_id
      and a.state in ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered')) then
    perform private.fail('DT009', 'assignment');
  end if;
  -- The open application of the firm is answered by this, whether it was named or not.
  select * into application from public.applications a
    where a.package_id = p_package_id and a.enterprise_id = p_enterprise_id and a.state = 'open'
      and (p_application_id is null or a.application_id = p_application_id) for update;
  if p_application_id is not null and not found then
    perform private.fail('DT001', 'application');
  end if;
  insert into public.assignments (package_id, enterprise_id, application_id, assessment_id, priority, override_reason, proposed_by)
    values (p_package_id, p_enterprise_id, application.application_id, firm.latest_assessment_id, p_priority,
      private.clean(p_override_reason), me)
    returning assignment_id into assignment;
  -- At first the cost at which the state pays its most.
  insert into public.assignment_items (assignment_id, enterprise_id, support_id, cost, state_amount)
    select assignment, p_enterprise_id, t.support_id, case when t.rate > 0 then ceil(t.cap / t.rate) else 0 end, t.cap
    from private.terms_today(p_package_id, p_enterprise_id) as t;
  perform private.check_items(assignment,
    (select jsonb_agg(to_jsonb(t)) from private.terms_today(p_package_id, p_enterprise_id) as t));
  update public.applications a set state = 'assigned', decided_at = now(), decided_by = me
    where a.application_id = application.application_id;
  insert into public.assignment_moves (assignment_id, step, to_state, reason, actor, actor_role)
    values (assignment, 'propose', 'proposed', private.clean(p_override_reason), me, role);
  return assignment;
end
$$;
comment on function private.propose_assignment(uuid, uuid, uuid, jsonb, text) is 'Staff propose an open package for an assessed firm, on the terms of today. What does not match needs a reason. priority: points by part, weights and version.';

-- The locked row as it was read, or an error.
create function private.lock_assignment(p_assignment_id uuid, p_revision integer) returns public.assignments
language plpgsql security definer set search_path = '' as $$
declare found_row public.assignments;
begin
  perform private.require_user();
  select * into found_row from public.assignments a where a.assignment_id = p_assignment_id for update;
  if not found or not private.sees_enterprise(found_row.enterprise_id) then
    perform private.fail('DT001', 'assignment');
  end if;
  if found_row.revision is distinct from p_revision then
    perform private.fail('DT003', 'assignment', found_row.revision::text);
  end if;
  return found_row;
end
$$;
comment on function private.lock_assignment(uuid, integer) is 'The locked assignment, or an error when it is not the caller''s to see or was changed since.';

-- items: [{support_id, cost, state_amount, other_amount}], all contents that stay; the others are left out of the assignment.
create function private.set_assignment_items(p_assignment_id uuid, p_items jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  assignment public.assignments := private.lock_assignment(p_assignment_id, p_revision);
  revised integer;
begin
  perform private.require_assigning(assignment.enterprise_id);
  if assignment.state <> 'proposed' then
    perform private.fail('DT006', 'assignment', assignment.state::text);
  end if;
  if jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) not between 1 and 50
      or exists (select from jsonb_array_elements(p_items) as i where jsonb_typeof(i) <> 'object')
      or (select count(*) <> count(distinct i ->> 'support_id') from jsonb_array_elements(p_items) as i) then
    perform private.fail('DT004', 'items');
  end if;
  delete from public.assignment_items i where i.assignment_id = p_assignment_id
    and not exists (select from jsonb_to_recordset(p_items) as n (support_id text) where n.support_id = i.support_id);
  insert into public.assignment_items as i (assignment_id, enterprise_id, support_id, cost, state_amount, other_amount)
    select p_assignment_id, assignment.enterprise_id, n.support_id, n.cost, coalesce(n.state_amount, 0), coalesce(n.other_amount, 0)
    from jsonb_to_recordset(p_items) as n (support_id text, cost bigint, state_amount bigint, other_amount bigint)
    on conflict (assignment_id, support_id) do update
      set cost = excluded.cost, state_amount = excluded.state_amount, other_amount = excluded.other_amount;
  perform private.check_items(p_assignment_id, coalesce(
    (select jsonb_agg(to_jsonb(t)) from private.terms_today(assignment.package_id, assignment.enterprise_id) as t), '[]'));
  update public.assignments a set override_reason = a.override_reason where a.assignment_id = p_assignment_id
    returning a.revision into revised;
  return revised;
end
$$;
comment on function private.set_assignment_items(uuid, jsonb, integer) is 'Costs and amounts of a proposal; returns the new revision.';

create function public.propose_assignment(package_id uuid, enterprise_id uuid, application_id uuid default null,
  override_reason text default null) returns uuid
language sql volatile set search_path = '' as $$
  select private.propose_assignment(package_id, enterprise_id, application_id, null, override_reason)
$$;
create function public.set_assignment_items(assignment_id uuid, items jsonb, revision integer) returns integer
language sql volatile set search_path = '' as $$ select private.set_assignment_items(assignment_id, items, revision) $$;
grant execute on function private.propose_assignment(uuid, uuid, uuid, jsonb, text),
  public.propose_assignment(uuid, uuid, uuid, text),
  private.set_assignment_items(uuid, jsonb, integer), public.set_assignment_items(uuid, jsonb, integer) to authenticated;
