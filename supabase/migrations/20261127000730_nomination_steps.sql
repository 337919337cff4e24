-- What people can do with nominations, consents and stories: each step is one function, one transaction, and re-checks who asks.

create function private.nomination_criteria(p_programme_id text, p_enterprise_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  rules public.nomination_rules;
  verified smallint;
  supported boolean;
  consented boolean;
begin
  select * into rules from public.nomination_rules r where r.programme_id = p_programme_id;
  select v.level into verified from public.verified_results v join public.assessments a using (assessment_id)
    where a.enterprise_id = p_enterprise_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
    order by a.submitted_at desc limit 1;
  supported := exists (select from public.assignments s join public.packages p using (package_id)
    where s.enterprise_id = p_enterprise_id and s.state = 'completed' and p.programme_id = p_programme_id);
  consented := exists (select from public.story_consents c where c.enterprise_id = p_enterprise_id and c.withdrawn_at is null);
  return jsonb_build_array(
    jsonb_build_object('id', 'level', 'wanted', rules.min_level, 'value', verified, 'met', coalesce(verified >= rules.min_level, false)),
    jsonb_build_object('id', 'support', 'wanted', rules.support_needed, 'value', supported, 'met', supported or not rules.support_needed),
    jsonb_build_object('id', 'consent', 'wanted', rules.consent_needed, 'value', consented, 'met', consented or not rules.consent_needed));
end
$$;
comment on function private.nomination_criteria(text, uuid) is 'Each criterion with what is wanted, what is so, and whether it is met: verified level, completed support, consent.';

create function private.nomination_standing(p_nomination public.nominations) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  rules public.nomination_rules;
  marks integer;
  mean numeric;
begin
  select * into rules from public.nomination_rules r where r.programme_id = p_nomination.programme_id;
  select count(*), round(avg(s.score), 2) into marks, mean
    from public.nomination_scores s where s.nomination_id = p_nomination.nomination_id;
  return private.nomination_criteria(p_nomination.programme_id, p_nomination.enterprise_id) || jsonb_build_array(
    jsonb_build_object('id', 'reviewers', 'wanted', rules.reviewers, 'value', marks, 'met', marks >= rules.reviewers),
    jsonb_build_object('id', 'mark', 'wanted', rules.pass_mark, 'value', mean, 'met', coalesce(mean >= rules.pass_mark, false)));
end
$$;
comment on function private.nomination_standing(public.nominations) is 'What recognition asks for, as it stands: the criteria of the firm, then reviewers and mean mark.';

create function private.nomination_standing(p_nomination_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare nomination public.nominations;
begin
  perform private.require_user();
  select * into nomination from public.nominations n where n.nomination_id = p_nomination_id;
  if not found or not private.staff_sees(nomination.enterprise_id) then
    perform private.fail('DT001', 'nomination');
  end if;
  return (select jsonb_agg(c) from jsonb_array_elements(private.nomination_standing(nomination)) as c
    where c ->> 'id' <> 'mark' or private.has_role('manager'));
end
$$;
comment on function private.nomination_standing(uuid) is 'Staff of the area: the criteria as they stand; the mean mark managers only, because nobody marks by the marks of others.';

create function private.require_staff_of(p_enterprise_id uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.require_user();
begin
  if not private.staff_sees(p_enterprise_id) then
    perform private.fail('DT001', 'enterprise');
  end if;
  return me;
end
$$;
comment on function private.require_staff_of(uuid) is 'The person, or an error unless staff of the firm''s area.';

create function private.lock_nomination(p_nomination_id uuid, p_revision integer) returns public.nominations
language plpgsql security definer set search_path = '' as $$
declare nomination public.nominations;
begin
  perform private.require_user();
  select * into nomination from public.nominations n where n.nomination_id = p_nomination_id for update;
  if not found or not private.staff_sees(nomination.enterprise_id) then
    perform private.fail('DT001', 'nomination');
  end if;
  if nomination.state <> 'nominated' then
    perform private.fail('DT006', 'nomination', nomination.state::text);
  end if;
  if p_revision is not null and nomination.revision <> p_revision then
    perform private.fail('DT003', 'nomination');
  end if;
  return nomination;
end
$$;
comment on function private.lock_nomination(uuid, integer) is 'The locked, undecided row, or an error when the person is not staff of its area or it has changed since.';

create function private.nominate(p_programme_id text, p_enterprise_id uuid, p_reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_staff_of(p_enterprise_id);
  made uuid;
begin
  if not exists (select from public.programmes p where p.programme_id = p_programme_id) then
    perform private.fail('DT001', 'programme');
  end if;
  insert into public.nominations (programme_id, enterprise_id, reason, nominated_by, criteria)
    values (p_programme_id, p_enterprise_id, private.clean(p_reason), me, private.nomination_criteria(p_programme_id, p_enterprise_id))
    on conflict do nothing returning nomination_id into made;
  if made is null then
    perform private.fail('DT009', 'nomination');
  end if;
  return made;
end
$$;
comment on function private.nominate(text, uuid, text) is 'Staff of the area nominate a firm; the criteria as they stand are kept.';

create function private.score_nomination(p_nomination_id uuid, p_score integer, p_comment text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  nomination public.nominations := private.lock_nomination(p_nomination_id, null);
  me uuid := private.require_province_staff();
begin
  insert into public.nomination_scores (nomination_id, reviewer, score, comment)
    values (nomination.nomination_id, me, p_score, private.clean(p_comment))
    on conflict (nomination_id, reviewer) do update
      set score = excluded.score, comment = excluded.comment, scored_at = clock_timestamp();
end
$$;
comment on function private.score_nomination(uuid, integer, text) is 'Officers and managers, but not who nominated: one mark of 0 to 100 each.';

-- details: {decision_number, decided_on, reason}
create function private.decide_nomination(p_nomination_id uuid, p_recognise boolean, p_revision integer, p_details jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  nomination public.nominations;
  standing jsonb;
  decided date := (p_details ->> 'decided_on')::date;
begin
  perform private.require_role('manager');
  nomination := private.lock_nomination(p_nomination_id, coalesce(p_revision, 0));
  if nomination.nominated_by = private.uid() then
    perform private.fail('DT021', 'nomination');
  end if;
  -- A consent that is being withdrawn at this moment waits, and then hides the story.
  perform from public.story_consents c where c.enterprise_id = nomination.enterprise_id and c.withdrawn_at is null for share;
  standing := private.nomination_standing(nomination);
  if p_recognise is null then
    perform private.fail('DT004', 'recognise');
  elsif p_recognise then
    if private.clean(p_details ->> 'decision_number') is null then
      perform private.fail('DT004', 'decision_number', '[{"path": "decision_number", "code": "required"}]');
    end if;
    if decided is null or decided > private.today() or decided < private.local_day(nomination.nominated_at) then
      perform private.fail('DT004', 'decided_on', '[{"path": "decided_on", "code": "date"}]');
    end if;
    if exists (select from jsonb_array_elements(standing) as c where not (c ->> 'met')::boolean) then
      perform private.fail('DT024', 'nomination', (select jsonb_agg(c -> 'id') from jsonb_array_elements(standing) as c
        where not (c ->> 'met')::boolean)::text);
    end if;
  elsif private.clean(p_details ->> 'reason') is null then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "required"}]');
  end if;
  update public.nominations n set state = case when p_recognise then 'recognised' else 'not_recognised' end::public.nomination_state,
      decided_criteria = standing,
      mean_score = (select round(avg(s.score), 2) from public.nomination_scores s where s.nomination_id = p_nomination_id),
      decision_number = private.clean(p_details ->> 'decision_number'),
      decided_on = decided, decision_reason = private.clean(p_details ->> 'reason'), decided_by = private.uid(), decided_at = now()
    where n.nomination_id = p_nomination_id;
end
$$;
comment on function private.decide_nomination(uuid, boolean, integer, jsonb) is
  'Managers, but not who nominated: recognised by decision number and date when every criterion is met, or not recognised with a reason.';

create function private.withdraw_nomination(p_nomination_id uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare nomination public.nominations := private.lock_nomination(p_nomination_id, null);
begin
  if nomination.nominated_by is distinct from private.uid() and not private.has_role('manager') then
    perform private.fail('DT002', 'nomination');
  end if;
  if private.clean(p_reason) is null then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "required"}]');
  end if;
  update public.nominations n set state = 'withdrawn', decision_reason = private.clean(p_reason),
      decided_by = private.uid(), decided_at = now()
    where n.nomination_id = p_nomination_id;
end
$$;
comment on function private.withdraw_nomination(uuid, text) is 'Who nominated, or a manager: takes back a nomination that is not decided, with the reason.';

create function private.set_nomination_rules(p_programme_id text, p_details jsonb, p_revision integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('manager');
  perform from public.nomination_rules r where r.programme_id = p_programme_id for update;
  if not found then
    perform private.fail('DT001', 'programme');
  end if;
  update public.nomination_rules r set min_level = (p_details ->> 'min_level')::smallint,
      support_needed = (p_details ->> 'support_needed')::boolean, consent_needed = (p_details ->> 'consent_needed')::boolean,
      reviewers = (p_details ->> 'reviewers')::smallint, pass_mark = (p_details ->> 'pass_mark')::smallint,
      revision = r.revision + 1, updated_at = now(), updated_by = private.uid()
    where r.programme_id = p_programme_id and r.revision = p_revision;
  if not found then
    perform private.fail('DT003', 'nomination_rules');
  end if;
end
$$;
comment on function private.set_nomination_rules(text, jsonb, integer) is 'Managers: what recognition asks for from now on. Decided nominations keep the criteria they were decided by.';

-- Consent and story -----------------------------------------------------------------------------------------------------

create function private.give_story_consent(p_enterprise_id uuid, p_version integer, p_locale text) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_enterprise(p_enterprise_id);
begin
  if not private.is_owner(p_enterprise_id) then
    perform private.fail('DT002', 'owner');
  end if;
  -- Agreed to is what stands now: a text that was replaced since the page was opened is read again first.
  if p_version is distinct from (select max(t.version) from public.story_consent_texts t) then
    perform private.fail('DT003', 'story_consent_text');
  end if;
  insert into public.story_consents (enterprise_id, version, locale, given_by) values (p_enterprise_id, p_version, p_locale, me)
    on conflict (enterprise_id) where withdrawn_at is null do nothing;
end
$$;
comment on function private.give_story_consent(uuid, integer, text) is 'Owners of the firm only, to the text that stands now. Giving it twice changes nothing.';

create function private.withdraw_story_consent(p_enterprise_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare me uuid := private.require_enterprise(p_enterprise_id);
begin
  if not private.is_owner(p_enterprise_id) then
    perform private.fail('DT002', 'owner');
  end if;
  update public.story_consents c set withdrawn_at = clock_timestamp(), withdrawn_by = me
    where c.enterprise_id = p_enterprise_id and c.withdrawn_at is null;
  -- Consent given anew does not bring the story back by itself: staff publish it again.
  update public.stories s set published_at = null, published_by = null
    where s.enterprise_id = p_enterprise_id and s.published_at is not null;
end
$$;
comment on function private.withdraw_story_consent(uuid) is 'Owners of the firm: the story is gone from the public page at once.';

-- details: {title_vi, title_en, body_vi, body_en}; revision 0 for a story that is not there yet.
create function private.save_story(p_nomination_id uuid, p_details jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  nomination public.nominations;
  saved integer;
begin
  select * into nomination from public.nominations n where n.nomination_id = p_nomination_id for update;
  if not found or not private.staff_sees(nomination.enterprise_id) then
    perform private.fail('DT001', 'nomination');
  end if;
  if nomination.state not in ('nominated', 'recognised') then
    perform private.fail('DT006', 'nomination', nomination.state::text);
  end if;
  if coalesce(p_revision, 0) = 0 then
    insert into public.stories (nomination_id, enterprise_id, title_vi, title_en, body_vi, body_en, updated_by)
      values (p_nomination_id, nomination.enterprise_id, btrim(p_details ->> 'title_vi'), btrim(p_details ->> 'title_en'),
        btrim(p_details ->> 'body_vi'), btrim(p_details ->> 'body_en'), me)
      on conflict do nothing returning revision into saved;
  else
    update public.stories s set title_vi = btrim(p_details ->> 'title_vi'), title_en = btrim(p_details ->> 'title_en'),
        body_vi = btrim(p_details ->> 'body_vi'), body_en = btrim(p_details ->> 'body_en'),
        revision = s.revision + 1, updated_at = now(), updated_by = me
      where s.nomination_id = p_nomination_id and s.revision = p_revision
      returning s.revision into saved;
  end if;
  if saved is null then
    perform private.fail('DT003', 'story');
  end if;
  return saved;
end
$$;
comment on function private.save_story(uuid, jsonb, integer) is 'Staff of the area write the story; returns its revision.';

create function private.publish_story(p_nomination_id uuid, p_published boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare nomination public.nominations;
begin
  perform private.require_province_staff();
  select * into nomination from public.nominations n where n.nomination_id = p_nomination_id for update;
  if not found or not exists (select from public.stories s where s.nomination_id = p_nomination_id) then
    perform private.fail('DT001', 'story');
  end if;
  if p_published then
    if nomination.state <> 'recognised' then
      perform private.fail('DT006', 'nomination', nomination.state::text);
    end if;
    perform from public.story_consents c where c.enterprise_id = nomination.enterprise_id and c.withdrawn_at is null for share;
    if not found then
      perform private.fail('DT024', 'story', '["consent"]');
    end if;
  end if;
  update public.stories s set published_at = case when p_published then now() end,
      published_by = case when p_published then private.uid() end
    where s.nomination_id = p_nomination_id and (s.published_at is not null) is distinct from coalesce(p_published, false);
end
$$;
comment on function private.publish_story(uuid, boolean) is 'Officers and managers: shows the story of a recognised firm that consents, or takes it down.';

create function private.published_stories() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('nomination_id', s.nomination_id, 'name', e.name, 'kind', e.kind,
        'section_id', e.section_id, 'unit_id', e.unit_id, 'district_id', e.district_id, 'decision_number', n.decision_number,
        'decided_on', n.decided_on, 'title_vi', s.title_vi, 'title_en', s.title_en, 'body_vi', s.body_vi, 'body_en', s.body_en,
        'is_sample', e.is_sample) order by n.decided_on desc, s.nomination_id), '[]')
    from public.stories s join public.nominations n using (nomination_id)
      join public.enterprises e on e.enterprise_id = s.enterprise_id
    where s.published_at is not null and n.state = 'recognised'
      and exists (select from public.story_consents c where c.enterprise_id = s.enterprise_id and c.withdrawn_at is null)
  );
end
$$;
comment on function private.published_stories() is 'For the public: stories of recognised firms whose consent lives, with exactly what the consent names.';

create function public.nominate(programme_id text, enterprise_id uuid, reason text) returns uuid
language sql volatile set search_path = '' as $$ select private.nominate(programme_id, enterprise_id, reason) $$;
create function public.score_nomination(nomination_id uuid, score integer, comment text default null) returns void
language sql volatile set search_path = '' as $$ select private.score_nomination(nomination_id, score, comment) $$;
create function public.decide_nomination(nomination_id uuid, recognise boolean, revision integer, details jsonb default '{}') returns void
language sql volatile set search_path = '' as $$ select private.decide_nomination(nomination_id, recognise, revision, details) $$;
create function public.withdraw_nomination(nomination_id uuid, reason text) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_nomination(nomination_id, reason) $$;
create function public.set_nomination_rules(programme_id text, details jsonb, revision integer) returns void
language sql volatile set search_path = '' as $$ select private.set_nomination_rules(programme_id, details, revision) $$;
create function public.give_story_consent(enterprise_id uuid, version integer, locale text) returns void
language sql volatile set search_path = '' as $$ select private.give_story_consent(enterprise_id, version, locale) $$;
create function public.withdraw_story_consent(enterprise_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_story_consent(enterprise_id) $$;
create function public.save_story(nomination_id uuid, details jsonb, revision integer default 0) returns integer
language sql volatile set search_path = '' as $$ select private.save_story(nomination_id, details, revision) $$;
create function public.publish_story(nomination_id uuid, published boolean) returns void
language sql volatile set search_path = '' as $$ select private.publish_story(nomination_id, published) $$;
create function public.published_stories() returns jsonb
language sql stable set search_path = '' as $$ select private.published_stories() $$;
create function public.nomination_standing(nomination_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.nomination_standing(nomination_id) $$;
grant execute on function private.published_stories(), public.published_stories() to anon, authenticated;
grant execute on function
  private.nominate(text, uuid, text), public.nominate(text, uuid, text),
  private.score_nomination(uuid, integer, text), public.score_nomination(uuid, integer, text),
  private.decide_nomination(uuid, boolean, integer, jsonb), public.decide_nomination(uuid, boolean, integer, jsonb),
  private.withdraw_nomination(uuid, text), public.withdraw_nomination(uuid, text),
  private.set_nomination_rules(text, jsonb, integer), public.set_nomination_rules(text, jsonb, integer),
  private.give_story_consent(uuid, integer, text), public.give_story_consent(uuid, integer, text),
  private.withdraw_story_consent(uuid), public.withdraw_story_consent(uuid),
  private.save_story(uuid, jsonb, integer), public.save_story(uuid, jsonb, integer),
  private.publish_story(uuid, boolean), public.publish_story(uuid, boolean),
  private.nomination_standing(uuid), public.nomination_standing(uuid) to authenticated;
