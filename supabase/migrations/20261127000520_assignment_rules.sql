-- What holds for an assignment whoever writes it: the steps there are, and the money that follows from them.

create table private.assignment_steps (
  step text not null,
  from_state public.assignment_state not null,
  to_state public.assignment_state not null,
  actor_role text not null check (actor_role in ('officer', 'district_officer', 'manager', 'owner', 'system')),
  needs_reason boolean not null default false,
  primary key (step, from_state, actor_role)
);
comment on table private.assignment_steps is 'The steps of an assignment: who may move it from where to where. Same table as src/lib/domain/support/assignment.ts.';
insert into private.assignment_steps (step, from_state, to_state, actor_role, needs_reason)
  select s.step, s.from_state::public.assignment_state, s.to_state::public.assignment_state, r, s.needs_reason
  from (values
    ('offer', 'proposed', 'offered', '{officer,district_officer,manager}'::text[], false),
    ('accept', 'offered', 'accepted', '{owner}', false),
    ('decline', 'offered', 'declined', '{owner}', true),
    ('expire', 'offered', 'expired', '{system}', false),
    ('approve', 'accepted', 'approved', '{manager}', false),
    ('start', 'approved', 'in_progress', '{officer,district_officer,manager}', false),
    ('deliver', 'in_progress', 'delivered', '{officer,district_officer,manager}', false),
    ('confirm', 'delivered', 'completed', '{owner}', false),
    ('return', 'delivered', 'in_progress', '{owner}', true),
    ('cancel', 'proposed', 'cancelled', '{officer,district_officer,manager}', true),
    ('cancel', 'offered', 'cancelled', '{officer,district_officer,manager}', true),
    ('cancel', 'accepted', 'cancelled', '{officer,district_officer,manager}', true),
    -- From here on money is reserved: only who may approve may free it.
    ('cancel', 'approved', 'cancelled', '{manager}', true),
    ('cancel', 'in_progress', 'cancelled', '{manager}', true),
    ('cancel', 'delivered', 'cancelled', '{manager}', true)
  ) as s (step, from_state, to_state, roles, needs_reason), unnest(s.roles) as r;

create function private.assignments_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.state <> old.state and not exists (select from private.assignment_steps s
      where s.from_state = old.state and s.to_state = new.state) then
    perform private.fail('DT006', 'assignment', old.state::text);
  end if;
  if row(new.package_id, new.enterprise_id, new.proposed_by, new.proposed_at)
      is distinct from row(old.package_id, old.enterprise_id, old.proposed_by, old.proposed_at)
      or (old.terms is not null and new.terms is distinct from old.terms)
      or (old.budget_year is not null and new.budget_year is not null
        and row(new.budget_year, new.state_allotment_id, new.other_allotment_id)
          is distinct from row(old.budget_year, old.state_allotment_id, old.other_allotment_id)) then
    perform private.fail('DT010', 'assignment');
  end if;
  new.revision := old.revision + 1;
  return new;
end
$$;
comment on function private.assignments_guard() is 'Trigger: states move along the table of steps; terms and the line of the money stay; the revision counts changes.';
create trigger assignments_guard before update on public.assignments
  for each row execute function private.assignments_guard();

-- Money -----------------------------------------------------------------------------------------------------------------

-- Reserved: what is promised to running assignments. Spent: what was really paid for completed ones. The row is locked
-- before this runs, and what other transactions did to it before is seen, so that the sums are those of all of them.
create function private.allotments_derive() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  select
      coalesce(sum(case when a.state in ('approved', 'in_progress', 'delivered') then
        case new.source when 'state' then i.state_amount else i.other_amount end end), 0),
      coalesce(sum(case when a.state = 'completed' then
        case new.source when 'state' then i.state_paid else i.other_paid end end), 0)
    into new.reserved, new.spent
    from public.assignments a join public.assignment_items i using (assignment_id)
    where (new.source = 'state' and a.state_allotment_id = new.allotment_id)
      or (new.source = 'other' and a.other_allotment_id = new.allotment_id);
  new.updated_at := now();
  return new;
