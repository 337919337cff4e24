-- What a provider sees of a lead, what the clock does, and what staff see of all of them.

-- Numbers of persons and ways to be reached, in words that somebody wrote freely.
create function private.without_contacts(value text) returns text
language sql immutable set search_path = '' as $$
  select regexp_replace(regexp_replace(value, '[^\s@]+@[^\s@]+', '•••', 'g'), '\d([\s.()-]{0,2}\d){7,}', '•••', 'g')
$$;
comment on function private.without_contacts(text) is 'A text with addresses and numbers of eight digits and more made out.';
create function private.without_person_codes(value text) returns text
language sql immutable set search_path = '' as $$
  select regexp_replace(value, '(?<![\d+])\d([\s.-]?\d){11}(?!\d)', '••••••••••••', 'g')
$$;
comment on function private.without_person_codes(text) is 'A text with numbers of 12 digits made out, grouped or not: those of persons are never passed on. After + it is a telephone number.';

-- The consented fields as they are today; never a number of 12 digits.
create function private.consented_fields(p_consent public.lead_consents) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(f.key, f.value) from public.enterprises e, jsonb_each(jsonb_build_object(
        'name', private.without_person_codes(e.name), 'tax_code', case when length(e.tax_code) <> 12 then e.tax_code end,
        'address', private.without_person_codes(e.address), 'main_products', private.without_person_codes(e.main_products),
        'contact_name', private.without_person_codes(e.contact_name), 'contact_phone', e.contact_phone,
        'contact_email', e.contact_email, 'result', (select jsonb_build_object('level', a.level, 'points', a.points,
            'max', a.max_points, 'pillars', a.result -> 'pillars', 'submitted_at', a.submitted_at)
          from public.assessments a where a.assessment_id = e.latest_assessment_id))) as f
    where e.enterprise_id = p_consent.enterprise_id and f.key = any (p_consent.fields)
  );
end
$$;
comment on function private.consented_fields(public.lead_consents) is 'What a consent lets a provider know of the firm. Asks nobody''s rights.';

-- open: accepted, consent holds. limited: not accepted yet. ended: consent is over, or it was declined or ran out.
create function private.lead_access(p_lead public.leads) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when not private.consent_lives(p_lead.consent_id) or p_lead.state in ('withdrawn', 'declined', 'expired') then 'ended'
    when p_lead.state in ('new', 'viewed') then 'limited'
    else 'open' end;
end
$$;
comment on function private.lead_access(public.leads) is 'How much of a lead its provider sees today: open, limited or ended.';

create function private.weak_pillars(p_enterprise_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(w.id order by w.share, w.id), '[]') from (
      select p ->> 'id' as id, (p ->> 'points')::numeric / nullif((p ->> 'max')::numeric, 0) as share
      from public.enterprises e join public.assessments a on a.assessment_id = e.latest_assessment_id,
        jsonb_array_elements(a.result -> 'pillars') as p
      where e.enterprise_id = p_enterprise_id order by 2, 1 limit 2) w
  );
end
$$;
comment on function private.weak_pillars(uuid) is 'The two weakest pillars of a firm''s last result.';

create function private.lead_document(p_lead public.leads) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  access text := private.lead_access(p_lead);
  consent public.lead_consents;
