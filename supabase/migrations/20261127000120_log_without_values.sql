-- An administrator reads the log and sees no firm's record: what a firm is called, makes, earns and answers, and what people
-- write about it, is logged as changed and never by value. Ids, states, levels and points stay, so that a step can be traced.

create or replace function private.audit_value(field text, value jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when value is null or value = 'null'::jsonb then 'null'::jsonb
    when field in (
      -- people
      'contact_name', 'contact_phone', 'contact_email', 'email', 'display_name', 'address',
      -- firms
      'name', 'main_products', 'employees', 'revenue', 'capital',
      -- what somebody wrote
      'label', 'message', 'note', 'reason', 'return_reason') then '"•"'::jsonb
    when field ~ '(code|token)_hash$' then '"•"'::jsonb
    when field = 'tax_code' then to_jsonb(private.mask_tax_code(value #>> '{}'))
    when field in ('document', 'criteria', 'outline', 'result') then '"…"'::jsonb
    else value
  end
$$;
comment on function private.audit_value(text, jsonb) is 'What the log keeps of a field: that it changed, where the value is a person''s or a firm''s.';

create or replace function private.changed_answers(before jsonb, after jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(key, jsonb_build_array(
      case when nullif(before -> key -> 'value', 'null') is not null then '•' end,
      case when nullif(after -> key -> 'value', 'null') is not null then '•' end)), '{}')
  from (
    select key from jsonb_each(before) union select key from jsonb_each(after)
  ) as keys (key)
  where before -> key is distinct from after -> key
$$;
comment on function private.changed_answers(jsonb, jsonb) is 'By criterion, whether there was an answer and whether there is one; not which.';

create or replace function private.log_export(p_kind text, p_filters jsonb, p_rows integer) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  -- Append-only, so nobody may fill it.
  perform private.limit_person('export:person');
  if length(p_filters::text) > 2000 then
    perform private.fail('DT015', 'filters');
  end if;
  -- A search is for a firm's name or tax code: that there was one is enough.
  insert into public.export_log (actor, kind, filters, rows)
    values (me, p_kind, coalesce(p_filters, '{}') || case when p_filters ->> 'q' is not null then '{"q": "•"}'::jsonb else '{}' end, p_rows);
end
$$;

-- What was logged by value until now. The triggers keep everybody else from it, and afterwards this migration too.
alter table public.audit_log disable trigger audit_log_append_only;
update public.audit_log l set changes = (
    select jsonb_object_agg(c.key, case
      when c.key = 'answers' then (
        select coalesce(jsonb_object_agg(a.key, jsonb_build_array(
          case when nullif(a.value -> 0, 'null') is not null then '•' end,
          case when nullif(a.value -> 1, 'null') is not null then '•' end)), '{}') from jsonb_each(c.value) as a)
      else jsonb_build_array(private.audit_value(c.key, c.value -> 0), private.audit_value(c.key, c.value -> 1)) end)
    from jsonb_each(l.changes) as c)
  where l.table_name in ('enterprises', 'enterprise_requests', 'assessments', 'questionnaire_versions') and l.changes <> '{}';
alter table public.audit_log enable trigger audit_log_append_only;

alter table public.export_log disable trigger export_log_append_only;
update public.export_log x set filters = x.filters || '{"q": "•"}' where x.filters ->> 'q' is not null;
alter table public.export_log enable trigger export_log_append_only;
