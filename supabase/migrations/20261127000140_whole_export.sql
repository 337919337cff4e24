-- The export of one's own data holds every row that names the person. tests/db/rpc/export.test.ts finds the columns that do.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values ('my-data:person', 20, 3600);

-- Of other people it holds no more than an id: whoever invited or decided has a right to what they did, not to whom it was about.
create or replace function private.export_my_data() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  address text;
  data jsonb;
begin
  perform private.limit_person('my-data:person');
  select lower(u.email) into address from auth.users u where u.id = me;
  select jsonb_build_object(
    'exported_at', now(),
    'account', (select jsonb_build_object('email', u.email, 'created_at', p.created_at, 'display_name', p.display_name, 'locale', p.locale,
        'last_sign_in_at', u.last_sign_in_at, 'given_at_sign_up', u.raw_user_meta_data)
      from public.profiles p join auth.users u on u.id = p.user_id where p.user_id = me),
    'sign_ins', (select coalesce(jsonb_agg(jsonb_build_object('created_at', s.created_at, 'last_used_at', s.updated_at,
        'user_agent', s.user_agent, 'ip', s.ip)), '[]') from auth.sessions s where s.user_id = me),
    'staff_roles', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from public.staff_members s where s.user_id = me),
    'staff_roles_granted', (select coalesce(jsonb_agg(to_jsonb(s) - 'granted_by'), '[]') from public.staff_members s where s.granted_by = me),
    'staff_areas', (select coalesce(jsonb_agg(a.unit_id), '[]') from public.staff_areas a where a.user_id = me),
    'staff_invitations_received', (select coalesce(jsonb_agg(to_jsonb(i)), '[]')
      from public.staff_invitations i where i.accepted_by = me or i.email = address),
    'staff_invitations_made', (select coalesce(jsonb_agg(to_jsonb(i) - '{email,accepted_by,invited_by}'::text[]), '[]')
      from public.staff_invitations i where i.invited_by = me),
    'providers', (select coalesce(jsonb_agg(jsonb_build_object('provider_id', p.provider_id, 'name', p.name)), '[]')
      from public.provider_members m join public.providers p using (provider_id) where m.user_id = me),
    'enterprises', (select coalesce(jsonb_agg(to_jsonb(e) - 'name_search' || jsonb_build_object('my_role', m.role, 'joined_at', m.joined_at,
        'assessments', (select coalesce(jsonb_agg(to_jsonb(a) order by a.started_at), '[]')
          from public.assessments a where a.enterprise_id = e.enterprise_id))), '[]')
      from public.enterprise_members m join public.enterprises e using (enterprise_id) where m.user_id = me),
    'enterprises_entered', (select coalesce(jsonb_agg(jsonb_build_object('enterprise_id', e.enterprise_id, 'created_at', e.created_at)), '[]')
      from public.enterprises e where e.created_by = me),
    'enterprise_invitations_made', (select coalesce(jsonb_agg(to_jsonb(i) - '{code_hash,created_by,used_by}'::text[]), '[]')
      from public.enterprise_invitations i where i.created_by = me),
    'enterprise_invitations_used', (select coalesce(jsonb_agg(jsonb_build_object('invitation_id', i.invitation_id,
        'enterprise_id', i.enterprise_id, 'role', i.role, 'used_at', i.used_at)), '[]')
      from public.enterprise_invitations i where i.used_by = me),
    'requests', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from public.enterprise_requests r where r.user_id = me),
    'requests_decided', (select coalesce(jsonb_agg(jsonb_build_object('request_id', r.request_id, 'enterprise_id', r.enterprise_id,
        'state', r.state, 'decided_at', r.decided_at, 'reason', r.reason)), '[]')
      from public.enterprise_requests r where r.decided_by = me),
    'assessments_handled', (select coalesce(jsonb_agg(jsonb_build_object('assessment_id', a.assessment_id,
        'enterprise_id', a.enterprise_id, 'entry', a.entry, 'state', a.state,
        'started_at', case when a.started_by = me then a.started_at end,
        'handed_over_at', case when a.handed_over_by = me then a.handed_over_at end,
        'submitted_at', case when a.submitted_by = me then a.submitted_at end) order by a.started_at), '[]')
      from public.assessments a where me in (a.started_by, a.handed_over_by, a.submitted_by)),
    'share_links_made', (select coalesce(jsonb_agg(to_jsonb(s) - '{token_hash,created_by}'::text[]), '[]')
      from public.share_links s where s.created_by = me),
    'questionnaires_handled', (select coalesce(jsonb_agg(jsonb_build_object('version_id', v.version_id, 'questionnaire', v.questionnaire,
        'version', v.version, 'created_at', case when v.created_by = me then v.created_at end,
        'published_at', case when v.published_by = me then v.published_at end)), '[]')
      from public.questionnaire_versions v where me in (v.created_by, v.published_by)),
    'exports', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from public.export_log x where x.actor = me),
    'changes_by_me', (select coalesce(jsonb_agg(jsonb_build_object('at', l.at, 'table', l.table_name, 'record', l.record_id, 'action', l.action)
        order by l.audit_id), '[]') from public.audit_log l where l.actor = me)
  ) into data;
  perform private.log_export('my_data', '{}', 1);
  return data;
end
$$;
