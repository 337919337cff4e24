-- Staff check the answers of a submitted assessment. What they find stands beside what the firm said and never replaces it.

-- What holds for every writer: only answers that were submitted are checked, and a finding makes sense.
create function private.verifications_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  assessment public.assessments;
  criterion jsonb;
  wrong text;
begin
  -- Findings about one assessment queue here, so that each knows the one before it.
  select * into assessment from public.assessments a where a.assessment_id = new.assessment_id for update;
  if assessment.state is distinct from 'submitted' then
    perform private.fail('DT006', 'assessment', coalesce(assessment.state::text, ''));
  end if;
  select v.criteria -> new.criterion into criterion
    from public.questionnaire_versions v where v.version_id = assessment.version_id;
  if criterion is null then
    wrong := 'unknown_criterion';
  elsif new.verdict = 'corrected' then
    wrong := case when new.value = assessment.answers -> new.criterion -> 'value' then 'same_as_claimed'
      else private.answer_error(criterion, new.value) end;
  end if;
  if wrong is not null then
    perform private.fail('DT004', 'finding', jsonb_build_array(jsonb_build_object('path', coalesce(new.criterion, ''), 'code', wrong))::text);
  end if;
  if coalesce(new.note, new.link, new.visited_on::text, new.file_id::text) is null then
    perform private.fail('DT004', 'finding', '[{"path": "note", "code": "required"}]');
  end if;
  if new.visited_on not between '2000-01-01' and private.today() then
    perform private.fail('DT004', 'finding', '[{"path": "visited_on", "code": "visit_in_future"}]');
  end if;
  -- Evidence of another firm proves nothing, and its id must tell nothing.
  if new.file_id is not null and not exists (select from public.files f
      where f.file_id = new.file_id and f.enterprise_id = assessment.enterprise_id) then
    perform private.fail('DT004', 'finding', '[{"path": "file_id", "code": "unknown"}]');
  end if;
  select coalesce(max(v.position), 0) + 1 into new.position from public.verifications v
    where v.assessment_id = new.assessment_id and v.criterion = new.criterion;
  return new;
end
$$;
comment on function private.verifications_guard() is 'Trigger: a finding is about a submitted answer, says why, and takes its place after the one before it.';
create trigger verifications_guard before insert on public.verifications
  for each row execute function private.verifications_guard();

-- The verified score is derived here, whatever a writer states. A rejected answer counts as level 0: nothing of nothing.
create function private.verified_results_derive() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  claimed jsonb;
  version public.questionnaire_versions;
  changes jsonb;
begin
  if tg_op = 'DELETE' then
    perform private.fail('DT010', 'verified_result');
  end if;
  select private.answer_values(a.answers) into claimed from public.assessments a where a.assessment_id = new.assessment_id;
  select v.* into version from public.questionnaire_versions v join public.assessments a using (version_id)
    where a.assessment_id = new.assessment_id;
  select coalesce(array_agg(f.criterion order by f.criterion) filter (where f.verdict <> 'rejected'), '{}'), count(*),
      coalesce(jsonb_object_agg(f.criterion, case when f.verdict = 'corrected' then f.value
        when version.criteria -> f.criterion ->> 'kind' = 'ordinal' then '{"level": 0}'::jsonb
        else '{"numerator": 0, "denominator": 0}'::jsonb end) filter (where f.verdict <> 'confirmed'), '{}')
    into new.held_criteria, new.checked, changes
    from (select distinct on (v.criterion) v.* from public.verifications v
      where v.assessment_id = new.assessment_id order by v.criterion, v.position desc) as f;
  new.share := round(new.checked::numeric / (select count(*) from jsonb_object_keys(version.criteria)), 3);
  new.result := private.score(version.outline, claimed || changes);
  new.points := (new.result ->> 'points')::integer;
  new.level := (new.result ->> 'level')::smallint;
  select array_agg((p.value ->> 'level')::smallint order by p.position), array_agg((p.value ->> 'points')::integer order by p.position)
    into new.pillar_levels, new.pillar_points
    from jsonb_array_elements(new.result -> 'pillars') with ordinality as p (value, position);
  new.updated_at := now();
  return new;
