-- Sending the outbox. No mail twice and none lost: a mail is claimed (queued, put off), then begun (sending: on record before the
-- mail server gets any content), then finished. Of a worker that dies, a claimed mail comes back; one that was begun may have
-- arrived, is not sent again by itself and is shown to the administrator.

drop function public.claim_outbox(integer), private.claim_outbox(integer), public.finish_outbox(uuid, text), private.finish_outbox(uuid, text);

create function private.retry_delay(p_attempts integer, p_chance double precision) returns interval
language sql immutable set search_path = '' as $$
  -- Five minutes, doubled each time: eight attempts reach over half a day. A quarter more or less keeps mails apart that failed together.
  select interval '5 minutes' * power(2, least(greatest(p_attempts, 1), 8) - 1) * (0.75 + 0.5 * p_chance)
$$;
comment on function private.retry_delay(integer, double precision) is 'How long a mail waits after so many attempts; the chance lies between 0 and 1.';

create function private.make_digest(p_user_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare digest uuid;
begin
  -- One instance at a time per person; not in the way of what is told meanwhile.
  perform from public.profiles p where p.user_id = p_user_id for no key update skip locked;
  if not found or not exists (select from public.outbox o where o.user_id = p_user_id and o.state = 'held' and o.next_attempt_at <= now()) then
    return false;
  end if;
  insert into public.outbox (user_id, kind, link, digest_day) values (p_user_id, 'digest', '/my/notifications', private.today())
    on conflict (user_id, digest_day) do nothing returning outbox_id into digest;
  if digest is null then
    update public.outbox o set next_attempt_at = private.digest_time(now())
      where o.user_id = p_user_id and o.state = 'held' and o.next_attempt_at <= now();
    return false;
  end if;
  update public.outbox o set state = 'merged', digest_id = digest
    where o.user_id = p_user_id and o.state = 'held' and o.next_attempt_at <= now();
  return true;
end
$$;
comment on function private.make_digest(uuid) is 'Puts what waits for a person into one mail of the day; what comes later goes into that of the next.';

create function private.prepare_outbox() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare person uuid;
begin
  update public.outbox o set state = 'uncertain', last_error = 'interrupted' where o.state = 'sending' and o.next_attempt_at <= now();
  for person in
    select distinct o.user_id from public.outbox o where o.state = 'held' and o.next_attempt_at <= now() limit 500
  loop
    perform private.make_digest(person);
  end loop;
  return exists (select from public.outbox o where o.state = 'queued' and o.next_attempt_at <= now());
end
$$;
comment on function private.prepare_outbox() is 'Job: gives up what was being sent when its worker died, makes digests; whether a mail is due. Claims none: first there has to be a mail server.';

create function private.digest_items(p_digest_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('count', count(*), 'items', coalesce(
      jsonb_agg(jsonb_build_object('kind', o.kind, 'parameters', o.parameters, 'link', o.link) order by o.outbox_id)
        filter (where o.place <= 50), '[]'))
    from (select m.*, row_number() over (order by m.outbox_id) as place from public.outbox m where m.digest_id = p_digest_id) as o
  );
end
$$;
comment on function private.digest_items(uuid) is 'What a digest tells: how many, and the first fifty.';

create function private.claim_outbox()
returns table (outbox_id uuid, attempts smallint, email text, locale text, kind text, parameters jsonb, link text, unsubscribe text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  mail public.outbox;
  reader record;
  necessary boolean;
begin
  loop
    -- Nobody waits for a mail that another worker is just taking.
    select * into mail from public.outbox o where o.state = 'queued' and o.next_attempt_at <= now()
      order by o.next_attempt_at limit 1 for update skip locked;
    if not found then
      return;
    end if;
    necessary := private.is_necessary(mail.kind);
    select u.email, p.locale, p.mail_choice into reader from public.profiles p join auth.users u on u.id = p.user_id
      where p.user_id = mail.user_id and p.disabled_at is null and u.email is not null and u.email_confirmed_at is not null;
    if not found then
      update public.outbox o set state = 'dead', last_error = 'no_address' where o.outbox_id = mail.outbox_id;
    elsif reader.mail_choice = 'none' and not necessary then
      update public.outbox o set state = 'dropped' where o.outbox_id = mail.outbox_id;
    else
      exit;
    end if;
  end loop;
  -- The lease: until then nobody else takes it.
  update public.outbox o set attempts = o.attempts + 1, next_attempt_at = now() + interval '5 minutes'
    where o.outbox_id = mail.outbox_id;
  return query select mail.outbox_id, (mail.attempts + 1)::smallint, reader.email::text, reader.locale::text, mail.kind,
    case when mail.kind = 'digest' then private.digest_items(mail.outbox_id) else mail.parameters end, mail.link,
    case when not necessary then private.new_unsubscribe_token(mail.user_id) end;
end
$$;
comment on function private.claim_outbox() is 'Job: takes the mail that has waited longest, with the address and language of the person, and a token to unsubscribe where it is not necessary.';

create function private.begin_outbox(p_outbox_id uuid, p_attempt smallint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- The lease is longer than any mail server is waited for.
  update public.outbox o set state = 'sending', next_attempt_at = now() + interval '10 minutes'
    where o.outbox_id = p_outbox_id and o.attempts = p_attempt and o.state = 'queued';
  return found;
end
$$;
comment on function private.begin_outbox(uuid, smallint) is 'Job: from now on a claimed mail may have arrived; false when it is no longer this worker''s to send.';

create function private.finish_outbox(p_outbox_id uuid, p_attempt smallint, p_outcome text, p_error text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_outcome is null or p_outcome not in ('sent', 'refused', 'later', 'blocked', 'uncertain') then
    perform private.fail('DT004', 'outcome');
  end if;
  -- Also when it was given up meanwhile: whoever comes late knows more.
  update public.outbox o set
      state = case
        when p_outcome in ('sent', 'uncertain') then p_outcome
        when p_outcome = 'refused' or p_outcome = 'later' and o.attempts >= 8 then 'dead'
        else 'queued' end,
      -- What is no fault of the mail does not count.
      attempts = o.attempts - case when p_outcome = 'blocked' then 1 else 0 end,
      next_attempt_at = case p_outcome
        when 'later' then now() + private.retry_delay(o.attempts, random())
        when 'blocked' then now() + interval '1 minute'
        else now() end,
      last_error = p_error
    where o.outbox_id = p_outbox_id and o.attempts = p_attempt
      and (o.state in ('sending', 'uncertain') or o.state = 'queued' and p_outcome not in ('sent', 'uncertain'));
end
$$;
comment on function private.finish_outbox(uuid, smallint, text, text) is 'Job: what became of a claimed mail; after eight attempts it is given up.';

-- One row: how it went with the mail server the last time. For all instances, so that whoever administers sees it anywhere.
create table private.mail_server (
  only_row boolean primary key default true check (only_row),
  reached_at timestamptz,
  failed_at timestamptz,
  error text check (error ~ '^[a-zA-Z0-9_]{1,40}$')
);
comment on table private.mail_server is 'When the mail server was last reached, and why not since.';

create function private.report_mail_server(p_error text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.mail_server as s (reached_at, failed_at, error)
    values (case when p_error is null then now() end, case when p_error is not null then now() end, p_error)
    on conflict (only_row) do update set
      reached_at = coalesce(excluded.reached_at, s.reached_at),
      failed_at = coalesce(excluded.failed_at, s.failed_at),
      error = excluded.error;
end
$$;
comment on function private.report_mail_server(text) is 'Job: the mail server was reached, or not and why.';

-- One row: how long what was sent is kept.
create table private.mail_rules (
  only_row boolean primary key default true check (only_row),
  keep_days integer not null check (keep_days between 7 and 3650),
  unsubscribe_days integer not null check (unsubscribe_days between 30 and 3650)
);
comment on table private.mail_rules is 'Days after which mails that were sent or dropped are deleted, and after which the links in mails end.';
insert into private.mail_rules (keep_days, unsubscribe_days) values (90, 365);

create function private.clear_outbox(p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  rules private.mail_rules;
  cleared integer;
begin
  select * into rules from private.mail_rules;
  -- So many at a time, and none that another instance is just deleting. What lies in a digest goes with it.
  delete from public.outbox o where o.outbox_id in (
    select x.outbox_id from public.outbox x where x.ended_at < p_now - make_interval(days => rules.keep_days)
    order by x.ended_at limit 2000 for update skip locked);
  get diagnostics cleared = row_count;
  -- Used ones too: they work again and again, as long as their mail may lie in somebody's box.
  delete from private.unsubscribe_tokens t where t.made_at < p_now - make_interval(days => rules.unsubscribe_days);
  return cleared;
end
$$;
comment on function private.clear_outbox(timestamptz) is
  'Job: deletes mails that came to their end long ago, and links in mails; returns how many mails. What is uncertain or failed stays until an administrator decides.';

create function public.clear_outbox() returns integer
language sql volatile set search_path = '' as $$ select private.clear_outbox(now()) $$;
create function public.prepare_outbox() returns boolean
language sql volatile set search_path = '' as $$ select private.prepare_outbox() $$;
create function public.claim_outbox()
returns table (outbox_id uuid, attempts smallint, email text, locale text, kind text, parameters jsonb, link text, unsubscribe text)
language sql volatile set search_path = '' as $$ select * from private.claim_outbox() $$;
create function public.begin_outbox(outbox_id uuid, attempt smallint) returns boolean
language sql volatile set search_path = '' as $$ select private.begin_outbox(outbox_id, attempt) $$;
create function public.finish_outbox(outbox_id uuid, attempt smallint, outcome text, error text default null) returns void
language sql volatile set search_path = '' as $$ select private.finish_outbox(outbox_id, attempt, outcome, error) $$;
create function public.report_mail_server(error text default null) returns void
language sql volatile set search_path = '' as $$ select private.report_mail_server(error) $$;
grant execute on function private.clear_outbox(timestamptz), public.clear_outbox(), private.prepare_outbox(), public.prepare_outbox(), private.claim_outbox(), public.claim_outbox(),
  private.begin_outbox(uuid, smallint), public.begin_outbox(uuid, smallint),
  private.finish_outbox(uuid, smallint, text, text), public.finish_outbox(uuid, smallint, text, text),
  private.report_mail_server(text), public.report_mail_server(text) to service_role;
