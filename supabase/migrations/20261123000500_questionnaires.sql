-- Questionnaires are data: versioned documents (shape: src/lib/domain/assessment/questionnaire.ts).
-- A published version never changes, whoever writes.

create type public.version_state as enum ('draft', 'published', 'retired');

create table public.questionnaire_versions (
  version_id uuid primary key default private.uuid7(),
  questionnaire text not null check (questionnaire ~ '^[a-z][a-z0-9-]{1,40}$'),
  version text not null check (version ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,30}$'),
  state public.version_state not null default 'draft',
  document jsonb not null,
  -- What saving and scoring need of the document, by criterion: kind, weight, whether "does not apply" is allowed.
  criteria jsonb not null,
  -- The document without its words: some kilobytes instead of a hundred, read with every submission.
  outline jsonb not null,
  note text check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by uuid,
  published_at timestamptz,
  published_by uuid,
  retired_at timestamptz,
  unique (questionnaire, version)
);
comment on table public.questionnaire_versions is 'Versions of questionnaires; immutable once published.';
create unique index questionnaire_versions_one_published on public.questionnaire_versions (questionnaire) where state = 'published';

-- The form shows every error by path (zod); this is the last line of defence: what scoring relies on must hold.
create function private.questionnaire_problem(document jsonb) returns text
language plpgsql immutable set search_path = '' set jit = off as $$
declare
  bad text;
