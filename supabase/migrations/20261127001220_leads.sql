-- Needs of firms, consent to pass them on, and what providers do with them. The steps are in the migrations that follow.

create table public.lead_rules (
  version integer primary key generated always as identity,
  -- Working days a provider has to answer, and after how many it is reminded.
  response_days smallint not null check (response_days between 1 and 30),
  remind_after_days smallint not null check (remind_after_days between 0 and 29),
  -- How long a consent holds.
  consent_months smallint not null check (consent_months between 1 and 24),
  created_at timestamptz not null default now(),
  created_by uuid,
  check (remind_after_days < response_days)
);
comment on table public.lead_rules is 'The response clock and how long consents hold. Append-only: the last version holds for what begins after it.';
create trigger lead_rules_append_only before update or delete or truncate on public.lead_rules
  for each statement execute function private.append_only();
create trigger lead_rules_audit after insert or update or delete on public.lead_rules
  for each row execute function private.audit('version');
insert into public.lead_rules (response_days, remind_after_days, consent_months) values (3, 2, 6);

create table public.needs (
  need_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete restrict,
  category_id text not null references public.solution_categories on delete restrict,
  purpose text not null check (length(btrim(purpose)) between 10 and 1000),
  wanted_by date,
  -- What the firm can pay itself in the first year, in VND.
  budget_min bigint check (budget_min between 0 and 1000000000000),
  budget_max bigint check (budget_max between 0 and 1000000000000),
  urgency text not null default 'normal' check (urgency in ('low', 'normal', 'high')),
  -- The result that it came from, and the weak indices that it is about.
  assessment_id uuid references public.assessments on delete restrict,
  index_ids text[] not null default '{}' check (cardinality(index_ids) <= 10 and array_to_string(index_ids, ',') ~ '^[0-9A-Za-z.,-]{0,200}$'),
  state text not null default 'open' check (state in ('open', 'closed')),
  revision integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid,
  closed_at timestamptz,
  unique (need_id, enterprise_id),
  check (budget_max >= budget_min),
  check ((state = 'closed') = (closed_at is not null))
);
comment on table public.needs is 'What a firm looks for. Without consent nobody but the firm reads it; staff see how many there are.';
create index needs_enterprise on public.needs (enterprise_id, created_at desc);
create index needs_category on public.needs (category_id) where state = 'open';
create index needs_assessment on public.needs (assessment_id);
create trigger needs_audit after insert or update or delete on public.needs
  for each row execute function private.audit('need_id');

create table public.lead_consent_texts (
  version integer primary key,
  -- {provider} and {until} stand for the name of the provider and the last day; the fields are listed beside the text.
  text_vi text not null,
  text_en text not null,
  published_at timestamptz not null default now()
);
comment on table public.lead_consent_texts is 'What a firm agrees to, word by word, by version. Append-only: the last version is shown.';
create trigger lead_consent_texts_append_only before update or delete or truncate on public.lead_consent_texts
  for each statement execute function private.append_only();
insert into public.lead_consent_texts (version, text_vi, text_en) values (1,
  'Tôi, chủ cơ sở, đồng ý để chương trình chuyển cho {provider} những thông tin được liệt kê bên cạnh, chỉ để nhà cung cấp này liên hệ và tư vấn về nhu cầu đã nêu, đến hết ngày {until}. Trước khi nhà cung cấp nhận lời, họ chỉ thấy nhu cầu, loại hình, quy mô, ngành, địa bàn và các mặt còn yếu, không thấy tên và cách liên hệ. Mã số có 12 chữ số không bao giờ được chuyển đi. Tôi có thể rút lại sự đồng ý bất cứ lúc nào; khi đó nhà cung cấp không xem được thông tin của tôi trên hệ thống nữa. Chương trình chỉ giới thiệu: việc đồng ý hay không không ảnh hưởng đến hỗ trợ của Nhà nước, và tôi không phải mua gì.',
  'I, an owner of the firm, agree that the programme passes the details listed here to {provider}, only so that this provider contacts and advises me about the need I stated, until {until}. Before the provider accepts, it sees the need, kind, size, sector, area and the weak fields only, not the name or how to reach me. Numbers of 12 digits are never passed on. I can withdraw this consent at any time; the provider then no longer sees my details in the system. The programme only introduces: whether I agree makes no difference to support by the state, and I do not have to buy anything.');