end
$$;
comment on function private.verified_results_derive() is 'Trigger: the verified score follows from the claimed answers and the last finding about each.';
create trigger verified_results_derive before insert or update or delete on public.verified_results
  for each row execute function private.verified_results_derive();
create trigger verified_results_kept before truncate on public.verified_results
  for each statement execute function private.audit_append_only();

-- Once per statement: twenty criteria confirmed together are one score.
create function private.verifications_counted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.verified_results r set updated_at = now()
    from (select distinct a.assessment_id from added a) as touched where touched.assessment_id = r.assessment_id;
  insert into public.verified_results (assessment_id)
    select distinct a.assessment_id from added a
    where not exists (select from public.verified_results r where r.assessment_id = a.assessment_id);
  return null;
end
$$;
comment on function private.verifications_counted() is 'Trigger: keeps the verified score of the assessments that were checked.';
create trigger verifications_counted after insert on public.verifications
  referencing new table as added for each statement execute function private.verifications_counted();

-- findings: [{criterion, verdict, value?, note?, link?, visited_on?, file_id?, base}]; base is the finding that the officer last
-- saw for the criterion (null: none). What a colleague found since is never overwritten silently: DT003 with what stands now.
create function private.verify_criteria(p_assessment_id uuid, p_findings jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  assessment public.assessments;
  finding record;
  standing public.verifications;
  made uuid;
  saved jsonb := '{}';
  conflicts jsonb := '[]';
begin
  select * into assessment from public.assessments a where a.assessment_id = p_assessment_id for update;
  if not found or not private.sees_enterprise(assessment.enterprise_id) then
    perform private.fail('DT001', 'assessment');
  end if;
  -- Nobody checks their own firm.
  if private.is_member(assessment.enterprise_id) or not private.staff_sees(assessment.enterprise_id) then
    perform private.fail('DT002', 'assessment');
  end if;
  if assessment.state <> 'submitted' then
    perform private.fail('DT006', 'assessment', assessment.state::text);
  end if;
  if jsonb_typeof(p_findings) is distinct from 'array' or jsonb_array_length(p_findings) not between 1 and 200
      or exists (select from jsonb_array_elements(p_findings) as f where jsonb_typeof(f) <> 'object') then
    perform private.fail('DT004', 'findings');
  end if;
  for finding in
    select f.criterion, f.verdict, nullif(f.value, 'null') as value, private.clean(f.note) as note,
      private.clean(f.link) as link, f.visited_on, f.file_id, f.base
    from jsonb_to_recordset(p_findings) as f (criterion text, verdict public.verdict, value jsonb, note text, link text,
      visited_on date, file_id uuid, base uuid)
  loop
    select * into standing from public.verifications v
      where v.assessment_id = p_assessment_id and v.criterion = finding.criterion order by v.position desc limit 1;
    -- The same finding again by the same person (a retried request): acknowledged, nothing to write.
    if standing.created_by = me and row(standing.verdict, standing.value, standing.note, standing.link, standing.visited_on, standing.file_id)
        is not distinct from row(finding.verdict, finding.value, finding.note, finding.link, finding.visited_on, finding.file_id) then
      saved := saved || jsonb_build_object(finding.criterion, standing.verification_id);
    elsif standing.verification_id is distinct from finding.base then
      conflicts := conflicts || (to_jsonb(standing) - '{assessment_id,created_by}'::text[] || jsonb_build_object('criterion', finding.criterion));
    else
      insert into public.verifications (assessment_id, criterion, verdict, value, note, link, visited_on, file_id, created_by)
        values (p_assessment_id, finding.criterion, finding.verdict, finding.value, finding.note, finding.link,
          finding.visited_on, finding.file_id, me)
        returning verification_id into made;
      saved := saved || jsonb_build_object(finding.criterion, made);
    end if;
  end loop;
  if conflicts <> '[]'::jsonb then
    perform private.fail('DT003', 'verification', conflicts::text);
  end if;
  return saved;
end
$$;
comment on function private.verify_criteria(uuid, jsonb) is 'Staff of the area record findings, all or none; returns the finding that stands for each criterion.';

create function public.verify_criteria(assessment_id uuid, findings jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.verify_criteria(assessment_id, findings) $$;
grant execute on function private.verify_criteria(uuid, jsonb), public.verify_criteria(uuid, jsonb) to authenticated;
