-- How a person wants to be told by mail: at once, in one mail a day, or not at all. What is necessary always goes at once.

create table private.notification_kinds (
  kind text primary key,
  necessary boolean not null
);
comment on table private.notification_kinds is 'Kinds of notifications, and whether their mail is necessary: about the security of the account, or an offer that runs out. A kind that is not here is not necessary.';

insert into private.notification_kinds (kind, necessary) values
  ('assignment_offered', true),
  ('assignment_approved', false),
  ('assignment_started', false),
  ('assignment_delivered', false),
  ('assignment_cancelled', false),
  ('offer_expired', false),
  ('follow_up_due', false),
  ('offer_accepted', false),
  ('offer_declined', false),
  ('approval_wanted', false),
  ('assignment_approved_staff', false),
  ('delivery_confirmed', false),
  ('delivery_returned', false),
  ('assignment_cancelled_staff', false),
  ('offer_expired_staff', false);

create function private.is_necessary(p_kind text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select k.necessary from private.notification_kinds k where k.kind = p_kind), false);
end
$$;
comment on function private.is_necessary(text) is 'Whether mails of a kind are sent whatever the person prefers.';

alter table public.profiles add column mail_choice text not null default 'at_once'
  check (mail_choice in ('at_once', 'daily', 'none'));
comment on column public.profiles.mail_choice is 'What becomes of mails that are not necessary.';

-- held: waits for the digest of its person. merged: lies in one. sending: the mail server has been given it and has not answered
-- yet. uncertain: nobody will learn whether it arrived. dropped: no longer wanted, by the person or by an administrator.
alter table public.outbox drop constraint outbox_state_check;
alter table public.outbox add constraint outbox_state_check
  check (state in ('held', 'merged', 'queued', 'sending', 'sent', 'uncertain', 'dead', 'dropped'));
alter table public.outbox
  add column digest_id uuid references public.outbox on delete cascade,
  add column digest_day date,
  -- Since when nothing more becomes of it; it is deleted some time later.
  add column ended_at timestamptz,
  add constraint outbox_ended check ((state in ('sent', 'dropped')) = (ended_at is not null)),
  add constraint outbox_merged check ((state = 'merged') = (digest_id is not null)),
  -- One digest per person and day, whoever makes it.
  add constraint outbox_one_digest unique (user_id, digest_day);
drop index public.outbox_user;
create index outbox_digest on public.outbox (digest_id) where digest_id is not null;
create index outbox_held on public.outbox (next_attempt_at) where state = 'held';
create index outbox_sending on public.outbox (next_attempt_at) where state = 'sending';
create index outbox_ended on public.outbox (ended_at) where ended_at is not null;
create index outbox_state on public.outbox (state, outbox_id desc);

create function private.outbox_ended() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.ended_at := case when new.state in ('sent', 'dropped') then now() end;
  return new;
end
$$;
comment on function private.outbox_ended() is 'Trigger: notes when a mail has come to its end, whoever brought it there.';
create trigger outbox_ended before insert or update of state on public.outbox
  for each row execute function private.outbox_ended();

create function private.digest_time(p_now timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select ((p_now at time zone 'Asia/Ho_Chi_Minh' - interval '8 hours')::date + 1 + time '08:00') at time zone 'Asia/Ho_Chi_Minh'
$$;
comment on function private.digest_time(timestamptz) is 'The next eight o''clock in the morning in Viet Nam after a moment: when digests go out.';

create or replace function private.notify(p_users uuid[], p_kind text, p_parameters jsonb, p_link text) returns void
language plpgsql security definer set search_path = '' as $$
declare necessary boolean := private.is_necessary(p_kind);
begin
  -- Nobody is told what they have just done themselves.
  with told as (
    insert into public.notifications (user_id, kind, parameters, link)
      select distinct p.user_id, p_kind, p_parameters, p_link from public.profiles p
      where p.user_id = any (p_users) and p.disabled_at is null and p.user_id is distinct from auth.uid()
      returning user_id
  )
  insert into public.outbox (user_id, kind, parameters, link, state, next_attempt_at)
    select t.user_id, p_kind, p_parameters, p_link,
      case when necessary or p.mail_choice = 'at_once' then 'queued' else 'held' end,
      case when necessary or p.mail_choice = 'at_once' then now() else private.digest_time(now()) end
    from told t join public.profiles p using (user_id)
    where necessary or p.mail_choice <> 'none';
end
$$;
comment on function private.notify(uuid[], text, jsonb, text) is 'Tells people something, in the application and by mail as they prefer it; part of the transaction of what happened.';

create function private.choose_mail(p_user_id uuid, p_choice text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.profiles p set mail_choice = p_choice where p.user_id = p_user_id;
  if p_choice = 'none' then
    update public.outbox o set state = 'dropped'
      where o.user_id = p_user_id and o.state in ('held', 'queued') and not private.is_necessary(o.kind);
  end if;
end
$$;
comment on function private.choose_mail(uuid, text) is 'Sets how a person is told by mail. Whoever wants none gets none of those that wait either; what waits for a digest still comes in the next.';

create function private.set_mail_choice(p_choice text) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  if p_choice is null or p_choice not in ('at_once', 'daily', 'none') then
    perform private.fail('DT004', 'mail_choice');
  end if;
  perform private.choose_mail(me, p_choice);
end
$$;
comment on function private.set_mail_choice(text) is 'The caller says how to be told by mail.';

create function public.set_mail_choice(choice text) returns void
language sql volatile set search_path = '' as $$ select private.set_mail_choice(choice) $$;
grant execute on function private.set_mail_choice(text), public.set_mail_choice(text) to authenticated;