create table public.lead_consents (
  consent_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null,
  need_id uuid not null,
  provider_id uuid not null references public.providers on delete restrict,
  -- Which of several is asked first.
  position smallint not null check (position between 1 and 3),
  version integer not null references public.lead_consent_texts on delete restrict,
  -- The language in which the text was read.
  locale text not null check (locale in ('vi', 'en')),
  -- What is passed on once the provider has accepted.
  fields text[] not null check (cardinality(fields) > 0 and fields <@ array['name', 'tax_code', 'address', 'main_products',
    'contact_name', 'contact_phone', 'contact_email', 'result']),
  channel text not null default 'web' check (channel in ('web')),
  given_by uuid not null,
  given_at timestamptz not null default clock_timestamp(),
  expires_on date not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  foreign key (need_id, enterprise_id) references public.needs (need_id, enterprise_id) on delete restrict,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
comment on table public.lead_consents is 'Consent of a firm to pass a need to one provider: text, fields, by whom, when, until when, withdrawn when. A row changes once: by withdrawal.';
create unique index lead_consents_one_live on public.lead_consents (need_id, provider_id) where withdrawn_at is null;
create index lead_consents_enterprise on public.lead_consents (enterprise_id, given_at desc);
create index lead_consents_provider on public.lead_consents (provider_id);
create index lead_consents_version on public.lead_consents (version);
create trigger lead_consents_audit after insert or update or delete on public.lead_consents
  for each row execute function private.audit('consent_id');

create function private.lead_consents_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op <> 'UPDATE' or old.withdrawn_at is not null
      or (to_jsonb(new) - 'withdrawn_by' - 'withdrawn_at') <> (to_jsonb(old) - 'withdrawn_by' - 'withdrawn_at') then
    perform private.fail('DT010', 'lead_consent');
  end if;
  return new;
end
$$;
comment on function private.lead_consents_guard() is 'Trigger: consent is given, and withdrawn once; nothing else changes and no row goes.';
create trigger lead_consents_guard before update or delete on public.lead_consents
  for each row execute function private.lead_consents_guard();

create type public.lead_state as enum ('new', 'viewed', 'accepted', 'contacted', 'quoted', 'won', 'reported', 'delivered',
  'declined', 'expired', 'lost', 'withdrawn', 'disputed');

create table public.leads (
  lead_id uuid primary key default private.uuid7(),
  need_id uuid not null,
  enterprise_id uuid not null,
  provider_id uuid not null references public.providers on delete restrict,
  solution_id uuid not null references public.solutions on delete restrict,
  consent_id uuid not null unique references public.lead_consents on delete restrict,
  state public.lead_state not null default 'new',
  revision integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  -- The end of the last working day on which the provider can answer.
  respond_by timestamptz not null,
  remind_at timestamptz not null,
  reminded_at timestamptz,
  answered_at timestamptz,
  -- What the provider promised when it won: in words, for how much in VND, until when.
  promise text check (length(promise) <= 2000),
  promise_price bigint check (promise_price between 0 and 1000000000000),
  promise_on date,
  closed_at timestamptz,
  foreign key (need_id, enterprise_id) references public.needs (need_id, enterprise_id) on delete restrict,
  constraint leads_promise check (state not in ('won', 'reported', 'delivered') or promise is not null),
  constraint leads_closed check ((state in ('delivered', 'declined', 'expired', 'lost', 'withdrawn')) = (closed_at is not null))
);
comment on table public.leads is 'A need in the hands of one provider. Providers read it through provider_leads() and read_lead(), which show what consent allows.';
-- A need is in one pair of hands at a time.
create unique index leads_one_active on public.leads (need_id)
  where state in ('new', 'viewed', 'accepted', 'contacted', 'quoted', 'won', 'reported', 'disputed');
create index leads_enterprise on public.leads (enterprise_id, created_at desc);
create index leads_provider on public.leads (provider_id, created_at desc);
create index leads_solution on public.leads (solution_id);
create index leads_state on public.leads (state, lead_id desc);
create index leads_respond_by on public.leads (respond_by) where state in ('new', 'viewed');
create trigger leads_audit after insert or update or delete on public.leads
  for each row execute function private.audit('lead_id');

create table private.lead_steps (
  step text not null,
  from_state public.lead_state not null,
  to_state public.lead_state not null,
  actor_role text not null check (actor_role in ('provider', 'owner', 'staff', 'system')),
  needs_reason boolean not null default false,
  primary key (step, from_state, actor_role)
);
comment on table private.lead_steps is 'The steps of a lead: who may move it from where to where. Same table as src/lib/domain/leads/lead.ts.';
insert into private.lead_steps (step, from_state, to_state, actor_role, needs_reason)
  select s.step, f::public.lead_state, s.to_state::public.lead_state, r, s.needs_reason
  from (values
    ('view', '{new}'::text[], 'viewed', '{provider}'::text[], false),
    ('accept', '{new,viewed}', 'accepted', '{provider}', false),
    ('decline', '{new,viewed}', 'declined', '{provider}', true),
    ('expire', '{new,viewed}', 'expired', '{system}', false),
    ('contact', '{accepted}', 'contacted', '{provider}', false),
    ('quote', '{contacted}', 'quoted', '{provider}', false),
    ('win', '{contacted,quoted}', 'won', '{provider}', false),
    ('lose', '{accepted,contacted,quoted}', 'lost', '{provider,owner}', true),
    ('report', '{won}', 'reported', '{provider}', false),
    ('confirm', '{won,reported}', 'delivered', '{owner}', false),
    ('return', '{reported}', 'won', '{owner}', true),
    -- By the end of consent only. What was delivered stays a fact.
    ('withdraw', '{new,viewed,accepted,contacted,quoted,won,reported,disputed}', 'withdrawn', '{owner,system}', false),
    ('dispute', '{accepted,contacted,quoted,won,reported}', 'disputed', '{owner,provider}', true),
    ('settle_won', '{disputed}', 'won', '{staff}', true),
    ('settle_delivered', '{disputed}', 'delivered', '{staff}', true),
    ('settle_lost', '{disputed}', 'lost', '{staff}', true)
  ) as s (step, from_states, to_state, roles, needs_reason), unnest(s.from_states) as f, unnest(s.roles) as r;

create function private.leads_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.state <> old.state and not exists (select from private.lead_steps s
      where s.from_state = old.state and s.to_state = new.state) then
    perform private.fail('DT006', 'lead', old.state::text);
  end if;
  if row(new.need_id, new.enterprise_id, new.provider_id, new.solution_id, new.consent_id, new.created_at, new.respond_by)
      is distinct from row(old.need_id, old.enterprise_id, old.provider_id, old.solution_id, old.consent_id, old.created_at, old.respond_by)
  then
    perform private.fail('DT010', 'lead');
  end if;
  new.revision := old.revision + 1;
  return new;
end
$$;
comment on function private.leads_guard() is 'Trigger: states move along the table of steps; whose lead it is stays; the revision counts changes.';
create trigger leads_guard before update on public.leads
  for each row execute function private.leads_guard();

create table public.lead_moves (
  move_id uuid primary key default private.uuid7(),
  lead_id uuid not null references public.leads on delete cascade,
  step text not null,
  from_state public.lead_state,
  to_state public.lead_state not null,
  reason text check (length(reason) <= 1000),
  at timestamptz not null default clock_timestamp(),
  -- Null: the clock.
  actor uuid,
  actor_role text not null check (actor_role in ('provider', 'owner', 'staff', 'system'))
);
comment on table public.lead_moves is 'Append-only: each step of a lead with who, when and why.';
create index lead_moves_lead on public.lead_moves (lead_id, move_id);
create trigger lead_moves_append_only before update or delete or truncate on public.lead_moves
  for each statement execute function private.append_only();

create table public.lead_messages (
  message_id uuid primary key default private.uuid7(),
  lead_id uuid not null references public.leads on delete cascade,
  side text not null check (side in ('owner', 'provider')),
  body text not null check (length(btrim(body)) between 1 and 2000),
  at timestamptz not null default clock_timestamp(),
  author uuid not null
);
comment on table public.lead_messages is 'What firm and provider write to each other about a lead. Append-only.';
create index lead_messages_lead on public.lead_messages (lead_id, message_id);
create trigger lead_messages_append_only before update or delete or truncate on public.lead_messages
  for each statement execute function private.append_only();

create table public.lead_ratings (
  lead_id uuid not null references public.leads on delete restrict,
  -- Who rates: the firm the provider, the provider the firm.
  side text not null check (side in ('owner', 'provider')),
  score smallint not null check (score between 1 and 5),
  body text check (length(body) <= 1000),
  -- Words are read by staff before others see them; a score counts at once.
  state text not null default 'held' check (state in ('held', 'shown', 'refused')),
  at timestamptz not null default clock_timestamp(),
  author uuid not null,
  moderated_by uuid,
  moderated_at timestamptz,
  primary key (lead_id, side),
  -- Nothing but a score: there is nothing to read first.
  check ((state = 'held') = (moderated_at is null and body is not null)),
  check (state <> 'refused' or moderated_by is not null)
);
comment on table public.lead_ratings is 'What firm and provider say of each other after delivery. The score stays as given.';
create index lead_ratings_held on public.lead_ratings (at) where state = 'held';
create trigger lead_ratings_audit after insert or update or delete on public.lead_ratings
  for each row execute function private.audit('lead_id', 'side');

-- Access ----------------------------------------------------------------------------------------------------------------

create function private.staff_sees_lead(p_need_id uuid, p_enterprise_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.staff_sees(p_enterprise_id) and exists (select from public.lead_consents c where c.need_id = p_need_id);
end
$$;
comment on function private.staff_sees_lead(uuid, uuid) is 'Staff of the area see a need once the firm has passed it on.';
grant execute on function private.staff_sees_lead(uuid, uuid) to authenticated;

alter table public.lead_rules enable row level security;
create policy lead_rules_read on public.lead_rules for select to authenticated using (true);
comment on policy lead_rules_read on public.lead_rules is 'Everybody who is signed in.';
grant select on public.lead_rules to authenticated;

alter table public.lead_consent_texts enable row level security;
create policy lead_consent_texts_read on public.lead_consent_texts for select to anon, authenticated using (true);
comment on policy lead_consent_texts_read on public.lead_consent_texts is 'Everybody.';
grant select on public.lead_consent_texts to anon, authenticated;

alter table public.needs enable row level security;
create policy needs_read on public.needs for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[]) or private.staff_sees_lead(need_id, enterprise_id));
comment on policy needs_read on public.needs is 'Members of the firm; staff of the area once it was passed on, before that they see figures.';
grant select on public.needs to authenticated;

