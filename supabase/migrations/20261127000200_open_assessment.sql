-- What the pages of an assessment show, each in one call: asked for one by one, the rights were worked out as often as
-- there were questions, and each question was a round trip.

create function private.open_assessment(p_assessment_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  opened public.assessments;
  firm jsonb;
  member boolean;
begin
  select * into opened from public.assessments a where a.assessment_id = p_assessment_id;
  member := exists (
    select from public.enterprise_members m where m.enterprise_id = opened.enterprise_id and m.user_id = me
  );
  if opened.assessment_id is null or not private.sees_assessment(opened) then
    perform private.fail('DT001', 'assessment');
  end if;
  select jsonb_build_object('enterprise_id', e.enterprise_id, 'name', e.name, 'kind', e.kind) into firm
    from public.enterprises e where e.enterprise_id = opened.enterprise_id;
  return jsonb_build_object('assessment_id', opened.assessment_id, 'version_id', opened.version_id,
    'questionnaire', opened.questionnaire, 'state', opened.state, 'entry', opened.entry, 'answers', opened.answers,
    'revision', opened.revision, 'changed_at', opened.changed_at, 'submitted_at', opened.submitted_at,
    'handed_over_at', opened.handed_over_at, 'return_reason', opened.return_reason, 'result', opened.result,
    'enterprise', firm, 'member', member);
end
$$;
comment on function private.open_assessment(uuid) is 'An assessment with its firm, and whether the person acts for it; for members and staff of the area.';

create function private.read_result(p_assessment_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare opened jsonb := private.open_assessment(p_assessment_id);
begin
  if opened -> 'result' = 'null'::jsonb then
    return jsonb_build_object('assessment', opened);
  end if;
  return jsonb_build_object(
    'assessment', opened,
    'peers', private.peer_medians_of(p_assessment_id),
    'history', (
      select coalesce(jsonb_agg(jsonb_build_object('assessment_id', a.assessment_id, 'version_id', a.version_id,
          'entry', a.entry, 'level', a.level, 'points', a.points, 'max_points', a.max_points,
          'pillar_points', a.pillar_points, 'pillar_levels', a.pillar_levels, 'submitted_at', a.submitted_at)
        order by a.submitted_at desc), '[]')
      from public.assessments a
      where a.enterprise_id = (opened #>> '{enterprise,enterprise_id}')::uuid
        and a.questionnaire = opened ->> 'questionnaire' and a.state = 'submitted'
    ),
    -- Who is not of the firm has no business with its links.
    'links', (
      select coalesce(jsonb_agg(jsonb_build_object('share_link_id', s.share_link_id, 'created_at', s.created_at,
          'expires_at', s.expires_at, 'revoked_at', s.revoked_at) order by s.created_at desc), '[]')
      from public.share_links s where s.assessment_id = p_assessment_id and (opened ->> 'member')::boolean
    )
  );
end
$$;
comment on function private.read_result(uuid) is 'An assessment; once it has a result, with medians of similar firms, the firm''s history and, for members, the links to it.';

create function public.open_assessment(assessment_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.open_assessment(assessment_id) $$;
create function public.read_result(assessment_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.read_result(assessment_id) $$;
grant execute on function
  private.open_assessment(uuid), public.open_assessment(uuid),
  private.read_result(uuid), public.read_result(uuid)
  to authenticated;

-- Medians are part of a result.
drop function public.peer_medians(uuid);
revoke execute on function private.peer_medians_of(uuid) from authenticated;
