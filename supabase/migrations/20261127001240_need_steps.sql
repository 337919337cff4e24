-- A need is stated, and passed on by consent: one provider at a time has it.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('need:person', 50, 86400),
  ('lead-consent:person', 60, 86400);

create function private.state_need(p_enterprise_id uuid, p_details jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  given public.needs;
  made uuid;
begin
  perform private.require_enterprise(p_enterprise_id);
  if not private.is_member(p_enterprise_id) then
    perform private.fail('DT002', 'enterprise');
  end if;
  if length(p_details::text) > 20000 then
    perform private.fail('DT015', 'details');
  end if;
  if jsonb_typeof(p_details) is distinct from 'object' then
    perform private.fail('DT004', 'details');
  end if;
  perform private.limit_person('need:person');
  given := jsonb_populate_record(null::public.needs, p_details);
  if given.assessment_id is not null and not exists (select from public.assessments a
      where a.assessment_id = given.assessment_id and a.enterprise_id = p_enterprise_id and a.state = 'submitted') then
    perform private.fail('DT001', 'assessment');
  end if;
  if given.wanted_by < private.today() then
    perform private.fail('DT004', 'wanted_by', '[{"path": "wanted_by", "code": "past"}]');
  end if;
  -- Requests at once queue at the firm, so that the bound holds.
  perform from public.enterprises e where e.enterprise_id = p_enterprise_id for update;
  if (select count(*) from public.needs n where n.enterprise_id = p_enterprise_id and n.state = 'open') >= 20 then
    perform private.fail('DT015', 'needs');
  end if;
  insert into public.needs (enterprise_id, category_id, purpose, wanted_by, budget_min, budget_max, urgency, assessment_id, index_ids, created_by)
    values (p_enterprise_id, given.category_id, private.clean(given.purpose), given.wanted_by, given.budget_min, given.budget_max,
      coalesce(given.urgency, 'normal'), given.assessment_id, coalesce(given.index_ids, '{}'), private.uid())
    returning need_id into made;
  return made;
end
$$;
comment on function private.state_need(uuid, jsonb) is 'A member of a firm says what it looks for. Passed to nobody by this.';

create function private.lock_need(p_need_id uuid) returns public.needs
language plpgsql security definer set search_path = '' as $$
declare need public.needs;
begin
  perform private.require_user();
  select * into need from public.needs n where n.need_id = p_need_id for update;
  if not found or not need.enterprise_id = any (private.enterprise_ids()) then
    perform private.fail('DT001', 'need');
  end if;
  return need;
end
$$;
comment on function private.lock_need(uuid) is 'The locked need of a firm of the caller.';

create function private.record_lead_move(p_lead_id uuid, p_step text, p_from public.lead_state, p_to public.lead_state, p_reason text, p_role text)
returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.lead_moves (lead_id, step, from_state, to_state, reason, actor, actor_role)
    values (p_lead_id, p_step, p_from, p_to, p_reason, case p_role when 'system' then null else private.uid() end, p_role);
end
$$;
comment on function private.record_lead_move(uuid, text, public.lead_state, public.lead_state, text, text) is 'Writes one step into the history.';

-- Notices carry the category, never the firm.
create function private.tell_of_lead(p_lead public.leads, p_side text, p_kind text) returns void
language plpgsql security definer set search_path = '' as $$
declare words jsonb := (select jsonb_build_object('name_vi', c.name_vi, 'name_en', c.name_en)
  from public.needs n join public.solution_categories c using (category_id) where n.need_id = p_lead.need_id);
begin
  if p_side = 'provider' then
    perform private.tell_provider(p_lead.provider_id, p_kind, words, '/provider/leads/' || p_lead.lead_id);
  else
    perform private.notify(array(select m.user_id from public.enterprise_members m where m.enterprise_id = p_lead.enterprise_id),
      p_kind, words, '/my/leads/' || p_lead.lead_id);
  end if;
end
$$;
comment on function private.tell_of_lead(public.leads, text, text) is 'Tells the people of one side about a lead.';

-- The end of the last working day, in Viet Nam.
create function private.working_deadline(p_from timestamptz, p_days integer) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return (private.add_working_days((p_from at time zone 'Asia/Ho_Chi_Minh')::date, p_days) + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh';
end
$$;
comment on function private.working_deadline(timestamptz, integer) is 'Midnight after the given number of working days, the day itself not counted. Same as src/lib/domain/leads/clock.ts.';

create function private.place_need(p_need_id uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  need public.needs;
  candidate record;
  rules public.lead_rules;
  lead public.leads;
begin
  select * into need from public.needs n where n.need_id = p_need_id for update;
  -- One need is placed at a time, so that no provider gets more than its cap and nobody waits for each other in a circle;
  -- statements after the lock see what was placed before.
  perform pg_advisory_xact_lock(hashtext('place_need'));
  if need.state <> 'open' or exists (select from public.leads l where l.need_id = p_need_id and l.closed_at is null) then
    return null;
  end if;
  for candidate in
    select c.consent_id, c.provider_id from public.lead_consents c
    where c.need_id = p_need_id and c.withdrawn_at is null and c.expires_on >= private.today()
      and not exists (select from public.leads l where l.consent_id = c.consent_id)
    order by c.position, c.given_at, c.consent_id
  loop
    select r.* into lead.solution_id from (
      select m.solution_id from private.match_solutions(p_need_id) m
      where m.provider_id = candidate.provider_id and m.matches
      order by m.fit desc, m.support desc, m.solution_id limit 1) r;
    continue when lead.solution_id is null;
    select * into rules from public.lead_rules r order by r.version desc limit 1;
    insert into public.leads (need_id, enterprise_id, provider_id, solution_id, consent_id, respond_by, remind_at)
      values (p_need_id, need.enterprise_id, candidate.provider_id, lead.solution_id, candidate.consent_id,
        private.working_deadline(now(), rules.response_days), private.working_deadline(now(), rules.remind_after_days) - interval '16 hours')
      returning * into lead;
    perform private.record_lead_move(lead.lead_id, 'send', null, 'new', null, 'system');
    perform private.tell_of_lead(lead, 'provider', 'lead_new');
    return lead.lead_id;
  end loop;
  return null;
end
$$;
comment on function private.place_need(uuid) is 'Puts a need into the hands of the first provider that has consent, was not asked yet, still fits and has room. Null when there is none, or it is in hands already.';

create function private.give_lead_consents(p_need_id uuid, p_provider_ids uuid[], p_version integer, p_locale text, p_fields text[]) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  need public.needs := private.lock_need(p_need_id);
  -- Those that still can lead to something or do; whoever declined or did not answer counts no more.
  given integer := (select count(*) from public.lead_consents c where c.need_id = p_need_id and private.consent_lives(c.consent_id)
    and not exists (select from public.leads l where l.consent_id = c.consent_id and l.closed_at is not null));
  fields text[] := array(select distinct f from unnest(p_fields) as f order by 1);
  months integer := (select r.consent_months from public.lead_rules r order by r.version desc limit 1);
begin
  if not private.is_owner(need.enterprise_id) then
    perform private.fail('DT002', 'need');
  end if;
  if need.state <> 'open' then
    perform private.fail('DT006', 'need', need.state);
  end if;
  -- Nobody agrees to a text they were not shown.
  if p_version is distinct from (select max(t.version) from public.lead_consent_texts t) then
    perform private.fail('DT003', 'consent_text');
  end if;
  if coalesce(cardinality(p_provider_ids), 0) = 0 or array_position(p_provider_ids, null) is not null
      or cardinality(p_provider_ids) <> (select count(distinct i) from unnest(p_provider_ids) as i) then
    perform private.fail('DT004', 'provider_ids');
  end if;
  if given + cardinality(p_provider_ids) > 3 then
    perform private.fail('DT015', 'consents', given::text);
  end if;
  if not coalesce('name' = any (p_fields) and p_fields && array['contact_phone', 'contact_email', 'address'], false) then
    perform private.fail('DT004', 'fields', '[{"path": "fields", "code": "not_reachable"}]');
  end if;
  perform private.limit_person('lead-consent:person');
  if not p_provider_ids <@ array(select m.provider_id from private.match_solutions(p_need_id) m where m.fits) then
    perform private.fail('DT020', 'provider');
  end if;
  begin
    insert into public.lead_consents (enterprise_id, need_id, provider_id, position, version, locale, fields, given_by, expires_on)
      select need.enterprise_id, p_need_id, i.provider_id, least(3, given + i.position), p_version, p_locale, fields, private.uid(),
        (private.today() + make_interval(months => months))::date
      from unnest(p_provider_ids) with ordinality as i (provider_id, position);
  exception when unique_violation then
    perform private.fail('DT009', 'consent');
  end;
  return private.place_need(p_need_id);
end
$$;
comment on function private.give_lead_consents(uuid, uuid[], integer, text, text[]) is 'An owner lets up to three providers be asked, in the order given. Returns the lead that began, or null when the need is in hands already or nobody has room now.';

-- What ends with consent: access at once, and whatever is not finished.
create function private.end_lead(p_consent public.lead_consents, p_role text) returns void
language plpgsql security definer set search_path = '' as $$
declare lead public.leads;
begin
  select * into lead from public.leads l where l.consent_id = p_consent.consent_id and l.closed_at is null for update;
  if found then
    update public.leads l set state = 'withdrawn', closed_at = now() where l.lead_id = lead.lead_id;
    perform private.record_lead_move(lead.lead_id, 'withdraw', lead.state, 'withdrawn', null, p_role);
    perform private.place_need(p_consent.need_id);
  else
    -- Nothing runs any more; the provider is still told that it may no longer read.
    select * into lead from public.leads l where l.consent_id = p_consent.consent_id and l.state in ('delivered', 'lost');
  end if;
  if lead.lead_id is not null then
    perform private.tell_of_lead(lead, 'provider', 'lead_withdrawn');
  end if;
end
$$;
comment on function private.end_lead(public.lead_consents, text) is 'Ends the lead of a consent that ended, tells the provider, asks the next one.';

create function private.withdraw_lead_consent(p_consent_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  consent public.lead_consents;
  need uuid;
begin
  perform private.require_user();
  -- The need first, always: steps of its lead lock in the same order.
  select c.need_id into need from public.lead_consents c where c.consent_id = p_consent_id;
  perform from public.needs n where n.need_id = need for update;
  select * into consent from public.lead_consents c where c.consent_id = p_consent_id for update;
  if not found or not consent.enterprise_id = any (private.enterprise_ids()) then
    perform private.fail('DT001', 'consent');
  end if;
  if not private.is_owner(consent.enterprise_id) then
    perform private.fail('DT002', 'consent');
  end if;
  if consent.withdrawn_at is not null then
    return;
  end if;
  update public.lead_consents c set withdrawn_at = clock_timestamp(), withdrawn_by = private.uid() where c.consent_id = p_consent_id
    returning * into consent;
  perform private.end_lead(consent, 'owner');
end
$$;
comment on function private.withdraw_lead_consent(uuid) is 'An owner takes a consent back; the provider reads nothing of the firm from this moment. Repeating it changes nothing.';

create function private.close_need(p_need_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare need public.needs := private.lock_need(p_need_id);
begin
  if not private.is_owner(need.enterprise_id) then
    perform private.fail('DT002', 'need');
  end if;
  update public.needs n set state = 'closed', closed_at = coalesce(n.closed_at, clock_timestamp()), revision = n.revision + 1
    where n.need_id = p_need_id and n.state = 'open';
  -- Nobody is asked any more; what runs with a provider goes on until a consent is withdrawn.
  update public.lead_consents c set withdrawn_at = clock_timestamp(), withdrawn_by = private.uid()
    where c.need_id = p_need_id and c.withdrawn_at is null and not exists (select from public.leads l where l.consent_id = c.consent_id);
end
$$;
comment on function private.close_need(uuid) is 'An owner looks no further: consents that led to nothing yet are withdrawn.';

create function private.ask_next_provider(p_need_id uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare need public.needs := private.lock_need(p_need_id);
begin
  if not private.is_owner(need.enterprise_id) then
    perform private.fail('DT002', 'need');
  end if;
  return private.place_need(p_need_id);
end
$$;
comment on function private.ask_next_provider(uuid) is 'An owner goes on to the next provider that has consent, after a lead came to nothing. Returns the lead that began, or null.';

create function public.state_need(enterprise_id uuid, details jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.state_need(enterprise_id, details) $$;
create function public.close_need(need_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.close_need(need_id) $$;
create function public.give_lead_consents(need_id uuid, provider_ids uuid[], version integer, locale text, fields text[]) returns uuid
language sql volatile set search_path = '' as $$ select private.give_lead_consents(need_id, provider_ids, version, locale, fields) $$;
create function public.ask_next_provider(need_id uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.ask_next_provider(need_id) $$;
create function public.withdraw_lead_consent(consent_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_lead_consent(consent_id) $$;
grant execute on function
  private.state_need(uuid, jsonb), public.state_need(uuid, jsonb),
  private.close_need(uuid), public.close_need(uuid),
  private.give_lead_consents(uuid, uuid[], integer, text, text[]), public.give_lead_consents(uuid, uuid[], integer, text, text[]),
  private.ask_next_provider(uuid), public.ask_next_provider(uuid),
  private.withdraw_lead_consent(uuid), public.withdraw_lead_consent(uuid)
  to authenticated;