begin
  if document ->> 'format' is distinct from '1' or coalesce(document ->> 'mode', '') not in ('full', 'indicative') then return 'format'; end if;
  if jsonb_typeof(document -> 'pillars') is distinct from 'array' then return 'pillars'; end if;
  if jsonb_typeof(document #> '{scoring,ratioBands}') is distinct from 'array'
      or jsonb_array_length(document #> '{scoring,ratioBands}') <> 5
      or jsonb_typeof(document #> '{scoring,pillarBands}') is distinct from 'array'
      or jsonb_array_length(document #> '{scoring,pillarBands}') <> 5
      or jsonb_typeof(document #> '{scoring,overall}') is distinct from 'array'
      or jsonb_path_exists(document, '$.scoring.ratioBands[*] ? (@.type() != "number")')
      or jsonb_path_exists(document, '$.scoring.pillarBands[*] ? (@.type() != "number")')
      or jsonb_path_exists(document, '$.scoring.overall[*] ? (!(@.level.type() == "number" && @.pointsOver.type() == "number"
        && @.pillars.type() == "number" && @.atLevel.type() == "number"))') then return 'scoring'; end if;
  with criteria as (
    select p.value as pillar, i.value as index, c.value as criterion
    from jsonb_array_elements(document -> 'pillars') as p,
      jsonb_array_elements(p.value -> 'indices') as i,
      jsonb_array_elements(i.value -> 'criteria') as c
  )
  select case
      when not exists (select from criteria) then 'criteria'
      when exists (select from criteria group by criterion ->> 'id' having count(*) > 1 or criterion ->> 'id' is null) then 'criterion_id'
      when exists (select from criteria where coalesce(criterion ->> 'kind', '') not in ('ordinal', 'ratio')
        or coalesce((criterion ->> 'weight')::integer, 0) not between 1 and 100) then 'criterion'
      when exists (select from criteria group by pillar
        having (pillar ->> 'max')::integer is distinct from sum(5 * (criterion ->> 'weight')::integer)) then 'pillar_max'
      when exists (select from criteria group by pillar, index
        having (index ->> 'max')::integer is distinct from sum(5 * (criterion ->> 'weight')::integer)) then 'index_max'
    end into bad;
  return bad;
exception when others then
  return 'shape';
end
$$;
comment on function private.questionnaire_problem(jsonb) is 'First reason why a document cannot be scored, or null.';

create function private.questionnaire_outline(document jsonb) returns jsonb
language sql immutable set search_path = '' set jit = off as $$
  select jsonb_build_object('scoring', document -> 'scoring', 'pillars', (
    select jsonb_agg(jsonb_build_object('id', p.value -> 'id', 'max', p.value -> 'max', 'indices', (
      select jsonb_agg(jsonb_build_object('id', i.value -> 'id', 'max', i.value -> 'max', 'criteria', (
        select jsonb_agg(c.value - '{name,question,help,example,levels,advice,numerator,denominator,unit}'::text[] order by c.position)
        from jsonb_array_elements(i.value -> 'criteria') with ordinality as c (value, position))) order by i.position)
      from jsonb_array_elements(p.value -> 'indices') with ordinality as i (value, position))) order by p.position)
    from jsonb_array_elements(document -> 'pillars') with ordinality as p (value, position)))
$$;
comment on function private.questionnaire_outline(jsonb) is 'What scoring needs of a document: structure, weights and tables.';

create function private.questionnaire_versions_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      perform private.fail('DT010', 'questionnaire');
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and old.state <> 'draft' then
    if new.state = 'draft' or (old.state = 'retired' and new.state <> 'retired')
        or to_jsonb(new) - '{state,retired_at}'::text[] is distinct from to_jsonb(old) - '{state,retired_at}'::text[] then
      perform private.fail('DT010', 'questionnaire');
    end if;
    return new;
  end if;
  if length(new.document::text) > 1000000 then
    perform private.fail('DT015', 'document');
  end if;
  if private.questionnaire_problem(new.document) is not null then
    perform private.fail('DT004', 'document', private.questionnaire_problem(new.document));
  end if;
  if new.document ->> 'id' is distinct from new.questionnaire or new.document ->> 'version' is distinct from new.version then
    perform private.fail('DT004', 'document', 'id');
  end if;
  select jsonb_object_agg(c.value ->> 'id', jsonb_build_object('kind', c.value ->> 'kind',
      'weight', (c.value ->> 'weight')::integer, 'notApplicable', coalesce((c.value ->> 'notApplicable')::boolean, false)))
    into new.criteria
    from jsonb_array_elements(new.document -> 'pillars') as p,
      jsonb_array_elements(p.value -> 'indices') as i,
      jsonb_array_elements(i.value -> 'criteria') as c;
  new.outline := private.questionnaire_outline(new.document);
  return new;
end
$$;
comment on function private.questionnaire_versions_guard() is 'Trigger: drafts must be scorable, published versions never change.';
create trigger questionnaire_versions_guard before insert or update or delete on public.questionnaire_versions
  for each row execute function private.questionnaire_versions_guard();
create trigger questionnaire_versions_audit after insert or update or delete on public.questionnaire_versions
  for each row execute function private.audit('version_id');

alter table public.questionnaire_versions enable row level security;
create policy questionnaire_versions_read on public.questionnaire_versions for select to anon, authenticated
  using (state <> 'draft' or (select private.has_role('administrator')) or (select private.has_role('manager')));
comment on policy questionnaire_versions_read on public.questionnaire_versions is 'Published and retired versions are public, drafts are for those who publish.';
grant select on public.questionnaire_versions to anon, authenticated;
-- No write grants: the functions below check who and what.

create function private.require_publisher() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not (private.has_role('administrator') or private.has_role('manager')) then
    perform private.fail('DT002', 'questionnaire');
  end if;
end
$$;
comment on function private.require_publisher() is 'Administrators and managers keep the questionnaires.';

create function private.save_questionnaire_draft(p_document jsonb, p_note text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare saved uuid;
begin
  perform private.require_publisher();
  insert into public.questionnaire_versions as v (questionnaire, version, document, criteria, outline, note, created_by)
    values (p_document ->> 'id', p_document ->> 'version', p_document, '{}', '{}', private.clean(p_note), private.uid())
    on conflict (questionnaire, version) do update
      set document = excluded.document, criteria = '{}', note = excluded.note
      where v.state = 'draft'
    returning v.version_id into saved;
  if saved is null then
    perform private.fail('DT009', 'questionnaire');
  end if;
  return saved;
end
$$;
comment on function private.save_questionnaire_draft(jsonb, text) is 'Stores a document as draft of its id and version, or replaces that draft.';

create function private.publish_questionnaire(p_version_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare draft public.questionnaire_versions;
begin
  perform private.require_publisher();
  select * into draft from public.questionnaire_versions v where v.version_id = p_version_id for update;
  if not found then
    perform private.fail('DT001', 'questionnaire');
  end if;
  if draft.state <> 'draft' then
    perform private.fail('DT006', 'questionnaire', draft.state::text);
  end if;
  -- One version at a time is open for new assessments; those begun on the older one can be finished.
  update public.questionnaire_versions v set state = 'retired', retired_at = now()
    where v.questionnaire = draft.questionnaire and v.state = 'published';
  update public.questionnaire_versions v set state = 'published', published_at = now(), published_by = private.uid()
    where v.version_id = p_version_id;
end
$$;
comment on function private.publish_questionnaire(uuid) is 'Publishes a draft and retires the version it replaces.';

create function private.retire_questionnaire(p_version_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare found_state public.version_state;
begin
  perform private.require_publisher();
  select v.state into found_state from public.questionnaire_versions v where v.version_id = p_version_id for update;
  if not found then
    perform private.fail('DT001', 'questionnaire');
  end if;
  if found_state <> 'published' then
    perform private.fail('DT006', 'questionnaire', found_state::text);
  end if;
  update public.questionnaire_versions v set state = 'retired', retired_at = now() where v.version_id = p_version_id;
end
$$;
comment on function private.retire_questionnaire(uuid) is 'Closes a published version for new assessments.';

create function private.delete_questionnaire_draft(p_version_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_publisher();
  delete from public.questionnaire_versions v where v.version_id = p_version_id;
  if not found then
    perform private.fail('DT001', 'questionnaire');
  end if;
end
$$;
comment on function private.delete_questionnaire_draft(uuid) is 'Removes a draft; the guard refuses anything published.';

create function public.save_questionnaire_draft(document jsonb, note text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_questionnaire_draft(document, note) $$;
create function public.publish_questionnaire(version_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.publish_questionnaire(version_id) $$;
create function public.retire_questionnaire(version_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.retire_questionnaire(version_id) $$;
create function public.delete_questionnaire_draft(version_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.delete_questionnaire_draft(version_id) $$;
grant execute on function
  private.save_questionnaire_draft(jsonb, text), public.save_questionnaire_draft(jsonb, text),
  private.publish_questionnaire(uuid), public.publish_questionnaire(uuid),
  private.retire_questionnaire(uuid), public.retire_questionnaire(uuid),
  private.delete_questionnaire_draft(uuid), public.delete_questionnaire_draft(uuid)
  to authenticated;
