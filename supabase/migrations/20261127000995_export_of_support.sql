-- The export of one's own data, with what came since: support, targets, reports. tests/db/rpc/export.test.ts finds the columns.

alter function private.export_my_data() rename to export_account_data;
revoke execute on function private.export_account_data() from authenticated;

-- Keys, states, times and what the person wrote; other people and what they wrote are left out.
create function private.rows_of(p_user_id uuid, p_table text, p_who text[], p_keys text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare found_rows jsonb;
begin
  execute format(
    'select coalesce(jsonb_agg((select jsonb_object_agg(x.key, x.value) from jsonb_each(to_jsonb(t)) as x where x.key ~ $2)), ''[]'')
     from public.%I t where $1 = any (array[%s])',
    p_table, (select string_agg(format('t.%I', w), ', ') from unnest(p_who) as w)
  ) into found_rows using p_user_id, '^(' || p_keys || ')$';
  return found_rows;
end
$$;
comment on function private.rows_of(uuid, text, text[], text) is 'Rows of a table whose columns of people name a person, with the fields whose names fit the pattern.';

create function private.export_support_data(p_user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(part, private.rows_of(p_user_id, table_name, who, keys)) from (values
      ('notifications', 'notifications', '{user_id}'::text[], 'kind|parameters|link|created_at|read_at'),
      ('mails', 'outbox', '{user_id}', 'kind|created_at|state'),
      ('applications_made', 'applications', '{applied_by}', '.*_id|state|own_contribution|person_in_charge|need|applied_at'),
      ('applications_decided', 'applications', '{decided_by}', '.*_id|state|reason|decided_at'),
      ('files_added', 'files', '{created_by}', '.*_id|name|content_type|size|created_at'),
      ('findings', 'verifications', '{created_by}', '.*_id|criterion|verdict|value|note|link|visited_on|created_at'),
      ('assignments_handled', 'assignments', '{proposed_by,approved_by}', '.*_id|state|proposed_at|approved_at|override_reason'),
      ('assignment_steps', 'assignment_moves', '{actor}', '.*_id|step|from_state|to_state|reason|at'),
      ('evidence_added', 'assignment_evidence', '{created_by}', '.*_id|note|link|created_at'),
      ('packages_made', 'packages', '{created_by}', '.*_id|code|created_at'),
      ('weights_set', 'priority_weights', '{created_by}', 'version|note|created_at'),
      ('allocation_runs', 'allocation_runs', '{started_by}', '.*_id|state|started_at'),
      ('paths_set', 'target_paths', '{updated_by}', '.*_id|year|value|updated_at'),
      ('counts_entered', 'registered_counts', '{entered_by}', '.*_id|year|count|source|entered_at'),
      ('events_entered', 'awareness_events', '{entered_by}', '.*_id|kind|title|held_on|entered_at'),
      ('nomination_rules_set', 'nomination_rules', '{updated_by}', '.*_id|updated_at'),
      ('nominations_handled', 'nominations', '{nominated_by,decided_by}', '.*_id|state|nominated_at|decided_at|decided_on|decision_number'),
      ('marks_given', 'nomination_scores', '{reviewer}', '.*_id|score|comment|scored_at'),
      ('story_consents', 'story_consents', '{given_by,withdrawn_by}', '.*_id|version|locale|given_at|withdrawn_at'),
      ('stories_written', 'stories', '{updated_by,published_by}', '.*_id|title_.*|body_.*|updated_at|published_at'),
      ('reports_handled', 'reports', '{created_by,finalised_by}', '.*_id|period_.*|state|created_at|finalised_at'),
      ('deadlines_set', 'report_deadlines', '{created_by}', '.*_id|who|what|due_on|created_at')
    ) as parts (part, table_name, who, keys)
  );
end
$$;
comment on function private.export_support_data(uuid) is 'What the person has to do with in support, targets and reports.';

create function private.export_my_data() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.export_account_data() || private.export_support_data(private.uid());
end
$$;
comment on function private.export_my_data() is 'Every row that names the person, as one document; limited and logged.';
grant execute on function private.export_my_data() to authenticated;
