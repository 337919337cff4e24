-- A lead moves along the table of steps; both sides write to each other, and rate each other in the end.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('lead-message:person', 200, 86400);

create function private.lead_role(p_lead public.leads, p_step text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select r.role from (values
      (1, 'provider', p_lead.provider_id = any (private.provider_ids())),
      (2, 'owner', private.is_owner(p_lead.enterprise_id)),
      (3, 'staff', private.staff_sees(p_lead.enterprise_id) and not private.is_member(p_lead.enterprise_id))
    ) as r (position, role, held)
    join private.lead_steps s on s.step = p_step and s.from_state = p_lead.state and s.actor_role = r.role
    where r.held order by r.position limit 1
  );
end
$$;
comment on function private.lead_role(public.leads, text) is 'The role in which the caller may take a step of a lead, or null.';

create function private.consent_lives(p_consent_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.lead_consents c
    where c.consent_id = p_consent_id and c.withdrawn_at is null and c.expires_on >= private.today());
end
$$;
comment on function private.consent_lives(uuid) is 'Whether a consent holds today.';

create function private.lock_lead(p_lead_id uuid) returns public.leads
language plpgsql security definer set search_path = '' as $$
declare lead public.leads;
begin
  perform private.require_user();
  select * into lead from public.leads l where l.lead_id = p_lead_id for update;
  if not found or not (lead.provider_id = any (private.provider_ids()) or private.sees_enterprise(lead.enterprise_id)) then
    perform private.fail('DT001', 'lead');
  end if;
  return lead;
end
$$;
comment on function private.lock_lead(uuid) is 'The locked lead, or an error when the caller is neither side nor staff of the area.';

create function private.advance_lead(p_lead_id uuid, p_step text, p_revision integer, p_details jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads;
  before public.leads;
  details jsonb := coalesce(p_details, '{}');
  reason text := private.clean(details ->> 'reason');
  role text;
  step private.lead_steps;
  need uuid;
  told text;
begin
  -- The need first, always: placing it locks in the same order.
  select l.need_id into need from public.leads l where l.lead_id = p_lead_id;
  perform from public.needs n where n.need_id = need for update;
  before := private.lock_lead(p_lead_id);
  if before.revision is distinct from p_revision then
    perform private.fail('DT003', 'lead', before.revision::text);
  end if;
  -- Withdrawal is a step of the consent, expiry one of the clock.
  if p_step is null or p_step in ('withdraw', 'expire')
      or not exists (select from private.lead_steps s where s.step = p_step and s.from_state = before.state) then
    perform private.fail('DT006', 'lead', before.state::text);
  end if;
  role := private.lead_role(before, p_step);
  if role is null then
    perform private.fail('DT002', 'lead');
  end if;
  select * into step from private.lead_steps s where s.step = p_step and s.from_state = before.state and s.actor_role = role;
  if role = 'provider' and not private.consent_lives(before.consent_id) then
    perform private.fail('DT007', 'consent');
  end if;
  if p_step in ('accept', 'decline') and before.respond_by <= now() then
    perform private.fail('DT007', 'lead');
  end if;
  if p_step = 'accept' and not exists (select from public.providers p where p.provider_id = before.provider_id
      and p.state = 'approved' and p.approved_until >= private.today()) then
    perform private.fail('DT006', 'provider');
  end if;
  -- What was never promised cannot go on as won, or be delivered.
  if p_step in ('settle_won', 'settle_delivered') and before.promise is null then
    perform private.fail('DT006', 'promise');
  end if;
  if (step.needs_reason and reason is null) or length(reason) > 1000 then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "reason_needed"}]');
  end if;
  if p_step = 'win' and (private.clean(details ->> 'promise') is null or details ->> 'promise_price' is null
      or (details ->> 'promise_on')::date is null) then
    perform private.fail('DT004', 'promise', '[{"path": "promise", "code": "required"}]');
  end if;
  update public.leads l set state = step.to_state,
      answered_at = case when p_step in ('accept', 'decline') then now() else l.answered_at end,
      promise = case when p_step = 'win' then private.clean(details ->> 'promise') else l.promise end,
      promise_price = case when p_step = 'win' then (details ->> 'promise_price')::bigint else l.promise_price end,
      promise_on = case when p_step = 'win' then (details ->> 'promise_on')::date else l.promise_on end,
      closed_at = case when step.to_state in ('delivered', 'declined', 'lost') then now() end
    where l.lead_id = p_lead_id
    returning * into lead;
  perform private.record_lead_move(p_lead_id, p_step, before.state, step.to_state, reason, role);
  told := case when p_step = 'return' then 'lead_returned' when role = 'staff' then 'lead_settled' else 'lead_' || step.to_state end;
  if role <> 'owner' and p_step <> 'view' then
    perform private.tell_of_lead(lead, 'owner', told);
  end if;
  if role <> 'provider' then
    perform private.tell_of_lead(lead, 'provider', told);
  end if;
  if step.to_state = 'disputed' then
    perform private.notify(array(select s.user_id from public.staff_members s where s.role = 'officer'), 'lead_dispute',
      '{}', '/staff/leads/' || p_lead_id);
  end if;
  if step.to_state = 'delivered' then
    update public.needs n set state = 'closed', closed_at = now(), revision = n.revision + 1 where n.need_id = need and n.state = 'open';
  end if;
  if step.to_state = 'declined' then
    perform private.place_need(need);
  end if;
  return jsonb_build_object('state', lead.state, 'revision', lead.revision);
end
$$;
comment on function private.advance_lead(uuid, text, integer, jsonb) is 'The one way a lead moves. details: {reason, promise, promise_price, promise_on}. Returns the state and revision it has now.';

