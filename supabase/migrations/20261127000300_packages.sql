-- Support packages: what the law lets the state pay for, what a package offers, for whom, and on which terms.

create function private.today() returns date
language sql stable set search_path = '' as $$ select (now() at time zone 'Asia/Ho_Chi_Minh')::date $$;
comment on function private.today() is 'Today in Viet Nam: dates of law, windows and budget years are local.';
grant execute on function private.today() to anon, authenticated, service_role;

create table public.supports (
  support_id text primary key check (support_id ~ '^[a-z0-9-]+$'),
  name_vi text not null,
  name_en text not null,
  -- Who may receive it by law; size classes narrow it for firms under the enterprise law only (empty: any).
  kinds public.enterprise_kind[] not null check (cardinality(kinds) > 0),
  size_classes public.size_class[] not null default '{}',
  -- Whether state money may be paid for it; otherwise it is given in kind.
  money boolean not null,
  legal_basis text not null,
  conditions_vi text[] not null default '{}',
  conditions_en text[] not null default '{}',
  valid_from date not null,
  valid_to date,
  source text not null,
  note text,
  check (cardinality(conditions_en) = cardinality(conditions_vi)),
  check (valid_to is null or valid_to >= valid_from)
);
comment on table public.supports is 'Contents of support that the law knows, with who may receive them. "The same content" of the rule against double support is one row.';

create table public.support_caps (
  support_id text not null references public.supports on delete cascade,
  size_class public.size_class not null,
  -- Largest state share of the cost, and largest amount a year in VND. Null: the law read so far states none.
  max_rate numeric(4, 3) check (max_rate between 0 and 1),
  cap bigint check (cap >= 0),
  legal_basis text not null,
  valid_from date not null,
  valid_to date,
  primary key (support_id, size_class, valid_from),
  check (valid_to is null or valid_to >= valid_from)
);
comment on table public.support_caps is 'Ceilings of the law by content and size class, with validity.';

create type public.package_state as enum ('draft', 'open', 'closed');

create table public.packages (
  package_id uuid primary key default private.uuid7(),
  programme_id text not null references public.programmes on delete restrict,
  -- What people call it: GOI-1. Never used again for another package.
  code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'),
  name_vi text not null check (length(btrim(name_vi)) between 2 and 160),
  name_en text not null check (length(btrim(name_en)) between 2 and 160),
  gives_vi text not null check (length(gives_vi) between 2 and 2000),
  gives_en text not null check (length(gives_en) between 2 and 2000),
  state public.package_state not null default 'draft',
  -- For whom. An empty list means any; the lists of ids are checked by the trigger below.
  kinds public.enterprise_kind[] not null default '{}',
  size_classes public.size_class[] not null default '{}',
  cluster_ids text[] not null default '{}',
  section_ids text[] not null default '{}',
  unit_ids text[] not null default '{}',
  min_level smallint not null default 0 check (min_level between 0 and 5),
  max_level smallint not null default 5 check (max_level between 0 and 5),
  -- Pillars and indices of the counted questionnaire that it raises, by their ids there.
  pillar_ids text[] not null default '{}',
  index_ids text[] not null default '{}',
  -- Criteria that staff must have confirmed or corrected before money is approved.
  required_criteria text[] not null default '{}',
  places integer check (places > 0),
  opens_on date,
  closes_on date,
  -- The plan's line that pays it; null for packages in kind.
  line_code text,
  offer_days smallint not null default 14 check (offer_days between 1 and 90),
  follow_up_months smallint not null default 6 check (follow_up_months between 1 and 36),
  is_sample boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  foreign key (programme_id, line_code) references public.budget_lines on delete restrict,
  check (min_level <= max_level),
  check (closes_on is null or opens_on is null or closes_on >= opens_on)
);
comment on table public.packages is 'Support packages: what they give, for whom, how many places, from which line. A change never touches what was offered already.';
create index packages_programme on public.packages (programme_id, line_code);
create index packages_open on public.packages (state, code);

create table public.package_terms (
  package_terms_id uuid primary key default private.uuid7(),
  package_id uuid not null references public.packages on delete cascade,
  support_id text not null references public.supports on delete restrict,
  -- Null: for every size, and for kinds that have no size class.
  size_class public.size_class,
  -- Share of the cost that the state pays, and the most it pays, in VND. 0 and 0: given in kind.
  rate numeric(4, 3) not null check (rate between 0 and 1),
  cap bigint not null check (cap between 0 and 1000000000000),
  legal_basis text not null check (length(legal_basis) between 2 and 300),
  valid_from date not null,
  valid_to date,
  unique nulls not distinct (package_id, support_id, size_class, valid_from),
  check (valid_to is null or valid_to >= valid_from),
  check ((rate = 0) = (cap = 0))
);
comment on table public.package_terms is 'What the state pays of each content of a package, by size class, with legal basis and validity.';
create index package_terms_support on public.package_terms (support_id);

