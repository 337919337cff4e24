-- Limits below the web server: a client of one's own, with one's own token, is bounded too. They are counted by the
-- person's id inside the function that does the work.
--
-- A statement that fails takes its count back. Where a limit bounds what is written, that is as it should be. Where it
-- bounds guessing, a wrong guess must therefore be an answer and not an error: join_enterprise(), request_enterprise().

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('register:person', 20, 86400),
  -- Staff enter firms for others: a hundred a day is a day's work.
  ('register:staff-person', 1000, 86400),
  ('claim:person', 20, 3600),
  ('invite:person', 500, 86400),
  ('start:person', 500, 86400),
  ('share-link:person', 50, 86400),
  ('export:person', 500, 86400),
  ('quick-check:all', 1000, 3600);
delete from private.rate_limit_rules where bucket = 'claim:account';

comment on column private.rate_limit_hits.key is 'Made by the web server: an HMAC, so that neither an address nor an account can be read from it or guessed. Of buckets that the database counts itself: the person''s id.';

create function private.count_hit(p_bucket text, p_key text) returns boolean
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
  -- Windows that are over leave with one request in a hundred, so that no job is needed and keys that somebody invents
  -- do not stay.
  if random() < 0.01 then
    delete from private.rate_limit_hits h using private.rate_limit_rules r
      where r.bucket = h.bucket and h.window_start < now() - make_interval(secs => r.window_seconds);
  end if;
  return counted <= rule.max_hits;
end
$$;
comment on function private.count_hit(text, text) is 'Counts one request in any bucket; false when the key has used up its window. Not granted: for the functions here.';

