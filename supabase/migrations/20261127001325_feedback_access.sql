-- Who may call the steps of feedback, and who reads its tables.

create function public.submit_feedback(details jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.submit_feedback(details) $$;
create function public.track_feedback(code text) returns jsonb
language sql stable set search_path = '' as $$ select private.track_feedback(code) $$;
create function public.rate_feedback(code text, rating integer) returns boolean
language sql volatile set search_path = '' as $$ select private.rate_feedback(code, rating) $$;
create function public.published_feedback() returns jsonb
language sql stable set search_path = '' as $$ select private.published_feedback() $$;
create function public.feedback_handlers() returns jsonb
language sql stable set search_path = '' as $$ select private.feedback_handlers() $$;
create function public.assign_feedback(feedback_id uuid, user_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.assign_feedback(feedback_id, user_id) $$;
create function public.answer_feedback(feedback_id uuid, answer text) returns void
language sql volatile set search_path = '' as $$ select private.answer_feedback(feedback_id, answer) $$;
create function public.publish_feedback(feedback_id uuid, published boolean, question text default null) returns void
language sql volatile set search_path = '' as $$ select private.publish_feedback(feedback_id, published, question) $$;
create function public.close_feedback(feedback_id uuid, note text default null) returns void
language sql volatile set search_path = '' as $$ select private.close_feedback(feedback_id, note) $$;
create function public.save_hotline(hotline_id uuid, details jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.save_hotline(hotline_id, details) $$;
create function public.remove_hotline(hotline_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_hotline(hotline_id) $$;
grant execute on function
  private.submit_feedback(jsonb), public.submit_feedback(jsonb),
  private.track_feedback(text), public.track_feedback(text),
  private.rate_feedback(text, integer), public.rate_feedback(text, integer),
  private.published_feedback(), public.published_feedback() to anon, authenticated;
grant execute on function
  private.feedback_handlers(), public.feedback_handlers(),
  private.assign_feedback(uuid, uuid), public.assign_feedback(uuid, uuid),
  private.answer_feedback(uuid, text), public.answer_feedback(uuid, text),
  private.publish_feedback(uuid, boolean, text), public.publish_feedback(uuid, boolean, text),
  private.close_feedback(uuid, text), public.close_feedback(uuid, text),
  private.save_hotline(uuid, jsonb), public.save_hotline(uuid, jsonb),
  private.remove_hotline(uuid), public.remove_hotline(uuid) to authenticated;

alter table public.feedback_categories enable row level security;
create policy feedback_categories_read on public.feedback_categories for select to anon, authenticated using (true);
comment on policy feedback_categories_read on public.feedback_categories is 'What the public form offers.';
grant select on public.feedback_categories to anon, authenticated;

alter table public.feedback enable row level security;
create policy feedback_read on public.feedback for select to authenticated using ((select private.sees_all_enterprises()));
comment on policy feedback_read on public.feedback is 'Officers and managers. Whoever sent it asks track_feedback() with the code.';
-- Not the hash of the code, for nobody. No write grants: the steps check and write.
grant select (feedback_id, category_id, message, about_unit_id, firm, contact, public_wanted, state, received_at, due_on, handled_by, answer,
  answered_at, public_question, published_at, rating, closed_at, is_sample) on public.feedback to authenticated;

alter table public.feedback_moves enable row level security;
create policy feedback_moves_read on public.feedback_moves for select to authenticated using ((select private.sees_all_enterprises()));
comment on policy feedback_moves_read on public.feedback_moves is 'Officers and managers.';
grant select on public.feedback_moves to authenticated;

alter table public.hotlines enable row level security;
create policy hotlines_read on public.hotlines for select to anon, authenticated using (true);
comment on policy hotlines_read on public.hotlines is 'Published numbers.';
grant select on public.hotlines to anon, authenticated;
