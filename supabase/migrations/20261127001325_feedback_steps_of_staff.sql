-- Steps of staff with feedback; who may call the steps of feedback, and who reads its tables.

create function private.area_units_of(p_user_id uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(distinct u.unit_id), '{}')
    from public.staff_areas a join public.staff_members s on s.user_id = a.user_id and s.role = 'district_officer'
      join public.units u on a.unit_id in (u.unit_id, coalesce(u.district_id, u.parent_id)) or a.unit_id = any (u.district_ids)
    where a.user_id = p_user_id
  );
end
$$;
comment on function private.area_units_of(uuid) is
  'The areas of a district officer with the communes that lie in them, wholly or in part; none of anybody else.';

create function private.handles_feedback(p_user_id uuid, p_about_unit_id text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.profiles p where p.user_id = p_user_id and p.disabled_at is null)
    and (exists (select from public.staff_members s where s.user_id = p_user_id and s.role in ('officer', 'manager'))
      or coalesce(p_about_unit_id = any (private.area_units_of(p_user_id)), false));
end
$$;
comment on function private.handles_feedback(uuid, text) is
  'Whether a person works on feedback about a place: officers and managers on any, district officers on that of their areas. What names no place is for the province.';

create function private.require_feedback_staff() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  if not (private.sees_all_enterprises() or private.has_role('district_officer')) then
    perform private.fail('DT002', 'officer');
  end if;
  return me;
end
$$;
comment on function private.require_feedback_staff() is 'The person, or an error unless an officer, a manager or a district officer.';

create function private.lock_feedback(p_feedback_id uuid, variadic p_states text[]) returns public.feedback
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_feedback_staff();
  f public.feedback;
begin
  select * into f from public.feedback x where x.feedback_id = p_feedback_id for update;
  if not found or not private.handles_feedback(me, f.about_unit_id) then
    perform private.fail('DT001', 'feedback');
  end if;
  if not f.state = any (p_states) then
    perform private.fail('DT006', 'feedback', to_jsonb(f.state)::text);
  end if;
  return f;
end
$$;
comment on function private.lock_feedback(uuid, text[]) is 'Staff who work on it: the feedback, locked, if it is in one of these states.';

create function private.feedback_handlers(p_feedback_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.require_feedback_staff();
  -- Null: any place that the person works on.
  places text[] := case when not private.sees_all_enterprises() then private.area_units_of(me) end;
begin
  if p_feedback_id is not null then
    select array[f.about_unit_id] into places from public.feedback f
      where f.feedback_id = p_feedback_id and private.handles_feedback(me, f.about_unit_id);
    if not found then
      perform private.fail('DT001', 'feedback');
    end if;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('user_id', p.user_id, 'name', coalesce(p.display_name, u.email)) order by coalesce(p.display_name, u.email)), '[]')
    from public.profiles p join auth.users u on u.id = p.user_id join (
        select s.user_id, bool_or(s.role <> 'district_officer') as everywhere from public.staff_members s
        where s.role in ('officer', 'manager', 'district_officer') group by s.user_id) as staff on staff.user_id = p.user_id
    where p.disabled_at is null and (staff.everywhere or places is null or private.area_units_of(p.user_id) && places)
  );
end
$$;
comment on function private.feedback_handlers(uuid) is
  'Staff who work on feedback: who may answer it, by name; without one of it, whoever may answer something of what the person works on.';