begin
  select * into consent from public.lead_consents c where c.consent_id = p_lead.consent_id;
  return (
    select jsonb_build_object('lead_id', p_lead.lead_id, 'state', p_lead.state, 'revision', p_lead.revision, 'access', access,
        'created_at', p_lead.created_at, 'respond_by', p_lead.respond_by, 'answered_at', p_lead.answered_at,
        'closed_at', p_lead.closed_at, 'category_id', n.category_id, 'category', private.names(c.name_vi, c.name_en))
      || case when access = 'ended' then '{}' else jsonb_build_object(
        'consent_until', consent.expires_on, 'solution_id', p_lead.solution_id,
        'need', jsonb_build_object('purpose', case access when 'open' then private.without_person_codes(n.purpose) else
            private.without_contacts(replace(n.purpose, e.name, '•••')) end,
          'wanted_by', n.wanted_by, 'budget_min', n.budget_min, 'budget_max', n.budget_max, 'urgency', n.urgency, 'index_ids', n.index_ids),
        'firm', jsonb_build_object('kind', e.kind, 'size_class', e.size_class, 'is_sample', e.is_sample,
          'section', (select private.names(x.name_vi, x.name_en) from public.sectors x where x.sector_id = e.section_id),
          'unit', (select private.names(x.name_vi, x.name_en) from public.units x where x.unit_id = e.unit_id),
          'weak_pillars', private.weak_pillars(e.enterprise_id)),
        'promise', p_lead.promise, 'promise_price', p_lead.promise_price, 'promise_on', p_lead.promise_on) end
      || case when access <> 'open' then '{}' else jsonb_build_object(
        'contact', private.consented_fields(consent),
        'messages', (select coalesce(jsonb_agg(jsonb_build_object('side', m.side, 'body', private.without_person_codes(m.body), 'at', m.at)
            order by m.message_id), '[]') from public.lead_messages m where m.lead_id = p_lead.lead_id),
        'ratings', (select coalesce(jsonb_object_agg(r.side, jsonb_build_object('score', r.score, 'state', r.state,
            'body', case when r.side = 'provider' or r.state = 'shown' then r.body end)), '{}')
          from public.lead_ratings r where r.lead_id = p_lead.lead_id)) end
      || jsonb_build_object('moves', (select coalesce(jsonb_agg(jsonb_build_object('step', m.step, 'to_state', m.to_state, 'at', m.at,
            'actor_role', m.actor_role, 'reason', case when access = 'open' or m.actor_role = 'provider' then m.reason end)
            order by m.move_id), '[]') from public.lead_moves m where m.lead_id = p_lead.lead_id))
    from public.needs n
    join public.solution_categories c using (category_id)
    join public.enterprises e on e.enterprise_id = n.enterprise_id
    where n.need_id = p_lead.need_id
  );
end
$$;
comment on function private.lead_document(public.leads) is 'A lead as its provider may see it today. The one definition of that; asks nobody''s rights.';

create function private.open_lead(p_lead_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare lead public.leads;
begin
  perform private.require_user();
  select * into lead from public.leads l where l.lead_id = p_lead_id and l.provider_id = any (private.provider_ids());
  if not found then
    perform private.fail('DT001', 'lead');
  end if;
  if lead.state = 'new' and private.consent_lives(lead.consent_id) then
    -- That it was looked at is a fact for the firm; two people of one provider look at once without a conflict.
    update public.leads l set state = 'viewed' where l.lead_id = p_lead_id and l.state = 'new';
    if found then
      perform private.record_lead_move(p_lead_id, 'view', 'new', 'viewed', null, 'provider');
    end if;
    select * into lead from public.leads l where l.lead_id = p_lead_id;
  end if;
  return private.lead_document(lead);
end
$$;
comment on function private.open_lead(uuid) is 'A provider opens a lead: notes that it was looked at, returns what consent allows.';

create function private.provider_leads(p_provider_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not p_provider_id = any (private.provider_ids()) then
    perform private.fail('DT001', 'provider');
  end if;
  return jsonb_build_object(
    'figures', (select jsonb_build_object('leads', f.leads, 'answered', f.answered, 'expired', f.expired, 'accepted', f.accepted,
        'delivered', f.delivered, 'response_hours', round(f.response_hours::numeric), 'rating', round(f.rating, 1), 'ratings', f.ratings)
      from private.provider_figures f where f.provider_id = p_provider_id),
    'counts', (select coalesce(jsonb_object_agg(x.state, x.leads), '{}') from (
      select l.state, count(*) as leads from public.leads l where l.provider_id = p_provider_id group by l.state) x),
    'rows', (select coalesce(jsonb_agg(x.document || jsonb_build_object('name', x.contact ->> 'name') order by x.lead_id desc), '[]') from (
      select l.lead_id, d.document - array['messages', 'moves', 'contact', 'ratings'] as document, d.document -> 'contact' as contact
      from (select * from public.leads l2 where l2.provider_id = p_provider_id order by l2.closed_at is null desc, l2.lead_id desc limit 300) l,
        lateral (select private.lead_document(l) as document) d) x));
end
$$;
comment on function private.provider_leads(uuid) is 'The board of a provider: running leads first, 300 at most, as far as consent allows; counts by state; figures.';

-- The clock ---------------------------------------------------------------------------------------------------------------

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

-- Staff -------------------------------------------------------------------------------------------------------------------

create function private.need_demand() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.is_staff() then
    perform private.fail('DT002', 'needs');
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(d) order by d.category_id, d.district_id, d.section_id), '[]') from (
      select n.category_id, e.district_id, e.section_id, count(*)::integer as needs, count(distinct n.enterprise_id)::integer as firms,
        count(*) filter (where exists (select from public.lead_consents c where c.need_id = n.need_id))::integer as passed_on,
        count(*) filter (where n.urgency = 'high')::integer as urgent
      from public.needs n join public.enterprises e using (enterprise_id)
      where n.state = 'open' and ((select private.sees_all_enterprises()) or (select private.has_role('administrator'))
        or e.unit_id = any ((select private.area_unit_ids())::text[]) or e.district_id = any ((select private.area_unit_ids())::text[]))
      group by n.category_id, e.district_id, e.section_id) d
  );
