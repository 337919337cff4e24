-- What came with providers, needs and leads, in mails, in the log and in the export of one's own data. In the log: what people wrote to each
-- other is logged as changed and never by value; what a provider publishes about itself and its solutions stays readable.

create or replace function private.audit_value(field text, value jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when value is null or value = 'null'::jsonb then 'null'::jsonb
    when field in (
      -- people
      'contact_name', 'contact_phone', 'contact_email', 'email', 'display_name', 'address', 'person_in_charge', 'signatory_name',
      -- firms
      'name', 'main_products', 'employees', 'revenue', 'capital', 'budget_min', 'budget_max', 'promise_price',
      -- what somebody wrote
      'label', 'message', 'note', 'reason', 'called_off_reason', 'return_reason', 'override_reason', 'decision_reason', 'need', 'comment', 'link',
      'title', 'title_vi', 'title_en', 'body_vi', 'body_en', 'results', 'difficulties', 'proposals',
      'purpose', 'promise', 'body') then '"•"'::jsonb
    -- An answer that staff found; a figure of a plan has the same name and is a number.
    when field = 'value' and jsonb_typeof(value) = 'object' then '"•"'::jsonb
    when field ~ '(code|token)_hash$' then '"•"'::jsonb
    when field = 'tax_code' then to_jsonb(private.mask_tax_code(value #>> '{}'))
    when field in ('document', 'criteria', 'decided_criteria', 'outline', 'result', 'figures', 'terms', 'priority', 'inputs',
      'accepted', 'parameters') then '"…"'::jsonb
    else value
  end
$$;

-- A lead runs out when nobody answers, a withdrawal has to be known, and to a class that is called off people would come in vain;
-- all else may wait for the digest.
insert into private.notification_kinds (kind, necessary) values
  ('application_received', false),
  ('application_declined', false),
  ('application_proposed', false),
  ('feedback_assigned', false),
  ('course_place', false),
  ('course_changed', false),
  ('course_called_off', true),
  ('provider_submitted', false),
  ('provider_approve', false),
  ('provider_ask_changes', false),
  ('provider_suspend', false),
  ('solution_approve', false),
  ('solution_ask_changes', false),
  ('solution_suspend', false),
  ('lead_new', true),
  ('lead_reminder', true),
  ('lead_accepted', false),
  ('lead_declined', false),
  ('lead_expired', false),
  ('lead_contacted', false),
  ('lead_quoted', false),
  ('lead_won', false),
  ('lead_lost', false),
  ('lead_reported', false),
  ('lead_delivered', false),
  ('lead_returned', false),
  ('lead_disputed', false),
  ('lead_dispute', false),
  ('lead_settled', false),
  ('lead_withdrawn', true),
  ('lead_message', false);

alter function private.export_my_data() rename to export_data_without_leads;
revoke execute on function private.export_data_without_leads() from authenticated;

create function private.export_lead_data(p_user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(part, private.rows_of(p_user_id, table_name, who, keys)) from (values
      ('provider_reviews', 'provider_reviews', '{actor}'::text[], '.*_id|step|reason|approved_until|at'),
      ('provider_codes', 'provider_invitations', '{created_by,used_by}', '.*_id|label|created_at|expires_at|used_at'),
      ('lead_rules_set', 'lead_rules', '{created_by}', 'version|.*_days|consent_months|created_at'),
      ('needs_stated', 'needs', '{created_by}', '.*_id|purpose|wanted_by|budget_min|budget_max|urgency|state|created_at'),
      ('lead_consents', 'lead_consents', '{given_by,withdrawn_by}', '.*_id|version|locale|fields|channel|given_at|expires_on|withdrawn_at'),
      ('lead_steps', 'lead_moves', '{actor}', '.*_id|step|from_state|to_state|reason|at'),
      ('lead_messages', 'lead_messages', '{author}', '.*_id|side|body|at'),
      ('lead_ratings', 'lead_ratings', '{author}', '.*_id|side|score|body|state|at'),
      ('ratings_moderated', 'lead_ratings', '{moderated_by}', '.*_id|side|state|moderated_at')
    ) as parts (part, table_name, who, keys)
  ) || jsonb_build_object('providers', (
    select coalesce(jsonb_agg(jsonb_build_object('provider_id', p.provider_id, 'name', p.name, 'contact_name', p.contact_name,
      'contact_phone', p.contact_phone, 'contact_email', p.contact_email)), '[]')
    from public.provider_members m join public.providers p using (provider_id) where m.user_id = p_user_id));
end
$$;
comment on function private.export_lead_data(uuid) is 'What the person has to do with in providers, needs, consents and leads.';

create function private.export_my_data() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.export_data_without_leads() || private.export_lead_data(private.uid())
    || jsonb_build_object('mail_choice', (select p.mail_choice from public.profiles p where p.user_id = private.uid()));
end
$$;
comment on function private.export_my_data() is 'Every row that names the person, as one document; limited and logged.';
grant execute on function private.export_my_data() to authenticated;
