-- What the system tells people: in the application, and by mail from an outbox that the same transaction fills.

create table public.notifications (
  notification_id uuid primary key default private.uuid7(),
  user_id uuid not null references public.profiles on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
  -- What the words need, such as the code of a package. Nothing personal: it also goes into mails.
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object' and length(parameters::text) <= 2000),
  link text not null check (link ~ '^(/[a-z0-9-]+)+$' and length(link) <= 200),
  created_at timestamptz not null default now(),
  read_at timestamptz
);
comment on table public.notifications is 'What a person was told, by kind; the words are in the application. Goes with the account.';
create index notifications_user on public.notifications (user_id, notification_id desc);
create index notifications_unread on public.notifications (user_id) where read_at is null;

create table public.outbox (
  outbox_id uuid primary key default private.uuid7(),
  user_id uuid not null references public.profiles on delete cascade,
  kind text not null,
  parameters jsonb not null default '{}',
  link text not null,
  created_at timestamptz not null default now(),
  state text not null default 'queued' check (state in ('queued', 'sent', 'dead')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- A code, never the answer of a mail server: that may repeat the address.
  last_error text check (last_error ~ '^[a-zA-Z0-9_]{1,40}$')
);
comment on table public.outbox is 'Mails to be sent. The address is looked up when one is taken, so that a changed one holds at once.';
create index outbox_user on public.outbox (user_id);
create index outbox_due on public.outbox (next_attempt_at) where state = 'queued';

create function private.notify(p_users uuid[], p_kind text, p_parameters jsonb, p_link text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- Nobody is told what they have just done themselves.
  with told as (
    insert into public.notifications (user_id, kind, parameters, link)
      select distinct p.user_id, p_kind, p_parameters, p_link from public.profiles p
      where p.user_id = any (p_users) and p.disabled_at is null and p.user_id is distinct from auth.uid()
      returning user_id
  )
  insert into public.outbox (user_id, kind, parameters, link) select t.user_id, p_kind, p_parameters, p_link from told t;
end
$$;
comment on function private.notify(uuid[], text, jsonb, text) is 'Tells people something, in the application and by mail; part of the transaction of what happened.';

create function private.mark_notifications_read(p_notification_ids uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  marked integer;
begin
  update public.notifications n set read_at = now()
    where n.user_id = me and n.read_at is null
      and (p_notification_ids is null or n.notification_id = any (p_notification_ids));
  get diagnostics marked = row_count;
  return marked;
end
$$;
comment on function private.mark_notifications_read(uuid[]) is 'Marks the caller''s notifications as read: those named, or all.';

-- Jobs: granted to service_role only ------------------------------------------------------------------------------------

-- Taking a mail counts as an attempt and puts the next one off, longer each time: a process that dies while sending holds
-- nothing up, and of several instances one takes it.
create function private.claim_outbox(p_size integer)
returns table (outbox_id uuid, email text, locale text, kind text, parameters jsonb, link text)
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox o set state = 'dead', last_error = 'no_address'
    where o.state = 'queued' and o.next_attempt_at <= now() and not exists (
      select from public.profiles p join auth.users u on u.id = p.user_id
      where p.user_id = o.user_id and p.disabled_at is null and u.email is not null and u.email_confirmed_at is not null);
  return query
    with due as (
      select o.outbox_id from public.outbox o where o.state = 'queued' and o.next_attempt_at <= now()
      order by o.next_attempt_at limit least(greatest(coalesce(p_size, 50), 1), 500)
      for update skip locked
    )
    update public.outbox o set attempts = o.attempts + 1,
        next_attempt_at = now() + interval '5 minutes' * power(2, least(o.attempts, 8))
      from due, public.profiles p, auth.users u
      where o.outbox_id = due.outbox_id and p.user_id = o.user_id and u.id = o.user_id
      returning o.outbox_id, u.email::text, p.locale, o.kind, o.parameters, o.link;
end
$$;
comment on function private.claim_outbox(integer) is 'Job: takes mails that are due, with the address and language of the person.';

create function private.finish_outbox(p_outbox_id uuid, p_error text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox o set
      state = case when p_error is null then 'sent' when o.attempts >= 8 then 'dead' else 'queued' end,
      last_error = p_error
    where o.outbox_id = p_outbox_id and o.state = 'queued';
end
$$;
comment on function private.finish_outbox(uuid, text) is 'Job: a mail is handed over, or failed with a code; after eight attempts it is given up.';

create function public.mark_notifications_read(notification_ids uuid[] default null) returns integer
language sql volatile set search_path = '' as $$ select private.mark_notifications_read(notification_ids) $$;
create function public.claim_outbox(size integer default 50)
returns table (outbox_id uuid, email text, locale text, kind text, parameters jsonb, link text)
language sql volatile set search_path = '' as $$ select * from private.claim_outbox(size) $$;
create function public.finish_outbox(outbox_id uuid, error text default null) returns void
language sql volatile set search_path = '' as $$ select private.finish_outbox(outbox_id, error) $$;
grant execute on function private.mark_notifications_read(uuid[]), public.mark_notifications_read(uuid[]) to authenticated;
grant execute on function private.claim_outbox(integer), public.claim_outbox(integer),
  private.finish_outbox(uuid, text), public.finish_outbox(uuid, text) to service_role;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.notifications enable row level security;
create policy notifications_read on public.notifications for select to authenticated
  using (user_id = (select private.uid()));
comment on policy notifications_read on public.notifications is 'The person who is told.';
grant select on public.notifications to authenticated;
-- No write grant: private.notify() tells, mark_notifications_read() marks.

alter table public.outbox enable row level security;
-- No grants at all: jobs go through claim_outbox() and finish_outbox().
