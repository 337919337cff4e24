-- Assessments: a document of answers while it is a draft, frozen with its score once submitted.

create type public.assessment_state as enum ('draft', 'awaiting_confirmation', 'submitted', 'discarded');
create type public.entry_mode as enum ('self', 'assisted');

create table public.assessments (
  assessment_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete restrict,
  version_id uuid not null references public.questionnaire_versions on delete restrict,
  questionnaire text not null,
  state public.assessment_state not null default 'draft',
  -- Assisted: staff fill it in for the firm, and it counts when the firm has confirmed it.
  entry public.entry_mode not null default 'self',
  -- {criterion: {value, revision, at}}; the revision of an answer is that of the save that wrote it.
  answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  revision integer not null default 0,
  started_at timestamptz not null default now(),
  started_by uuid,
  changed_at timestamptz not null default now(),
  submitted_at timestamptz,
  submitted_by uuid,
  -- Assisted entry: when it was handed over, by whom, and what the firm said when it gave it back.
  handed_over_at timestamptz,
  handed_over_by uuid,
  return_reason text check (length(return_reason) <= 500),
  -- Written by the trigger below and by nothing else.
  points integer,
  max_points integer,
  level smallint,
  pillar_levels smallint[],
  pillar_points integer[],
  result jsonb,
  constraint assessments_submitted check ((state = 'submitted') = (submitted_at is not null)),
  constraint assessments_scored check ((state in ('submitted', 'awaiting_confirmation')) = (result is not null))
);
comment on table public.assessments is 'Self-assessments of firms; answers and score are fixed by submission.';
create unique index assessments_one_open on public.assessments (enterprise_id, questionnaire)
  where state in ('draft', 'awaiting_confirmation');
create index assessments_enterprise on public.assessments (enterprise_id, submitted_at desc);
create index assessments_version on public.assessments (version_id);
create index assessments_submitted_at on public.assessments (submitted_at desc, assessment_id desc) where state = 'submitted';
create index assessments_open_changed on public.assessments (changed_at desc) where state <> 'submitted';

create function private.answer_values(answers jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(key, value -> 'value'), '{}') from jsonb_each(answers)
    where nullif(value -> 'value', 'null'::jsonb) is not null
$$;
comment on function private.answer_values(jsonb) is 'Stored answers without their revisions.';

-- The score is derived here from the frozen answers, so that no writer, whatever its rights, can state one.
create function private.assessments_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare outline jsonb;
begin
  if tg_op = 'DELETE' then
    if old.state = 'submitted' then
      perform private.fail('DT010', 'assessment');
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' then
    if old.state in ('submitted', 'discarded') then
      perform private.fail('DT010', 'assessment');
    end if;
    if old.state = 'awaiting_confirmation' and new.state <> 'draft' and new.answers is distinct from old.answers then
      perform private.fail('DT010', 'assessment');
    end if;
    if row(new.enterprise_id, new.version_id, new.questionnaire, new.started_at)
        is distinct from row(old.enterprise_id, old.version_id, old.questionnaire, old.started_at) then
      perform private.fail('DT010', 'assessment');
    end if;
  end if;
  if new.state in ('submitted', 'awaiting_confirmation') then
    select v.outline into outline from public.questionnaire_versions v where v.version_id = new.version_id;
    new.result := private.score(outline, private.answer_values(new.answers));
    if new.result -> 'missing' <> '[]'::jsonb then
      perform private.fail('DT005', 'assessment', (new.result -> 'missing')::text);
    end if;
    new.points := (new.result ->> 'points')::integer;
    new.max_points := (new.result ->> 'max')::integer;
    new.level := (new.result ->> 'level')::smallint;
    select array_agg((p.value ->> 'level')::smallint order by p.position), array_agg((p.value ->> 'points')::integer order by p.position)
      into new.pillar_levels, new.pillar_points
      from jsonb_array_elements(new.result -> 'pillars') with ordinality as p (value, position);
  else
    new.result := null; new.points := null; new.max_points := null;
    new.level := null; new.pillar_levels := null; new.pillar_points := null;
  end if;
  return new;
end
$$;
comment on function private.assessments_guard() is 'Trigger: scores on submission; submitted and discarded assessments never change.';
create trigger assessments_guard before insert or update or delete on public.assessments
  for each row execute function private.assessments_guard();

create function private.assessments_counted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.enterprises e set latest_assessment_id = new.assessment_id, latest_submitted_at = new.submitted_at,
      latest_level = new.level, latest_points = new.points
    where e.enterprise_id = new.enterprise_id
      and (e.latest_submitted_at is null or e.latest_submitted_at <= new.submitted_at);
  return null;
end
$$;
comment on function private.assessments_counted() is 'Trigger: the firm carries its last counted assessment.';
create trigger assessments_counted after insert or update of state on public.assessments
  for each row when (new.state = 'submitted' and new.questionnaire = 'dbi-sme')
  execute function private.assessments_counted();
create trigger assessments_audit after insert or update or delete on public.assessments
  for each row execute function private.audit('assessment_id');

create table public.share_links (
  share_link_id uuid primary key default private.uuid7(),
  assessment_id uuid not null references public.assessments on delete cascade,
  token_hash text not null unique,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
comment on table public.share_links is 'Links that show one result to anybody who has them, until withdrawn or expired; only the hash is kept.';
create index share_links_assessment on public.share_links (assessment_id);
create trigger share_links_audit after insert or update or delete on public.share_links
  for each row execute function private.audit('share_link_id');

create table public.quick_check_counts (
  day date not null,
  -- '' when the visitor did not say where the firm is.
  unit_id text not null default '',
  count integer not null check (count > 0),
  primary key (day, unit_id)
);
comment on table public.quick_check_counts is 'Anonymous: how many quick checks were finished, by day and area.';

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.assessments enable row level security;
create policy assessments_read on public.assessments for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or (select private.sees_all_enterprises())
    or private.staff_sees(enterprise_id));
comment on policy assessments_read on public.assessments is 'Members see the assessments of their firm, staff those of their area.';
grant select on public.assessments to authenticated;
-- No write grants: save_answers() and the transition functions check and write.

alter table public.share_links enable row level security;
create policy share_links_read on public.share_links for select to authenticated
  using (exists (select from public.assessments a where a.assessment_id = share_links.assessment_id
    and a.enterprise_id = any ((select private.enterprise_ids())::uuid[])));
comment on policy share_links_read on public.share_links is 'Members of the firm; never the hash.';
grant select (share_link_id, assessment_id, created_by, created_at, expires_at, revoked_at) on public.share_links to authenticated;

alter table public.quick_check_counts enable row level security;
create policy quick_check_counts_read on public.quick_check_counts for select to authenticated
  using ((select private.is_staff()));
comment on policy quick_check_counts_read on public.quick_check_counts is 'Staff.';
grant select on public.quick_check_counts to authenticated;
