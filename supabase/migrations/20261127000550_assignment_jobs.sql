-- What the clock does to assignments, the money that people set, and lists.

create function private.expire_offers() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  assignment public.assignments;
  expired integer := 0;
begin
  -- Skipped when somebody is just answering: the next minute comes.
  for assignment in
    select * from public.assignments a where a.state = 'offered' and a.offer_expires_at < now()
    order by a.offer_expires_at limit 200 for update skip locked
  loop
    update public.assignments a set state = 'expired' where a.assignment_id = assignment.assignment_id;
    perform private.record_move(assignment, 'expire', 'expired', null, 'system');
    perform private.tell_firm(assignment, 'offer_expired');
    perform private.tell_staff(assignment, 'offer_expired_staff', array[assignment.proposed_by]);
    expired := expired + 1;
  end loop;
  return expired;
end
$$;
comment on function private.expire_offers() is 'Job: ends offers that nobody answered in time; returns how many.';
create index assignments_offer_expires on public.assignments (offer_expires_at) where state = 'offered';

create function private.remind_follow_ups() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  assignment public.assignments;
  reminded integer := 0;
begin
  for assignment in
    select * from public.assignments a where a.state = 'completed' and a.follow_up_reminded_at is null
      and a.follow_up_assessment_id is null and a.follow_up_on <= private.today()
    order by a.follow_up_on limit 200 for update skip locked
  loop
    update public.assignments a set follow_up_reminded_at = now() where a.assignment_id = assignment.assignment_id;
    perform private.tell_firm(assignment, 'follow_up_due');
    reminded := reminded + 1;
  end loop;
  return reminded;
end
$$;
comment on function private.remind_follow_ups() is 'Job: asks firms to assess themselves again when it is time, once per assignment; returns how many.';
create index assignments_follow_up_due on public.assignments (follow_up_on)
  where state = 'completed' and follow_up_reminded_at is null and follow_up_assessment_id is null;

create function public.expire_offers() returns integer
language sql volatile set search_path = '' as $$ select private.expire_offers() $$;
create function public.remind_follow_ups() returns integer
language sql volatile set search_path = '' as $$ select private.remind_follow_ups() $$;
grant execute on function private.expire_offers(), public.expire_offers(), private.remind_follow_ups(), public.remind_follow_ups()
  to service_role;

-- Revision 0: not there yet.
create function private.set_allotment(
  p_programme_id text, p_line_code text, p_year integer, p_source text, p_amount bigint, p_revision integer
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  allotment public.allotments;
  revised integer;
begin
  perform private.require_role('manager');
  if not exists (select from public.budget_lines b where b.programme_id = p_programme_id and b.line_code = p_line_code) then
    perform private.fail('DT001', 'budget_line');
  end if;
  if p_amount is null or p_amount not between 0 and 1000000000000000 then
    perform private.fail('DT004', 'amount', '[{"path": "amount", "code": "out_of_range"}]');
  end if;
  insert into public.allotments (programme_id, line_code, year, source, amount, revision)
    select p_programme_id, p_line_code, p_year, p_source, p_amount, 1 where p_revision = 0
    on conflict (programme_id, line_code, year, source) do nothing;
  if found then
    return 1;
  end if;
  select * into allotment from public.allotments l
    where l.programme_id = p_programme_id and l.line_code = p_line_code and l.year = p_year and l.source = p_source for update;
  if allotment.revision is distinct from p_revision then
    perform private.fail('DT003', 'allotment', coalesce(allotment.revision, 0)::text);
  end if;
  if p_amount < allotment.reserved + allotment.spent then
    perform private.fail('DT004', 'amount', jsonb_build_array(jsonb_build_object('path', 'amount', 'code', 'below_used',
      'used', allotment.reserved + allotment.spent))::text);
  end if;
  update public.allotments l set amount = p_amount, revision = l.revision + 1 where l.allotment_id = allotment.allotment_id
    returning l.revision into revised;
  return revised;
end
$$;
comment on function private.set_allotment(text, text, integer, text, bigint, integer) is 'A manager sets the money of a line, year and source, never below what is promised; returns the new revision.';

-- States in which a step is open to the caller, besides ending it.
create function private.waiting_states() returns public.assignment_state[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return array(
    select distinct s.from_state from private.assignment_steps s
    where s.step <> 'cancel' and s.actor_role in (select m.role::text from public.staff_members m where m.user_id = private.uid()));
end
$$;
comment on function private.waiting_states() is 'States of assignments that wait for a member of staff like the caller.';
grant execute on function private.waiting_states() to authenticated;

-- Security invoker: the rows are those that the policies show the caller.
create function public.list_assignments(filters jsonb default '{}', after uuid default null, size integer default 50)
returns table (
  assignment_id uuid, state public.assignment_state, revision integer, package_id uuid, code text, name_vi text, name_en text,
  enterprise_id uuid, name text, unit_id text, is_sample boolean, proposed_at timestamptz, offer_expires_at timestamptz,
  since timestamptz, state_amount bigint, other_amount bigint, approvable boolean
)
language plpgsql stable set search_path = '' as $$
begin
  return query
    select a.assignment_id, a.state, a.revision, a.package_id, p.code, p.name_vi, p.name_en, a.enterprise_id, e.name, e.unit_id,
      e.is_sample, a.proposed_at, a.offer_expires_at,
      (select max(m.at) from public.assignment_moves m where m.assignment_id = a.assignment_id),
      (select coalesce(sum(i.state_amount), 0)::bigint from public.assignment_items i where i.assignment_id = a.assignment_id),
      (select coalesce(sum(i.other_amount), 0)::bigint from public.assignment_items i where i.assignment_id = a.assignment_id),
      a.state = 'accepted' and a.proposed_by is distinct from (select private.uid())
    from public.assignments a
      join public.enterprises e using (enterprise_id)
      join public.packages p using (package_id)
    where (filters ->> 'state' is null or a.state = (filters ->> 'state')::public.assignment_state)
      and (filters ->> 'package' is null or p.code = filters ->> 'package')
      and (filters ->> 'enterprise' is null or a.enterprise_id = (filters ->> 'enterprise')::uuid)
      and (filters ->> 'unit' is null or e.unit_id = filters ->> 'unit' or e.district_id = filters ->> 'unit')
      and (filters ->> 'year' is null or coalesce(a.budget_year, extract(year from a.proposed_at at time zone 'Asia/Ho_Chi_Minh'))
        = (filters ->> 'year')::integer)
      -- Nobody approves what they proposed.
      and (filters ->> 'waits' is null or (a.state = any ((select private.waiting_states())::public.assignment_state[])
        and not (a.state = 'accepted' and a.proposed_by is not distinct from (select private.uid()))))
      and (after is null or a.assignment_id < after)
    order by a.assignment_id desc
    limit least(greatest(coalesce(size, 50), 1), 1000);
end
$$;
comment on function public.list_assignments(jsonb, uuid, integer) is 'Assignments the caller may see: filters state, package, enterprise, unit, year, waits; newest first, key paging by the last id.';

create function public.set_allotment(programme_id text, line_code text, year integer, source text, amount bigint, revision integer default 0)
returns integer
language sql volatile set search_path = '' as $$ select private.set_allotment(programme_id, line_code, year, source, amount, revision) $$;
grant execute on function private.set_allotment(text, text, integer, text, bigint, integer),
  public.set_allotment(text, text, integer, text, bigint, integer),
  public.list_assignments(jsonb, uuid, integer) to authenticated;
