insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('update:person', 1000, 86400);

create or replace function private.update_enterprise(p_enterprise_id uuid, p_details jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  firm public.enterprises;
  revised integer;
begin
  perform private.require_enterprise(p_enterprise_id);
  -- Each change is a line of the log, which nobody may fill.
  perform private.limit_person('update:person');
  select * into firm from public.enterprises e where e.enterprise_id = p_enterprise_id for update;
  if firm.revision is distinct from p_revision then
    perform private.fail('DT003', 'enterprise', firm.revision::text);
  end if;
  -- The tax code identifies the firm: once set, only staff correct it.
  if firm.tax_code is not null and p_details ? 'tax_code'
      and private.clean(p_details ->> 'tax_code') is distinct from firm.tax_code
      and not private.staff_sees(p_enterprise_id) then
    perform private.fail('DT002', 'tax_code');
  end if;
  update public.enterprises e set
    kind = coalesce((p_details ->> 'kind')::public.enterprise_kind, e.kind),
    name = coalesce(private.clean(p_details ->> 'name'), e.name),
    tax_code = case when p_details ? 'tax_code' then private.clean(p_details ->> 'tax_code') else e.tax_code end,
    sector_id = coalesce(p_details ->> 'sector_id', e.sector_id),
    main_products = case when p_details ? 'main_products' then private.clean(p_details ->> 'main_products') else e.main_products end,
    unit_id = coalesce(p_details ->> 'unit_id', e.unit_id),
    district_id = case when p_details ? 'district_id' then private.clean(p_details ->> 'district_id') else e.district_id end,
    address = case when p_details ? 'address' then private.clean(p_details ->> 'address') else e.address end,
    employees = case when p_details ? 'employees' then (p_details ->> 'employees')::integer else e.employees end,
    revenue = case when p_details ? 'revenue' then (p_details ->> 'revenue')::bigint else e.revenue end,
    capital = case when p_details ? 'capital' then (p_details ->> 'capital')::bigint else e.capital end,
    size_group = case when p_details ? 'size_group' then private.clean(p_details ->> 'size_group') else e.size_group end,
    contact_name = case when p_details ? 'contact_name' then private.clean(p_details ->> 'contact_name') else e.contact_name end,
    contact_phone = case when p_details ? 'contact_phone' then private.clean(p_details ->> 'contact_phone') else e.contact_phone end,
    contact_email = case when p_details ? 'contact_email' then lower(private.clean(p_details ->> 'contact_email')) else e.contact_email end
    where e.enterprise_id = p_enterprise_id
    returning e.revision into revised;
  -- A district officer does not move firms out of the area: that is for staff who see both sides.
  if not private.sees_enterprise(p_enterprise_id) then
    perform private.fail('DT002', 'unit_id');
  end if;
  return revised;
end
$$;
