-- Handbook and news: pages in Markdown, in both languages, tied to the indices and levels of the counted questionnaire.

create table public.articles (
  article_id uuid primary key default private.uuid7(),
  kind text not null check (kind in ('handbook', 'news')),
  -- The last part of its address.
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 80),
  title_vi text not null check (length(btrim(title_vi)) between 2 and 160),
  title_en text not null check (length(btrim(title_en)) between 2 and 160),
  summary_vi text not null check (length(btrim(summary_vi)) between 2 and 400),
  summary_en text not null check (length(btrim(summary_en)) between 2 and 400),
  body_vi text not null check (length(btrim(body_vi)) between 2 and 20000),
  body_en text not null check (length(btrim(body_en)) between 2 and 20000),
  state text not null default 'draft' check (state in ('draft', 'published')),
  -- Public from this day on, once it is published.
  publish_on date check (publish_on between date '2020-01-01' and date '2100-12-31'),
  -- Which indices it helps with, and firms of which levels.
  index_ids text[] not null default '{}' check (cardinality(index_ids) <= 20),
  min_level smallint not null default 0 check (min_level between 0 and 5),
  max_level smallint not null default 5 check (max_level between 0 and 5),
  is_sample boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  -- Null: seeded. A page that nobody has touched follows its file.
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid,
  check (min_level <= max_level),
  constraint articles_dated check (state = 'draft' or publish_on is not null)
);
comment on table public.articles is 'Handbook pages and news in Markdown. Public when published and due; drafts are for officers and managers.';
create index articles_public on public.articles (kind, publish_on desc, article_id desc) where state = 'published';
create trigger articles_audit after insert or update or delete on public.articles
  for each row execute function private.audit('article_id');

create function private.articles_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare outline jsonb;
begin
  select v.outline into outline from public.questionnaire_versions v
    where v.questionnaire = 'dbi-sme' and v.state in ('published', 'retired') order by v.published_at desc limit 1;
  if outline is not null and not new.index_ids <@ array(select i ->> 'id' from jsonb_array_elements(outline -> 'pillars') as p,
      jsonb_array_elements(p -> 'indices') as i) then
    perform private.fail('DT004', 'index_ids');
  end if;
  if tg_op = 'UPDATE' then
    new.revision := old.revision + 1;
    new.updated_at := now();
  end if;
  return new;
end
$$;
comment on function private.articles_guard() is 'Trigger: every index exists in the counted questionnaire; the revision counts changes.';
create trigger articles_guard before insert or update on public.articles
  for each row execute function private.articles_guard();

-- Steps -----------------------------------------------------------------------------------------------------------------

create function private.lock_article(p_article_id uuid, p_revision integer) returns public.articles
language plpgsql security definer set search_path = '' as $$
declare found_row public.articles;
begin
  select * into found_row from public.articles a where a.article_id = p_article_id for update;
  if not found then
    perform private.fail('DT001', 'article');
  end if;
  if found_row.revision is distinct from p_revision then
    perform private.fail('DT003', 'article', jsonb_build_object('revision', found_row.revision)::text);
  end if;
  return found_row;
end
$$;
comment on function private.lock_article(uuid, integer) is 'The article, locked; an error when it was changed since that revision.';

