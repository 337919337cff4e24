-- What time does to leads and consents.

create function private.expire_leads() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  lead public.leads;
  expired integer := 0;
begin
  for due in select l.lead_id, l.need_id from public.leads l
    where l.state in ('new', 'viewed') and l.respond_by <= now() order by l.respond_by limit 200
  loop
    -- Skipped when somebody is just answering: the next minute comes.
    perform from public.needs n where n.need_id = due.need_id for update skip locked;
    continue when not found;
    select * into lead from public.leads l where l.lead_id = due.lead_id and l.state in ('new', 'viewed') for update;
    continue when not found;
    update public.leads l set state = 'expired', closed_at = now() where l.lead_id = due.lead_id;
    perform private.record_lead_move(lead.lead_id, 'expire', lead.state, 'expired', null, 'system');
    perform private.tell_of_lead(lead, 'provider', 'lead_expired');
    if private.place_need(due.need_id) is null then
      perform private.tell_of_lead(lead, 'owner', 'lead_expired');
    end if;
    expired := expired + 1;
  end loop;
  return expired;
end
$$;
comment on function private.expire_leads() is 'Job: takes back leads that nobody answered in time and asks the next provider; returns how many.';

create function private.remind_leads() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  lead public.leads;
  reminded integer := 0;
begin
  for lead in
    update public.leads l set reminded_at = now() where l.lead_id in (
      select x.lead_id from public.leads x where x.state in ('new', 'viewed') and x.reminded_at is null and x.remind_at <= now()
        and x.respond_by > now() order by x.remind_at limit 200 for update skip locked)
    returning *
  loop
    perform private.tell_of_lead(lead, 'provider', 'lead_reminder');
    reminded := reminded + 1;
  end loop;
  return reminded;
end
$$;
comment on function private.remind_leads() is 'Job: reminds providers once, while they still can answer; returns how many.';

create function private.end_lead_consents() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  consent public.lead_consents;
  ended integer := 0;
begin
  for due in select c.consent_id, c.need_id from public.lead_consents c join public.leads l using (consent_id)
    where c.withdrawn_at is null and c.expires_on < private.today() and l.closed_at is null order by c.expires_on limit 200
  loop
    perform from public.needs n where n.need_id = due.need_id for update skip locked;
    continue when not found;
    select * into consent from public.lead_consents c where c.consent_id = due.consent_id;
    continue when consent.withdrawn_at is not null;
    perform private.end_lead(consent, 'system');
    ended := ended + 1;
  end loop;
  return ended;
end
$$;
comment on function private.end_lead_consents() is 'Job: ends leads whose consent has run out; returns how many.';

-- A provider may have had no room when consent was given; room comes when a lead ends.
create function private.place_needs() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  waiting uuid;
  placed integer := 0;
begin
  for waiting in select n.need_id from public.needs n
    where n.state = 'open' and not exists (select from public.leads l where l.need_id = n.need_id and l.closed_at is null)
      and not exists (select from public.leads l where l.need_id = n.need_id and l.state = 'lost')
      -- Only where somebody who is asked has room: those that must wait do not keep others waiting.
      and exists (select from public.lead_consents c
        join private.live_solutions s on s.provider_id = c.provider_id and s.category_id = n.category_id
        left join private.open_leads o on o.provider_id = c.provider_id
        where c.need_id = n.need_id and c.withdrawn_at is null and c.expires_on >= private.today() and coalesce(o.leads, 0) < s.max_open_leads
          and not exists (select from public.leads l where l.consent_id = c.consent_id))
    order by n.created_at limit 100 for update skip locked
  loop
    if private.place_need(waiting) is not null then
      placed := placed + 1;
    end if;
  end loop;
  return placed;
end
$$;
comment on function private.place_needs() is 'Job: asks providers for needs that wait with consent; returns how many. After a lost lead the firm decides.';

create function private.run_lead_clock() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  return jsonb_build_object('consents_ended', private.end_lead_consents(), 'expired', private.expire_leads(),
    'reminded', private.remind_leads(), 'placed', private.place_needs());
end
$$;
comment on function private.run_lead_clock() is 'Job: everything that time does to leads; returns how many of each.';
create function public.run_lead_clock() returns jsonb
language sql volatile set search_path = '' as $$ select private.run_lead_clock() $$;
grant execute on function private.run_lead_clock(), public.run_lead_clock() to service_role;
