-- What a person can do with an assessment: each step is one function, one transaction, and re-checks who asks.

create function private.start_assessment(p_enterprise_id uuid, p_questionnaire text) returns uuid
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
  insert into public.assessments (enterprise_id, version_id, questionnaire, entry, started_by)
    values (p_enterprise_id, published.version_id, p_questionnaire, wanted, me)
    returning assessment_id into started;
  return started;
end
$$;
comment on function private.start_assessment(uuid, text) is 'Opens a draft on the published version, or returns the open one. Staff open an assisted one.';

-- Members fill in any draft of their firm, staff only assisted ones: an owner's own answers are the owner's.
create function private.lock_assessment(p_assessment_id uuid) returns public.assessments
language plpgsql security definer set search_path = '' as $$
declare found_row public.assessments;
begin
  perform private.require_user();
  select * into found_row from public.assessments a where a.assessment_id = p_assessment_id for update;
  if not found or not private.sees_enterprise(found_row.enterprise_id) then
    perform private.fail('DT001', 'assessment');
  end if;
  if not private.is_member(found_row.enterprise_id) and found_row.entry <> 'assisted' then
    perform private.fail('DT002', 'assessment');
  end if;
  return found_row;
end
$$;
comment on function private.lock_assessment(uuid) is 'The locked row, or an error when the person may not fill it in.';

