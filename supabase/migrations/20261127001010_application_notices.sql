-- The firm is told what becomes of its application, in the application and by mail, in the transaction in which it happens.

create function private.notify(p_users uuid[], p_kind text, p_parameters jsonb, p_link text, p_actor_too boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  with told as (
    insert into public.notifications (user_id, kind, parameters, link)
      select distinct p.user_id, p_kind, p_parameters, p_link from public.profiles p
      where p.user_id = any (p_users) and p.disabled_at is null and (p_actor_too or p.user_id is distinct from auth.uid())
      returning user_id
  )
  insert into public.outbox (user_id, kind, parameters, link) select t.user_id, p_kind, p_parameters, p_link from told t;
end
$$;
comment on function private.notify(uuid[], text, jsonb, text, boolean) is 'As notify() with four arguments; with actor_too also whoever does it, who wants a receipt.';

create or replace function private.notify(p_users uuid[], p_kind text, p_parameters jsonb, p_link text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- Nobody is told what they have just done themselves.
  perform private.notify(p_users, p_kind, p_parameters, p_link, false);
end
$$;

create function private.applications_told() returns trigger
language plpgsql security definer set search_path = '' as $$
declare kind text := case new.state when 'open' then 'application_received' when 'rejected' then 'application_declined'
  when 'assigned' then 'application_proposed' end;
begin
  -- An application that the firm takes back is no news to it.
  if kind is null or (tg_op = 'UPDATE' and new.state = old.state) then
    return null;
  end if;
  perform private.notify(
    array(select m.user_id from public.enterprise_members m where m.enterprise_id = new.enterprise_id), kind,
    (select jsonb_build_object('code', p.code, 'name_vi', p.name_vi, 'name_en', p.name_en)
      from public.packages p where p.package_id = new.package_id),
    '/my/support/applications', new.state = 'open');
  return null;
end
$$;
comment on function private.applications_told() is 'Trigger: tells the people of the firm that an application was received, turned down, or led to a proposal.';
create trigger applications_told after insert or update of state on public.applications
  for each row execute function private.applications_told();

-- What waits for an answer, the oldest first.
create index applications_open on public.applications (application_id) where state = 'open';
