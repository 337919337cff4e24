-- Questions and complaints that anybody may send, without an account; and the numbers that people may call.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('send-opinion:address', 20, 3600),
  ('follow-opinion:address', 60, 600),
  -- For everybody together, whatever client they use.
  ('feedback:all', 300, 3600);

create table public.feedback_categories (
  category_id text primary key check (category_id ~ '^[a-z_]+$'),
  position smallint not null,
  -- An answer is due so many working days after the day it came.
  working_days smallint not null check (working_days between 1 and 60)
);
comment on table public.feedback_categories is 'What feedback may be about, and in how many working days it is answered. The words are in the application.';
insert into public.feedback_categories values
  ('question', 1, 3), ('programme', 2, 5), ('provider', 3, 10), ('complaint', 4, 10), ('system', 5, 5), ('other', 6, 5);

create table public.feedback (
  feedback_id uuid primary key default private.uuid7(),
  code_hash text not null unique,
  category_id text not null references public.feedback_categories on delete restrict,
  message text not null check (length(btrim(message)) between 10 and 4000),
  about_unit_id text references public.units on delete restrict,
  -- As people typed it: nobody checks that they speak for the firm.
  firm text check (length(firm) <= 200),
  -- A telephone number or an address for mail. Goes when the matter is closed.
  contact text check (length(contact) <= 200),
  -- The person agrees that question and answer are published, in the words of staff.
  public_wanted boolean not null default false,
  state text not null default 'received' check (state in ('received', 'assigned', 'answered', 'closed')),
  received_at timestamptz not null default now(),
  due_on date not null,
  handled_by uuid,
  answer text check (length(btrim(answer)) between 2 and 4000),
  answered_at timestamptz,
  -- The question as it is published, without what names anybody.
  public_question text check (length(btrim(public_question)) between 10 and 1000),
  published_at timestamptz,
  rating smallint check (rating between 1 and 5),
  closed_at timestamptz,
  is_sample boolean not null default false,
  constraint feedback_answered check ((answer is null) = (answered_at is null) and (state <> 'answered' or answer is not null)),
  constraint feedback_published check (published_at is null or (public_wanted and answer is not null and public_question is not null)),
  constraint feedback_rated check (rating is null or answer is not null),
  constraint feedback_closed check ((state = 'closed') = (closed_at is not null) and (state <> 'closed' or contact is null))
);
comment on table public.feedback is 'Feedback without an account, followed by a code of which only the hash is kept. For officers, managers and the district officers of its place.';
create index feedback_open on public.feedback (due_on, feedback_id) where state in ('received', 'assigned');
create index feedback_handled on public.feedback (handled_by) where handled_by is not null;
create index feedback_category on public.feedback (category_id);
create index feedback_unit on public.feedback (about_unit_id) where about_unit_id is not null;
create index feedback_public on public.feedback (published_at desc) where published_at is not null;

create table public.feedback_moves (
  feedback_move_id uuid primary key default private.uuid7(),
  feedback_id uuid not null references public.feedback on delete restrict,
  step text not null check (step in ('receive', 'assign', 'answer', 'publish', 'unpublish', 'close', 'rate')),
  from_state text,
  to_state text not null,
  note text check (length(note) <= 1000),
  at timestamptz not null default clock_timestamp(),
  -- Null: the person who sent it.
  actor uuid
);
comment on table public.feedback_moves is 'Every step of a piece of feedback, with who and when. Append-only.';
create index feedback_moves_feedback on public.feedback_moves (feedback_id, feedback_move_id);
create index feedback_moves_actor on public.feedback_moves (actor) where actor is not null;
create trigger feedback_moves_append_only before update or delete or truncate on public.feedback_moves
  for each statement execute function private.append_only();

create table public.hotlines (
  hotline_id uuid primary key default private.uuid7(),
  agency_vi text not null check (length(btrim(agency_vi)) between 2 and 160),
  agency_en text not null check (length(btrim(agency_en)) between 2 and 160),
  number text not null check (number ~ '^[0-9+][0-9 .()-]{2,29}$'),
  hours_vi text not null check (length(btrim(hours_vi)) between 2 and 120),
  hours_en text not null check (length(btrim(hours_en)) between 2 and 120),
  is_sample boolean not null default false
);
comment on table public.hotlines is 'Published telephone numbers of agencies, as an administrator entered them. None is seeded.';
create trigger hotlines_audit after insert or update or delete on public.hotlines
  for each row execute function private.audit('hotline_id');

-- Steps of the person who sends it ------------------------------------------------------------------------------------------

