-- Firms, who acts for them, and how a person comes to act for one that is already on record.

create type public.enterprise_kind as enum
  ('startup_project', 'household', 'startup', 'enterprise', 'cooperative', 'cooperative_group');
create type public.size_class as enum ('micro', 'small', 'medium', 'large');
create type public.member_role as enum ('owner', 'member');

create table public.enterprises (
  enterprise_id uuid primary key default private.uuid7(),
  kind public.enterprise_kind not null,
  name text not null check (length(btrim(name)) between 2 and 200),
  name_search text not null generated always as (private.fold(name)) stored,
  -- Format and reserved serials are enforced; the check digit only warns (before this, in the form).
  tax_code text unique check (
    tax_code ~ '^(\d{10}|\d{10}-\d{3}|\d{12})$'
    and (length(tax_code) = 12 or substr(tax_code, 3, 7) <> '0000000')
    and tax_code !~ '-000$'
  ),
  sector_id text not null references public.sectors on delete restrict,
  section_id text not null references public.sectors on delete restrict,
  main_products text check (length(main_products) <= 500),
  unit_id text not null references public.units on delete restrict,
  district_id text not null references public.units on delete restrict,
  address text check (length(address) <= 300),
  employees integer check (employees between 0 and 1000000),
  revenue bigint check (revenue between 0 and 1000000000000000),
  capital bigint check (capital between 0 and 1000000000000000),
  -- The firm may correct the group that its sector suggests (decree 80/2021 article 6).
  size_group text not null check (size_group in ('agriculture', 'industry', 'services')),
  size_class public.size_class,
  size_rule_version text,
  contact_name text check (length(contact_name) <= 120),
  contact_phone text check (contact_phone ~ '^\+\d{8,15}$'),
  contact_email text check (length(contact_email) <= 254),
  is_sample boolean not null default false,
  -- The last counted assessment, kept here because lists filter and sort by it.
  latest_assessment_id uuid,
  latest_submitted_at timestamptz,
  latest_level smallint check (latest_level between 0 and 5),
  latest_points integer,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  constraint enterprises_tax_code_needed check (tax_code is not null or kind in ('startup_project', 'cooperative_group'))
);
comment on table public.enterprises is 'One record per firm of any kind; the tax code is unique where there is one.';
create index enterprises_name on public.enterprises (name_search, enterprise_id);
create index enterprises_created on public.enterprises (created_at desc, enterprise_id desc);
create index enterprises_points on public.enterprises (coalesce(latest_points, -1) desc, enterprise_id desc);
create index enterprises_assessed on public.enterprises (coalesce(latest_submitted_at, '-infinity'::timestamptz) desc, enterprise_id desc);
create index enterprises_unit on public.enterprises (unit_id, coalesce(latest_points, -1) desc);
create index enterprises_district on public.enterprises (district_id, coalesce(latest_points, -1) desc);
create index enterprises_section on public.enterprises (section_id, size_class);
create index enterprises_sector on public.enterprises (sector_id);
create index enterprises_kind on public.enterprises (kind);
create index enterprises_size on public.enterprises (size_class);
create index enterprises_level on public.enterprises (latest_level);

-- Decree 80/2021 article 5: employees AND (revenue OR capital), tried from micro upwards. Without revenue yet (null or 0) capital
-- alone decides (article 9). Null when what is known does not decide it. Same rule as src/lib/domain/enterprise/size-class.ts.
create function private.size_class(
  p_group text, p_employees integer, p_revenue bigint, p_capital bigint, p_rule_version text
) returns public.size_class
language plpgsql stable set search_path = '' as $$
declare rule public.size_class_rules;
begin
  if p_employees is null then return null; end if;
  for rule in
    select * from public.size_class_rules r where r.rule_version = p_rule_version and r.size_group = p_group
    order by array_position(array['micro', 'small', 'medium'], r.size_class)
  loop
    if p_employees <= rule.max_employees then
      if (p_revenue > 0 and p_revenue <= rule.max_revenue) or p_capital <= rule.max_capital then
        return rule.size_class::public.size_class;
      end if;
      if p_capital is null then return null; end if;
    end if;
  end loop;
  return case when found then 'large'::public.size_class end;
