-- Accounts and roles. Roles are rows, never claims in a token: they hold at once and on every backend.

create type public.staff_role as enum ('officer', 'manager', 'district_officer', 'administrator');

create table public.profiles (
  user_id uuid primary key references auth.users on delete cascade,
  display_name text check (length(display_name) <= 120),
  locale text not null default 'vi' check (locale in ('vi', 'en')),
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'One row per account; a disabled account keeps its data and has no rights.';

create table public.staff_members (
  user_id uuid not null references public.profiles on delete cascade,
  role public.staff_role not null,
  granted_at timestamptz not null default now(),
  granted_by uuid,
  primary key (user_id, role)
);
comment on table public.staff_members is 'Roles of staff; one person may hold several.';

create table public.staff_areas (
  user_id uuid not null references public.profiles on delete cascade,
  unit_id text not null references public.units on delete cascade,
  primary key (user_id, unit_id)
);
comment on table public.staff_areas is 'Communes or old districts that a district officer works for.';
create index staff_areas_unit on public.staff_areas (unit_id);

create table public.staff_invitations (
  invitation_id uuid primary key default private.uuid7(),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  roles public.staff_role[] not null check (cardinality(roles) > 0),
  unit_ids text[] not null default '{}',
  invited_by uuid,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz,
  accepted_by uuid references public.profiles on delete set null
);
comment on table public.staff_invitations is 'A person whose confirmed address matches an open invitation receives its roles.';
create unique index staff_invitations_open on public.staff_invitations (email) where accepted_at is null;
create index staff_invitations_accepted_by on public.staff_invitations (accepted_by);

create table public.providers (
  provider_id uuid primary key default private.uuid7(),
  name text not null check (length(name) between 2 and 200),
  is_sample boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table public.providers is 'Solution providers.';

create table public.provider_members (
  provider_id uuid not null references public.providers on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  primary key (provider_id, user_id)
);
comment on table public.provider_members is 'People who act for a provider.';
create index provider_members_user on public.provider_members (user_id);

-- Who is asking. Null for a visitor and for a disabled account, so that every rule below fails closed.
-- Helpers are PL/pgSQL: it keeps their plans, while SQL functions that cannot be inlined are planned again in every statement.
create function private.uid() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select p.user_id from public.profiles p where p.user_id = auth.uid() and p.disabled_at is null
  );
end
$$;
comment on function private.uid() is 'The signed-in, not disabled person.';

create function private.has_role(wanted public.staff_role) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select from public.staff_members s where s.user_id = private.uid() and s.role = wanted)
  );
end
$$;
comment on function private.has_role(public.staff_role) is 'Whether the person holds a staff role now.';

create function private.is_staff() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select from public.staff_members s where s.user_id = private.uid())
  );
end
$$;
comment on function private.is_staff() is 'Whether the person holds any staff role now.';

-- Officers and managers work for the whole province. An administrator runs the deployment and sees no firm.
create function private.sees_all_enterprises() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.has_role('officer') or private.has_role('manager')
  );
end
$$;
comment on function private.sees_all_enterprises() is 'Officers and managers see every firm.';

create function private.area_unit_ids() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(a.unit_id), '{}') from public.staff_areas a
    where a.user_id = private.uid() and private.has_role('district_officer')
  );
end
$$;
comment on function private.area_unit_ids() is 'Units of a district officer.';

create function private.require_user() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.uid();
begin
  if me is null then
    perform private.fail(case when auth.uid() is null then 'DT002' else 'DT012' end, 'account');
  end if;
  return me;
end
$$;
comment on function private.require_user() is 'The person, or an error for visitors and disabled accounts.';

create function private.require_role(wanted public.staff_role) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.has_role(wanted) then
    perform private.fail('DT002', wanted::text);
  end if;
end
$$;
comment on function private.require_role(public.staff_role) is 'An error unless the person holds the role.';

grant execute on function private.uid(), private.has_role(public.staff_role), private.is_staff(),
  private.sees_all_enterprises(), private.area_unit_ids() to anon, authenticated;