end
$$;
comment on function private.need_demand() is 'Staff: open needs by category, district and section, of their area: how many, of how many firms, passed on, urgent. No text, no firm.';

create function private.provider_ranking() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.is_staff() then
    perform private.fail('DT002', 'providers');
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(x) order by x.delivered_share desc nulls last, x.response_hours nulls last, x.name), '[]') from (
      select p.provider_id, p.name, p.state, p.is_sample, p.approved_until, f.leads, f.answered, f.expired, f.accepted, f.delivered,
        round(f.response_hours::numeric) as response_hours, round(f.rating, 1) as rating, f.ratings, coalesce(o.leads, 0) as open_leads,
        round(f.delivered::numeric / nullif(f.accepted, 0), 3) as delivered_share, p.max_open_leads,
        (select count(*) from public.solutions s where s.provider_id = p.provider_id and s.state = 'submitted')::integer as waiting
      from public.providers p join private.provider_figures f using (provider_id) left join private.open_leads o using (provider_id)) x
  );
end
$$;
comment on function private.provider_ranking() is 'Staff: providers by delivery and response.';

-- Patterns that a person should look at. Nothing follows from them by itself. Bank accounts are not kept, so not compared.
create function private.abuse_flags() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'flags');
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'provider_id', x.provider_id, 'enterprise_ids', x.ids, 'firms', cardinality(x.ids))
        order by cardinality(x.ids) desc, x.kind), '[]')
    from (
      select 'registered_by_provider' as kind, m.provider_id, array_agg(distinct e.enterprise_id) as ids
        from public.enterprises e join public.provider_members m on m.user_id = e.created_by where not e.is_sample
        group by m.provider_id
      union all
      select 'same_contact', null, array_agg(distinct e.enterprise_id) from public.enterprises e
        where e.contact_phone is not null and not e.is_sample group by e.contact_phone having count(distinct e.enterprise_id) >= 3
      union all
      select 'same_address', null, array_agg(distinct e.enterprise_id) from public.enterprises e
        where e.address is not null and not e.is_sample group by private.fold(e.address), e.unit_id having count(distinct e.enterprise_id) >= 3
      union all
      select 'contact_of_provider', p.provider_id, array_agg(distinct e.enterprise_id)
        from public.providers p join public.enterprises e on e.contact_phone = p.contact_phone or e.contact_email = p.contact_email
        where not e.is_sample group by p.provider_id
      union all
      select 'same_text', null, array_agg(distinct n.enterprise_id) from public.needs n join public.enterprises e using (enterprise_id)
        where not e.is_sample and n.created_at > now() - interval '1 year' group by private.fold(n.purpose) having count(distinct n.enterprise_id) >= 3
    ) x
  );
end
$$;
comment on function private.abuse_flags() is 'Officers and managers: firms registered by people of a provider, or sharing telephone, address or the words of a need. Never a sanction.';

create function public.open_lead(lead_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.open_lead(lead_id) $$;
create function public.provider_leads(provider_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.provider_leads(provider_id) $$;
create function public.need_demand() returns jsonb
language sql stable set search_path = '' as $$ select private.need_demand() $$;
create function public.provider_ranking() returns jsonb
language sql stable set search_path = '' as $$ select private.provider_ranking() $$;
create function public.abuse_flags() returns jsonb
language sql stable set search_path = '' as $$ select private.abuse_flags() $$;
grant execute on function private.open_lead(uuid), public.open_lead(uuid), private.provider_leads(uuid), public.provider_leads(uuid),
  private.need_demand(), public.need_demand(), private.provider_ranking(), public.provider_ranking(),
  private.abuse_flags(), public.abuse_flags() to authenticated;
