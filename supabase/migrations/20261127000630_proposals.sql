-- Proposals by rank: one or many, each with its own result, and a preview that does the same and takes it back.

-- Out of rank: a candidate comes earlier whom the proposer may propose too and does not. Then a reason is asked for, once for all
-- rows of the call. What an allocation run has chosen is explained by the run.
create function private.propose_ranked(
  p_package_id uuid, p_enterprise_ids uuid[], p_reason text, p_run_id uuid
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  everywhere boolean := private.sees_all_enterprises();
  areas text[] := private.area_unit_ids();
  weights jsonb;
  first_skipped integer;
  asked record;
  made uuid;
  rows jsonb := '[]';
  row jsonb;
  unmet text[];
  why text;
begin
  select to_jsonb(w) - '{note,created_at,created_by}'::text[] into weights from public.priority_weights w order by w.version desc limit 1;
  for asked in
    with candidates as materialized (
      select c.* from private.package_candidates(p_package_id) c
    ),
    chosen as (
      select distinct i.id from unnest(p_enterprise_ids) as i (id)
    ),
    visible as (
      select c.rank, c.enterprise_id from candidates c join public.enterprises e using (enterprise_id)
      where everywhere or e.unit_id = any (areas) or e.district_id = any (areas)
    )
    select i.id as enterprise_id, c.rank, c.points, c.parts, c.application_id,
      (select count(*) from candidates)::integer as total,
      coalesce(c.rank > (select min(v.rank) from visible v where v.enterprise_id not in (select h.id from chosen h)), false) as out_of_rank
    from chosen i left join candidates c on c.enterprise_id = i.id
    order by c.rank nulls last, i.id
  loop
    row := jsonb_build_object('enterprise_id', asked.enterprise_id, 'rank', asked.rank, 'points', asked.points,
      'out_of_rank', asked.out_of_rank and p_run_id is null);
    begin
      if not private.staff_sees(asked.enterprise_id)
          or not exists (select from public.enterprises e where e.enterprise_id = asked.enterprise_id) then
        perform private.fail('DT001', 'enterprise');
      end if;
      if asked.rank is null then
        unmet := private.unmet_conditions(p_package_id, asked.enterprise_id, false);
        if cardinality(unmet) > 0 then
          perform private.fail('DT020', 'package', private.not_met(unmet));
        end if;
        perform private.fail('DT009', 'assignment');
      end if;
      if asked.out_of_rank and p_run_id is null and p_reason is null then
        perform private.fail('DT004', 'override_reason', '[{"path": "override_reason", "code": "required"}]');
      end if;
      made := private.propose_assignment(p_package_id, asked.enterprise_id, asked.application_id,
        jsonb_strip_nulls(jsonb_build_object('weights', weights, 'parts', asked.parts, 'points', asked.points, 'rank', asked.rank,
          'of', asked.total, 'out_of_rank', asked.out_of_rank and p_run_id is null, 'run_id', p_run_id)),
        case when asked.out_of_rank and p_run_id is null then p_reason end);
      row := row || jsonb_build_object('ok', true, 'assignment_id', made);
    exception when others then
      -- A refusal is the result of its row; anything else, such as a lost connection or a deadlock, ends the call.
      if sqlstate !~ '^(DT|23)' then
        raise;
      end if;
      get stacked diagnostics why = pg_exception_detail;
      row := row || jsonb_build_object('ok', false, 'code', sqlstate, 'subject', case when sqlstate like 'DT%' then sqlerrm else '' end,
        'detail', case when sqlstate like 'DT%' then why else '' end);
    end;
    rows := rows || jsonb_build_array(row);
  end loop;
  return rows;
end
$$;
comment on function private.propose_ranked(uuid, uuid[], text, uuid) is 'Proposes firms in the order of their rank; gives {enterprise_id, rank, points, out_of_rank, ok, assignment_id | code, subject, detail} for each.';

create function private.propose_many(p_package_id uuid, p_enterprise_ids uuid[], p_reason text, p_preview boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare rows jsonb;
begin
  perform private.require_assigner();
  if coalesce(cardinality(p_enterprise_ids), 0) = 0 then
    perform private.fail('DT004', 'enterprise_ids', '[{"path": "enterprise_ids", "code": "required"}]');
  end if;
  if cardinality(p_enterprise_ids) > 200 then
    perform private.fail('DT015', 'enterprise_ids');
  end if;
  if length(p_reason) > 500 then
    perform private.fail('DT004', 'override_reason', '[{"path": "override_reason", "code": "too_long"}]');
  end if;
  -- Two officers at once: the later sees what the earlier has proposed.
  perform from public.packages p where p.package_id = p_package_id for no key update;
  if not found then
    perform private.fail('DT001', 'package');
  end if;
  begin
    rows := private.propose_ranked(p_package_id, p_enterprise_ids, private.clean(p_reason), null);
    if p_preview then
      raise exception using errcode = 'DT000', message = 'preview';
    end if;
  exception when sqlstate 'DT000' then
    -- What the rows came to is kept in the variable, what they wrote is taken back.
    null;
  end;
  return case when p_preview then (select coalesce(jsonb_agg(r - 'assignment_id'), '[]') from jsonb_array_elements(rows) as r) else rows end;
end
$$;
comment on function private.propose_many(uuid, uuid[], text, boolean) is 'Staff propose up to 200 firms for a package; with preview nothing stays and the result says what would happen.';

-- A single proposal, such as from the page of a firm, is not refused for its rank: who decides there does not see the others. The
-- rank is kept with it, and whether somebody was passed by.
create function private.propose_assignment(p_package_id uuid, p_enterprise_id uuid, p_application_id uuid, p_reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  priority jsonb;
begin
  perform private.require_assigning(p_enterprise_id);
  select jsonb_build_object('weights', to_jsonb(w) - '{note,created_at,created_by}'::text[], 'parts', c.parts, 'points', c.points,
      'rank', c.rank, 'of', c.total, 'out_of_rank', c.rank > 1)
    into priority
    from (select r.*, count(*) over ()::integer as total from private.package_candidates(p_package_id) r) c
    join public.priority_weights w on w.version = c.weights_version
    where c.enterprise_id = p_enterprise_id;
  return private.propose_assignment(p_package_id, p_enterprise_id, p_application_id, priority, p_reason);
end
$$;
comment on function private.propose_assignment(uuid, uuid, uuid, text) is 'Proposes one firm and keeps its parts, points and rank with the proposal.';

-- Exposed: thin, with the caller's rights.
create or replace function public.propose_assignment(package_id uuid, enterprise_id uuid, application_id uuid default null,
  override_reason text default null) returns uuid
language sql volatile set search_path = '' as $$
  select private.propose_assignment(package_id, enterprise_id, application_id, override_reason)
$$;
create function public.propose_many(package_id uuid, enterprise_ids uuid[], reason text default null, preview boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.propose_many(package_id, enterprise_ids, reason, preview) $$;
-- The rank is stated by these functions and by nobody else.
revoke execute on function private.propose_assignment(uuid, uuid, uuid, jsonb, text) from authenticated;
grant execute on function private.propose_assignment(uuid, uuid, uuid, text),
  private.propose_many(uuid, uuid[], text, boolean), public.propose_many(uuid, uuid[], text, boolean) to authenticated;