-- Invitations are honoured only for a confirmed address: anybody can sign up with somebody else's.
create function private.accept_staff_invitations(p_user_id uuid, p_email text) returns void
language plpgsql security definer set search_path = '' as $$
declare invitation public.staff_invitations;
begin
  for invitation in
    update public.staff_invitations i set accepted_at = now(), accepted_by = p_user_id
    where i.email = lower(p_email) and i.accepted_at is null and i.expires_at > now()
    returning i.*
  loop
    insert into public.staff_members (user_id, role, granted_by)
      select p_user_id, r, invitation.invited_by from unnest(invitation.roles) as r
      on conflict do nothing;
    insert into public.staff_areas (user_id, unit_id)
      select p_user_id, u from unnest(invitation.unit_ids) as u on conflict do nothing;
  end loop;
end
$$;
comment on function private.accept_staff_invitations(uuid, text) is 'Turns open invitations of a confirmed address into roles.';

create function private.on_auth_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (user_id) values (new.id) on conflict do nothing;
  if new.email is not null and new.email_confirmed_at is not null then
    perform private.accept_staff_invitations(new.id, new.email);
  end if;
  return null;
end
$$;
comment on function private.on_auth_user() is 'Trigger: a new account gets its profile, a confirmed address its invitations.';
create trigger on_auth_user_created after insert on auth.users
  for each row execute function private.on_auth_user();
create trigger on_auth_user_confirmed after update of email_confirmed_at, email on auth.users
  for each row execute function private.on_auth_user();

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.profiles enable row level security;
create policy profiles_read on public.profiles for select to authenticated
  using (user_id = (select auth.uid()) or (select private.has_role('administrator')));
comment on policy profiles_read on public.profiles is 'A person sees their own profile, an administrator all.';
create policy profiles_update on public.profiles for update to authenticated
  using (user_id = (select private.uid())) with check (user_id = (select private.uid()));
comment on policy profiles_update on public.profiles is 'A person changes their own name and language.';
grant select on public.profiles to authenticated;
grant update (display_name, locale) on public.profiles to authenticated;
-- No insert or delete grant: the trigger makes profiles, deleting the account removes them.

alter table public.staff_members enable row level security;
create policy staff_members_read on public.staff_members for select to authenticated
  using (user_id = (select private.uid()) or (select private.has_role('administrator')));
comment on policy staff_members_read on public.staff_members is 'Own roles; an administrator sees all.';
grant select on public.staff_members to authenticated;
-- No write grant: roles change through set_staff_roles() and invitations.

alter table public.staff_areas enable row level security;
create policy staff_areas_read on public.staff_areas for select to authenticated
  using (user_id = (select private.uid()) or (select private.has_role('administrator')));
comment on policy staff_areas_read on public.staff_areas is 'Own areas; an administrator sees all.';
grant select on public.staff_areas to authenticated;

alter table public.staff_invitations enable row level security;
create policy staff_invitations_read on public.staff_invitations for select to authenticated
  using ((select private.has_role('administrator')));
comment on policy staff_invitations_read on public.staff_invitations is 'Administrators only.';
grant select on public.staff_invitations to authenticated;

alter table public.providers enable row level security;
create policy providers_read on public.providers for select to authenticated
  using (
    (select private.is_staff())
    or provider_id in (select m.provider_id from public.provider_members m where m.user_id = (select private.uid()))
  );
comment on policy providers_read on public.providers is 'Staff, and the provider itself.';
grant select on public.providers to authenticated;

alter table public.provider_members enable row level security;
create policy provider_members_read on public.provider_members for select to authenticated
  using (user_id = (select private.uid()));
comment on policy provider_members_read on public.provider_members is 'A person sees their own membership.';
grant select on public.provider_members to authenticated;

create policy audit_log_read on public.audit_log for select to authenticated
  using ((select private.has_role('administrator')));
comment on policy audit_log_read on public.audit_log is 'Administrators read the log; nobody writes it.';
grant select on public.audit_log to authenticated;

create trigger profiles_audit after insert or update or delete on public.profiles
  for each row execute function private.audit('user_id');
create trigger staff_members_audit after insert or update or delete on public.staff_members
  for each row execute function private.audit('user_id', 'role');
create trigger staff_areas_audit after insert or update or delete on public.staff_areas
  for each row execute function private.audit('user_id', 'unit_id');
create trigger staff_invitations_audit after insert or update or delete on public.staff_invitations
  for each row execute function private.audit('invitation_id');