end
$$;
comment on function private.size_class(text, integer, bigint, bigint, text) is 'Size class by decree 80/2021 article 5, or null when the inputs cannot tell.';

create function private.enterprises_derive() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  sector public.sectors;
  unit public.units;
begin
  select * into sector from public.sectors s where s.sector_id = new.sector_id;
  new.section_id := sector.section_id;
  new.size_group := coalesce(new.size_group, sector.size_group);
  select * into unit from public.units u where u.unit_id = new.unit_id;
  if unit.level is distinct from 'commune' then
    perform private.fail('DT004', 'unit_id');
  end if;
  if tg_op = 'UPDATE' and new.unit_id is distinct from old.unit_id and new.district_id = old.district_id then
    new.district_id := null;
  end if;
  new.district_id := coalesce(new.district_id, unit.district_id, unit.parent_id);
  if not (new.district_id = any (unit.district_ids) or new.district_id in (unit.district_id, unit.parent_id)) then
    perform private.fail('DT004', 'district_id');
  end if;
  select r.rule_version into new.size_rule_version from public.size_class_rules r
    where r.valid_from <= current_date and (r.valid_to is null or r.valid_to >= current_date)
    order by r.valid_from desc limit 1;
  new.size_class := private.size_class(new.size_group, new.employees, new.revenue, new.capital, new.size_rule_version);
  new.updated_at := now();
  if tg_op = 'UPDATE' then
    new.revision := old.revision + 1;
  end if;
  return new;
end
$$;
comment on function private.enterprises_derive() is 'Trigger: section, district, size class and revision follow from the other columns.';
create trigger enterprises_derive before insert or update of kind, name, tax_code, sector_id, main_products, unit_id,
  district_id, address, employees, revenue, capital, size_group, contact_name, contact_phone, contact_email, size_class,
  size_rule_version, section_id, revision
  on public.enterprises for each row execute function private.enterprises_derive();
create trigger enterprises_audit after insert or update or delete on public.enterprises
  for each row execute function private.audit('enterprise_id');

create table public.enterprise_members (
  enterprise_id uuid not null references public.enterprises on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  role public.member_role not null default 'member',
  joined_at timestamptz not null default now(),
  primary key (enterprise_id, user_id)
);
comment on table public.enterprise_members is 'People who act for a firm; owners also invite and decide.';
create index enterprise_members_user on public.enterprise_members (user_id);
create trigger enterprise_members_audit after insert or update or delete on public.enterprise_members
  for each row execute function private.audit('enterprise_id', 'user_id');

create table public.enterprise_invitations (
  invitation_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete cascade,
  role public.member_role not null,
  code_hash text not null unique,
  -- A note of the inviter for whom the code is; nothing is sent to it.
  label text check (length(label) <= 120),
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references public.profiles on delete set null
);
comment on table public.enterprise_invitations is 'Single-use codes with which a person joins a firm; only the hash is kept.';
create index enterprise_invitations_enterprise on public.enterprise_invitations (enterprise_id);
create index enterprise_invitations_used_by on public.enterprise_invitations (used_by);
create trigger enterprise_invitations_audit after insert or update or delete on public.enterprise_invitations
  for each row execute function private.audit('invitation_id');

create table public.enterprise_requests (
  request_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  message text check (length(message) <= 500),
  state text not null default 'pending' check (state in ('pending', 'approved', 'rejected')),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  reason text check (length(reason) <= 500)
);
comment on table public.enterprise_requests is 'Requests to act for a firm that is on record, decided by staff or a present owner.';
create unique index enterprise_requests_open on public.enterprise_requests (enterprise_id, user_id) where state = 'pending';
create index enterprise_requests_user on public.enterprise_requests (user_id);
create index enterprise_requests_pending on public.enterprise_requests (created_at) where state = 'pending';
create trigger enterprise_requests_audit after insert or update or delete on public.enterprise_requests
  for each row execute function private.audit('request_id');