end
$$;
comment on function private.allotments_derive() is 'Trigger: reserved and spent are the sums of the assignments, whoever writes.';
create trigger allotments_derive before insert or update on public.allotments
  for each row execute function private.allotments_derive();

create function private.settle_assignment(p_assignment_id uuid, p_left uuid[] default '{}') returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  assignment public.assignments;
  allotments uuid[];
  state_money boolean;
  other_money boolean;
begin
  select * into assignment from public.assignments a where a.assignment_id = p_assignment_id;
  select bool_or(i.state_amount > 0), bool_or(i.other_amount > 0) into state_money, other_money
    from public.assignment_items i where i.assignment_id = p_assignment_id;
  -- No money is promised that comes from nowhere, from another year or from another source.
  if assignment.budget_year is not null and (
      (state_money and not coalesce(private.pays(assignment.state_allotment_id, 'state', assignment), false))
      or (other_money and not coalesce(private.pays(assignment.other_allotment_id, 'other', assignment), false))) then
    perform private.fail('DT017', 'allotment');
  end if;
  allotments := array[assignment.state_allotment_id, assignment.other_allotment_id] || p_left;
  -- Always in one order: two transactions cannot wait for each other.
  perform from public.allotments l where l.allotment_id = any (allotments) order by l.allotment_id for update;
  update public.allotments l set updated_at = now() where l.allotment_id = any (allotments);
end
$$;
comment on function private.settle_assignment(uuid, uuid[]) is 'Brings the allotments of an assignment, and those it left, up to its state and amounts.';

create function private.pays(p_allotment_id uuid, p_source text, p_assignment public.assignments) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select l.source = p_source and l.year = p_assignment.budget_year
      from public.allotments l where l.allotment_id = p_allotment_id
  );
end
$$;
comment on function private.pays(uuid, text, public.assignments) is 'Whether an allotment may pay an assignment: source and budget year.';

create function private.assignment_items_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare assignment public.assignments;
begin
  select * into assignment from public.assignments a
    where a.assignment_id = case when tg_op = 'DELETE' then old.assignment_id else new.assignment_id end;
  if tg_op = 'DELETE' then
    if found and assignment.state <> 'proposed' then
      perform private.fail('DT010', 'assignment_items');
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and new.assignment_id <> old.assignment_id then
    perform private.fail('DT010', 'assignment_items');
  end if;
  if tg_op = 'UPDATE' and assignment.state <> 'proposed'
      and row(new.support_id, new.cost, new.state_amount, new.other_amount)
        is distinct from row(old.support_id, old.cost, old.state_amount, old.other_amount) then
    perform private.fail('DT010', 'assignment_items');
  end if;
  -- What is paid is found out while the support is given, and stays once it is completed.
  if tg_op = 'UPDATE' and assignment.state <> 'in_progress'
      and row(new.state_paid, new.other_paid) is distinct from row(old.state_paid, old.other_paid) then
    perform private.fail('DT010', 'assignment_items');
  end if;
  -- The year of the assignment, so that the index against double support knows every one that holds money.
  new.budget_year := assignment.budget_year;
  return new;
end
$$;
comment on function private.assignment_items_guard() is 'Trigger: amounts stay once offered, what was paid once delivered; the year is that of the assignment.';
create trigger assignment_items_guard before insert or update or delete on public.assignment_items
  for each row execute function private.assignment_items_guard();

create function private.assignment_items_settle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.settle_assignment(new.assignment_id);
  return null;
end
$$;
create trigger assignment_items_settle after insert or update of cost, state_amount, other_amount, state_paid, other_paid
  on public.assignment_items for each row execute function private.assignment_items_settle();

create function private.assignments_settle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform private.settle_assignment(new.assignment_id);
    return null;
  end if;
  update public.assignment_items i set budget_year = new.budget_year
    where i.assignment_id = new.assignment_id and i.budget_year is distinct from new.budget_year;
  perform private.settle_assignment(new.assignment_id, array[old.state_allotment_id, old.other_allotment_id]);
  return null;
end
$$;
comment on function private.assignments_settle() is 'Trigger: items follow the budget year, allotments the state.';
create trigger assignments_settle after insert or update of state, budget_year, state_allotment_id, other_allotment_id
  on public.assignments for each row execute function private.assignments_settle();