create trigger provider_members_audit after insert or update or delete on public.provider_members
  for each row execute function private.audit('provider_id', 'user_id');

-- Administration --------------------------------------------------------------------------------------------------------

create function private.check_units(unit_ids text[]) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if exists (select from unnest(unit_ids) as u where not exists (select from public.units x where x.unit_id = u)) then
    perform private.fail('DT004', 'unit_ids');
  end if;
end
$$;

create function private.invite_staff(p_email text, p_roles public.staff_role[], p_unit_ids text[]) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(btrim(p_email));
  invitation uuid;
  existing uuid;
begin
  perform private.require_role('administrator');
  if address !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or coalesce(cardinality(p_roles), 0) = 0
      or array_position(p_roles, null) is not null then
    perform private.fail('DT004', 'invitation');
  end if;
  if 'district_officer' = any (p_roles) and coalesce(cardinality(p_unit_ids), 0) = 0 then
    perform private.fail('DT004', 'unit_ids');
  end if;
  perform private.check_units(p_unit_ids);
  insert into public.staff_invitations as i (email, roles, unit_ids, invited_by)
    values (address, p_roles, coalesce(p_unit_ids, '{}'), private.uid())
    on conflict (email) where accepted_at is null do update
      set roles = excluded.roles, unit_ids = excluded.unit_ids, invited_by = excluded.invited_by,
          invited_at = now(), expires_at = now() + interval '14 days'
    returning i.invitation_id into invitation;
  select u.id into existing from auth.users u where lower(u.email) = address and u.email_confirmed_at is not null;
  if found then
    perform private.accept_staff_invitations(existing, address);
  end if;
  return invitation;
end
$$;
comment on function private.invite_staff(text, public.staff_role[], text[]) is 'Administrator invites an address; an account that exists receives the roles at once.';

-- A deployment without an administrator cannot be repaired from inside. The lock makes two removals at once queue up.
create function private.keep_an_administrator() returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('last_administrator'));
  if not exists (
    select from public.staff_members s join public.profiles p using (user_id)
    where s.role = 'administrator' and p.disabled_at is null
  ) then
    perform private.fail('DT014', 'administrator');
  end if;
end
$$;