create function private.send_lead_message(p_lead_id uuid, p_body text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads := private.lock_lead(p_lead_id);
  from_side text := case when lead.provider_id = any (private.provider_ids()) then 'provider'
    when private.is_member(lead.enterprise_id) then 'owner' end;
  sent uuid;
begin
  if from_side is null then
    perform private.fail('DT002', 'lead');
  end if;
  if lead.state not in ('accepted', 'contacted', 'quoted', 'won', 'reported', 'disputed') then
    perform private.fail('DT006', 'lead', lead.state::text);
  end if;
  if not private.consent_lives(lead.consent_id) then
    perform private.fail('DT007', 'consent');
  end if;
  perform private.limit_person('lead-message:person');
  insert into public.lead_messages (lead_id, side, body, author) values (p_lead_id, from_side, private.clean(p_body), private.uid())
    returning message_id into sent;
  perform private.tell_of_lead(lead, case from_side when 'owner' then 'provider' else 'owner' end, 'lead_message');
  return sent;
end
$$;
comment on function private.send_lead_message(uuid, text) is 'Firm or provider writes to the other while the lead runs and consent holds.';

create function private.rate_lead(p_lead_id uuid, p_score integer, p_body text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads := private.lock_lead(p_lead_id);
  from_side text := case when lead.provider_id = any (private.provider_ids()) then 'provider'
    when private.is_owner(lead.enterprise_id) then 'owner' end;
begin
  if from_side is null then
    perform private.fail('DT002', 'lead');
  end if;
  if lead.state <> 'delivered' then
    perform private.fail('DT006', 'lead', lead.state::text);
  end if;
  if p_score is null or p_score not between 1 and 5 then
    perform private.fail('DT004', 'score', '[{"path": "score", "code": "out_of_range"}]');
  end if;
  insert into public.lead_ratings (lead_id, side, score, body, state, author)
    values (p_lead_id, from_side, p_score, private.clean(p_body), case when private.clean(p_body) is null then 'shown' else 'held' end, private.uid())
    on conflict do nothing;
  if not found then
    perform private.fail('DT009', 'rating');
  end if;
end
$$;
comment on function private.rate_lead(uuid, integer, text) is 'Each side rates the other once after delivery; words wait for staff.';

create function private.moderate_rating(p_lead_id uuid, p_side text, p_shown boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'rating');
  end if;
  -- Nobody decides on words about or of their own.
  if exists (select from public.leads l where l.lead_id = p_lead_id
      and (private.is_member(l.enterprise_id) or l.provider_id = any (private.provider_ids()))) then
    perform private.fail('DT021', 'rating');
  end if;
  update public.lead_ratings r set state = case when p_shown then 'shown' else 'refused' end, moderated_by = private.uid(), moderated_at = now()
    where r.lead_id = p_lead_id and r.side = p_side and r.body is not null and p_shown is not null;
  if not found then
    perform private.fail('DT001', 'rating');
  end if;
end
$$;
comment on function private.moderate_rating(uuid, text, boolean) is 'Officers and managers let the words of a rating be shown, or not.';

create function private.set_lead_rules(p_response_days integer, p_remind_after_days integer, p_consent_months integer, p_version integer)
returns integer
language plpgsql security definer set search_path = '' as $$
declare
  held integer;
  made integer;
begin
  perform private.require_role('administrator');
  perform pg_advisory_xact_lock(hashtext('lead_rules'));
  select max(r.version) into held from public.lead_rules r;
  if held is distinct from p_version then
    perform private.fail('DT003', 'lead_rules', held::text);
  end if;
  -- What the rules may be is said by the constraints of the table.
  insert into public.lead_rules (response_days, remind_after_days, consent_months, created_by)
    values (p_response_days, p_remind_after_days, p_consent_months, private.uid())
    returning version into made;
  return made;
end
$$;
comment on function private.set_lead_rules(integer, integer, integer, integer) is 'An administrator sets the response clock and how long consents hold, if the last version is still the one that was read; what runs already keeps its dates.';

create function public.advance_lead(lead_id uuid, step text, revision integer, details jsonb default '{}') returns jsonb
language sql volatile set search_path = '' as $$ select private.advance_lead(lead_id, step, revision, details) $$;
create function public.send_lead_message(lead_id uuid, body text) returns uuid
language sql volatile set search_path = '' as $$ select private.send_lead_message(lead_id, body) $$;
create function public.rate_lead(lead_id uuid, score integer, body text default null) returns void
language sql volatile set search_path = '' as $$ select private.rate_lead(lead_id, score, body) $$;
create function public.moderate_rating(lead_id uuid, side text, shown boolean) returns void
language sql volatile set search_path = '' as $$ select private.moderate_rating(lead_id, side, shown) $$;
create function public.set_lead_rules(response_days integer, remind_after_days integer, consent_months integer, version integer) returns integer
language sql volatile set search_path = '' as $$ select private.set_lead_rules(response_days, remind_after_days, consent_months, version) $$;
grant execute on function
  private.advance_lead(uuid, text, integer, jsonb), public.advance_lead(uuid, text, integer, jsonb),
  private.send_lead_message(uuid, text), public.send_lead_message(uuid, text),
  private.rate_lead(uuid, integer, text), public.rate_lead(uuid, integer, text),
  private.moderate_rating(uuid, text, boolean), public.moderate_rating(uuid, text, boolean),
  private.set_lead_rules(integer, integer, integer, integer), public.set_lead_rules(integer, integer, integer, integer)
  to authenticated;
