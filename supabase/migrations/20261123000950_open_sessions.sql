-- An access token is valid until it runs out, up to an hour, whatever happens to the sign-in it came from. Whoever signs
-- out everywhere, or changes a password, means now: a token counts only while its session is there.

create function private.session_is_open() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select auth.jwt() ->> 'session_id' is null
      or exists (select from auth.sessions s where s.id = (auth.jwt() ->> 'session_id')::uuid)
  );
end
$$;
comment on function private.session_is_open() is 'Whether the sign-in of the token was not ended; true for tokens that name none.';

create or replace function private.uid() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select p.user_id from public.profiles p
    where p.user_id = auth.uid() and p.disabled_at is null and private.session_is_open()
  );
end
$$;
comment on function private.uid() is 'The person of an open session whose account is not disabled.';

create or replace function private.require_user() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.uid();
begin
  if me is null then
    perform private.fail(case
      when auth.uid() is null then 'DT002'
      when not private.session_is_open() then 'DT016'
      else 'DT012' end, 'account');
  end if;
  return me;
end
$$;
comment on function private.require_user() is 'The person, or an error for visitors, ended sessions and disabled accounts.';