create function private.move_feedback(p_feedback public.feedback, p_step text, p_to text, p_note text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.feedback_moves (feedback_id, step, from_state, to_state, note, actor)
    values (p_feedback.feedback_id, p_step, p_feedback.state, p_to, private.clean(p_note), private.uid())
$$;
comment on function private.move_feedback(public.feedback, text, text, text) is 'Writes a step down.';

-- details: category_id, message, about_unit_id, firm, contact, public_wanted.
create function private.submit_feedback(p_details jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  -- Two codes: a hundred random bits, because whoever has it needs no account.
  code text := private.new_code() || private.new_code();
  days smallint;
  made public.feedback;
begin
  if jsonb_typeof(p_details) is distinct from 'object' then
    perform private.fail('DT004', 'details');
  end if;
  if length(p_details::text) > 20000 then
    perform private.fail('DT015', 'details');
  end if;
  if not private.count_hit('feedback:all', 'all-of-them-together') then
    perform private.fail('DT008', 'feedback:all');
  end if;
  select c.working_days into days from public.feedback_categories c where c.category_id = p_details ->> 'category_id';
  if not found then
    perform private.fail('DT004', 'category_id');
  end if;
  if private.clean(p_details ->> 'about_unit_id') is not null
      and not exists (select from public.units u where u.unit_id = p_details ->> 'about_unit_id') then
    perform private.fail('DT004', 'about_unit_id');
  end if;
  insert into public.feedback (code_hash, category_id, message, about_unit_id, firm, contact, public_wanted, due_on)
    values (private.code_hash(code), p_details ->> 'category_id', private.clean(p_details ->> 'message'), private.clean(p_details ->> 'about_unit_id'),
      private.clean(p_details ->> 'firm'), private.clean(p_details ->> 'contact'), coalesce((p_details ->> 'public_wanted')::boolean, false),
      private.add_working_days(private.today(), days))
    returning * into made;
  insert into public.feedback_moves (feedback_id, step, to_state) values (made.feedback_id, 'receive', made.state);
  return jsonb_build_object('code', code, 'due_on', made.due_on);
end
$$;
comment on function private.submit_feedback(jsonb) is 'Anybody: sends feedback. The code is returned once and kept as a hash; who sent it is not kept.';

-- A wrong code is an answer and no error, so that a limit counted in the same statement would hold.
create function private.track_feedback(p_code text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare f public.feedback;
begin
  select * into f from public.feedback x where x.code_hash = private.code_hash(left(coalesce(p_code, ''), 100));
  if not found then
    return null;
  end if;
  return jsonb_build_object('category_id', f.category_id, 'message', f.message, 'state', f.state, 'received_at', f.received_at,
    'due_on', f.due_on, 'answer', f.answer, 'answered_at', f.answered_at, 'published', f.published_at is not null, 'rating', f.rating,
    'closed_at', f.closed_at);
end
$$;
comment on function private.track_feedback(text) is 'Whoever has the code: where the feedback stands and its answer; null for a code that does not exist. Never who handles it.';

create function private.rate_feedback(p_code text, p_rating integer) returns boolean
language plpgsql security definer set search_path = '' as $$
declare f public.feedback;
begin
  if p_rating is null or p_rating not between 1 and 5 then
    perform private.fail('DT004', 'rating', '[{"path": "rating", "code": "choice"}]');
  end if;
  select * into f from public.feedback x where x.code_hash = private.code_hash(left(coalesce(p_code, ''), 100)) for update;
  if not found then
    return false;
  end if;
  if f.answer is null or f.rating is not null then
    perform private.fail('DT006', 'feedback', to_jsonb(f.state)::text);
  end if;
  update public.feedback x set rating = p_rating where x.feedback_id = f.feedback_id;
  insert into public.feedback_moves (feedback_id, step, from_state, to_state) values (f.feedback_id, 'rate', f.state, f.state);
  return true;
end
$$;
comment on function private.rate_feedback(text, integer) is 'Whoever has the code rates the answer, once, 1 to 5; false for a code that does not exist.';

create function private.published_feedback() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('feedback_id', x.feedback_id, 'category_id', x.category_id, 'question', x.public_question,
        'answer', x.answer, 'answered_at', x.answered_at, 'is_sample', x.is_sample) order by x.published_at desc), '[]')
    from (select * from public.feedback f where f.published_at is not null order by f.published_at desc limit 50) as x
  );
end
$$;
comment on function private.published_feedback() is 'Anybody: the last fifty published answers, with the question in the words of staff.';
