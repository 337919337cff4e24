-- Several people act for a provider: each of them lets a colleague in by a single-use code, as an owner does into a firm.

create table public.provider_invitations (
  invitation_id uuid primary key default private.uuid7(),
  provider_id uuid not null references public.providers on delete cascade,
  code_hash text not null unique,
  -- A note of the inviter for whom the code is; nothing is sent to it.
  label text check (length(label) <= 120),
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references public.profiles on delete set null
);
comment on table public.provider_invitations is 'Single-use codes with which a person comes to act for a provider; only the hash is kept.';
create index provider_invitations_provider on public.provider_invitations (provider_id);
create index provider_invitations_used_by on public.provider_invitations (used_by);
create trigger provider_invitations_audit after insert or update or delete on public.provider_invitations
  for each row execute function private.audit('invitation_id');

-- Removals and codes of one provider queue up here, so that two people cannot remove each other.
create function private.require_provider_member(p_provider_id uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  perform from public.providers p where p.provider_id = p_provider_id for update;
  if not found or not p_provider_id = any (private.provider_ids()) then
    perform private.fail('DT001', 'provider');
  end if;
  return me;
end
$$;
comment on function private.require_provider_member(uuid) is 'The person, or an error unless they act for the provider, which is locked.';

create function private.create_provider_invitation(p_provider_id uuid, p_label text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_provider_member(p_provider_id);
  code text := private.new_code();
begin
  perform private.limit_person('invite:person');
  insert into public.provider_invitations (provider_id, code_hash, label, created_by, expires_at)
    values (p_provider_id, private.code_hash(code), private.clean(p_label), me, now() + interval '14 days');
  return code;
end
$$;
comment on function private.create_provider_invitation(uuid, text) is 'Whoever acts for a provider makes a single-use code; it is returned once and kept as a hash.';

create function private.cancel_provider_invitation(p_invitation_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_user();
  delete from public.provider_invitations i
    where i.invitation_id = p_invitation_id and i.used_at is null and i.provider_id = any (private.provider_ids());
  if not found then
    perform private.fail('DT001', 'invitation');
  end if;
end
$$;
comment on function private.cancel_provider_invitation(uuid) is 'Whoever acts for the provider takes back an unused code.';

create function private.join_provider(p_code text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  invitation public.provider_invitations;
begin
  perform private.limit_person('claim:person');
  select * into invitation from public.provider_invitations i where i.code_hash = private.code_hash(coalesce(p_code, '')) for update;
  -- No error: it would take back the count of a guess.
  if not found or (invitation.used_at is not null and invitation.used_by is distinct from me) then
    return null;
  end if;
  if invitation.used_at is not null then
    return invitation.provider_id;
  end if;
  -- A code ends with its maker's right to make it, and lets nobody back in who was removed.
  if invitation.expires_at <= now() or not exists (
      select from public.provider_members m join public.profiles p using (user_id)
      where m.provider_id = invitation.provider_id and m.user_id = invitation.created_by and p.disabled_at is null) then
    perform private.fail('DT007', 'invitation');
  end if;
  insert into public.provider_members (provider_id, user_id) values (invitation.provider_id, me) on conflict do nothing;
  update public.provider_invitations i set used_at = now(), used_by = me where i.invitation_id = invitation.invitation_id;
  return invitation.provider_id;
end
$$;
comment on function private.join_provider(text) is 'Redeems a code: the person acts for the provider. Null for a code that does not exist or was used by somebody else. Repeating it by the same person is harmless.';

create function private.remove_provider_member(p_provider_id uuid, p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_provider_member(p_provider_id);
  delete from public.provider_members m where m.provider_id = p_provider_id and m.user_id = p_user_id;
  if not found then
    perform private.fail('DT001', 'member');
  end if;
  -- Firms wait for answers: somebody has to be there.
  if not exists (select from public.provider_members m where m.provider_id = p_provider_id) then
    perform private.fail('DT013', 'provider');
  end if;
  delete from public.provider_invitations i where i.provider_id = p_provider_id and i.created_by = p_user_id and i.used_at is null;
end
$$;
comment on function private.remove_provider_member(uuid, uuid) is 'A person leaves a provider, or a colleague removes them; the last one stays.';

create function private.list_provider_members(p_provider_id uuid) returns table (user_id uuid, email text, display_name text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not p_provider_id = any (private.provider_ids()) then
    perform private.fail('DT001', 'provider');
  end if;
  return query select m.user_id, u.email::text, p.display_name
    from public.provider_members m join public.profiles p using (user_id) join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider_id order by coalesce(p.display_name, u.email);
end
$$;
comment on function private.list_provider_members(uuid) is 'Colleagues with their addresses, for whoever acts for the provider.';

create function public.create_provider_invitation(provider_id uuid, label text default null) returns text
language sql volatile set search_path = '' as $$ select private.create_provider_invitation(provider_id, label) $$;
create function public.cancel_provider_invitation(invitation_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.cancel_provider_invitation(invitation_id) $$;
create function public.join_provider(code text) returns uuid
language sql volatile set search_path = '' as $$ select private.join_provider(code) $$;
create function public.remove_provider_member(provider_id uuid, user_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_provider_member(provider_id, user_id) $$;
create function public.list_provider_members(provider_id uuid) returns table (user_id uuid, email text, display_name text)
language sql stable set search_path = '' as $$ select * from private.list_provider_members(provider_id) $$;
grant execute on function
  private.create_provider_invitation(uuid, text), public.create_provider_invitation(uuid, text),
  private.cancel_provider_invitation(uuid), public.cancel_provider_invitation(uuid),
  private.join_provider(text), public.join_provider(text),
  private.remove_provider_member(uuid, uuid), public.remove_provider_member(uuid, uuid),
  private.list_provider_members(uuid), public.list_provider_members(uuid) to authenticated;

alter table public.provider_invitations enable row level security;
create policy provider_invitations_read on public.provider_invitations for select to authenticated
  using (provider_id = any ((select private.provider_ids())::uuid[]));
comment on policy provider_invitations_read on public.provider_invitations is 'Whoever acts for the provider; never the hash.';
grant select (invitation_id, provider_id, label, created_by, created_at, expires_at, used_at, used_by)
  on public.provider_invitations to authenticated;
-- No write grants: the steps check and write.
