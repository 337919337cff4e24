-- Each change of a firm is a line of the log, which nobody may fill.
insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('update:person', 1000, 86400);

alter function private.update_enterprise(uuid, jsonb, integer) rename to change_enterprise;
revoke execute on function private.change_enterprise(uuid, jsonb, integer) from authenticated;

create function private.update_enterprise(p_enterprise_id uuid, p_details jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_enterprise(p_enterprise_id);
  perform private.limit_person('update:person');
  return private.change_enterprise(p_enterprise_id, p_details, p_revision);
end
$$;
comment on function private.update_enterprise(uuid, jsonb, integer) is 'change_enterprise() within the caller''s limit.';
grant execute on function private.update_enterprise(uuid, jsonb, integer) to authenticated;