-- Who may see what ------------------------------------------------------------------------------------------------------

create function private.enterprise_ids() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(m.enterprise_id), '{}') from public.enterprise_members m where m.user_id = private.uid()
  );
end
$$;
comment on function private.enterprise_ids() is 'Firms the person acts for.';

create function private.is_member(p_enterprise_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select from public.enterprise_members m
      where m.enterprise_id = p_enterprise_id and m.user_id = private.uid())
  );
end
$$;
comment on function private.is_member(uuid) is 'Whether the person acts for the firm.';

create function private.is_owner(p_enterprise_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select from public.enterprise_members m
      where m.enterprise_id = p_enterprise_id and m.user_id = private.uid() and m.role = 'owner')
  );
end
$$;
comment on function private.is_owner(uuid) is 'Whether the person is an owner of the firm in this application.';

create function private.staff_sees(p_enterprise_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.sees_all_enterprises() or exists (
      select from public.enterprises e where e.enterprise_id = p_enterprise_id
        and (e.unit_id = any (private.area_unit_ids()) or e.district_id = any (private.area_unit_ids())))
  );
end
$$;
comment on function private.staff_sees(uuid) is 'Whether the person is staff responsible for the firm''s area.';

create function private.sees_enterprise(p_enterprise_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.is_member(p_enterprise_id) or private.staff_sees(p_enterprise_id)
  );
end
$$;
comment on function private.sees_enterprise(uuid) is 'Member of the firm, or staff of its area.';

create function private.require_enterprise(p_enterprise_id uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  -- The same answer for "does not exist" and "not yours".
  if not private.sees_enterprise(p_enterprise_id) then
    perform private.fail('DT001', 'enterprise');
  end if;
  return me;
end
$$;
comment on function private.require_enterprise(uuid) is 'The person, or an error when the firm is not theirs to see.';

grant execute on function private.enterprise_ids(), private.is_member(uuid), private.is_owner(uuid),
  private.staff_sees(uuid), private.sees_enterprise(uuid) to authenticated;

alter table public.enterprises enable row level security;
create policy enterprises_read on public.enterprises for select to authenticated
  using (
    (select private.sees_all_enterprises())
    or enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or unit_id = any ((select private.area_unit_ids())::text[])
    or district_id = any ((select private.area_unit_ids())::text[])
  );
comment on policy enterprises_read on public.enterprises is 'Members see their firm, staff the firms of their area.';
grant select on public.enterprises to authenticated;
-- No write grants: register_enterprise() and update_enterprise() check and write.

alter table public.enterprise_members enable row level security;
create policy enterprise_members_read on public.enterprise_members for select to authenticated
  using (
    user_id = (select private.uid())
    or enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or private.staff_sees(enterprise_id)
  );
comment on policy enterprise_members_read on public.enterprise_members is 'Colleagues and staff of the area.';
grant select on public.enterprise_members to authenticated;

alter table public.enterprise_invitations enable row level security;
create policy enterprise_invitations_read on public.enterprise_invitations for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[]) or private.staff_sees(enterprise_id));
comment on policy enterprise_invitations_read on public.enterprise_invitations is 'Members and staff of the area; never the hash.';
grant select (invitation_id, enterprise_id, role, label, created_by, created_at, expires_at, used_at, used_by)
  on public.enterprise_invitations to authenticated;

alter table public.enterprise_requests enable row level security;
create policy enterprise_requests_read on public.enterprise_requests for select to authenticated
  using (
    user_id = (select private.uid())
    or enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or private.staff_sees(enterprise_id)
  );
comment on policy enterprise_requests_read on public.enterprise_requests is 'The asker, the firm''s people, staff of the area.';
grant select on public.enterprise_requests to authenticated;
