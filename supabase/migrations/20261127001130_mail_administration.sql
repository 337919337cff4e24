-- What administrators see of mails and do about them: no words of a mail, and of an address only enough to know it again.

create function private.mask_email(p_email text) returns text
language sql immutable set search_path = '' as $$ select left(p_email, 1) || '•••@' || split_part(p_email, '@', 2) $$;
comment on function private.mask_email(text) is 'The first letter and the host of an address.';

create function private.mail_overview() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return jsonb_build_object(
    'counts', (select coalesce(jsonb_object_agg(c.state, c.mails), '{}')
      from (select o.state, count(*) as mails from public.outbox o group by o.state) as c),
    'keep_days', (select r.keep_days from private.mail_rules r),
    'waiting_since', (select min(o.created_at) from public.outbox o where o.state = 'queued'),
    'server', (select to_jsonb(s) - 'only_row' from private.mail_server s));
end
$$;
comment on function private.mail_overview() is 'Mails by state, since when the oldest waits, and how it went with the mail server. Administrators only.';

create function private.list_mails(p_state text, p_before uuid, p_size integer)
returns table (outbox_id uuid, kind text, address text, state text, created_at timestamptz, attempts smallint, next_attempt_at timestamptz, last_error text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return query
    select o.outbox_id, o.kind, private.mask_email(u.email::text), o.state, o.created_at, o.attempts, o.next_attempt_at, o.last_error
    from public.outbox o join auth.users u on u.id = o.user_id
    where o.state = p_state and (p_before is null or o.outbox_id < p_before)
    order by o.outbox_id desc limit least(greatest(coalesce(p_size, 25), 1), 101);
end
$$;
comment on function private.list_mails(text, uuid, integer) is 'Mails in a state, the newest first, a page at a time. Administrators only.';

create function private.decide_mails(p_outbox_ids uuid[], p_step text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare decided integer;
begin
  perform private.require_role('administrator');
  if p_step is null or p_step not in ('send_again', 'give_up') or coalesce(cardinality(p_outbox_ids), 0) not between 1 and 100 then
    perform private.fail('DT004', 'step');
  end if;
  update public.outbox o set state = case p_step when 'send_again' then 'queued' else 'dropped' end,
      attempts = case p_step when 'send_again' then 0 else o.attempts end, next_attempt_at = now()
    where o.outbox_id = any (p_outbox_ids) and o.state in ('dead', 'uncertain');
  get diagnostics decided = row_count;
  if decided = 0 then
    perform private.fail('DT003', 'mail');
  end if;
  return decided;
end
$$;
comment on function private.decide_mails(uuid[], text) is 'An administrator has mails sent again that were given up or are uncertain, or lets them go; returns how many. DT003 when none is in such a state any more.';

-- The steps of administrators are on record; what the worker does is not, it is in the row.
create trigger outbox_audit after update on public.outbox for each row
  when (old.state in ('dead', 'uncertain') and new.state in ('queued', 'dropped')) execute function private.audit('outbox_id');

create function public.mail_overview() returns jsonb
language sql stable set search_path = '' as $$ select private.mail_overview() $$;
create function public.list_mails(state text, before uuid default null, size integer default 25)
returns table (outbox_id uuid, kind text, address text, state text, created_at timestamptz, attempts smallint, next_attempt_at timestamptz, last_error text)
language sql stable set search_path = '' as $$ select * from private.list_mails(state, before, size) $$;
create function public.decide_mails(outbox_ids uuid[], step text) returns integer
language sql volatile set search_path = '' as $$ select private.decide_mails(outbox_ids, step) $$;
grant execute on function private.mail_overview(), public.mail_overview(),
  private.list_mails(text, uuid, integer), public.list_mails(text, uuid, integer),
  private.decide_mails(uuid[], text), public.decide_mails(uuid[], text) to authenticated;
