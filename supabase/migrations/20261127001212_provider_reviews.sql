-- Staff decide about providers and their solutions, for a time. Everybody sees what is approved.

-- What both reviews ask: who decides, and on what grounds.
create function private.check_review(p_provider_id uuid, p_step text, p_reason text, p_until date) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'provider');
  end if;
  if p_provider_id = any (private.provider_ids()) then
    perform private.fail('DT021', 'provider');
  end if;
  if p_step is null or p_step not in ('approve', 'ask_changes', 'suspend') then
    perform private.fail('DT004', 'step');
  end if;
  if p_step <> 'approve' and p_reason is null then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "required"}]');
  end if;
  if length(p_reason) > 1000 then
    perform private.fail('DT004', 'reason', '[{"path": "reason", "code": "too_long"}]');
  end if;
  if p_step = 'approve' and (p_until is null or p_until <= private.today() or p_until > private.today() + interval '2 years') then
    perform private.fail('DT004', 'approved_until', '[{"path": "approved_until", "code": "approval_day"}]');
  end if;
end
$$;
comment on function private.check_review(uuid, text, text, date) is 'Officers and managers who do not act for the provider; approval for two years at most, all else with a reason.';

create function private.review_provider(p_provider_id uuid, p_revision integer, p_step text, p_reason text, p_until date) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers;
  reason text := private.clean(p_reason);
begin
  perform private.require_user();
  select * into provider from public.providers p where p.provider_id = p_provider_id for update;
  if not found or not private.is_staff() then
    perform private.fail('DT001', 'provider');
  end if;
  perform private.check_review(p_provider_id, p_step, reason, p_until);
  if provider.revision is distinct from p_revision then
    perform private.fail('DT003', 'provider', provider.revision::text);
  end if;
  update public.providers p set revision = p.revision + 1, updated_at = now(),
      state = case p_step when 'approve' then 'approved' when 'suspend' then 'suspended' else 'changes_wanted' end::public.provider_state,
      approved_until = case p_step when 'approve' then p_until end
    where p.provider_id = p_provider_id;
  perform private.record_review(p_provider_id, null, p_step, reason, case p_step when 'approve' then p_until end);
  perform private.tell_provider(p_provider_id, 'provider_' || p_step, '{}', '/provider/profile');
  return p_revision + 1;
end
$$;
comment on function private.review_provider(uuid, integer, text, text, date) is 'Staff approve a provider until a date, ask for changes or suspend it. It leaves matching in the same moment.';

create function private.review_solution(p_solution_id uuid, p_revision integer, p_step text, p_reason text, p_until date) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  solution public.solutions;
  reason text := private.clean(p_reason);
begin
  perform private.require_user();
  select * into solution from public.solutions s where s.solution_id = p_solution_id for update;
  if not found or not private.is_staff() then
    perform private.fail('DT001', 'solution');
  end if;
  perform private.check_review(solution.provider_id, p_step, reason, p_until);
  if solution.revision is distinct from p_revision then
    perform private.fail('DT003', 'solution', solution.revision::text);
  end if;
  if solution.state = 'withdrawn' then
    perform private.fail('DT006', 'solution', solution.state::text);
  end if;
  update public.solutions s set revision = s.revision + 1, updated_at = now(),
      state = case p_step when 'approve' then 'approved' when 'suspend' then 'suspended' else 'changes_wanted' end::public.solution_state,
      approved_until = case p_step when 'approve' then p_until end
    where s.solution_id = p_solution_id;
  perform private.record_review(solution.provider_id, p_solution_id, p_step, reason, case p_step when 'approve' then p_until end);
  perform private.tell_provider(solution.provider_id, 'solution_' || p_step, jsonb_build_object('solution', solution.name),
    '/provider/solutions/' || p_solution_id);
  return p_revision + 1;
end
$$;
comment on function private.review_solution(uuid, integer, text, text, date) is 'Staff approve a solution until a date, ask for changes or suspend it.';

create function public.review_provider(provider_id uuid, revision integer, step text, reason text default null, approved_until date default null)
returns integer
language sql volatile set search_path = '' as $$ select private.review_provider(provider_id, revision, step, reason, approved_until) $$;
create function public.review_solution(solution_id uuid, revision integer, step text, reason text default null, approved_until date default null)
returns integer
language sql volatile set search_path = '' as $$ select private.review_solution(solution_id, revision, step, reason, approved_until) $$;
grant execute on function
  private.review_provider(uuid, integer, text, text, date), public.review_provider(uuid, integer, text, text, date),
  private.review_solution(uuid, integer, text, text, date), public.review_solution(uuid, integer, text, text, date)
  to authenticated;
