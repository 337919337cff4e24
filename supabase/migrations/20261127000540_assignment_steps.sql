-- Moving an assignment: one function, one transaction, along the table of steps.

create function private.package_words(p_assignment public.assignments) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('code', p.code, 'name_vi', coalesce(p_assignment.terms #>> '{package,name_vi}', p.name_vi),
      'name_en', coalesce(p_assignment.terms #>> '{package,name_en}', p.name_en))
    from public.packages p where p.package_id = p_assignment.package_id
  );
end
$$;
comment on function private.package_words(public.assignments) is 'What a notification says of an assignment: the package, never the firm.';

create function private.tell_firm(p_assignment public.assignments, p_kind text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.notify(
    array(select m.user_id from public.enterprise_members m where m.enterprise_id = p_assignment.enterprise_id),
    p_kind, private.package_words(p_assignment), '/my/support/assignments/' || p_assignment.assignment_id);
end
$$;
comment on function private.tell_firm(public.assignments, text) is 'Tells the people of the firm about their assignment.';

create function private.tell_staff(p_assignment public.assignments, p_kind text, p_users uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.notify(
    -- Only those who still are staff: an account that lost its roles is not told about firms.
    array(select s.user_id from public.staff_members s where s.user_id = any (p_users)),
    p_kind, private.package_words(p_assignment), '/staff/assignments/' || p_assignment.assignment_id);
end
$$;
comment on function private.tell_staff(public.assignments, text, uuid[]) is 'Tells members of staff about an assignment.';

create function private.record_move(
  p_before public.assignments, p_step text, p_to public.assignment_state, p_reason text, p_role text
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.assignment_moves (assignment_id, step, from_state, to_state, reason, actor, actor_role)
    values (p_before.assignment_id, p_step, p_before.state, p_to, p_reason,
      case when p_role <> 'system' then private.uid() end, p_role);
end
$$;
comment on function private.record_move(public.assignments, text, public.assignment_state, text, text) is 'Writes one step into the history.';

-- The package as it is today, with the terms and amounts for this firm. What the owner is shown, and what binds.
create function private.offer_terms(p_assignment public.assignments) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'package', jsonb_build_object('code', p.code, 'name_vi', p.name_vi, 'name_en', p.name_en, 'gives_vi', p.gives_vi,
        'gives_en', p.gives_en, 'programme_id', p.programme_id, 'line_code', p.line_code, 'is_sample', p.is_sample,
        'required_criteria', to_jsonb(p.required_criteria), 'follow_up_months', p.follow_up_months),
      'size_class', e.size_class,
      'items', coalesce((select jsonb_agg(jsonb_build_object('support_id', i.support_id, 'name_vi', s.name_vi, 'name_en', s.name_en,
          'rate', t.rate, 'cap', t.cap, 'legal_basis', t.legal_basis, 'cost', i.cost, 'state_amount', i.state_amount,
          'other_amount', i.other_amount) order by i.support_id)
        from public.assignment_items i join public.supports s using (support_id)
          join private.terms_today(p_assignment.package_id, p_assignment.enterprise_id) as t using (support_id)
        where i.assignment_id = p_assignment.assignment_id), '[]'))
    from public.packages p, public.enterprises e
    where p.package_id = p_assignment.package_id and e.enterprise_id = p_assignment.enterprise_id
  );
end
$$;
comment on function private.offer_terms(public.assignments) is 'The package and its terms for one firm, as they are copied into an offer.';

create function private.offer(p_assignment public.assignments) returns void
language plpgsql security definer set search_path = '' as $$
declare
  package public.packages;
  copied jsonb;
begin
  -- Offers of one package queue here, so that no more are made than there are places.
  select * into package from public.packages p where p.package_id = p_assignment.package_id for update;
  if package.state <> 'open' or package.closes_on < private.today() then
    perform private.fail('DT006', 'package', package.state::text);
  end if;
  if (select count(*) from public.assignments a where a.package_id = p_assignment.package_id
      and a.state in ('offered', 'accepted', 'approved', 'in_progress', 'delivered', 'completed')) >= package.places then
    perform private.fail('DT019', 'package', jsonb_build_object('places', package.places)::text);
  end if;
  copied := private.offer_terms(p_assignment);
  perform private.check_items(p_assignment.assignment_id, copied -> 'items');
  update public.assignments a set state = 'offered', terms = copied,
      offer_expires_at = now() + make_interval(days => package.offer_days)
    where a.assignment_id = p_assignment.assignment_id;
  perform private.tell_firm(p_assignment, 'assignment_offered');
end
$$;
comment on function private.offer(public.assignments) is 'Step: copies the terms, takes a place, tells the firm until when the offer holds.';

create function private.answer_offer(p_assignment public.assignments, p_to public.assignment_state) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_assignment.offer_expires_at < now() then
    perform private.fail('DT007', 'offer');
  end if;
  update public.assignments a set state = p_to where a.assignment_id = p_assignment.assignment_id;
  perform private.tell_staff(p_assignment, case p_to when 'accepted' then 'offer_accepted' else 'offer_declined' end,
    array[p_assignment.proposed_by]);
  if p_to = 'accepted' then
    perform private.tell_staff(p_assignment, 'approval_wanted', array(select s.user_id from public.staff_members s
      where s.role = 'manager' and s.user_id is distinct from p_assignment.proposed_by and not exists (
        select from public.enterprise_members m where m.enterprise_id = p_assignment.enterprise_id and m.user_id = s.user_id)));
  end if;
end
$$;
comment on function private.answer_offer(public.assignments, public.assignment_state) is 'Step: the owner accepts or declines while the offer holds.';

create function private.approve(p_assignment public.assignments) returns void
language plpgsql security definer set search_path = '' as $$
declare
  this_year smallint := extract(year from private.today());
  wanted record;
  allotment public.allotments;
  state_allotment public.allotments;
  other_allotment public.allotments;
  missing jsonb;
begin
  if p_assignment.proposed_by = private.uid() then
    perform private.fail('DT021', 'assignment');
  end if;
  -- Held in the result it was decided on, or in the firm's last one.
  select jsonb_agg(c order by c) into missing
    from jsonb_array_elements_text(p_assignment.terms #> '{package,required_criteria}') as c
    where not exists (select from public.verified_results v where c = any (v.held_criteria) and v.assessment_id in (
      p_assignment.assessment_id,
      (select e.latest_assessment_id from public.enterprises e where e.enterprise_id = p_assignment.enterprise_id)));
  if missing is not null then
    perform private.fail('DT022', 'assignment', missing::text);
  end if;
  perform private.check_items(p_assignment.assignment_id, p_assignment.terms -> 'items');
  select coalesce(sum(i.state_amount), 0) as state, coalesce(sum(i.other_amount), 0) as other into wanted
    from public.assignment_items i where i.assignment_id = p_assignment.assignment_id;
  for allotment in
    select * from public.allotments l
    where l.programme_id = p_assignment.terms #>> '{package,programme_id}' and l.line_code = p_assignment.terms #>> '{package,line_code}'
      and l.year = this_year
    order by l.allotment_id for update
  loop
    if allotment.source = 'state' then state_allotment := allotment; else other_allotment := allotment; end if;
  end loop;
  perform private.require_left(state_allotment, 'state', wanted.state);
  perform private.require_left(other_allotment, 'other', wanted.other);
  perform private.require_first_support(p_assignment.assignment_id, this_year);
  begin
    update public.assignments a set state = 'approved', approved_by = private.uid(), approved_at = now(), budget_year = this_year,
        state_allotment_id = case when wanted.state > 0 then state_allotment.allotment_id end,
        other_allotment_id = case when wanted.other > 0 then other_allotment.allotment_id end
      where a.assignment_id = p_assignment.assignment_id;
  exception when unique_violation then
    -- Another approval for the firm came first, at the same moment.
    perform private.require_first_support(p_assignment.assignment_id, this_year);
    perform private.fail('DT018', 'assignment', '[]');
  end;
  perform private.tell_firm(p_assignment, 'assignment_approved');
  perform private.tell_staff(p_assignment, 'assignment_approved_staff', array[p_assignment.proposed_by]);
end
$$;
comment on function private.approve(public.assignments) is 'Step: a second person checks law, findings and money, and reserves the money of the year.';

create function private.require_left(p_allotment public.allotments, p_source text, p_wanted numeric) returns void
language plpgsql stable set search_path = '' as $$
declare money_left bigint := coalesce(p_allotment.amount - p_allotment.reserved - p_allotment.spent, 0);
begin
  if p_wanted > money_left then
    perform private.fail('DT017', 'allotment', jsonb_build_object('source', p_source, 'left', money_left, 'wanted', p_wanted)::text);
  end if;
end
$$;
comment on function private.require_left(public.allotments, text, numeric) is 'An error saying what is left, unless the allotment suffices.';

create function private.require_first_support(p_assignment_id uuid, p_year smallint) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare twice jsonb;
begin
  select jsonb_agg(i.support_id order by i.support_id) into twice
    from public.assignment_items i join public.assignment_items given
      on given.enterprise_id = i.enterprise_id and given.support_id = i.support_id and given.assignment_id <> i.assignment_id
    where i.assignment_id = p_assignment_id and given.budget_year = p_year;
  if twice is not null then
    perform private.fail('DT018', 'assignment', twice::text);
  end if;
end
$$;
comment on function private.require_first_support(uuid, smallint) is 'An error naming the contents that the firm already gets in the year.';

-- paid: {support_id: {state, other}}, for every content that money was promised for.
create function private.deliver(p_assignment public.assignments, p_paid jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare problems jsonb;
begin
  if not exists (select from public.assignment_evidence e where e.assignment_id = p_assignment.assignment_id) then
    perform private.fail('DT005', 'evidence');
  end if;
  select jsonb_agg(jsonb_build_object('path', i.support_id, 'code', problem) order by i.support_id) into problems
    from public.assignment_items i cross join lateral (
      select p_paid #>> array[i.support_id, 'state'] as state, p_paid #>> array[i.support_id, 'other'] as other
    ) as paid cross join lateral (select case
      when (i.state_amount > 0 and paid.state is null) or (i.other_amount > 0 and paid.other is null) then 'paid_missing'
      when paid.state !~ '^\d{1,13}$' or paid.other !~ '^\d{1,13}$' then 'paid_malformed'
      when paid.state::bigint > i.state_amount or paid.other::bigint > i.other_amount then 'paid_over'
    end) as found (problem)
    where i.assignment_id = p_assignment.assignment_id and problem is not null;
  if problems is not null then
    perform private.fail('DT004', 'paid', problems::text);
  end if;
  update public.assignment_items i set
      state_paid = coalesce((p_paid #>> array[i.support_id, 'state'])::bigint, 0),
      other_paid = coalesce((p_paid #>> array[i.support_id, 'other'])::bigint, 0)
    where i.assignment_id = p_assignment.assignment_id;
  update public.assignments a set state = 'delivered' where a.assignment_id = p_assignment.assignment_id;
  perform private.tell_firm(p_assignment, 'assignment_delivered');
end
$$;
comment on function private.deliver(public.assignments, jsonb) is 'Step: with evidence, and what was really paid.';

create function private.cancel(p_assignment public.assignments) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.assignments a set state = 'cancelled', budget_year = null where a.assignment_id = p_assignment.assignment_id;
  if p_assignment.terms is not null then
    perform private.tell_firm(p_assignment, 'assignment_cancelled');
  end if;
  perform private.tell_staff(p_assignment, 'assignment_cancelled_staff', array[p_assignment.proposed_by]);
end
$$;
comment on function private.cancel(public.assignments) is 'Step: ends it and frees what was reserved.';

create function private.advance_assignment(p_assignment_id uuid, p_step text, p_revision integer, p_details jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  assignment public.assignments := private.lock_assignment(p_assignment_id, p_revision);
  details jsonb := coalesce(p_details, '{}');
  reason text := private.clean(details ->> 'reason');
  step private.assignment_steps;
  after public.assignments;
begin
  if not exists (select from private.assignment_steps s where s.step = p_step and s.from_state = assignment.state) then
    perform private.fail('DT006', 'assignment', assignment.state::text);
  end if;
  select * into step from private.assignment_steps s where s.step = p_step and s.from_state = assignment.state
    and s.actor_role = private.acting_role(assignment.enterprise_id, array(
      select o.actor_role from private.assignment_steps o where o.step = p_step and o.from_state = assignment.state));
  if not found then
    perform private.fail('DT002', 'assignment');
  end if;
  if step.needs_reason and reason is null or length(reason) > 1000 then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "reason_needed"}]');
  end if;
  case p_step
    when 'offer' then perform private.offer(assignment);
    when 'accept', 'decline' then perform private.answer_offer(assignment, step.to_state);
    when 'approve' then perform private.approve(assignment);
    when 'deliver' then perform private.deliver(assignment, coalesce(details -> 'paid', '{}'));
    when 'cancel' then perform private.cancel(assignment);
    when 'confirm' then
      update public.assignments a set state = 'completed', completed_at = now(), follow_up_on = private.today()
          + make_interval(months => (a.terms #>> '{package,follow_up_months}')::integer)
        where a.assignment_id = p_assignment_id;
      perform private.tell_staff(assignment, 'delivery_confirmed', array[assignment.proposed_by, assignment.approved_by]);
    when 'return' then
      update public.assignments a set state = 'in_progress' where a.assignment_id = p_assignment_id;
      perform private.tell_staff(assignment, 'delivery_returned', array[assignment.proposed_by]);
    when 'start' then
      update public.assignments a set state = 'in_progress' where a.assignment_id = p_assignment_id;
      perform private.tell_firm(assignment, 'assignment_started');
  end case;
  perform private.record_move(assignment, p_step, step.to_state, reason, step.actor_role);
  select * into after from public.assignments a where a.assignment_id = p_assignment_id;
  return jsonb_build_object('state', after.state, 'revision', after.revision);
end
$$;
comment on function private.advance_assignment(uuid, text, integer, jsonb) is 'The one way an assignment moves. details: {reason, paid}. Returns the state and revision it has now.';

create function private.add_assignment_evidence(p_assignment_id uuid, p_note text, p_link text, p_file_id uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  assignment public.assignments;
  added uuid;
begin
  perform private.require_user();
  select * into assignment from public.assignments a where a.assignment_id = p_assignment_id for share;
  if not found or not private.sees_enterprise(assignment.enterprise_id) then
    perform private.fail('DT001', 'assignment');
  end if;
  perform private.require_assigning(assignment.enterprise_id);
  if assignment.state not in ('approved', 'in_progress') then
    perform private.fail('DT006', 'assignment', assignment.state::text);
  end if;
  if (select count(*) from public.assignment_evidence e where e.assignment_id = p_assignment_id) >= 50 then
    perform private.fail('DT015', 'evidence');
  end if;
  if p_file_id is not null and not exists (select from public.files f
      where f.file_id = p_file_id and f.enterprise_id = assignment.enterprise_id) then
    perform private.fail('DT001', 'file');
  end if;
  insert into public.assignment_evidence (assignment_id, note, link, file_id, created_by)
    values (p_assignment_id, private.clean(p_note), private.clean(p_link), p_file_id, private.uid())
    returning evidence_id into added;
  return added;
end
$$;
comment on function private.add_assignment_evidence(uuid, text, text, uuid) is 'Staff show what was delivered: note, link or a file of the firm.';

create function public.advance_assignment(assignment_id uuid, step text, revision integer, details jsonb default '{}') returns jsonb
language sql volatile set search_path = '' as $$ select private.advance_assignment(assignment_id, step, revision, details) $$;
create function public.add_assignment_evidence(assignment_id uuid, note text default null, link text default null, file_id uuid default null)
returns uuid
language sql volatile set search_path = '' as $$ select private.add_assignment_evidence(assignment_id, note, link, file_id) $$;
grant execute on function private.advance_assignment(uuid, text, integer, jsonb), public.advance_assignment(uuid, text, integer, jsonb),
  private.add_assignment_evidence(uuid, text, text, uuid), public.add_assignment_evidence(uuid, text, text, uuid) to authenticated;
