-- Who offers what: categories of solutions, providers and their solutions, and what staff decide on them. The steps follow.

create table public.solution_categories (
  category_id text primary key check (category_id ~ '^[a-z0-9-]{2,40}$'),
  position smallint not null,
  name_vi text not null,
  name_en text not null,
  -- What it does, in words an owner uses, and the sign by which an owner knows the need.
  functions_vi text not null,
  functions_en text not null,
  signal_vi text not null,
  signal_en text not null,
  pillar_ids text[] not null,
  -- Contents of support by which the state may pay a part.
  support_ids text[] not null default '{}',
  kinds public.enterprise_kind[] not null,
  -- For firms of levels 0-2, or 3 and more.
  stage text not null check (stage in ('basic', 'advanced'))
);
comment on table public.solution_categories is 'Categories of digital solutions. A synthesis of our own, not an official list.';

create type public.provider_state as enum ('submitted', 'changes_wanted', 'approved', 'suspended');

alter table public.providers
  add column tax_code text unique check (tax_code ~ '^(\d{10}|\d{10}-\d{3}|\d{12})$'),
  add column site text check (length(site) <= 300 and site ~ '^https://[^\s]+$'),
  add column about_vi text check (length(about_vi) <= 1000),
  add column about_en text check (length(about_en) <= 1000),
  -- Never in the directory: the firm that consented and staff see them.
  add column contact_name text check (length(contact_name) <= 120),
  add column contact_phone text check (contact_phone ~ '^\+\d{8,15}$'),
  add column contact_email text check (length(contact_email) <= 254 and contact_email ~ '^[^@\s]+@[^@\s]+$'),
  -- Where it serves; empty is the whole province.
  add column unit_ids text[] not null default '{}' check (cardinality(unit_ids) <= 300),
  add column state public.provider_state not null default 'submitted',
  add column approved_until date,
  add column max_open_leads smallint not null default 10 check (max_open_leads between 0 and 200),
  add column revision integer not null default 1,
  add column updated_at timestamptz not null default now(),
  add constraint providers_approved_until check ((state = 'approved') = (approved_until is not null));
comment on table public.providers is 'Solution providers. Those that are approved, and not past the date of that, are listed and matched.';
create trigger providers_audit after insert or update or delete on public.providers
  for each row execute function private.audit('provider_id');

create type public.solution_state as enum ('submitted', 'changes_wanted', 'approved', 'suspended', 'withdrawn');
create type public.price_model as enum ('free', 'once', 'monthly', 'yearly', 'use', 'quote');

create table public.solutions (
  solution_id uuid primary key default private.uuid7(),
  provider_id uuid not null references public.providers on delete cascade,
  category_id text not null references public.solution_categories on delete restrict,
  name text not null check (length(btrim(name)) between 2 and 160),
  summary_vi text not null check (length(btrim(summary_vi)) between 10 and 1000),
  summary_en text check (length(summary_en) <= 1000),
  -- Indices of the questionnaire that it raises.
  index_ids text[] not null default '{}' check (cardinality(index_ids) <= 50),
  -- Whom it is for; empty is everybody.
  kinds public.enterprise_kind[] not null default '{}',
  size_classes public.size_class[] not null default '{}',
  section_ids text[] not null default '{}' check (cardinality(section_ids) <= 30),
  unit_ids text[] not null default '{}' check (cardinality(unit_ids) <= 300),
  price_model public.price_model not null,
  -- What a small firm pays in a year, in VND; null where it is by quote.
  price_year bigint check (price_year between 0 and 1000000000000),
  price_url text not null check (length(price_url) <= 500 and price_url ~ '^https://[^\s]+$'),
  -- Open standard or an interface for other software (decree 224/2026 article 75.4).
  open_standard boolean not null,
  data_location text not null check (data_location in ('vietnam', 'abroad', 'both', 'customer')),
  certificate text check (length(certificate) <= 200),
  certificate_until date check (certificate_until between '2000-01-01' and '2100-01-01'),
  state public.solution_state not null default 'submitted',
  approved_until date,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint solutions_approved_until check ((state = 'approved') = (approved_until is not null)),
  constraint solutions_price check ((price_model = 'quote') = (price_year is null) and (price_model <> 'free' or price_year = 0))
);
comment on table public.solutions is 'What providers offer, by category. A change by the provider sends it back to staff.';
create index solutions_provider on public.solutions (provider_id);
create index solutions_category on public.solutions (category_id) where state = 'approved';
create trigger solutions_audit after insert or update or delete on public.solutions
  for each row execute function private.audit('solution_id');

create table public.provider_reviews (
  review_id uuid primary key default private.uuid7(),
  provider_id uuid not null references public.providers on delete cascade,
  -- Null: about the provider itself.
  solution_id uuid references public.solutions on delete cascade,
  step text not null check (step in ('submit', 'approve', 'ask_changes', 'suspend', 'withdraw')),
  reason text check (length(reason) <= 1000),
  approved_until date,
  at timestamptz not null default clock_timestamp(),
  actor uuid,
  check (step not in ('ask_changes', 'suspend') or reason is not null),
  check ((step = 'approve') = (approved_until is not null))
);
comment on table public.provider_reviews is 'Append-only: what was handed in and what staff decided on it, why, and until when.';
create index provider_reviews_provider on public.provider_reviews (provider_id, review_id);
create index provider_reviews_solution on public.provider_reviews (solution_id);
create trigger provider_reviews_append_only before update or truncate on public.provider_reviews
  for each statement execute function private.append_only();

-- One definition of who is there: directory, matching and hand-over read it.
create view private.live_solutions as
  select s.*, p.name as provider_name, p.unit_ids as provider_unit_ids, p.is_sample, p.max_open_leads
  from public.solutions s join public.providers p using (provider_id)
  where s.state = 'approved' and s.approved_until >= (select private.today())
    and p.state = 'approved' and p.approved_until >= (select private.today());
comment on view private.live_solutions is 'Solutions that are approved today, of providers that are.';

create function private.provider_ids() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(m.provider_id), '{}') from public.provider_members m where m.user_id = private.uid()
  );
end
$$;
comment on function private.provider_ids() is 'Providers the person acts for.';
grant execute on function private.provider_ids() to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.solution_categories enable row level security;
create policy solution_categories_read on public.solution_categories for select to anon, authenticated using (true);
comment on policy solution_categories_read on public.solution_categories is 'Everybody.';
grant select on public.solution_categories to anon, authenticated;

-- Others see what is live through functions that leave people out.
alter table public.solutions enable row level security;
create policy solutions_read on public.solutions for select to authenticated
  using ((select private.is_staff()) or provider_id = any ((select private.provider_ids())::uuid[]));
comment on policy solutions_read on public.solutions is 'Staff, and the provider itself.';
grant select on public.solutions to authenticated;

alter table public.provider_reviews enable row level security;
create policy provider_reviews_read on public.provider_reviews for select to authenticated
  using ((select private.is_staff()) or provider_id = any ((select private.provider_ids())::uuid[]));
comment on policy provider_reviews_read on public.provider_reviews is 'Staff, and the provider itself.';
grant select on public.provider_reviews to authenticated;
-- No write grants: providers hand in and staff decide by functions.
