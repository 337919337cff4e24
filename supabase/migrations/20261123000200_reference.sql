-- Facts that a programme runs on, all of them rows: units, sectors, size-class rules, clusters, programmes.
-- They are written by seeds (re-appliable) and read by everybody; nobody changes them through the API.

create table public.units (
  unit_id text primary key,
  -- The official code; it may come back in a later row with other borders, so it is not the key.
  code text not null,
  level text not null check (level in ('province', 'district', 'commune')),
  type_vi text not null,
  name_vi text not null,
  name_en text not null,
  parent_id text references public.units on delete restrict,
  -- Of a commune since 2025: the old district of the unit whose code was kept.
  district_id text references public.units on delete restrict,
  -- Every old district that a commune since 2025 took land from.
  district_ids text[] not null default '{}',
  -- Null: before the programme began.
  valid_from date,
  valid_to date,
  note text,
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
comment on table public.units is 'Administrative units with validity: province, districts and communes before and since 01/07/2025.';
create index units_parent on public.units (parent_id);
create index units_district on public.units (district_id);

create table public.unit_mappings (
  old_unit_id text not null references public.units on delete cascade,
  -- Null: the resolution that ended the unit was not read; a person has to choose.
  new_unit_id text references public.units on delete cascade,
  primary key (old_unit_id)
);
comment on table public.unit_mappings is 'Which current commune a commune of the plan''s time became part of.';
create index unit_mappings_new on public.unit_mappings (new_unit_id);

create table public.sectors (
  sector_id text primary key,
  version text not null,
  code text not null,
  level text not null check (level in ('section', 'division')),
  section_id text not null references public.sectors on delete restrict,
  name_vi text not null,
  name_en text,
  -- Sector group of decree 80/2021 article 5; our mapping of sections, so a firm may correct it.
  size_group text not null check (size_group in ('agriculture', 'industry', 'services')),
  valid_from date not null,
  valid_to date,
  unique (version, code)
);
comment on table public.sectors is 'VSIC sections and divisions by version (decisions 27/2018 and 36/2025).';
create index sectors_section on public.sectors (section_id);

create table public.size_class_rules (
  rule_version text not null,
  size_group text not null check (size_group in ('agriculture', 'industry', 'services')),
  size_class text not null check (size_class in ('micro', 'small', 'medium')),
  max_employees integer not null,
  max_revenue bigint not null,
  max_capital bigint not null,
  legal_basis text not null,
  valid_from date not null,
  valid_to date,
  primary key (rule_version, size_group, size_class)
);
comment on table public.size_class_rules is 'Size classes of decree 80/2021 article 5, amounts in VND.';

create table public.programmes (
  programme_id text primary key,
  name_vi text not null,
  name_en text not null,
  document text not null,
  document_date date not null,
  issuer_vi text not null,
  province_id text references public.units on delete restrict,
  period_start date not null,
  period_end date not null,
  current boolean not null default false,
  check (period_end >= period_start)
);
comment on table public.programmes is 'A programme with its period and source document.';
create unique index programmes_one_current on public.programmes (current) where current;

create table public.targets (
  programme_id text not null references public.programmes on delete cascade,
  target_id text not null,
  quote_vi text not null,
  meaning_en text not null,
  value numeric not null,
  unit text not null,
  deadline date,
  scope text not null check (scope in ('dx', 'related', 'context')),
  source text not null,
  note text,
  primary key (programme_id, target_id)
);
comment on table public.targets is 'Targets in the words of the plan; which of them are measured is decided by the indicator code.';

create table public.budget_lines (
  programme_id text not null references public.programmes on delete cascade,
  line_code text not null,
  task_vi text not null,
  lead_unit_vi text not null,
  coordinating_vi text,
  investment bigint not null check (investment >= 0),
  career bigint not null check (career >= 0),
  other bigint not null check (other >= 0),
  time_vi text,
  output_vi text,
  relevance text not null check (relevance in ('direct', 'related', 'context')),
  source text not null,
  note text,
  primary key (programme_id, line_code)
);
comment on table public.budget_lines is 'Budget lines of the plan by source, in VND.';

create table public.clusters (
  cluster_id text primary key,
  programme_id text not null references public.programmes on delete cascade,
  name_vi text not null,
  name_en text not null,
  note text
);
comment on table public.clusters is 'Priority sector clusters of the programme.';
create index clusters_programme on public.clusters (programme_id);

create table public.cluster_sectors (
  cluster_id text not null references public.clusters on delete cascade,
  sector_id text not null references public.sectors on delete cascade,
  primary key (cluster_id, sector_id)
);
comment on table public.cluster_sectors is 'Divisions that belong to a cluster (our inference, to be confirmed).';
create index cluster_sectors_sector on public.cluster_sectors (sector_id);

do $$
declare t text;
begin
  foreach t in array array['units', 'unit_mappings', 'sectors', 'size_class_rules', 'programmes', 'targets',
                           'budget_lines', 'clusters', 'cluster_sectors'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to anon, authenticated using (true)', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Published facts, open to all.');
    -- No write grants: reference data comes from seeds.
    execute format('grant select on public.%I to anon, authenticated, service_role', t);
  end loop;
end
$$;
