-- A way out in every mail that is not necessary: one click, without signing in (RFC 8058).

create table private.unsubscribe_tokens (
  token_hash text primary key,
  user_id uuid not null references public.profiles on delete cascade,
  made_at timestamptz not null default now()
);
comment on table private.unsubscribe_tokens is 'Links in mails by which their reader wants no more of them: hashes only, as long as private.mail_rules says.';
create index unsubscribe_tokens_user on private.unsubscribe_tokens (user_id);
create index unsubscribe_tokens_made on private.unsubscribe_tokens (made_at);

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('unsubscribe:address', 300, 600);

create function private.new_unsubscribe_token(p_user_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare token text := translate(encode(extensions.gen_random_bytes(24), 'base64'), '+/=', '-_');
begin
  insert into private.unsubscribe_tokens (token_hash, user_id)
    values (encode(sha256(convert_to(token, 'UTF8')), 'hex'), p_user_id);
  return token;
end
$$;
comment on function private.new_unsubscribe_token(uuid) is 'A token for one mail; returned once.';

create function private.unsubscribing(p_token text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select t.user_id from private.unsubscribe_tokens t
    where t.token_hash = encode(sha256(convert_to(coalesce(p_token, ''), 'UTF8')), 'hex')
  );
end
$$;
comment on function private.unsubscribing(text) is 'Whose mail had the token; null for one that is unknown.';

create function private.read_unsubscribe(p_token text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select p.mail_choice from public.profiles p where p.user_id = private.unsubscribing(p_token));
end
$$;
comment on function private.read_unsubscribe(text) is 'What the reader of a mail has chosen; null for an unknown token. Says nothing of who it is.';

-- Again and again without harm: mail programs repeat it.
create function private.unsubscribe(p_token text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare reader uuid := private.unsubscribing(p_token);
begin
  if reader is null then
    return false;
  end if;
  perform private.choose_mail(reader, 'none');
  return true;
end
$$;
comment on function private.unsubscribe(text) is 'Ends mails that are not necessary for the reader of a mail; false for an unknown token.';

create function public.read_unsubscribe(token text) returns text
language sql stable set search_path = '' as $$ select private.read_unsubscribe(token) $$;
create function public.unsubscribe(token text) returns boolean
language sql volatile set search_path = '' as $$ select private.unsubscribe(token) $$;
-- Open to visitors, by an unguessable token.
grant execute on function private.read_unsubscribe(text), public.read_unsubscribe(text),
  private.unsubscribe(text), public.unsubscribe(text) to anon, authenticated;
