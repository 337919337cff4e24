-- Bytes whose row was never written: the clock asks which of those that lie in the store are on record.

create function private.files_off_record(p_file_ids uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if cardinality(p_file_ids) > 1000 then
    perform private.fail('DT015', 'file_ids');
  end if;
  -- A database without any file is hardly the one that the store belongs to: one wrong address must not cost the evidence.
  if not exists (select from public.files) then
    return '{}';
  end if;
  return array(select i.id from unnest(p_file_ids) as i (id) where not exists (select from public.files f where f.file_id = i.id));
end
$$;
comment on function private.files_off_record(uuid[]) is 'Job: which of up to 1,000 ids no row has; none where no file is on record at all.';

create function public.files_off_record(file_ids uuid[]) returns uuid[]
language sql stable set search_path = '' as $$ select private.files_off_record(file_ids) $$;
grant execute on function private.files_off_record(uuid[]), public.files_off_record(uuid[]) to service_role;