create trigger packages_audit after insert or update or delete on public.packages
  for each row execute function private.audit('package_id');
create trigger package_terms_audit after insert or update or delete on public.package_terms
  for each row execute function private.audit('package_id', 'package_terms_id');

-- Lists of ids have no foreign keys of their own.
create function private.packages_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare outline jsonb;
begin
  if exists (select from unnest(new.cluster_ids) as i (id) where not exists
      (select from public.clusters c where c.cluster_id = i.id and c.programme_id = new.programme_id)) then
    perform private.fail('DT004', 'cluster_ids');
  end if;
  if exists (select from unnest(new.section_ids) as i (id) where not exists
      (select from public.sectors s where s.sector_id = i.id and s.level = 'section')) then
    perform private.fail('DT004', 'section_ids');
  end if;
  if exists (select from unnest(new.unit_ids) as i (id) where not exists
      (select from public.units u where u.unit_id = i.id and u.level <> 'province')) then
    perform private.fail('DT004', 'unit_ids');
  end if;
  select v.outline into outline from public.questionnaire_versions v
    where v.questionnaire = 'dbi-sme' and v.state in ('published', 'retired') order by v.published_at desc limit 1;
  if outline is not null then
    if not new.pillar_ids <@ array(select p ->> 'id' from jsonb_array_elements(outline -> 'pillars') as p) then
      perform private.fail('DT004', 'pillar_ids');
    end if;
    if not new.index_ids <@ array(select i ->> 'id' from jsonb_array_elements(outline -> 'pillars') as p,
        jsonb_array_elements(p -> 'indices') as i) then
      perform private.fail('DT004', 'index_ids');
    end if;
    if not new.required_criteria <@ array(select c ->> 'id' from jsonb_array_elements(outline -> 'pillars') as p,
        jsonb_array_elements(p -> 'indices') as i, jsonb_array_elements(i -> 'criteria') as c) then
      perform private.fail('DT004', 'required_criteria');
    end if;
  end if;
  if tg_op = 'UPDATE' then
    new.revision := old.revision + 1;
    new.updated_at := now();
  end if;
  return new;
end
$$;
comment on function private.packages_guard() is 'Trigger: every id of a list exists; the revision counts changes.';
create trigger packages_guard before insert or update on public.packages
  for each row execute function private.packages_guard();

-- A package may give less than the law allows, never more.
create function private.package_terms_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare support public.supports;
begin
  select * into support from public.supports s where s.support_id = new.support_id;
  if new.rate > 0 and not support.money then
    perform private.fail('DT004', 'rate', '[{"path": "rate", "code": "no_state_money"}]');
  end if;
  if new.rate > 0 and cardinality(support.size_classes) > 0 and not new.size_class = any (support.size_classes) then
    perform private.fail('DT004', 'size_class', '[{"path": "size_class", "code": "not_named_by_law"}]');
  end if;
  if exists (select from public.support_caps c
      where c.support_id = new.support_id and (new.size_class is null or c.size_class = new.size_class)
        and c.valid_from <= coalesce(new.valid_to, 'infinity') and coalesce(c.valid_to, 'infinity') >= new.valid_from
        and (new.rate > c.max_rate or new.cap > c.cap)) then
    perform private.fail('DT004', 'cap', '[{"path": "cap", "code": "over_legal_cap"}]');
  end if;
  return new;
end
$$;
comment on function private.package_terms_guard() is 'Trigger: terms stay within the ceilings of the law that hold in their time.';
create trigger package_terms_guard before insert or update on public.package_terms
  for each row execute function private.package_terms_guard();

-- Access ----------------------------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['supports', 'support_caps'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to anon, authenticated using (true)', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Published law, open to all.');
    -- No write grants: the law comes from seeds.
    execute format('grant select on public.%I to anon, authenticated, service_role', t);
  end loop;
end
$$;

alter table public.packages enable row level security;
create policy packages_read on public.packages for select to authenticated
  using (state <> 'draft' or (select private.is_staff()));
comment on policy packages_read on public.packages is 'Open and closed ones everybody who is signed in, drafts staff only.';
grant select on public.packages to authenticated;

alter table public.package_terms enable row level security;
create policy package_terms_read on public.package_terms for select to authenticated
  using (exists (select from public.packages p where p.package_id = package_terms.package_id));
comment on policy package_terms_read on public.package_terms is 'Whoever sees the package.';
grant select on public.package_terms to authenticated;
-- No write grants on both: save_package() and set_package_state() check and write.
