-- What every later migration stands on: schemas, ids, text folding, errors, the audit log, request limits.

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;

create schema if not exists private;
comment on schema private is 'Helpers and definer functions; never exposed through the API.';
revoke all on schema private from public;
grant usage on schema private to anon, authenticated, service_role;

-- Nothing is granted by default: each table and function names its readers where it is made.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

-- Ids sort by the time they were made, so that an index grows at its end.
create function private.uuid7() returns uuid
language sql volatile parallel safe set search_path = '' as $$
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6
        ),
        52, 1
      ),
      53, 1
    ),
    'hex'
  )::uuid
$$;
comment on function private.uuid7() is 'Time-ordered identifier of the shape of a version 7 UUID.';

-- Search without accents. A fixed table instead of an extension: the same on every backend, and immutable,
-- so that it may stand in a generated column. Upper case is listed because lower() knows only ASCII under the C locale.
create function private.fold(value text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select btrim(regexp_replace(lower(translate(
    normalize(value, nfc),
    'àÀáÁãÃảẢạẠăĂằẰắẮẵẴẳẲặẶâÂầẦấẤẫẪẩẨậẬèÈéÉẽẼẻẺẹẸêÊềỀếẾễỄểỂệỆìÌíÍĩĨỉỈịỊòÒóÓõÕỏỎọỌôÔồỒốỐỗỖổỔộỘơƠờỜớỚỡỠởỞợỢùÙúÚũŨủỦụỤưƯừỪứỨữỮửỬựỰỳỲýÝỹỸỷỶỵỴđĐ',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeeeeeeeiiiiiiiiiioooooooooooooooooooooooooooooooooouuuuuuuuuuuuuuuuuuuuuuyyyyyyyyyydd'
  )), '\s+', ' ', 'g'))
$$;
comment on function private.fold(text) is 'Lower case, without Vietnamese diacritics, single spaces.';

create function private.like_pattern(value text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select '%' || regexp_replace(private.fold(value), '([%_\\])', '\\\1', 'g') || '%'
$$;
comment on function private.like_pattern(text) is 'Pattern that finds the folded text anywhere; wildcards typed by a person are literal.';

-- Our own errors carry a code from the catalogue in supabase/README.md, never a sentence for people.
create function private.fail(code text, subject text, detail text default '') returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = code, message = subject, detail = detail;
end
$$;
comment on function private.fail(text, text, text) is 'Raises an error of the catalogue: SQLSTATE, subject, machine-readable detail.';

-- Audit ----------------------------------------------------------------------------------------------------------------

create table public.audit_log (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  -- No foreign key: the log outlives the account.
  actor uuid,
  table_name text not null,
  record_id text not null,
  action text not null check (action in ('insert', 'update', 'delete')),
  changes jsonb not null
);
comment on table public.audit_log is 'Append-only: who changed what and when. Filled by triggers only.';
create index audit_log_record on public.audit_log (table_name, record_id, audit_id);
create index audit_log_actor on public.audit_log (actor, audit_id);
alter table public.audit_log enable row level security;

create function private.audit_append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.fail('DT010', 'audit_log');
  return null;
end
$$;
create trigger audit_log_append_only before update or delete or truncate on public.audit_log
  for each statement execute function private.audit_append_only();

-- A 12-digit tax code is a personal identifier: the first three and the last two digits are shown.
create function private.mask_tax_code(code text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case when code ~ '^\d{12}$' then left(code, 3) || '•••••••' || right(code, 2) else code end
$$;
comment on function private.mask_tax_code(text) is 'Hides a personal identifier; other tax codes pass unchanged.';

-- Personal fields are logged as changed, never with their values; answers by criterion, not as whole documents.
create function private.audit_value(field text, value jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when value is null or value = 'null'::jsonb then 'null'::jsonb
    when field in ('contact_name', 'contact_phone', 'contact_email', 'email', 'display_name', 'address',
      'label', 'message') then '"•"'::jsonb
    when field ~ '(code|token)_hash$' then '"•"'::jsonb
    when field = 'tax_code' then to_jsonb(private.mask_tax_code(value #>> '{}'))
    when field in ('document', 'criteria', 'outline', 'result') then '"…"'::jsonb
    else value
  end
$$;

create function private.changed_answers(before jsonb, after jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(
    jsonb_object_agg(key, jsonb_build_array(before -> key -> 'value', after -> key -> 'value')), '{}'
  )
  from (
    select key from jsonb_each(before) union select key from jsonb_each(after)
  ) as keys (key)
  where before -> key is distinct from after -> key
$$;

create function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  changed jsonb;
  record_key text;
begin
  select coalesce(jsonb_object_agg(field, case
      when field = 'answers' then private.changed_answers(coalesce(before -> field, '{}'), coalesce(after -> field, '{}'))
      else jsonb_build_array(
        private.audit_value(field, before -> field), private.audit_value(field, after -> field)
      ) end), '{}')
    into changed
    from (select key from jsonb_each(before) union select key from jsonb_each(after)) as keys (field)
    where before -> field is distinct from after -> field
      and field not in ('updated_at', 'name_search');
  if tg_op = 'UPDATE' and changed = '{}'::jsonb then
    return null;
  end if;
  select string_agg(coalesce(after ->> part, before ->> part), ':' order by position)
    into record_key from unnest(tg_argv) with ordinality as parts (part, position);
  insert into public.audit_log (actor, table_name, record_id, action, changes)
    values (auth.uid(), tg_table_name, record_key, lower(tg_op), changed);
  return null;
end
$$;
comment on function private.audit() is 'Trigger: writes the changed fields of one row to audit_log. Arguments: the key columns.';

-- Request limits --------------------------------------------------------------------------------------------------------

create table private.rate_limit_rules (
  bucket text primary key,
  max_hits integer not null check (max_hits > 0),
  window_seconds integer not null check (window_seconds > 0)
);
comment on table private.rate_limit_rules is 'How many requests of a kind one key may make in a window.';

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('sign-in:address', 30, 600),
  ('sign-in:account', 8, 600),
  ('sign-up:address', 10, 3600),
  ('code:address', 10, 3600),
  ('code:account', 5, 3600),
  ('verify:address', 30, 600),
  ('claim:account', 10, 3600),
  ('preview:address', 120, 60),
  ('quick-check:address', 60, 3600),
  ('share:address', 120, 600),
  ('export:account', 20, 3600);

create table private.rate_limit_hits (
  bucket text not null references private.rate_limit_rules on delete cascade,
  -- An HMAC made by the web server: neither an address nor an account can be read from it or guessed.
  key text not null check (length(key) between 16 and 128),
  window_start timestamptz not null,
  hits integer not null,
  primary key (bucket, key, window_start)
);
comment on table private.rate_limit_hits is 'Counted in the database so that all instances share the limits.';
create index rate_limit_hits_window on private.rate_limit_hits (window_start);

create function private.take_limit(p_bucket text, p_key text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  rule private.rate_limit_rules;
  started timestamptz;
  counted integer;
begin
  select * into rule from private.rate_limit_rules r where r.bucket = p_bucket;
  if not found then
    perform private.fail('DT004', 'bucket');
  end if;
  started := to_timestamp(floor(extract(epoch from clock_timestamp()) / rule.window_seconds) * rule.window_seconds);
  insert into private.rate_limit_hits as h (bucket, key, window_start, hits)
    values (p_bucket, p_key, started, 1)
    on conflict (bucket, key, window_start) do update set hits = h.hits + 1
    returning h.hits into counted;
  -- Old windows leave with one request in a hundred, so that no job is needed.
  if random() < 0.01 then
    delete from private.rate_limit_hits h where h.window_start < now() - interval '1 day';
  end if;
  return counted <= rule.max_hits;
end
$$;
comment on function private.take_limit(text, text) is 'Counts one request; false when the key has used up its window.';
grant execute on function private.take_limit(text, text) to anon, authenticated;

create function public.take_limit(bucket text, key text) returns boolean
language sql volatile set search_path = '' as $$ select private.take_limit(bucket, key) $$;
grant execute on function public.take_limit(text, text) to anon, authenticated;