create or replace function private.take_limit(p_bucket text, p_key text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- The keys of these are no secret: whoever could count in them could use up the limits of others.
  if p_bucket ~ '(person|:all)$' then
    perform private.fail('DT004', 'bucket');
  end if;
  return private.count_hit(p_bucket, p_key);
end
$$;
comment on function private.take_limit(text, text) is 'Counts one request for the web server; false when the key has used up its window.';

create function private.limit_person(p_bucket text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not private.count_hit(p_bucket, private.uid()::text) then
    perform private.fail('DT008', p_bucket);
  end if;
end
$$;
comment on function private.limit_person(text) is 'Counts one step of the caller, or an error when they have used up the window.';

create or replace function private.register_enterprise(p_details jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  code text := private.clean(p_details ->> 'tax_code');
  firm public.enterprises;
  by_staff boolean := private.sees_all_enterprises() or cardinality(private.area_unit_ids()) > 0;
  as_owner boolean := coalesce((p_details ->> 'as_owner')::boolean, not by_staff);
begin
  if length(p_details::text) > 20000 then
    perform private.fail('DT015', 'details');
  end if;
  -- Bounds what one account can put on record, and the codes it can try: that one is on record is an answer, and counts.
  perform private.limit_person(case when by_staff then 'register:staff-person' else 'register:person' end);
  -- Before the insert: a refusal after it would tell, and leave no trace of the asking, whether a code is on record.
  if not as_owner and not by_staff then
    perform private.fail('DT002', 'unit_id');
  end if;
  insert into public.enterprises (kind, name, tax_code, sector_id, section_id, main_products, unit_id, district_id,
      address, employees, revenue, capital, size_group, contact_name, contact_phone, contact_email, created_by)
    values ((p_details ->> 'kind')::public.enterprise_kind, private.clean(p_details ->> 'name'), code,
      p_details ->> 'sector_id', '', private.clean(p_details ->> 'main_products'), p_details ->> 'unit_id',
      private.clean(p_details ->> 'district_id'), private.clean(p_details ->> 'address'),
      (p_details ->> 'employees')::integer, (p_details ->> 'revenue')::bigint, (p_details ->> 'capital')::bigint,
      private.clean(p_details ->> 'size_group'), private.clean(p_details ->> 'contact_name'),
      private.clean(p_details ->> 'contact_phone'), lower(private.clean(p_details ->> 'contact_email')), me)
    on conflict (tax_code) do nothing
    returning * into firm;
  if firm.enterprise_id is null then
    -- Says only that the code is on record: not the name, not whose it is.
    return jsonb_build_object('state', 'exists');
  end if;
  if not as_owner and not private.staff_sees(firm.enterprise_id) then
    perform private.fail('DT002', 'unit_id');
  end if;
  if as_owner then
    insert into public.enterprise_members (enterprise_id, user_id, role) values (firm.enterprise_id, me, 'owner');
  end if;
  return jsonb_build_object('state', 'created', 'enterprise_id', firm.enterprise_id);
end
$$;

create or replace function private.create_enterprise_invitation(p_enterprise_id uuid, p_role public.member_role, p_label text) returns text
language plpgsql security definer set search_path = '' as $$
declare code text := private.new_code();
begin
  perform private.require_enterprise(p_enterprise_id);
  if not (private.is_owner(p_enterprise_id) or private.staff_sees(p_enterprise_id)) then
    perform private.fail('DT002', 'enterprise');
  end if;
  perform private.limit_person('invite:person');
  insert into public.enterprise_invitations (enterprise_id, role, code_hash, label, created_by, expires_at)
    values (p_enterprise_id, p_role, private.code_hash(code), private.clean(p_label), private.uid(), now() + interval '14 days');
  return code;
end
$$;

-- With a tax code the code must belong to that firm; without one the code alone says which firm.
create or replace function private.join_enterprise(p_code text, p_tax_code text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  invitation public.enterprise_invitations;
begin
  perform private.limit_person('claim:person');
  select i.* into invitation from public.enterprise_invitations i join public.enterprises e using (enterprise_id)
    where i.code_hash = private.code_hash(coalesce(p_code, ''))
      and (private.clean(p_tax_code) is null or e.tax_code = private.clean(p_tax_code))
    for update of i;
  -- No error: it would take back the count of a guess.
  if not found or (invitation.used_at is not null and invitation.used_by is distinct from me) then
    return null;
  end if;
  if invitation.used_at is not null then
    return invitation.enterprise_id;
  end if;
  if invitation.expires_at <= now() then
    perform private.fail('DT007', 'invitation');
  end if;
  -- Nobody lets themselves in: not staff by a code of their own, not a former owner by one kept from before.
  if invitation.created_by = me and not private.is_member(invitation.enterprise_id) then
    perform private.fail('DT002', 'invitation');
  end if;
  insert into public.enterprise_members as m (enterprise_id, user_id, role)
    values (invitation.enterprise_id, me, invitation.role)
    on conflict (enterprise_id, user_id) do update
      set role = case when m.role = 'owner' then m.role else excluded.role end;
  update public.enterprise_invitations i set used_at = now(), used_by = me where i.invitation_id = invitation.invitation_id;
  update public.enterprise_requests r set state = 'approved', decided_at = now(), decided_by = me
    where r.enterprise_id = invitation.enterprise_id and r.user_id = me and r.state = 'pending';
  return invitation.enterprise_id;
end
$$;
comment on function private.join_enterprise(text, text) is 'Redeems a code: the person becomes a member. Null for a code that does not exist or was used by somebody else. Repeating it by the same person is harmless.';

create or replace function private.request_enterprise(p_tax_code text, p_message text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  firm uuid;
  request uuid;
begin
  perform private.limit_person('claim:person');
  -- Before the firm is looked up: after it, the refusal would tell, uncounted, that a tax code is on record.
  if (select count(*) from public.enterprise_requests r where r.user_id = me and r.state = 'pending') >= 10 then
    perform private.fail('DT008', 'requests');
  end if;
  select e.enterprise_id into firm from public.enterprises e where e.tax_code = private.clean(p_tax_code);
  -- No error: it would take back the count of a guess.
  if firm is null then
    return null;
  end if;
  if private.is_member(firm) then
    perform private.fail('DT009', 'member');
  end if;
  insert into public.enterprise_requests as r (enterprise_id, user_id, message)
    values (firm, me, private.clean(p_message))
    on conflict (enterprise_id, user_id) where state = 'pending' do update set message = excluded.message
    returning r.request_id into request;
  return request;
end
$$;
comment on function private.request_enterprise(text, text) is 'Asks to act for a firm on record; repeating it changes the message only. Null when no firm has the tax code.';

create or replace function private.start_assessment(p_enterprise_id uuid, p_questionnaire text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_enterprise(p_enterprise_id);
  wanted public.entry_mode := case when private.is_member(p_enterprise_id) then 'self' else 'assisted' end;
  open public.assessments;
  published public.questionnaire_versions;
  started uuid;
begin
  -- Two requests at once start one draft: they queue at the firm.
  perform from public.enterprises e where e.enterprise_id = p_enterprise_id for update;
  select * into open from public.assessments a
    where a.enterprise_id = p_enterprise_id and a.questionnaire = p_questionnaire
      and a.state in ('draft', 'awaiting_confirmation');
  if found then
    if wanted = 'assisted' and open.entry = 'self' then
      perform private.fail('DT009', 'assessment');
    end if;
    return open.assessment_id;
  end if;
  select * into published from public.questionnaire_versions v
    where v.questionnaire = p_questionnaire and v.state = 'published' and v.document ->> 'mode' = 'full';
  if not found then
    perform private.fail('DT001', 'questionnaire');
  end if;
  perform private.limit_person('start:person');
  insert into public.assessments (enterprise_id, version_id, questionnaire, entry, started_by)
    values (p_enterprise_id, published.version_id, p_questionnaire, wanted, me)
    returning assessment_id into started;
  return started;
end
$$;

create or replace function private.create_share_link(p_assessment_id uuid, p_days integer) returns text
language plpgsql security definer set search_path = '' as $$
declare
  firm uuid;
  token text := translate(encode(extensions.gen_random_bytes(24), 'base64'), '+/=', '-_');
begin
  perform private.require_user();
  -- Locked, so that links made at once are counted one after the other.
  select a.enterprise_id into firm from public.assessments a
    where a.assessment_id = p_assessment_id and a.state = 'submitted' for no key update;
  if firm is null or not private.is_member(firm) then
    perform private.fail('DT001', 'assessment');
  end if;
  -- More than anybody can keep in mind; the page says so before (LIVE_LINKS in src/lib/schemas/share-link.ts).
  if (select count(*) from public.share_links s
      where s.assessment_id = p_assessment_id and s.revoked_at is null and s.expires_at > now()) >= 20 then
    perform private.fail('DT008', 'share_links');
  end if;
  perform private.limit_person('share-link:person');
  insert into public.share_links (assessment_id, token_hash, created_by, expires_at)
    values (p_assessment_id, encode(sha256(convert_to(token, 'UTF8')), 'hex'), private.uid(),
      now() + make_interval(days => least(greatest(coalesce(p_days, 30), 1), 365)));
  return token;
end
$$;
comment on function private.create_share_link(uuid, integer) is 'A member makes a link to a result, of which twenty may work at a time; the token is returned once.';

create or replace function private.count_quick_check(p_unit_id text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Anybody may call this: above what a province can do in an hour nothing is counted, and nobody is told.
  if not private.count_hit('quick-check:all', 'all quick checks') then
    return;
  end if;
  insert into public.quick_check_counts as q (day, unit_id, count)
    values ((now() at time zone 'Asia/Ho_Chi_Minh')::date,
      coalesce((select u.unit_id from public.units u where u.unit_id = p_unit_id and u.valid_to is null), ''), 1)
    on conflict (day, unit_id) do update set count = q.count + 1;
end
$$;
comment on function private.count_quick_check(text) is 'Adds one to today''s count of an area, up to a limit per hour for all together; nothing about the visitor.';

create or replace function private.log_export(p_kind text, p_filters jsonb, p_rows integer) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  -- Append-only, so nobody may fill it.
  perform private.limit_person('export:person');
  if length(p_filters::text) > 2000 then
    perform private.fail('DT015', 'filters');
  end if;
  insert into public.export_log (actor, kind, filters, rows) values (me, p_kind, coalesce(p_filters, '{}'), p_rows);
end
$$;
