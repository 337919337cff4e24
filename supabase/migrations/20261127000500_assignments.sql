-- Who gets which package, in which state, held by whom, and the money of it. Steps are in the migrations that follow.

create table public.allotments (
  allotment_id uuid primary key default private.uuid7(),
  programme_id text not null,
  line_code text not null,
  year smallint not null check (year between 2000 and 2100),
  source text not null check (source in ('state', 'other')),
  amount bigint not null check (amount >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  spent bigint not null default 0 check (spent >= 0),
  -- Counts changes of the amount by people; reserved and spent follow from the assignments.
  revision integer not null default 1,
  updated_at timestamptz not null default now(),
  foreign key (programme_id, line_code) references public.budget_lines on delete restrict,
  unique (programme_id, line_code, year, source),
  constraint allotments_not_overdrawn check (reserved + spent <= amount)
);
comment on table public.allotments is 'Money of a budget line by year and source, in VND. Approval reserves, completion spends, cancellation frees; never overdrawn.';
create trigger allotments_audit after insert or update or delete on public.allotments
  for each row execute function private.audit('allotment_id');

create table public.applications (
  application_id uuid primary key default private.uuid7(),
  package_id uuid not null references public.packages on delete restrict,
  enterprise_id uuid not null references public.enterprises on delete restrict,
  state text not null default 'open' check (state in ('open', 'withdrawn', 'rejected', 'assigned')),
  -- The commitment: what the firm itself pays, in VND, and who in the firm sees it through.
  own_contribution bigint not null check (own_contribution between 0 and 1000000000000),
  person_in_charge text not null check (length(btrim(person_in_charge)) between 2 and 120),
  need text check (length(need) <= 1000),
  reason text check (length(reason) <= 500),
  applied_at timestamptz not null default clock_timestamp(),
  applied_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  check (state <> 'rejected' or reason is not null)
);
comment on table public.applications is 'A firm asks for a package and says what it commits.';
create unique index applications_one_open on public.applications (package_id, enterprise_id) where state = 'open';
create index applications_enterprise on public.applications (enterprise_id, applied_at desc);
create index applications_queue on public.applications (package_id, applied_at) where state = 'open';
create trigger applications_audit after insert or update or delete on public.applications
  for each row execute function private.audit('application_id');

create table public.priority_weights (
  version integer primary key generated always as identity,
  gap numeric(5, 2) not null check (gap >= 0),
  need numeric(5, 2) not null check (need >= 0),
  verified numeric(5, 2) not null check (verified >= 0),
  commitment numeric(5, 2) not null check (commitment >= 0),
  cluster numeric(5, 2) not null check (cluster >= 0),
  area numeric(5, 2) not null check (area >= 0),
  waiting numeric(5, 2) not null check (waiting >= 0),
  note text check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by uuid,
  constraint priority_weights_sum check (gap + need + verified + commitment + cluster + area + waiting = 100)
);
comment on table public.priority_weights is 'Weights of the parts of a priority, in points of 100. Append-only: the last version holds.';
create trigger priority_weights_audit after insert or update or delete on public.priority_weights
  for each row execute function private.audit('version');
insert into public.priority_weights (gap, need, verified, commitment, cluster, area, waiting) values (30, 15, 15, 10, 10, 10, 10);

create type public.assignment_state as enum ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered',
  'completed', 'declined', 'cancelled', 'expired');

create table public.assignments (
  assignment_id uuid primary key default private.uuid7(),
  package_id uuid not null references public.packages on delete restrict,
  enterprise_id uuid not null references public.enterprises on delete restrict,
  application_id uuid references public.applications on delete restrict,
  -- The result it was decided on: T0 of the comparison.
  assessment_id uuid references public.assessments on delete restrict,
  state public.assignment_state not null default 'proposed',
  revision integer not null default 1,
  -- The package as it was when offered: names, what it gives, terms for this firm. Later changes of the package do not reach it.
  terms jsonb,
  -- Points by part, weights and version at the proposal; the reason when a person decided otherwise than by rank.
  priority jsonb,
  override_reason text check (length(override_reason) <= 500),
  proposed_by uuid,
  proposed_at timestamptz not null default clock_timestamp(),
  offer_expires_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  budget_year smallint,
  state_allotment_id uuid references public.allotments on delete restrict,
  other_allotment_id uuid references public.allotments on delete restrict,
  completed_at timestamptz,
  -- Re-assessment: due on, reminded, and the assessment that answered it (T1).
  follow_up_on date,
  follow_up_reminded_at timestamptz,
  follow_up_assessment_id uuid references public.assessments on delete restrict,
  unique (assignment_id, enterprise_id),
  constraint assignments_four_eyes check (approved_by is null or approved_by <> proposed_by),
  constraint assignments_terms_when_offered check (state in ('proposed', 'cancelled') or terms is not null),
  constraint assignments_year_when_approved check ((state in ('approved', 'in_progress', 'delivered', 'completed')) = (budget_year is not null))
);
comment on table public.assignments is 'A package given to a firm, from proposal to completion.';
create unique index assignments_one_active on public.assignments (package_id, enterprise_id)
  where state in ('proposed', 'offered', 'accepted', 'approved', 'in_progress', 'delivered');
