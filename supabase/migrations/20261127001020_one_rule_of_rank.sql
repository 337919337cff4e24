-- Out of rank asks for a reason, proposed singly or with others: one function says who would be passed by.

create function private.rank_of_choice(p_package_id uuid, p_enterprise_ids uuid[]) returns table (
  enterprise_id uuid, rank integer, points numeric, parts jsonb, application_id uuid, total integer, out_of_rank boolean
)
language plpgsql stable security definer set search_path = '' as $$
declare
  everywhere boolean := private.sees_all_enterprises();
  areas text[] := private.area_unit_ids();
begin
  return query
  with candidates as materialized (
    select c.* from private.package_candidates(p_package_id) c
  ),
  chosen as (
    select distinct i.id from unnest(p_enterprise_ids) as i (id)
  ),
  -- The first whom the proposer may propose too and does not.
  skipped as (
    select min(c.rank) as rank from candidates c join public.enterprises e on e.enterprise_id = c.enterprise_id
    where (everywhere or e.unit_id = any (areas) or e.district_id = any (areas))
      and c.enterprise_id not in (select h.id from chosen h)
  )
  select i.id, c.rank, c.points, c.parts, c.application_id, (select count(*) from candidates)::integer,
    coalesce(c.rank > (select s.rank from skipped s), false)
  from chosen i left join candidates c on c.enterprise_id = i.id
  order by c.rank nulls last, i.id;
end
$$;
comment on function private.rank_of_choice(uuid, uuid[]) is
  'Firms to be proposed in the order of their rank; out of rank: a candidate comes earlier whom the caller may propose too and does not. Without rank: no candidate.';

create function private.kept_priority(p_weights jsonb, p_parts jsonb, p_points numeric, p_rank integer, p_total integer,
  p_out_of_rank boolean, p_run_id uuid) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('weights', p_weights, 'parts', p_parts, 'points', p_points, 'rank', p_rank, 'of', p_total,
    'out_of_rank', p_out_of_rank, 'run_id', p_run_id))
$$;
comment on function private.kept_priority(jsonb, jsonb, numeric, integer, integer, boolean, uuid) is 'What a proposal keeps of the priority that it was made by.';

create function private.weights_in_force() returns jsonb
language sql stable security definer set search_path = '' as $$
  select to_jsonb(w) - '{note,created_at,created_by}'::text[] from public.priority_weights w order by w.version desc limit 1
$$;
comment on function private.weights_in_force() is 'The last weights, with their version.';

create or replace function private.propose_ranked(
  p_package_id uuid, p_enterprise_ids uuid[], p_reason text, p_run_id uuid
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  weights jsonb := private.weights_in_force();
  asked record;
  passes_by boolean;
  rows jsonb := '[]';
  row jsonb;
  unmet text[];
  why text;
begin
  for asked in select * from private.rank_of_choice(p_package_id, p_enterprise_ids) loop
    -- What an allocation run has chosen is explained by the run.
    passes_by := asked.out_of_rank and p_run_id is null;
    row := jsonb_build_object('enterprise_id', asked.enterprise_id, 'rank', asked.rank, 'points', asked.points,
      'out_of_rank', passes_by);
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
      perform private.require_rank_reason(passes_by, p_reason);
      row := row || jsonb_build_object('ok', true, 'assignment_id', private.propose_assignment(p_package_id, asked.enterprise_id,
        asked.application_id, private.kept_priority(weights, asked.parts, asked.points, asked.rank, asked.total, passes_by, p_run_id),
        case when passes_by then p_reason end));
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

create function private.require_rank_reason(p_out_of_rank boolean, p_reason text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if p_out_of_rank and private.clean(p_reason) is null then
    perform private.fail('DT004', 'override_reason', '[{"path": "override_reason", "code": "rank_reason"}]');
  end if;
end
$$;
comment on function private.require_rank_reason(boolean, text) is 'An error unless a proposal out of rank says why.';

-- A firm that does not fit has no rank: what it needs a reason for is the conditions, which the proposal itself asks about.
create or replace function private.propose_assignment(p_package_id uuid, p_enterprise_id uuid, p_application_id uuid, p_reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asked record;
begin
  perform private.require_assigning(p_enterprise_id);
  -- As with many: of two officers at once the later sees what the earlier has proposed.
  perform from public.packages p where p.package_id = p_package_id for no key update;
  if not found then
    perform private.fail('DT001', 'package');
  end if;
  if length(p_reason) > 500 then
    perform private.fail('DT004', 'override_reason', '[{"path": "override_reason", "code": "too_long"}]');
  end if;
  select * into asked from private.rank_of_choice(p_package_id, array[p_enterprise_id]);
  perform private.require_rank_reason(asked.out_of_rank, p_reason);
  return private.propose_assignment(p_package_id, p_enterprise_id, p_application_id,
    case when asked.rank is not null then private.kept_priority(private.weights_in_force(), asked.parts, asked.points, asked.rank,
      asked.total, asked.out_of_rank, null) end,
    -- A reason given in passing is not kept where none is needed.
    case when asked.out_of_rank or asked.rank is null then p_reason end);
end
$$;
comment on function private.propose_assignment(uuid, uuid, uuid, text) is
  'Proposes one firm and keeps its parts, points and rank with the proposal; out of rank with a reason only.';
