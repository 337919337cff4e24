-- Model enterprises: by which rules a firm is nominated, scored and recognised, and its story, shown only while the firm agrees.

create table public.nomination_rules (
  programme_id text primary key references public.programmes on delete cascade,
  min_level smallint not null default 3 check (min_level between 0 and 5),
  support_needed boolean not null default true,
  consent_needed boolean not null default true,
  reviewers smallint not null default 3 check (reviewers between 1 and 15),
  pass_mark smallint not null default 70 check (pass_mark between 0 and 100),
  revision integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table public.nomination_rules is 'What recognition asks for: verified level, completed support, consent to the story, number of reviewers, mean mark.';
create trigger nomination_rules_audit after insert or update or delete on public.nomination_rules
  for each row execute function private.audit('programme_id');

create function private.programmes_nomination_rules() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.nomination_rules (programme_id) values (new.programme_id) on conflict do nothing;
  return null;
end
$$;
comment on function private.programmes_nomination_rules() is 'Trigger: a new programme starts with rules that managers may change. The plan states none.';
create trigger programmes_nomination_rules after insert on public.programmes
  for each row execute function private.programmes_nomination_rules();
insert into public.nomination_rules (programme_id) select p.programme_id from public.programmes p on conflict do nothing;

create type public.nomination_state as enum ('nominated', 'recognised', 'not_recognised', 'withdrawn');

create table public.nominations (
  nomination_id uuid primary key default private.uuid7(),
  programme_id text not null references public.programmes on delete restrict,
  enterprise_id uuid not null references public.enterprises on delete restrict,
  state public.nomination_state not null default 'nominated',
  revision integer not null default 1,
  reason text not null check (length(btrim(reason)) between 2 and 2000),
  nominated_by uuid,
  nominated_at timestamptz not null default clock_timestamp(),
  -- [{id, wanted, value, met}]: at the nomination, and as they stood when it was decided.
  criteria jsonb not null,
  decided_criteria jsonb,
  mean_score numeric(5, 2),
  decision_number text check (length(btrim(decision_number)) between 1 and 60),
  decided_on date,
  decision_reason text check (length(decision_reason) <= 1000),
  decided_by uuid,
  decided_at timestamptz,
  constraint nominations_decision_named check (state <> 'recognised' or (decision_number is not null and decided_on is not null)),
  constraint nominations_reason_given check (state not in ('not_recognised', 'withdrawn') or decision_reason is not null),
  constraint nominations_decided check ((state = 'nominated') = (decided_at is null)),
  constraint nominations_four_eyes check (state = 'withdrawn' or decided_by is null or decided_by is distinct from nominated_by)
);
comment on table public.nominations is 'A firm proposed as a model enterprise: nominated, then recognised by a decision, not recognised, or withdrawn.';
create unique index nominations_one_standing on public.nominations (programme_id, enterprise_id) where state in ('nominated', 'recognised');
create index nominations_enterprise on public.nominations (enterprise_id);
create index nominations_state on public.nominations (programme_id, state, nomination_id desc);
create trigger nominations_audit after insert or update or delete on public.nominations
  for each row execute function private.audit('nomination_id');

-- What was decided stays decided, whoever writes.
create function private.nominations_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.state <> 'nominated' then
    perform private.fail('DT010', 'nomination');
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.revision := old.revision + 1;
  return new;
end
$$;
comment on function private.nominations_guard() is 'Trigger: a decided nomination never changes.';
create trigger nominations_guard before update or delete on public.nominations
  for each row execute function private.nominations_guard();

create table public.nomination_scores (
  nomination_id uuid not null references public.nominations on delete cascade,
  reviewer uuid not null,
  score smallint not null check (score between 0 and 100),
  comment text check (length(comment) <= 1000),
  scored_at timestamptz not null default clock_timestamp(),
  primary key (nomination_id, reviewer)
);
comment on table public.nomination_scores is 'Marks of reviewers, one each; changeable until the decision.';
create trigger nomination_scores_audit after insert or update or delete on public.nomination_scores
  for each row execute function private.audit('nomination_id', 'reviewer');

create function private.nomination_scores_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare nomination public.nominations;
begin
  select * into nomination from public.nominations n
    where n.nomination_id = case when tg_op = 'DELETE' then old.nomination_id else new.nomination_id end;
  if found and nomination.state <> 'nominated' then
    perform private.fail('DT006', 'nomination', nomination.state::text);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.reviewer = nomination.nominated_by then
    perform private.fail('DT021', 'nomination');
  end if;
  return new;
end
$$;
comment on function private.nomination_scores_guard() is 'Trigger: nobody marks a firm that they nominated; nothing changes after the decision.';
create trigger nomination_scores_guard before insert or update or delete on public.nomination_scores
  for each row execute function private.nomination_scores_guard();

create table public.story_consent_texts (
  version integer primary key,
  text_vi text not null,
  text_en text not null,
  published_at timestamptz not null default now()
);
comment on table public.story_consent_texts is 'What a firm agrees to, word by word, by version. Append-only: the last version is shown.';
create trigger story_consent_texts_append_only before update or delete or truncate on public.story_consent_texts
  for each statement execute function private.append_only();
insert into public.story_consent_texts (version, text_vi, text_en) values (1,
  'Tôi, chủ cơ sở, đồng ý để cơ quan quản lý chương trình công khai trên trang web của chương trình: tên cơ sở, ngành nghề, địa bàn, số và ngày quyết định công nhận, và bài viết về kết quả chuyển đổi số của cơ sở. Không công khai số điện thoại, địa chỉ, mã số thuế, doanh thu, vốn và từng câu trả lời. Tôi có thể rút lại sự đồng ý bất cứ lúc nào tại trang này; khi đó bài viết được gỡ ngay. Việc đồng ý hay không không ảnh hưởng đến hỗ trợ đã nhận.',
  'I, an owner of the firm, agree that the office in charge of the programme publishes on the programme''s website: the name, line of business and area of the firm, number and date of the decision that recognised it, and an article about what its digital transformation brought. Telephone, address, tax code, revenue, capital and single answers are not published. I can withdraw this consent on this page at any time; the article is then taken down at once. Whether I agree makes no difference to support already received.');

create table public.story_consents (
  story_consent_id uuid primary key default private.uuid7(),
  enterprise_id uuid not null references public.enterprises on delete restrict,
  version integer not null references public.story_consent_texts on delete restrict,
  -- The language in which the text was read.
  locale text not null check (locale in ('vi', 'en')),
  given_by uuid not null,
  given_at timestamptz not null default clock_timestamp(),
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
comment on table public.story_consents is 'Consent of a firm to its public story: which text, by which owner, when, withdrawn when. A row changes once: by withdrawal.';
create unique index story_consents_one_live on public.story_consents (enterprise_id) where withdrawn_at is null;
create index story_consents_enterprise on public.story_consents (enterprise_id, given_at desc);
create index story_consents_version on public.story_consents (version);
create trigger story_consents_audit after insert or update or delete on public.story_consents
  for each row execute function private.audit('story_consent_id');

create function private.story_consents_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op <> 'UPDATE' or old.withdrawn_at is not null
      or (to_jsonb(new) - 'withdrawn_by' - 'withdrawn_at') <> (to_jsonb(old) - 'withdrawn_by' - 'withdrawn_at') then
    perform private.fail('DT010', 'story_consent');
  end if;
  return new;
end
$$;
comment on function private.story_consents_guard() is 'Trigger: consent is given, and withdrawn once; nothing else changes and no row goes.';
create trigger story_consents_guard before update or delete on public.story_consents
  for each row execute function private.story_consents_guard();

create table public.stories (
  nomination_id uuid primary key references public.nominations on delete restrict,
  enterprise_id uuid not null references public.enterprises on delete restrict,
  title_vi text not null check (length(btrim(title_vi)) between 2 and 160),
  title_en text not null check (length(btrim(title_en)) between 2 and 160),
  body_vi text not null check (length(btrim(body_vi)) between 2 and 8000),
  body_en text not null check (length(btrim(body_en)) between 2 and 8000),
  published_at timestamptz,
  published_by uuid,
  revision integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table public.stories is 'The story of a model enterprise. Shown while published and while the firm''s consent lives.';
create index stories_enterprise on public.stories (enterprise_id);
create trigger stories_audit after insert or update or delete on public.stories
  for each row execute function private.audit('nomination_id');

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.nomination_rules enable row level security;
create policy nomination_rules_read on public.nomination_rules for select to anon, authenticated using (true);
comment on policy nomination_rules_read on public.nomination_rules is 'Everybody: the rules by which the province recognises firms are public.';
grant select on public.nomination_rules to anon, authenticated;

alter table public.story_consent_texts enable row level security;
create policy story_consent_texts_read on public.story_consent_texts for select to anon, authenticated using (true);
comment on policy story_consent_texts_read on public.story_consent_texts is 'Everybody.';
grant select on public.story_consent_texts to anon, authenticated;

alter table public.nominations enable row level security;
create policy nominations_read on public.nominations for select to authenticated
  using ((select private.sees_all_enterprises()) or private.staff_sees(enterprise_id)
    or (state = 'recognised' and enterprise_id = any ((select private.enterprise_ids())::uuid[])));
comment on policy nominations_read on public.nominations is 'Staff of the area; members of the firm once it is recognised, not while it is being judged.';
grant select on public.nominations to authenticated;

alter table public.nomination_scores enable row level security;
create policy nomination_scores_read on public.nomination_scores for select to authenticated
  using (reviewer = (select private.uid()) or (select private.has_role('manager')));
comment on policy nomination_scores_read on public.nomination_scores is 'Managers, and each reviewer their own: nobody marks by the marks of others.';
grant select on public.nomination_scores to authenticated;

do $$
declare t text;
begin
  foreach t in array array['story_consents', 'stories'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('create policy %I on public.%I for select to authenticated
      using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
        or (select private.sees_all_enterprises()) or private.staff_sees(enterprise_id))', t || '_read', t);
    execute format('comment on policy %I on public.%I is %L', t || '_read', t, 'Members of the firm, staff of its area.');
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end
$$;
-- No grant to visitors: published_stories() shows what may be shown. No write grants: the steps check and write.
