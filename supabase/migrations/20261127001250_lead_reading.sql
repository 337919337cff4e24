-- What a provider sees of a lead.

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

create function public.open_lead(lead_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.open_lead(lead_id) $$;
create function public.provider_leads(provider_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.provider_leads(provider_id) $$;
grant execute on function
  private.open_lead(uuid), public.open_lead(uuid),
  private.provider_leads(uuid), public.provider_leads(uuid)
  to authenticated;