create index assignments_enterprise on public.assignments (enterprise_id, proposed_at desc);
create index assignments_state on public.assignments (state, assignment_id desc);
create index assignments_completed on public.assignments (completed_at) where state = 'completed';
create index assignments_application on public.assignments (application_id);
create index assignments_assessment on public.assignments (assessment_id);
create index assignments_follow_up_assessment on public.assignments (follow_up_assessment_id);
create index assignments_state_allotment on public.assignments (state_allotment_id);
create index assignments_other_allotment on public.assignments (other_allotment_id);
create trigger assignments_audit after insert or update or delete on public.assignments
  for each row execute function private.audit('assignment_id');

create table public.assignment_items (
  assignment_id uuid not null,
  enterprise_id uuid not null,
  support_id text not null references public.supports on delete restrict,
  cost bigint not null check (cost between 0 and 1000000000000),
  state_amount bigint not null default 0 check (state_amount >= 0),
  other_amount bigint not null default 0 check (other_amount >= 0),
  -- What was really paid, from completion on.
  state_paid bigint check (state_paid between 0 and state_amount),
  other_paid bigint check (other_paid between 0 and other_amount),
  -- Set by approval, cleared by cancellation: while set, the firm gets this content from nobody else in the year.
  budget_year smallint,
  primary key (assignment_id, support_id),
  foreign key (assignment_id, enterprise_id) references public.assignments (assignment_id, enterprise_id) on delete cascade,
  check (state_amount + other_amount <= cost)
);
comment on table public.assignment_items is 'Contents of an assignment with cost, state share and other money, in VND; the rest is the firm''s own.';
create unique index assignment_items_no_double_support on public.assignment_items (enterprise_id, support_id, budget_year)
  where budget_year is not null;
create index assignment_items_support on public.assignment_items (support_id);
create trigger assignment_items_audit after insert or update or delete on public.assignment_items
  for each row execute function private.audit('assignment_id', 'support_id');

create table public.assignment_moves (
  move_id uuid primary key default private.uuid7(),
  assignment_id uuid not null references public.assignments on delete cascade,
  step text not null,
  from_state public.assignment_state,
  to_state public.assignment_state not null,
  reason text check (length(reason) <= 1000),
  at timestamptz not null default clock_timestamp(),
  -- Null: the clock (an offer that ran out).
  actor uuid,
  actor_role text not null check (actor_role in ('officer', 'district_officer', 'manager', 'owner', 'system'))
);
comment on table public.assignment_moves is 'Append-only: each step of an assignment with who, when and why.';
create index assignment_moves_assignment on public.assignment_moves (assignment_id, move_id);

create table public.assignment_evidence (
  evidence_id uuid primary key default private.uuid7(),
  assignment_id uuid not null references public.assignments on delete cascade,
  note text check (length(note) <= 1000),
  link text check (length(link) <= 500 and link ~ '^https?://'),
  file_id uuid references public.files on delete restrict,
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid,
  check (coalesce(note, link, file_id::text) is not null)
);
comment on table public.assignment_evidence is 'What staff show for the delivery: note, link or file.';
create index assignment_evidence_assignment on public.assignment_evidence (assignment_id);
create index assignment_evidence_file on public.assignment_evidence (file_id);
create trigger assignment_evidence_audit after insert or update or delete on public.assignment_evidence
  for each row execute function private.audit('evidence_id');

create function private.append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.fail('DT010', tg_table_name);
  return null;
end
$$;
comment on function private.append_only() is 'Trigger: rows are added, never changed or taken away.';
create trigger assignment_moves_append_only before update or delete or truncate on public.assignment_moves
  for each statement execute function private.append_only();
create trigger verifications_append_only before update or delete or truncate on public.verifications
  for each statement execute function private.append_only();
create trigger priority_weights_append_only before update or delete or truncate on public.priority_weights
  for each statement execute function private.append_only();

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.allotments enable row level security;
create policy allotments_read on public.allotments for select to authenticated using ((select private.is_staff()));
comment on policy allotments_read on public.allotments is 'Staff.';
grant select on public.allotments to authenticated;
-- No write grant: set_allotment() by managers.

alter table public.priority_weights enable row level security;
create policy priority_weights_read on public.priority_weights for select to authenticated using (true);
comment on policy priority_weights_read on public.priority_weights is 'Everybody who is signed in: firms are told how they are ranked.';
grant select on public.priority_weights to authenticated;
-- No write grant: set_priority_weights() by administrators.

do $$
declare t text;
begin
  foreach t in array array['applications', 'assignments', 'assignment_items'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to authenticated
      using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
        or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id))', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Members of the firm, staff of its area.');
    execute format('grant select on public.%I to authenticated', t);
  end loop;
  foreach t in array array['assignment_moves', 'assignment_evidence'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %1$I on public.%2$I for select to authenticated
      using (exists (select from public.assignments a where a.assignment_id = %2$I.assignment_id))', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Whoever sees the assignment.');
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end
$$;
-- No write grants: the steps are functions that lock, check and write.
