-- The export of one's own data, with what people write, ask and learn. tests/db/rpc/export.test.ts finds the columns.

alter function private.export_my_data() rename to export_data_without_learning;
revoke execute on function private.export_data_without_learning() from authenticated;

create function private.export_learning_data(p_user_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(part, private.rows_of(p_user_id, table_name, who, keys)) from (values
      ('articles_written', 'articles', '{created_by,updated_by}'::text[], '.*_id|kind|slug|title_.*|summary_.*|body_.*|created_at|updated_at'),
      ('courses_made', 'courses', '{created_by}', 'course_id|title_.*|created_at'),
      ('course_registrations', 'course_registrations', '{user_id}', '.*_id|display_name|state|registered_at|attended'),
      ('feedback_handled', 'feedback', '{handled_by}', 'feedback_id|category_id|state|due_on|answer|answered_at|published_at|closed_at'),
      ('feedback_steps', 'feedback_moves', '{actor}', '.*_id|step|from_state|to_state|note|at')
    ) as parts (part, table_name, who, keys)
  );
end
$$;
comment on function private.export_learning_data(uuid) is 'What the person has to do with in handbook, news, feedback and courses.';

create function private.export_my_data() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.export_data_without_learning() || private.export_learning_data(private.uid());
end
$$;
comment on function private.export_my_data() is 'Every row that names the person, as one document; limited and logged.';
grant execute on function private.export_my_data() to authenticated;
