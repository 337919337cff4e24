-- What a person can do with a firm: each step is one function, one transaction, and re-checks who asks.

create function private.clean(value text) returns text
language sql immutable set search_path = '' as $$ select nullif(btrim(normalize(value, nfc)), '') $$;

create function private.register_enterprise(p_details jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  code text := private.clean(p_details ->> 'tax_code');
  firm public.enterprises;
  by_staff boolean := private.sees_all_enterprises() or cardinality(private.area_unit_ids()) > 0;
  as_owner boolean := coalesce((p_details ->> 'as_owner')::boolean, not by_staff);
begin
  -- Bounds what one account can put on record; staff enter firms for others.
  if not by_staff and (select count(*) from public.enterprises e
      where e.created_by = me and e.created_at > now() - interval '1 day') >= 10 then
    perform private.fail('DT008', 'enterprises');
  end if;
  -- Before the insert: a refusal after it would tell, and leave no trace of the asking, whether a code is on record.
  if not as_owner and not by_staff then
    perform private.fail('DT002', 'unit_id');
  end if;
  insert into public.enterprises (kind, name, tax_code, sector_id, section_id, main_products, unit_id, district_id,
      address, employees, revenue, capital, size_group, contact_name, contact_phone, contact_email, created_by)
    values ((p_details ->> 'kind')::public.enterprise_kind, private.clean(p_details ->> 'name'), code,
      p_details ->> 'sector_id', '', private.clean(p_details ->> 'main_products'), p_details ->> 'unit_id',
      private.clean(p_details ->> 'district_id'), private.clean(p_details ->> 'address'),
      (p_details ->> 'employees')::integer, (p_details ->> 'revenue')::bigint, (p_details ->> 'capital')::bigint,
      private.clean(p_details ->> 'size_group'), private.clean(p_details ->> 'contact_name'),
      private.clean(p_details ->> 'contact_phone'), lower(private.clean(p_details ->> 'contact_email')), me)
    on conflict (tax_code) do nothing
    returning * into firm;
  if firm.enterprise_id is null then
    -- Says only that the code is on record: not the name, not whose it is.
    return jsonb_build_object('state', 'exists');
  end if;
  if not as_owner and not private.staff_sees(firm.enterprise_id) then
    perform private.fail('DT002', 'unit_id');
  end if;
  if as_owner then
    insert into public.enterprise_members (enterprise_id, user_id, role) values (firm.enterprise_id, me, 'owner');
  end if;
  return jsonb_build_object('state', 'created', 'enterprise_id', firm.enterprise_id);
end
$$;
comment on function private.register_enterprise(jsonb) is 'Puts a firm on record; an owner becomes its first member, staff enter it for somebody else.';

create function private.update_enterprise(p_enterprise_id uuid, p_details jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  firm public.enterprises;
  revised integer;
begin
  perform private.require_enterprise(p_enterprise_id);
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
comment on function private.update_enterprise(uuid, jsonb, integer) is 'Changes a firm''s details if nobody changed them since the given revision.';

-- 50 random bits in an alphabet without look-alikes: 10 characters, shown once.
create function private.new_code() returns text
language sql volatile set search_path = '' as $$
  select string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', (get_byte(bytes, i) & 31) + 1, 1), '' order by i)
  from (select extensions.gen_random_bytes(10) as bytes) as random, generate_series(0, 9) as i
$$;

create function private.code_hash(code text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(upper(regexp_replace(code, '[\s-]', '', 'g')), 'UTF8')), 'hex')
$$;

create function private.create_enterprise_invitation(p_enterprise_id uuid, p_role public.member_role, p_label text) returns text
language plpgsql security definer set search_path = '' as $$
declare code text := private.new_code();
begin
  perform private.require_enterprise(p_enterprise_id);
  if not (private.is_owner(p_enterprise_id) or private.staff_sees(p_enterprise_id)) then
    perform private.fail('DT002', 'enterprise');
  end if;
  insert into public.enterprise_invitations (enterprise_id, role, code_hash, label, created_by, expires_at)
    values (p_enterprise_id, p_role, private.code_hash(code), private.clean(p_label), private.uid(), now() + interval '14 days');
  return code;
end
$$;
comment on function private.create_enterprise_invitation(uuid, public.member_role, text) is 'Owner or staff make a single-use code; it is returned once and kept as a hash.';

-- Unused codes end with their maker's right to make them: whoever left an office could hand them on otherwise.
create function private.end_codes_of(p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.enterprise_invitations i
    where i.created_by = p_user_id and i.used_at is null
      and (
        not exists (select from public.enterprise_members m
          where m.enterprise_id = i.enterprise_id and m.user_id = p_user_id and m.role = 'owner')
        or exists (select from public.profiles p where p.user_id = p_user_id and p.disabled_at is not null)
      );
end
$$;
comment on function private.end_codes_of(uuid) is 'Takes back the unused codes of a person for firms that are not their own, or all when the account is disabled.';

create function private.cancel_enterprise_invitation(p_invitation_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare firm uuid;
begin
  perform private.require_user();
  select i.enterprise_id into firm from public.enterprise_invitations i
    where i.invitation_id = p_invitation_id and i.used_at is null for update;
  if firm is null or not (private.is_owner(firm) or private.staff_sees(firm)) then
    perform private.fail('DT001', 'invitation');
  end if;
  delete from public.enterprise_invitations i where i.invitation_id = p_invitation_id;
end
$$;
comment on function private.cancel_enterprise_invitation(uuid) is 'Owner or staff take back an unused code.';

-- With a tax code the code must belong to that firm; without one the code alone says which firm.
create function private.join_enterprise(p_code text, p_tax_code text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  invitation public.enterprise_invitations;
begin
  select i.* into invitation from public.enterprise_invitations i join public.enterprises e using (enterprise_id)
    where i.code_hash = private.code_hash(coalesce(p_code, ''))
      and (private.clean(p_tax_code) is null or e.tax_code = private.clean(p_tax_code))
    for update of i;
  if not found then
    perform private.fail('DT011', 'invitation');
  end if;
  if invitation.used_at is not null then
    if invitation.used_by = me then
      return invitation.enterprise_id;
    end if;
    perform private.fail('DT011', 'invitation');
  end if;
  if invitation.expires_at <= now() then
    perform private.fail('DT007', 'invitation');
  end if;
  -- Nobody lets themselves in: not staff by a code of their own, not a former owner by one kept from before.
  if invitation.created_by = me and not private.is_member(invitation.enterprise_id) then
    perform private.fail('DT002', 'invitation');
  end if;
  insert into public.enterprise_members as m (enterprise_id, user_id, role)
    values (invitation.enterprise_id, me, invitation.role)
    on conflict (enterprise_id, user_id) do update
      set role = case when m.role = 'owner' then m.role else excluded.role end;
  update public.enterprise_invitations i set used_at = now(), used_by = me where i.invitation_id = invitation.invitation_id;
  update public.enterprise_requests r set state = 'approved', decided_at = now(), decided_by = me
    where r.enterprise_id = invitation.enterprise_id and r.user_id = me and r.state = 'pending';
  return invitation.enterprise_id;
end
$$;
comment on function private.join_enterprise(text, text) is 'Redeems a code: the person becomes a member. Repeating it by the same person is harmless.';

create function private.request_enterprise(p_tax_code text, p_message text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  firm uuid;
  request uuid;
begin
  select e.enterprise_id into firm from public.enterprises e where e.tax_code = private.clean(p_tax_code);
  if firm is null then
    perform private.fail('DT001', 'enterprise');
  end if;
  if private.is_member(firm) then
    perform private.fail('DT009', 'member');
  end if;
  if (select count(*) from public.enterprise_requests r where r.user_id = me and r.state = 'pending') >= 10 then
    perform private.fail('DT008', 'requests');
  end if;
  insert into public.enterprise_requests as r (enterprise_id, user_id, message)
    values (firm, me, private.clean(p_message))
    on conflict (enterprise_id, user_id) where state = 'pending' do update set message = excluded.message
    returning r.request_id into request;
  return request;
end
$$;
comment on function private.request_enterprise(text, text) is 'Asks to act for a firm on record; repeating it changes the message only.';

create function private.decide_enterprise_request(p_request_id uuid, p_approve boolean, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  request public.enterprise_requests;
begin
  select * into request from public.enterprise_requests r where r.request_id = p_request_id for update;
  if request.request_id is null
      or not (private.is_owner(request.enterprise_id) or private.staff_sees(request.enterprise_id)) then
    perform private.fail('DT001', 'request');
  end if;
  -- Nobody lets themselves in, not even staff.
  if request.user_id = me then
    perform private.fail('DT002', 'request');
  end if;
  if request.state <> 'pending' then
    perform private.fail('DT006', 'request', request.state);
  end if;
  if p_approve is null or (not p_approve and private.clean(p_reason) is null) then
    perform private.fail('DT004', 'reason');
  end if;
  update public.enterprise_requests r set state = case when p_approve then 'approved' else 'rejected' end,
    decided_at = now(), decided_by = me, reason = private.clean(p_reason) where r.request_id = p_request_id;
  if p_approve then
    insert into public.enterprise_members (enterprise_id, user_id, role)
      values (request.enterprise_id, request.user_id,
        case when exists (select from public.enterprise_members m
          where m.enterprise_id = request.enterprise_id and m.role = 'owner')
        then 'member'::public.member_role else 'owner'::public.member_role end)
      on conflict do nothing;
  end if;
end
$$;
comment on function private.decide_enterprise_request(uuid, boolean, text) is 'Staff of the area or an owner approve or reject; the first person let in becomes owner.';

create function private.remove_enterprise_member(p_enterprise_id uuid, p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  -- Removals of one firm queue up before they ask who may, so that two owners cannot remove each other.
  perform from public.enterprises e where e.enterprise_id = p_enterprise_id for update;
  if not (p_user_id = me and private.is_member(p_enterprise_id)) and not private.is_owner(p_enterprise_id)
      and not private.staff_sees(p_enterprise_id) then
    perform private.fail('DT001', 'enterprise');
  end if;
  delete from public.enterprise_members m where m.enterprise_id = p_enterprise_id and m.user_id = p_user_id;
  if not found then
    perform private.fail('DT001', 'member');
  end if;
  if exists (select from public.enterprise_members m where m.enterprise_id = p_enterprise_id)
      and not exists (select from public.enterprise_members m where m.enterprise_id = p_enterprise_id and m.role = 'owner') then
    perform private.fail('DT013', 'enterprise');
  end if;
  -- Codes that the person made and nobody used would be a way back in.
  delete from public.enterprise_invitations i
    where i.enterprise_id = p_enterprise_id and i.created_by = p_user_id and i.used_at is null;
end
$$;
comment on function private.remove_enterprise_member(uuid, uuid) is 'A person leaves, or an owner or staff remove them; the last owner stays while others remain.';

create function private.list_enterprise_members(p_enterprise_id uuid)
returns table (user_id uuid, email text, display_name text, role public.member_role, joined_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_enterprise(p_enterprise_id);
  return query select m.user_id, u.email::text, p.display_name, m.role, m.joined_at
    from public.enterprise_members m join public.profiles p using (user_id) join auth.users u on u.id = m.user_id
    where m.enterprise_id = p_enterprise_id order by m.joined_at;
end
$$;
comment on function private.list_enterprise_members(uuid) is 'Colleagues with their addresses, for members and staff of the area.';

create function private.list_enterprise_requests()
returns table (request_id uuid, enterprise_id uuid, enterprise_name text, user_id uuid, email text, display_name text,
               message text, state text, created_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  return query select r.request_id, r.enterprise_id, e.name, r.user_id, u.email::text, p.display_name, r.message, r.state, r.created_at
    from public.enterprise_requests r join public.enterprises e using (enterprise_id)
      join public.profiles p on p.user_id = r.user_id join auth.users u on u.id = r.user_id
    where r.state = 'pending' and r.user_id <> private.uid()
      and (private.is_owner(r.enterprise_id) or private.staff_sees(r.enterprise_id))
    order by r.created_at limit 200;
end
$$;
comment on function private.list_enterprise_requests() is 'Open requests that the person may decide.';

-- Exposed: thin, with the caller's rights.
create function public.register_enterprise(details jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.register_enterprise(details) $$;
create function public.update_enterprise(enterprise_id uuid, details jsonb, revision integer) returns integer
language sql volatile set search_path = '' as $$ select private.update_enterprise(enterprise_id, details, revision) $$;
create function public.create_enterprise_invitation(enterprise_id uuid, role public.member_role default 'member', label text default null) returns text
language sql volatile set search_path = '' as $$ select private.create_enterprise_invitation(enterprise_id, role, label) $$;
create function public.cancel_enterprise_invitation(invitation_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.cancel_enterprise_invitation(invitation_id) $$;
create function public.join_enterprise(code text, tax_code text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.join_enterprise(code, tax_code) $$;
create function public.request_enterprise(tax_code text, message text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.request_enterprise(tax_code, message) $$;
create function public.decide_enterprise_request(request_id uuid, approve boolean, reason text default null) returns void
language sql volatile set search_path = '' as $$ select private.decide_enterprise_request(request_id, approve, reason) $$;
create function public.remove_enterprise_member(enterprise_id uuid, user_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_enterprise_member(enterprise_id, user_id) $$;
create function public.list_enterprise_members(enterprise_id uuid)
returns table (user_id uuid, email text, display_name text, role public.member_role, joined_at timestamptz)
language sql stable set search_path = '' as $$ select * from private.list_enterprise_members(enterprise_id) $$;
create function public.list_enterprise_requests()
returns table (request_id uuid, enterprise_id uuid, enterprise_name text, user_id uuid, email text, display_name text,
               message text, state text, created_at timestamptz)
language sql stable set search_path = '' as $$ select * from private.list_enterprise_requests() $$;

grant execute on function
  private.register_enterprise(jsonb), public.register_enterprise(jsonb),
  private.update_enterprise(uuid, jsonb, integer), public.update_enterprise(uuid, jsonb, integer),
  private.create_enterprise_invitation(uuid, public.member_role, text), public.create_enterprise_invitation(uuid, public.member_role, text),
  private.cancel_enterprise_invitation(uuid), public.cancel_enterprise_invitation(uuid),
  private.join_enterprise(text, text), public.join_enterprise(text, text),
  private.request_enterprise(text, text), public.request_enterprise(text, text),
  private.decide_enterprise_request(uuid, boolean, text), public.decide_enterprise_request(uuid, boolean, text),
  private.remove_enterprise_member(uuid, uuid), public.remove_enterprise_member(uuid, uuid),
  private.list_enterprise_members(uuid), public.list_enterprise_members(uuid),
  private.list_enterprise_requests(), public.list_enterprise_requests()
  to authenticated;