create function private.assign_feedback(p_feedback_id uuid, p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare f public.feedback := private.lock_feedback(p_feedback_id, 'received', 'assigned');
begin
  if not coalesce(private.handles_feedback(p_user_id, f.about_unit_id), false) then
    perform private.fail('DT004', 'user_id');
  end if;
  update public.feedback x set state = 'assigned', handled_by = p_user_id where x.feedback_id = f.feedback_id;
  perform private.move_feedback(f, 'assign', 'assigned', null);
  perform private.notify(array[p_user_id], 'feedback_assigned', '{}', '/staff/feedback/' || f.feedback_id);
end
$$;
comment on function private.assign_feedback(uuid, uuid) is 'Staff who work on it: who of them answers it; that person is told.';

create function private.answer_feedback(p_feedback_id uuid, p_answer text) returns void
language plpgsql security definer set search_path = '' as $$
declare f public.feedback := private.lock_feedback(p_feedback_id, 'received', 'assigned');
begin
  update public.feedback x set state = 'answered', answer = coalesce(private.clean(p_answer), ''), answered_at = now(),
      handled_by = coalesce(f.handled_by, private.uid())
    where x.feedback_id = f.feedback_id;
  perform private.move_feedback(f, 'answer', 'answered', null);
end
$$;
comment on function private.answer_feedback(uuid, text) is 'Staff who work on it: the answer, which whoever has the code can read. It is given once.';

create function private.publish_feedback(p_feedback_id uuid, p_published boolean, p_question text) returns void
language plpgsql security definer set search_path = '' as $$
declare f public.feedback := private.lock_feedback(p_feedback_id, 'answered', 'closed');
begin
  if p_published is null or p_published = (f.published_at is not null) then
    perform private.fail('DT006', 'feedback', to_jsonb(f.state)::text);
  end if;
  -- Whoever did not want it public is not published by anybody.
  if f.answer is null or not f.public_wanted then
    perform private.fail('DT002', 'public_wanted');
  end if;
  update public.feedback x set published_at = case when p_published then now() end,
      public_question = case when p_published then coalesce(private.clean(p_question), '') else f.public_question end
    where x.feedback_id = f.feedback_id;
  perform private.move_feedback(f, case when p_published then 'publish' else 'unpublish' end, f.state, null);
end
$$;
comment on function private.publish_feedback(uuid, boolean, text) is 'Staff who work on it: publishes answer and question, in their words, if the person wanted it; or takes it back.';

create function private.close_feedback(p_feedback_id uuid, p_note text) returns void
language plpgsql security definer set search_path = '' as $$
declare f public.feedback := private.lock_feedback(p_feedback_id, 'received', 'assigned', 'answered');
begin
  -- Without an answer it needs a reason, such as a second copy of the same.
  if f.answer is null and coalesce(length(private.clean(p_note)), 0) < 3 then
    perform private.fail('DT004', 'note', '[{"path": "note", "code": "required"}]');
  end if;
  update public.feedback x set state = 'closed', closed_at = now(), contact = null where x.feedback_id = f.feedback_id;
  perform private.move_feedback(f, 'close', 'closed', p_note);
end
$$;
comment on function private.close_feedback(uuid, text) is 'Staff who work on it: nothing more to do. The contact is erased.';

create function private.save_hotline(p_hotline_id uuid, p_details jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare saved uuid;
begin
  perform private.require_role('administrator');
  if jsonb_typeof(p_details) is distinct from 'object' then
    perform private.fail('DT004', 'details');
  end if;
  if p_hotline_id is null then
    insert into public.hotlines (agency_vi, agency_en, number, hours_vi, hours_en)
      values (private.clean(p_details ->> 'agency_vi'), private.clean(p_details ->> 'agency_en'), private.clean(p_details ->> 'number'),
        private.clean(p_details ->> 'hours_vi'), private.clean(p_details ->> 'hours_en'))
      returning hotline_id into saved;
    return saved;
  end if;
  update public.hotlines h set agency_vi = private.clean(p_details ->> 'agency_vi'), agency_en = private.clean(p_details ->> 'agency_en'),
      number = private.clean(p_details ->> 'number'), hours_vi = private.clean(p_details ->> 'hours_vi'),
      hours_en = private.clean(p_details ->> 'hours_en'), is_sample = false
    where h.hotline_id = p_hotline_id returning hotline_id into saved;
  if not found then
    perform private.fail('DT001', 'hotline');
  end if;
  return saved;
end
$$;
comment on function private.save_hotline(uuid, jsonb) is 'Administrators: a number that people may call, new or changed; what was changed is no sample any more.';

create function private.remove_hotline(p_hotline_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  delete from public.hotlines h where h.hotline_id = p_hotline_id;
  if not found then
    perform private.fail('DT001', 'hotline');
  end if;
end
$$;
comment on function private.remove_hotline(uuid) is 'Administrators: nobody answers there any more.';

-- Access -----------------------------------------------------------------------------------------------------------------------

create function public.submit_feedback(details jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.submit_feedback(details) $$;
create function public.track_feedback(code text) returns jsonb
language sql stable set search_path = '' as $$ select private.track_feedback(code) $$;
create function public.rate_feedback(code text, rating integer) returns boolean
language sql volatile set search_path = '' as $$ select private.rate_feedback(code, rating) $$;
create function public.published_feedback() returns jsonb
language sql stable set search_path = '' as $$ select private.published_feedback() $$;
create function public.feedback_handlers(feedback_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.feedback_handlers(feedback_id) $$;
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
  private.area_units_of(uuid), private.feedback_handlers(uuid), public.feedback_handlers(uuid),
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
create policy feedback_read on public.feedback for select to authenticated
  using ((select private.sees_all_enterprises()) or about_unit_id = any ((select private.area_units_of((select private.uid())))::text[]));
comment on policy feedback_read on public.feedback is 'Officers and managers, district officers what is about their areas. Whoever sent it asks track_feedback() with the code.';
-- Not the hash of the code, for nobody. No write grants: the steps check and write.
grant select (feedback_id, category_id, message, about_unit_id, firm, contact, public_wanted, state, received_at, due_on, handled_by, answer,
  answered_at, public_question, published_at, rating, closed_at, is_sample) on public.feedback to authenticated;

alter table public.feedback_moves enable row level security;
create policy feedback_moves_read on public.feedback_moves for select to authenticated
  using (exists (select from public.feedback f where f.feedback_id = feedback_moves.feedback_id));
comment on policy feedback_moves_read on public.feedback_moves is 'Whoever reads the feedback.';
grant select on public.feedback_moves to authenticated;

alter table public.hotlines enable row level security;
create policy hotlines_read on public.hotlines for select to anon, authenticated using (true);
comment on policy hotlines_read on public.hotlines is 'Published numbers.';
grant select on public.hotlines to anon, authenticated;
