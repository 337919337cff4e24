/**
 * What a hosted project has before its first migration and lite lacks: the API roles with their default privileges,
 * and the extensions in their schema. Defaults are as generous as on hosted Supabase, so that a migration that
 * forgets to revoke shows itself here too.
 */
export const BOOTSTRAP_SQL = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
  if not pg_has_role(current_user, 'anon', 'member') or not pg_has_role(current_user, 'authenticated', 'member')
    or not pg_has_role(current_user, 'service_role', 'member') then
    execute format('grant anon, authenticated, service_role to %I', current_user);
  end if;
end $$;
create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_trgm with schema extensions;
grant usage on schema extensions, auth, public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;

-- Somebody may register another person's address with a password of their own. When its owner then proves it by a
-- code or by recovery, and not by the mail of that registration, the unproven password must not become valid.
create or replace function auth.drop_unproven_password() returns trigger language plpgsql set search_path = '' as $body$
begin
  new.encrypted_password := null;
  new.confirmation_token := null;
  return new;
end $body$;
create or replace trigger drop_unproven_password before update of email_confirmed_at on auth.users for each row
  when (old.email_confirmed_at is null and new.email_confirmed_at is not null and length(old.confirmation_token) > 0
    and new.confirmation_token is not distinct from old.confirmation_token)
  execute function auth.drop_unproven_password();
`;

/** Names the session lock that lets one process at a time prepare and migrate a shared database. */
export const PREPARE_LOCK = `hashtextextended('dx-readiness: prepare', 0)`;