-- patch: {criterion: {value, base}}; value null clears; base is the revision of the answer that the device last saw (0: none).
-- An answer that somebody else changed since is not overwritten: it comes back as a conflict with what stands now.
create function private.save_answers(p_assessment_id uuid, p_patch jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  assessment public.assessments := private.lock_assessment(p_assessment_id);
  criteria jsonb;
  entry record;
  value jsonb;
  stored jsonb;
  problems jsonb := '[]';
  conflicts jsonb := '{}';
  saved jsonb := '{}';
  changed jsonb := '{}';
  next_revision integer := assessment.revision + 1;
begin
  if assessment.state <> 'draft' then
    perform private.fail('DT006', 'assessment', assessment.state::text);
  end if;
  if jsonb_typeof(p_patch) is distinct from 'object' or length(p_patch::text) > 65536 then
    perform private.fail('DT004', 'answers');
  end if;
  select v.criteria into criteria from public.questionnaire_versions v where v.version_id = assessment.version_id;
  for entry in select p.key, p.value as change from jsonb_each(p_patch) as p loop
    if jsonb_typeof(entry.change) is distinct from 'object' then
      problems := problems || jsonb_build_object('path', entry.key, 'code', 'not_an_object');
      continue;
    end if;
    if not criteria ? entry.key then
      problems := problems || jsonb_build_object('path', entry.key, 'code', 'unknown_criterion');
      continue;
    end if;
    value := nullif(entry.change -> 'value', 'null'::jsonb);
    if value is not null and private.answer_error(criteria -> entry.key, value) is not null then
      problems := problems || jsonb_build_object('path', entry.key, 'code', private.answer_error(criteria -> entry.key, value));
      continue;
    end if;
    stored := assessment.answers -> entry.key;
    if nullif(stored -> 'value', 'null'::jsonb) is not distinct from value then
      -- The same answer again (a retried request): acknowledged, nothing to write.
      saved := saved || jsonb_build_object(entry.key, coalesce((stored ->> 'revision')::integer, 0));
    elsif coalesce((stored ->> 'revision')::integer, 0) <> coalesce((entry.change ->> 'base')::integer, 0) then
      conflicts := conflicts || jsonb_build_object(entry.key, stored);
    else
      changed := changed || jsonb_build_object(entry.key,
        jsonb_build_object('value', value, 'revision', next_revision, 'at', now()));
      saved := saved || jsonb_build_object(entry.key, next_revision);
    end if;
  end loop;
  if problems <> '[]'::jsonb then
    perform private.fail('DT004', 'answers', problems::text);
  end if;
  if changed <> '{}'::jsonb then
    update public.assessments a set answers = a.answers || changed, revision = next_revision, changed_at = now()
      where a.assessment_id = p_assessment_id;
  else
    next_revision := assessment.revision;
  end if;
  return jsonb_build_object('saved', saved, 'conflicts', conflicts, 'revision', next_revision);
end
$$;
comment on function private.save_answers(uuid, jsonb) is 'Merges answers into a draft; returns saved revisions and conflicts. All of a patch is valid or nothing is written.';

create function private.submit_assessment(p_assessment_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  assessment public.assessments := private.lock_assessment(p_assessment_id);
  member boolean := private.is_member(assessment.enterprise_id);
begin
  -- A double click or a retried request finds it done and is told so.
  if assessment.state = 'submitted' or (assessment.state = 'awaiting_confirmation' and not member) then
    return jsonb_build_object('state', assessment.state, 'result', assessment.result);
  end if;
  if assessment.state = 'discarded' then
    perform private.fail('DT006', 'assessment', assessment.state::text);
  end if;
  if member then
    update public.assessments a set state = 'submitted', submitted_at = now(), submitted_by = private.uid()
      where a.assessment_id = p_assessment_id returning * into assessment;
  else
    update public.assessments a set state = 'awaiting_confirmation', handed_over_at = now(),
        handed_over_by = private.uid(), return_reason = null
      where a.assessment_id = p_assessment_id returning * into assessment;
  end if;
  return jsonb_build_object('state', assessment.state, 'result', assessment.result);
end
$$;
comment on function private.submit_assessment(uuid) is 'A member submits (or confirms an assisted entry) and it counts; staff hand an assisted entry over for confirmation.';

create function private.return_assessment(p_assessment_id uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare assessment public.assessments := private.lock_assessment(p_assessment_id);
begin
  if assessment.state <> 'awaiting_confirmation' then
    perform private.fail('DT006', 'assessment', assessment.state::text);
  end if;
  update public.assessments a set state = 'draft', return_reason = private.clean(p_reason), changed_at = now()
    where a.assessment_id = p_assessment_id;
end
$$;
comment on function private.return_assessment(uuid, text) is 'Reopens an assisted entry that awaits confirmation, with what is wrong.';

create function private.discard_assessment(p_assessment_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare assessment public.assessments := private.lock_assessment(p_assessment_id);
begin
  if assessment.state = 'discarded' then
    return;
  end if;
  if assessment.state = 'submitted' then
    perform private.fail('DT006', 'assessment', assessment.state::text);
  end if;
  update public.assessments a set state = 'discarded', changed_at = now() where a.assessment_id = p_assessment_id;
end
$$;
comment on function private.discard_assessment(uuid) is 'Gives up a draft; it stays on record and does not count.';

-- Share links -----------------------------------------------------------------------------------------------------------

create function private.create_share_link(p_assessment_id uuid, p_days integer) returns text
language plpgsql security definer set search_path = '' as $$
declare
  firm uuid;
  token text := translate(encode(extensions.gen_random_bytes(24), 'base64'), '+/=', '-_');
begin
  perform private.require_user();
  select a.enterprise_id into firm from public.assessments a
    where a.assessment_id = p_assessment_id and a.state = 'submitted';
  if firm is null or not private.is_member(firm) then
    perform private.fail('DT001', 'assessment');
  end if;
  insert into public.share_links (assessment_id, token_hash, created_by, expires_at)
    values (p_assessment_id, encode(sha256(convert_to(token, 'UTF8')), 'hex'), private.uid(),
      now() + make_interval(days => least(greatest(coalesce(p_days, 30), 1), 365)));
  return token;
end
$$;
comment on function private.create_share_link(uuid, integer) is 'A member makes a link to a result; the token is returned once.';

create function private.revoke_share_link(p_share_link_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_user();
  update public.share_links s set revoked_at = coalesce(s.revoked_at, now())
    where s.share_link_id = p_share_link_id and private.is_member(
      (select a.enterprise_id from public.assessments a where a.assessment_id = s.assessment_id));
  if not found then
    perform private.fail('DT001', 'share_link');
  end if;
end
$$;
comment on function private.revoke_share_link(uuid) is 'A member withdraws a link at once.';

-- Shows points and levels, never the answers, the tax code or who filled it in.
create function private.read_shared_result(p_token text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare shared record;
begin
  select a.version_id, a.submitted_at, a.result, e.name, e.kind, s.expires_at into shared
    from public.share_links s join public.assessments a using (assessment_id) join public.enterprises e using (enterprise_id)
    where s.token_hash = encode(sha256(convert_to(coalesce(p_token, ''), 'UTF8')), 'hex')
      and s.revoked_at is null and s.expires_at > now();
  if not found then
    perform private.fail('DT007', 'share_link');
  end if;
  return jsonb_build_object('version_id', shared.version_id, 'submitted_at', shared.submitted_at, 'result', shared.result,
    'enterprise_name', shared.name, 'kind', shared.kind, 'expires_at', shared.expires_at);
end
$$;
comment on function private.read_shared_result(text) is 'Result behind a share link; the same answer for unknown, withdrawn and expired.';

-- Peers -----------------------------------------------------------------------------------------------------------------

create table private.peer_medians (
  peer_group text primary key,
  firms integer not null,
  medians numeric[] not null,
  computed_at timestamptz not null
);
comment on table private.peer_medians is 'Medians of pillar points by sector and by size class, recomputed when older than ten minutes.';

create function private.refresh_peer_median(p_section_id text, p_size public.size_class) returns void
language sql volatile security definer set search_path = '' as $$
  with peers as (
    select a.pillar_points from public.enterprises e
      join public.assessments a on a.assessment_id = e.latest_assessment_id
      where (p_section_id is null or e.section_id = p_section_id) and (p_size is null or e.size_class = p_size)
  ),
  medians as (
    select u.pillar, percentile_cont(0.5) within group (order by u.points) as median
    from peers, unnest(pillar_points) with ordinality as u (points, pillar) group by u.pillar
  )
  insert into private.peer_medians as m (peer_group, firms, medians, computed_at)
    select coalesce('sector:' || p_section_id, 'size:' || p_size::text), (select count(*) from peers),
      coalesce((select array_agg(round(median::numeric, 1) order by pillar) from medians), '{}'), now()
    on conflict (peer_group) do update set firms = excluded.firms, medians = excluded.medians, computed_at = excluded.computed_at
$$;
comment on function private.refresh_peer_median(text, public.size_class) is 'Recomputes one group of similar firms.';

create function private.peer_medians_of(p_assessment_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  firm public.enterprises;
  wanted text;
  groups text[];
begin
  select e.* into firm from public.assessments a join public.enterprises e using (enterprise_id)
    where a.assessment_id = p_assessment_id;
  if not found or not private.sees_enterprise(firm.enterprise_id) then
    perform private.fail('DT001', 'assessment');
  end if;
  groups := array['sector:' || firm.section_id, 'size:' || firm.size_class::text];
  foreach wanted in array array_remove(groups, null) loop
    if not exists (select from private.peer_medians m where m.peer_group = wanted and m.computed_at > now() - interval '10 minutes') then
      perform private.refresh_peer_median(
        case when wanted like 'sector:%' then firm.section_id end, case when wanted like 'size:%' then firm.size_class end);
    end if;
  end loop;
  -- Fewer than ten firms could be told apart: nothing is returned for them.
  return coalesce((select jsonb_agg(jsonb_build_object('group', split_part(m.peer_group, ':', 1), 'firms', m.firms, 'medians', m.medians)
      order by m.peer_group) from private.peer_medians m where m.peer_group = any (groups) and m.firms >= 10), '[]');
end
$$;
comment on function private.peer_medians_of(uuid) is 'Medians of pillar points of similar firms, only for groups of at least ten.';

create function private.count_quick_check(p_unit_id text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into public.quick_check_counts as q (day, unit_id, count)
    values ((now() at time zone 'Asia/Ho_Chi_Minh')::date,
      coalesce((select u.unit_id from public.units u where u.unit_id = p_unit_id and u.valid_to is null), ''), 1)
    on conflict (day, unit_id) do update set count = q.count + 1;
end
$$;
comment on function private.count_quick_check(text) is 'Adds one to today''s count of an area; nothing about the visitor.';

create function public.start_assessment(enterprise_id uuid, questionnaire text default 'dbi-sme') returns uuid
language sql volatile set search_path = '' as $$ select private.start_assessment(enterprise_id, questionnaire) $$;
create function public.save_answers(assessment_id uuid, patch jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.save_answers(assessment_id, patch) $$;
create function public.submit_assessment(assessment_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.submit_assessment(assessment_id) $$;
create function public.return_assessment(assessment_id uuid, reason text default null) returns void
language sql volatile set search_path = '' as $$ select private.return_assessment(assessment_id, reason) $$;
create function public.discard_assessment(assessment_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.discard_assessment(assessment_id) $$;
create function public.create_share_link(assessment_id uuid, days integer default 30) returns text
language sql volatile set search_path = '' as $$ select private.create_share_link(assessment_id, days) $$;
create function public.revoke_share_link(share_link_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.revoke_share_link(share_link_id) $$;
create function public.read_shared_result(token text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_shared_result(token) $$;
create function public.peer_medians(assessment_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.peer_medians_of(assessment_id) $$;
create function public.count_quick_check(unit_id text default null) returns void
language sql volatile set search_path = '' as $$ select private.count_quick_check(unit_id) $$;

grant execute on function
  private.start_assessment(uuid, text), public.start_assessment(uuid, text),
  private.save_answers(uuid, jsonb), public.save_answers(uuid, jsonb),
  private.submit_assessment(uuid), public.submit_assessment(uuid),
  private.return_assessment(uuid, text), public.return_assessment(uuid, text),
  private.discard_assessment(uuid), public.discard_assessment(uuid),
  private.create_share_link(uuid, integer), public.create_share_link(uuid, integer),
  private.revoke_share_link(uuid), public.revoke_share_link(uuid),
  private.peer_medians_of(uuid), public.peer_medians(uuid)
  to authenticated;
-- Open to visitors: a shared result (by an unguessable token) and the anonymous count.
grant execute on function
  private.read_shared_result(text), public.read_shared_result(text),
  private.count_quick_check(text), public.count_quick_check(text)
  to anon, authenticated;