-- details: kind, slug, title_*, summary_*, body_*, index_ids, min_level, max_level. Kind and slug of a published one stay:
-- links lead there.
create function private.save_article(p_article_id uuid, p_details jsonb, p_revision integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  before public.articles;
  saved uuid := p_article_id;
  wanted text[];
begin
  if jsonb_typeof(p_details) is distinct from 'object' then
    perform private.fail('DT004', 'details');
  end if;
  if length(p_details::text) > 120000 then
    perform private.fail('DT015', 'details');
  end if;
  if jsonb_typeof(p_details -> 'index_ids') is distinct from 'array' then
    perform private.fail('DT004', 'index_ids');
  end if;
  wanted := array(select distinct i from jsonb_array_elements_text(p_details -> 'index_ids') as i order by i);
  if p_article_id is null then
    insert into public.articles (kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en, index_ids,
        min_level, max_level, created_by, updated_by)
      values (p_details ->> 'kind', p_details ->> 'slug', private.clean(p_details ->> 'title_vi'), private.clean(p_details ->> 'title_en'),
        private.clean(p_details ->> 'summary_vi'), private.clean(p_details ->> 'summary_en'), p_details ->> 'body_vi', p_details ->> 'body_en',
        wanted, (p_details ->> 'min_level')::smallint, (p_details ->> 'max_level')::smallint, me, me)
      returning article_id into saved;
    return saved;
  end if;
  before := private.lock_article(p_article_id, p_revision);
  update public.articles a set
      kind = case when before.state = 'draft' then p_details ->> 'kind' else before.kind end,
      slug = case when before.state = 'draft' then p_details ->> 'slug' else before.slug end,
      title_vi = private.clean(p_details ->> 'title_vi'), title_en = private.clean(p_details ->> 'title_en'),
      summary_vi = private.clean(p_details ->> 'summary_vi'), summary_en = private.clean(p_details ->> 'summary_en'),
      body_vi = p_details ->> 'body_vi', body_en = p_details ->> 'body_en', index_ids = wanted,
      min_level = (p_details ->> 'min_level')::smallint, max_level = (p_details ->> 'max_level')::smallint, updated_by = me
    where a.article_id = p_article_id;
  return saved;
end
$$;
comment on function private.save_article(uuid, jsonb, integer) is 'Officers and managers: a new draft, or a changed article; a published one keeps kind and address.';

create function private.set_article_published(p_article_id uuid, p_published boolean, p_revision integer, p_publish_on date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  before public.articles;
begin
  before := private.lock_article(p_article_id, p_revision);
  if p_published is null or p_published = (before.state = 'published') then
    perform private.fail('DT006', 'article', to_jsonb(before.state)::text);
  end if;
  update public.articles a set state = case when p_published then 'published' else 'draft' end,
      publish_on = case when p_published then coalesce(p_publish_on, private.today()) else before.publish_on end, updated_by = me
    where a.article_id = p_article_id;
end
$$;
comment on function private.set_article_published(uuid, boolean, integer, date) is
  'Officers and managers: publishes a draft from a day on (today when none is given), or takes an article back.';

create function private.discard_article(p_article_id uuid, p_revision integer) returns void
language plpgsql security definer set search_path = '' as $$
declare before public.articles;
begin
  perform private.require_province_staff();
  before := private.lock_article(p_article_id, p_revision);
  -- A seeded page would come back with the next text of its file: it is taken back, not removed.
  if before.state <> 'draft' or before.created_by is null then
    perform private.fail('DT006', 'article', to_jsonb(before.state)::text);
  end if;
  delete from public.articles a where a.article_id = p_article_id;
end
$$;
comment on function private.discard_article(uuid, integer) is 'Officers and managers: removes a draft that a person wrote.';

create function public.save_article(article_id uuid, details jsonb, revision integer default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_article(article_id, details, revision) $$;
create function public.set_article_published(article_id uuid, published boolean, revision integer, publish_on date default null) returns void
language sql volatile set search_path = '' as $$ select private.set_article_published(article_id, published, revision, publish_on) $$;
create function public.discard_article(article_id uuid, revision integer) returns void
language sql volatile set search_path = '' as $$ select private.discard_article(article_id, revision) $$;
grant execute on function
  private.save_article(uuid, jsonb, integer), public.save_article(uuid, jsonb, integer),
  private.set_article_published(uuid, boolean, integer, date), public.set_article_published(uuid, boolean, integer, date),
  private.discard_article(uuid, integer), public.discard_article(uuid, integer) to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.articles enable row level security;
create policy articles_read on public.articles for select to anon, authenticated
  using (state = 'published' and publish_on <= (select private.today()) or (select private.sees_all_enterprises()));
comment on policy articles_read on public.articles is 'Everybody what is published and due; officers and managers drafts too.';
-- No write grants: the steps above. Who wrote it is for the log.
grant select (article_id, kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en, state, publish_on, index_ids,
  min_level, max_level, is_sample, revision, created_at, updated_at) on public.articles to anon, authenticated;
