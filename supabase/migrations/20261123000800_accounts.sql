-- What a person can know and do about their own account, and the log of exports.

create table public.export_log (
  export_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor uuid not null,
  kind text not null check (kind in ('my_data', 'enterprises', 'assessments', 'result_pdf')),
  filters jsonb not null default '{}',
  rows integer not null check (rows >= 0)
);
comment on table public.export_log is 'Who took personal data out of the system, when, with which filters. Append-only.';
create index export_log_actor on public.export_log (actor, export_id);
create trigger export_log_append_only before update or delete or truncate on public.export_log
  for each statement execute function private.audit_append_only();
alter table public.export_log enable row level security;
create policy export_log_read on public.export_log for select to authenticated
  using (actor = (select private.uid()) or (select private.has_role('administrator')));
comment on policy export_log_read on public.export_log is 'Own exports; an administrator sees all.';
grant select on public.export_log to authenticated;

create function private.log_export(p_kind text, p_filters jsonb, p_rows integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- Append-only, so nobody may fill it.
  if length(p_filters::text) > 2000 then
    perform private.fail('DT015', 'filters');
  end if;
  insert into public.export_log (actor, kind, filters, rows)
    values (private.require_user(), p_kind, coalesce(p_filters, '{}'), p_rows);
end
$$;
comment on function private.log_export(text, jsonb, integer) is 'Records an export of the caller.';

create function private.my_roles() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'staff', array(select s.role from public.staff_members s where s.user_id = p.user_id order by s.role),
      'units', array(select a.unit_id from public.staff_areas a where a.user_id = p.user_id order by a.unit_id),
      'enterprises', (select count(*) from public.enterprise_members m where m.user_id = p.user_id),
      'provider', exists (select from public.provider_members m where m.user_id = p.user_id),
      'display_name', p.display_name,
      'locale', p.locale)
    from public.profiles p where p.user_id = private.uid()
  );
end
$$;
comment on function private.my_roles() is 'Roles, areas, name and language of the caller; null for a visitor or a disabled account.';

create function private.export_my_data() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  data jsonb;
begin
  select jsonb_build_object(
    'exported_at', now(),
    'account', (select jsonb_build_object('email', u.email, 'created_at', p.created_at, 'display_name', p.display_name, 'locale', p.locale)
      from public.profiles p join auth.users u on u.id = p.user_id where p.user_id = me),
    'staff_roles', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from public.staff_members s where s.user_id = me),
    'staff_areas', (select coalesce(jsonb_agg(a.unit_id), '[]') from public.staff_areas a where a.user_id = me),
    'enterprises', (select coalesce(jsonb_agg(to_jsonb(e) - 'name_search' || jsonb_build_object('my_role', m.role,
        'assessments', (select coalesce(jsonb_agg(to_jsonb(a) order by a.started_at), '[]')
          from public.assessments a where a.enterprise_id = e.enterprise_id))), '[]')
      from public.enterprise_members m join public.enterprises e using (enterprise_id) where m.user_id = me),
    'requests', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from public.enterprise_requests r where r.user_id = me),
    'exports', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from public.export_log x where x.actor = me),
    'changes_by_me', (select coalesce(jsonb_agg(jsonb_build_object('at', l.at, 'table', l.table_name, 'record', l.record_id, 'action', l.action)
        order by l.audit_id), '[]') from public.audit_log l where l.actor = me)
  ) into data;
  perform private.log_export('my_data', '{}', 1);
  return data;
end
$$;
comment on function private.export_my_data() is 'Everything that is kept about the caller, as one document; the export is logged.';

-- The account and what identifies the person go; the firm, its assessments and the log (by a bare id) stay, as the programme
-- has to account for them.
create function private.delete_my_account() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  perform pg_advisory_xact_lock(hashtext('last_administrator'));
  -- As in remove_enterprise_member: two owners leaving at once queue up at the firm.
  perform from public.enterprises e where e.enterprise_id = any (private.enterprise_ids()) order by e.enterprise_id for update;
  if exists (
    select from public.enterprise_members mine where mine.user_id = me and mine.role = 'owner'
      and exists (select from public.enterprise_members o where o.enterprise_id = mine.enterprise_id and o.user_id <> me)
      and not exists (select from public.enterprise_members o
        where o.enterprise_id = mine.enterprise_id and o.user_id <> me and o.role = 'owner')
  ) then
    perform private.fail('DT013', 'enterprise');
  end if;
  delete from public.staff_invitations i using auth.users u
    where u.id = me and (i.email = lower(u.email) or i.accepted_by = me);
  delete from public.enterprise_invitations i where i.created_by = me and i.used_at is null;
  if private.has_role('administrator') then
    delete from public.staff_members s where s.user_id = me and s.role = 'administrator';
    perform private.keep_an_administrator();
  end if;
  delete from auth.users u where u.id = me;
end
$$;
comment on function private.delete_my_account() is 'Erases the caller''s account; refuses the last administrator and an owner whose colleagues would be left without one.';

create function public.log_export(kind text, filters jsonb, rows integer) returns void
language sql volatile set search_path = '' as $$ select private.log_export(kind, filters, rows) $$;
create function public.my_roles() returns jsonb
language sql stable set search_path = '' as $$ select private.my_roles() $$;
create function public.export_my_data() returns jsonb
language sql volatile set search_path = '' as $$ select private.export_my_data() $$;
create function public.delete_my_account() returns void
language sql volatile set search_path = '' as $$ select private.delete_my_account() $$;
grant execute on function
  private.log_export(text, jsonb, integer), public.log_export(text, jsonb, integer),
  private.my_roles(), public.my_roles(),
  private.export_my_data(), public.export_my_data(),
  private.delete_my_account(), public.delete_my_account()
  to authenticated;
