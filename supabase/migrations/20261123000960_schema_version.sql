-- /readyz compares this with the newest migration the application knows.

create function private.schema_version() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select max(m.version) from supabase_migrations.schema_migrations m);
end
$$;
comment on function private.schema_version() is 'Version of the newest migration applied here; nothing else of the history.';

create function public.schema_version() returns text
language sql stable set search_path = '' as $$ select private.schema_version() $$;
grant execute on function private.schema_version(), public.schema_version() to anon, authenticated;