create function private.set_staff_roles(p_user_id uuid, p_roles public.staff_role[], p_unit_ids text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  perform pg_advisory_xact_lock(hashtext('last_administrator'));
  if not exists (select from public.profiles p where p.user_id = p_user_id) then
    perform private.fail('DT001', 'user');
  end if;
  if 'district_officer' = any (p_roles) and coalesce(cardinality(p_unit_ids), 0) = 0 then
    perform private.fail('DT004', 'unit_ids');
  end if;
  perform private.check_units(p_unit_ids);
  delete from public.staff_members s where s.user_id = p_user_id and not s.role = any (coalesce(p_roles, '{}'));
  insert into public.staff_members (user_id, role, granted_by)
    select p_user_id, r, private.uid() from unnest(p_roles) as r on conflict do nothing;
  delete from public.staff_areas a where a.user_id = p_user_id and not a.unit_id = any (coalesce(p_unit_ids, '{}'));
  insert into public.staff_areas (user_id, unit_id)
    select p_user_id, u from unnest(p_unit_ids) as u on conflict do nothing;
  perform private.end_codes_of(p_user_id);
  perform private.keep_an_administrator();
end
$$;
comment on function private.set_staff_roles(uuid, public.staff_role[], text[]) is 'Administrator sets the roles and areas of a person; the last administrator stays.';

create function private.set_user_disabled(p_user_id uuid, p_disabled boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  perform pg_advisory_xact_lock(hashtext('last_administrator'));
  if p_disabled is null then
    perform private.fail('DT004', 'disabled');
  end if;
  update public.profiles p set disabled_at = case when p_disabled then coalesce(p.disabled_at, now()) end
    where p.user_id = p_user_id;
  if not found then
    perform private.fail('DT001', 'user');
  end if;
  perform private.end_codes_of(p_user_id);
  perform private.keep_an_administrator();
end
$$;
comment on function private.set_user_disabled(uuid, boolean) is 'Administrator disables or enables an account; the last administrator stays.';

create function private.cancel_staff_invitation(p_invitation_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  delete from public.staff_invitations i where i.invitation_id = p_invitation_id and i.accepted_at is null;
  if not found then
    perform private.fail('DT001', 'invitation');
  end if;
end
$$;
comment on function private.cancel_staff_invitation(uuid) is 'Administrator takes back an open invitation.';

-- The address of an account lies in the auth schema, so the list is a function and not a view.
create function private.list_users(p_search text, p_staff_only boolean, p_after uuid, p_size integer, p_user_id uuid)
returns table (user_id uuid, email text, display_name text, roles public.staff_role[], unit_ids text[],
               disabled_at timestamptz, created_at timestamptz, last_sign_in_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return query
    select p.user_id, u.email::text, p.display_name,
      array(select s.role from public.staff_members s where s.user_id = p.user_id order by s.role),
      array(select a.unit_id from public.staff_areas a where a.user_id = p.user_id order by a.unit_id),
      p.disabled_at, p.created_at, u.last_sign_in_at::timestamptz
    from public.profiles p join auth.users u on u.id = p.user_id
    where (p_search is null or lower(u.email) like private.like_pattern(p_search)
        or private.fold(coalesce(p.display_name, '')) like private.like_pattern(p_search))
      and (not coalesce(p_staff_only, false) or exists (select from public.staff_members s where s.user_id = p.user_id))
      and (p_user_id is null or p.user_id = p_user_id)
      -- Pages go on after a person, named by id: addresses do not belong into links.
      and (p_after is null or u.email::text > (select before.email::text from auth.users before where before.id = p_after))
    order by u.email::text
    limit least(greatest(coalesce(p_size, 50), 1), 200);
end
$$;
comment on function private.list_users(text, boolean, uuid, integer, uuid) is 'Administrator lists accounts in the order of their addresses, or one of them.';

-- Used by the first start of a deployment, when nobody can invite yet.
create function private.grant_first_administrator(p_email text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.staff_members s where s.role = 'administrator') then
    return false;
  end if;
  insert into public.staff_invitations (email, roles) values (lower(btrim(p_email)), '{administrator}')
    on conflict (email) where accepted_at is null do update set roles = excluded.roles, expires_at = now() + interval '14 days';
  perform private.accept_staff_invitations(u.id, u.email::text) from auth.users u
    where lower(u.email) = lower(btrim(p_email)) and u.email_confirmed_at is not null;
  return true;
end
$$;
comment on function private.grant_first_administrator(text) is 'Operator command: invites the first administrator while there is none. Not granted to any API role.';

-- Own account -----------------------------------------------------------------------------------------------------------

create function public.invite_staff(email text, roles public.staff_role[], unit_ids text[] default '{}') returns uuid
language sql volatile set search_path = '' as $$ select private.invite_staff(email, roles, unit_ids) $$;
create function public.cancel_staff_invitation(invitation_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.cancel_staff_invitation(invitation_id) $$;
create function public.set_staff_roles(user_id uuid, roles public.staff_role[], unit_ids text[] default '{}') returns void
language sql volatile set search_path = '' as $$ select private.set_staff_roles(user_id, roles, unit_ids) $$;
create function public.set_user_disabled(user_id uuid, disabled boolean) returns void
language sql volatile set search_path = '' as $$ select private.set_user_disabled(user_id, disabled) $$;
create function public.list_users(search text default null, staff_only boolean default false, after uuid default null, size integer default 50,
  user_id uuid default null)
returns table (user_id uuid, email text, display_name text, roles public.staff_role[], unit_ids text[],
               disabled_at timestamptz, created_at timestamptz, last_sign_in_at timestamptz)
language sql stable set search_path = '' as $$ select * from private.list_users(search, staff_only, after, size, user_id) $$;

grant execute on function private.invite_staff(text, public.staff_role[], text[]),
  private.cancel_staff_invitation(uuid), private.set_staff_roles(uuid, public.staff_role[], text[]),
  private.set_user_disabled(uuid, boolean), private.list_users(text, boolean, uuid, integer, uuid),
  public.invite_staff(text, public.staff_role[], text[]), public.cancel_staff_invitation(uuid),
  public.set_staff_roles(uuid, public.staff_role[], text[]), public.set_user_disabled(uuid, boolean),
  public.list_users(text, boolean, uuid, integer, uuid) to authenticated;
