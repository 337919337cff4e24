-- Rows of files. The bytes lie in the file store of the deployment under the id, and are stored before the row is written:
-- a row never points to nothing, and bytes without a row are seen by nobody.

create trigger files_fixed before update or truncate on public.files
  for each statement execute function private.audit_append_only();

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('file:account', 120, 3600);

-- Room for one firm, and for one person in a day, whoever calls: 500 files, 500 MB, 200 files.
create function private.add_file(p_file_id uuid, p_enterprise_id uuid, p_name text, p_content_type text, p_size integer, p_sha256 text)
returns uuid
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_enterprise(p_enterprise_id);
begin
  perform from public.enterprises e where e.enterprise_id = p_enterprise_id for no key update;
  -- A retried request.
  if exists (select from public.files f where f.file_id = p_file_id and f.enterprise_id = p_enterprise_id
      and f.created_by = me and f.sha256 = p_sha256) then
    return p_file_id;
  end if;
  if (select count(*) >= 500 or coalesce(sum(f.size), 0) + p_size > 524288000 from public.files f
      where f.enterprise_id = p_enterprise_id) then
    perform private.fail('DT015', 'files');
  end if;
  if (select count(*) >= 200 from public.files f where f.created_by = me and f.created_at > now() - interval '1 day') then
    perform private.fail('DT008', 'files');
  end if;
  insert into public.files (file_id, enterprise_id, name, content_type, size, sha256, created_by)
    values (p_file_id, p_enterprise_id, p_name, p_content_type, p_size, p_sha256, me);
  return p_file_id;
end
$$;
comment on function private.add_file(uuid, uuid, text, text, integer, text) is 'A member of the firm or staff of its area put a stored file on record.';

create function public.add_file(file_id uuid, enterprise_id uuid, name text, content_type text, size integer, sha256 text) returns uuid
language sql volatile set search_path = '' as $$ select private.add_file(file_id, enterprise_id, name, content_type, size, sha256) $$;
grant execute on function private.add_file(uuid, uuid, text, text, integer, text),
  public.add_file(uuid, uuid, text, text, integer, text) to authenticated;

-- For the policies of Supabase Storage (README), which know an object by its name. Row level security would hide the row from
-- somebody who lost the right to read it, and so let them take back the bytes of a row.
create function private.file_on_record(p_name text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  -- Other names are no ids.
  if p_name !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return false;
  end if;
  return exists (select from public.files f where f.file_id = p_name::uuid);
end
$$;
comment on function private.file_on_record(text) is 'Whether a row has the bytes of this name, whoever asks.';

create function private.reads_file(p_name text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.file_on_record(p_name) then
    return false;
  end if;
  return private.sees_enterprise((select f.enterprise_id from public.files f where f.file_id = p_name::uuid));
end
$$;
comment on function private.reads_file(text) is 'Whether the person may read the row that has the bytes of this name.';
grant execute on function private.file_on_record(text), private.reads_file(text) to authenticated;
