-- A draft that a firm began itself is the firm's. Staff see what was submitted or handed over for confirmation, and
-- entries that they fill in for a firm, from beginning to end.

create function private.sees_assessment(p_assessment public.assessments) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.is_member(p_assessment.enterprise_id)
    or ((p_assessment.state in ('submitted', 'awaiting_confirmation') or p_assessment.entry = 'assisted')
      and private.staff_sees(p_assessment.enterprise_id));
end
$$;
comment on function private.sees_assessment(public.assessments) is 'The rule of the policy assessments_read, for functions: member of the firm, or staff of its area unless it is a draft of the firm''s own.';

-- The same rule, in parts that are worked out once per statement.
drop policy assessments_read on public.assessments;
create policy assessments_read on public.assessments for select to authenticated
  using (enterprise_id = any ((select private.enterprise_ids())::uuid[])
    or ((state in ('submitted', 'awaiting_confirmation') or entry = 'assisted')
      and ((select private.sees_all_enterprises()) or private.staff_sees(enterprise_id))));
comment on policy assessments_read on public.assessments is 'Members see the assessments of their firm, staff of its area all but the drafts that the firm began itself.';

-- Members fill in any draft of their firm, staff only assisted ones: an owner's own answers are the owner's.
create or replace function private.lock_assessment(p_assessment_id uuid) returns public.assessments
language plpgsql security definer set search_path = '' as $$
declare found_row public.assessments;
begin
  perform private.require_user();
  select * into found_row from public.assessments a where a.assessment_id = p_assessment_id for update;
  if not found or not private.sees_assessment(found_row) then
    perform private.fail('DT001', 'assessment');
  end if;
  if not private.is_member(found_row.enterprise_id) and found_row.entry <> 'assisted' then
    perform private.fail('DT002', 'assessment');
  end if;
  return found_row;
end
$$;

create or replace function private.peer_medians_of(p_assessment_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  assessment public.assessments;
  firm public.enterprises;
  wanted text;
  groups text[];
begin
  select * into assessment from public.assessments a where a.assessment_id = p_assessment_id;
  if not found or not private.sees_assessment(assessment) then
    perform private.fail('DT001', 'assessment');
  end if;
  select * into firm from public.enterprises e where e.enterprise_id = assessment.enterprise_id;
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