do $$
declare t text;
begin
  foreach t in array array['lead_consents', 'leads'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to authenticated
      using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
        or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id))', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Members of the firm, staff of its area.');
    execute format('grant select on public.%I to authenticated', t);
  end loop;
  execute 'alter table public.lead_moves enable row level security';
  execute 'create policy lead_moves_read on public.lead_moves for select to authenticated
    using (exists (select from public.leads l where l.lead_id = lead_moves.lead_id))';
  execute 'comment on policy lead_moves_read on public.lead_moves is ''Whoever sees the lead.''';
  execute 'grant select on public.lead_moves to authenticated';
end
$$;

alter table public.lead_messages enable row level security;
create policy lead_messages_read on public.lead_messages for select to authenticated
  using (exists (select from public.leads l where l.lead_id = lead_messages.lead_id
    and (l.enterprise_id = any ((select private.enterprise_ids())::uuid[]) or l.state = 'disputed')));
comment on policy lead_messages_read on public.lead_messages is 'Members of the firm; staff while they have a dispute to settle.';
grant select on public.lead_messages to authenticated;

alter table public.lead_ratings enable row level security;
create policy lead_ratings_read on public.lead_ratings for select to authenticated
  using (exists (select from public.leads l where l.lead_id = lead_ratings.lead_id
    and ((select private.is_staff()) or lead_ratings.side = 'owner' or lead_ratings.state = 'shown')));
comment on policy lead_ratings_read on public.lead_ratings is 'Staff of the area; members of the firm what they wrote, and what was found fit to be shown.';
grant select on public.lead_ratings to authenticated;

-- A firm knows by name whom it agreed to, and what was recommended to it.
drop policy providers_read on public.providers;
create policy providers_read on public.providers for select to authenticated
  using ((select private.is_staff()) or provider_id = any ((select private.provider_ids())::uuid[])
    or provider_id = any (array(select c.provider_id from public.lead_consents c where c.enterprise_id = any ((select private.enterprise_ids())::uuid[]))));
comment on policy providers_read on public.providers is 'Staff, the provider itself, firms that ever agreed to be introduced to it.';
drop policy solutions_read on public.solutions;
create policy solutions_read on public.solutions for select to authenticated
  using ((select private.is_staff()) or provider_id = any ((select private.provider_ids())::uuid[])
    or solution_id = any (array(select l.solution_id from public.leads l where l.enterprise_id = any ((select private.enterprise_ids())::uuid[]))));
comment on policy solutions_read on public.solutions is 'Staff, the provider itself, firms with a lead about it.';
-- Providers read none of these tables: functions show them what consent allows. No write grants.
