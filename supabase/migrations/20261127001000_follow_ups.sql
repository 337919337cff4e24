-- Re-assessment: the first counted assessment after a support was completed is its T1.

create function private.answer_follow_ups(p_enterprise_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare answered integer;
begin
  update public.assignments s set follow_up_assessment_id = t1.assessment_id
    from public.assignments o left join public.assessments t0 on t0.assessment_id = o.assessment_id
      cross join lateral (
        select a.assessment_id from public.assessments a
        where a.enterprise_id = o.enterprise_id and a.state = 'submitted' and a.submitted_at > greatest(o.completed_at, t0.submitted_at)
          and a.questionnaire = coalesce(t0.questionnaire, 'dbi-sme')
        order by a.submitted_at, a.assessment_id limit 1
      ) as t1
    where s.assignment_id = o.assignment_id and o.state = 'completed' and o.follow_up_assessment_id is null
      and (p_enterprise_id is null or o.enterprise_id = p_enterprise_id);
  get diagnostics answered = row_count;
  return answered;
end
$$;
comment on function private.answer_follow_ups(uuid) is
  'Gives completed supports of a firm (null: of all) their T1: the first submitted assessment of the questionnaire of T0 after the completion. Returns how many.';

create function private.assessments_follow_up() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.answer_follow_ups(new.enterprise_id);
  return null;
end
$$;
comment on function private.assessments_follow_up() is 'Trigger: a submitted assessment answers the supports that were completed before it.';
create trigger assessments_follow_up after insert or update of state on public.assessments
  for each row when (new.state = 'submitted') execute function private.assessments_follow_up();

-- T1 stays: an assessment is chosen once, so that the change shown for a support is always the same.
create function private.assignments_follow_up_kept() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.fail('DT010', 'assignment');
  return null;
end
$$;
comment on function private.assignments_follow_up_kept() is 'Trigger: the assessment that answered a support never changes.';
create trigger assignments_follow_up_kept before update of follow_up_assessment_id on public.assignments
  for each row when (old.follow_up_assessment_id is not null and new.follow_up_assessment_id is distinct from old.follow_up_assessment_id)
  execute function private.assignments_follow_up_kept();

-- What was submitted before this rule was here.
select private.answer_follow_ups(null);
