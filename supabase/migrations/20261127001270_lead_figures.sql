-- What staff see of needs, leads and providers as a whole.

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
create function private.abuse_flags(p_about uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare firm public.enterprises;
begin
  perform private.require_user();
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'flags');
  end if;
  -- For the page of one firm nothing is compared that cannot be about it; of a provider there is no such row.
  select * into firm from public.enterprises e where e.enterprise_id = p_about;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'firms', cardinality(x.ids),
        'provider', (select jsonb_build_object('id', p.provider_id, 'name', p.name) from public.providers p where p.provider_id = x.provider_id),
        'enterprises', (select jsonb_agg(jsonb_build_object('id', e.enterprise_id, 'name', e.name) order by e.name, e.enterprise_id)
          from public.enterprises e where e.enterprise_id = any (x.ids[1:10])))
        order by cardinality(x.ids) desc, x.kind, x.ids), '[]')
    from (
      select 'registered_by_provider' as kind, m.provider_id, array_agg(distinct e.enterprise_id) as ids
        from public.enterprises e join public.provider_members m on m.user_id = e.created_by where not e.is_sample
        group by m.provider_id
      union all
      select 'same_contact', null, array_agg(distinct e.enterprise_id) from public.enterprises e
        where e.contact_phone is not null and not e.is_sample and (p_about is null or e.contact_phone = firm.contact_phone)
        group by e.contact_phone having count(*) >= 3
      union all
      select 'same_address', null, array_agg(distinct e.enterprise_id) from public.enterprises e
        where e.address is not null and not e.is_sample and (p_about is null or e.unit_id = firm.unit_id)
        -- Not folded, which would take seconds for a hundred thousand firms: who enters many copies the address.
        group by lower(e.address), e.unit_id having count(*) >= 3
      union all
      select 'contact_of_provider', c.provider_id, array_agg(distinct c.enterprise_id) from (
        select p.provider_id, e.enterprise_id from public.providers p join public.enterprises e using (contact_phone) where not e.is_sample
        union all
        select p.provider_id, e.enterprise_id from public.providers p join public.enterprises e using (contact_email) where not e.is_sample) c
        group by c.provider_id
      union all
      select 'same_text', null, array_agg(distinct n.enterprise_id) from public.needs n join public.enterprises e using (enterprise_id)
        where not e.is_sample and n.created_at > now() - interval '1 year'
        group by private.fold(n.purpose) having count(distinct n.enterprise_id) >= 3
    ) x
    where p_about is null or x.provider_id = p_about or p_about = any (x.ids)
  );
end
$$;
comment on function private.abuse_flags(uuid) is 'Officers and managers: firms registered by people of a provider, or sharing telephone, address or the words of a need; of one provider or firm when it is given. Ten firms of each are named. Never a sanction.';

create function public.need_demand() returns jsonb
language sql stable set search_path = '' as $$ select private.need_demand() $$;
create function public.provider_ranking() returns jsonb
language sql stable set search_path = '' as $$ select private.provider_ranking() $$;
create function public.abuse_flags(about uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.abuse_flags(about) $$;
grant execute on function
  private.need_demand(), public.need_demand(),
  private.provider_ranking(), public.provider_ranking(),
  private.abuse_flags(uuid), public.abuse_flags(uuid)
  to authenticated;
