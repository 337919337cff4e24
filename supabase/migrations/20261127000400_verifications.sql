-- What staff found out about the answers of a submitted assessment. The answers themselves are never touched.

create table public.files (
  file_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete restrict,
  -- As the person called it; shown, never used as a path.
  name text not null check (length(name) between 1 and 200),
  -- Told from the content, not from the name.
  content_type text not null check (content_type in ('image/jpeg', 'image/png', 'application/pdf')),
  size integer not null check (size between 1 and 5242880),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  created_by uuid
);
comment on table public.files is 'Evidence: what is stored under file_id in the file store of the deployment.';
create index files_enterprise on public.files (enterprise_id);
create index files_created_by on public.files (created_by, created_at);
create trigger files_audit after insert or update or delete on public.files
  for each row execute function private.audit('file_id');

create type public.verdict as enum ('confirmed', 'corrected', 'rejected');

create table public.verifications (
  verification_id uuid primary key default private.uuid7(),
  assessment_id uuid not null references public.assessments on delete restrict,
  criterion text not null,
  -- 1 for the first finding about the criterion, and so on: what comes last does not depend on a clock.
  position integer not null,
  verdict public.verdict not null,
  -- The value that staff found, when corrected.
  value jsonb,
  note text check (length(note) <= 1000),
  link text check (length(link) <= 500 and link ~ '^https?://'),
  visited_on date,
  file_id uuid references public.files on delete restrict,
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid,
  unique (assessment_id, criterion, position),
  check ((verdict = 'corrected') = (value is not null)),
  -- Nothing is believed without a word of why.
  check (coalesce(note, link, visited_on::text, file_id::text) is not null)
);
comment on table public.verifications is 'Findings by criterion, append-only: the last one of a criterion holds.';
create index verifications_file on public.verifications (file_id);
create trigger verifications_audit after insert or update or delete on public.verifications
  for each row execute function private.audit('assessment_id', 'criterion', 'verification_id');

create table public.verified_results (
  assessment_id uuid primary key references public.assessments on delete cascade,
  -- The criteria found confirmed or corrected, and all that a person looked at.
  held_criteria text[] not null,
  checked integer not null,
  -- Criteria checked, of all: 0 to 1.
  share numeric(4, 3) not null check (share between 0 and 1),
  -- The score with corrected values in place, rejected ones at level 0, the rest as claimed.
  result jsonb not null,
  points integer not null,
  level smallint not null check (level between 0 and 5),
  pillar_levels smallint[] not null,
  pillar_points integer[] not null,
  updated_at timestamptz not null default now()
);
comment on table public.verified_results is 'The verified score beside the claimed one; written by the trigger of verifications and by nothing else.';

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.files enable row level security;
create policy files_read on public.files for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id));
comment on policy files_read on public.files is 'Members of the firm, staff of its area.';
grant select on public.files to authenticated;

alter table public.verifications enable row level security;
create policy verifications_read on public.verifications for select to authenticated
  using (exists (select from public.assessments a where a.assessment_id = verifications.assessment_id));
comment on policy verifications_read on public.verifications is 'Whoever sees the assessment.';
grant select on public.verifications to authenticated;

alter table public.verified_results enable row level security;
create policy verified_results_read on public.verified_results for select to authenticated
  using (exists (select from public.assessments a where a.assessment_id = verified_results.assessment_id));
comment on policy verified_results_read on public.verified_results is 'Whoever sees the assessment.';
grant select on public.verified_results to authenticated;
-- No write grants: verify_criteria() and add_file() check and write.
