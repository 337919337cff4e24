-- The log of what came since: what people wrote and signed, and answers that staff found, are logged as changed and never by
-- value; whole documents not at all. States, ids, dates, decisions and money stay: they are what has to be traced.

create or replace function private.audit_value(field text, value jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when value is null or value = 'null'::jsonb then 'null'::jsonb
    when field in (
      -- people
      'contact_name', 'contact_phone', 'contact_email', 'email', 'display_name', 'address', 'person_in_charge', 'signatory_name',
      -- firms
      'name', 'main_products', 'employees', 'revenue', 'capital',
      -- what somebody wrote
      'label', 'message', 'note', 'reason', 'return_reason', 'override_reason', 'decision_reason', 'need', 'comment', 'link',
      'title', 'title_vi', 'title_en', 'body_vi', 'body_en', 'results', 'difficulties', 'proposals') then '"•"'::jsonb
    -- An answer that staff found; a figure of a plan has the same name and is a number.
    when field = 'value' and jsonb_typeof(value) = 'object' then '"•"'::jsonb
    when field ~ '(code|token)_hash$' then '"•"'::jsonb
    when field = 'tax_code' then to_jsonb(private.mask_tax_code(value #>> '{}'))
    when field in ('document', 'criteria', 'decided_criteria', 'outline', 'result', 'figures', 'terms', 'priority', 'inputs',
      'accepted') then '"…"'::jsonb
    else value
  end
$$;
