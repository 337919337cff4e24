-- Allocation runs: what was known, what the solver chose, and what people accepted of it. The solver runs in the web server, so the
-- database makes the inputs itself and checks the choice against them.

create table public.allocation_runs (
  allocation_run_id uuid primary key default private.uuid7(),
  state text not null default 'running' check (state in ('running', 'solved', 'infeasible', 'failed')),
  weights_version integer not null references public.priority_weights on delete restrict,
  -- {year, packages, lines, firms, pairs, quotas}, as src/lib/domain/support/allocation.ts reads it. The same inputs give the same
  -- result, unless the solver ran out of time.
  inputs jsonb not null,
  -- {chosen, points, bound, gap, seconds, optimal, greedy, missed, shortfalls}; chosen are positions in inputs.pairs.
  result jsonb,
  -- [{package_id, enterprise_id, assignment_id, at, by}]
  accepted jsonb not null default '[]',
  started_at timestamptz not null default clock_timestamp(),
  started_by uuid,
  finished_at timestamptz,
  constraint allocation_runs_finished check ((state = 'running') = (result is null))
);
comment on table public.allocation_runs is 'Allocation runs with inputs, result and what was accepted; inputs and result never change.';
create index allocation_runs_started on public.allocation_runs (started_at desc);
create index allocation_runs_weights on public.allocation_runs (weights_version);
create trigger allocation_runs_audit after insert or update or delete on public.allocation_runs
  for each row execute function private.audit('allocation_run_id');

create function private.allocation_runs_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' or row(new.inputs, new.weights_version, new.started_at, new.started_by)
      is distinct from row(old.inputs, old.weights_version, old.started_at, old.started_by)
      or (old.state <> 'running' and row(new.state, new.result) is distinct from row(old.state, old.result)) then
    perform private.fail('DT010', 'allocation_run');
  end if;
  return new;
end
$$;
comment on function private.allocation_runs_guard() is 'Trigger: inputs never change, a result is written once, runs are not deleted.';
create trigger allocation_runs_guard before update or delete on public.allocation_runs
  for each row execute function private.allocation_runs_guard();

create function private.require_allocator() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.sees_all_enterprises() then
    perform private.fail('DT002', 'officer');
  end if;
  return private.uid();
end
$$;
comment on function private.require_allocator() is 'The person, or an error unless officer or manager: a run is for the whole province.';

create function private.check_quotas(p_quotas jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if jsonb_typeof(p_quotas) is distinct from 'array' or jsonb_array_length(p_quotas) > 30 then
    perform private.fail('DT004', 'quotas');
  end if;
  if exists (select from jsonb_array_elements(p_quotas) as q where jsonb_typeof(q) <> 'object'
      or jsonb_typeof(q -> 'at_least') is distinct from 'number'
      or (q ->> 'at_least') !~ '^[1-9]\d{0,4}$'
      or not coalesce(case q ->> 'kind'
        when 'size' then q ->> 'value' in ('micro', 'small', 'medium', 'large')
        when 'unit' then exists (select from public.units u where u.unit_id = q ->> 'value' and u.level <> 'province') end, false))
      or (select count(*) <> count(distinct (q ->> 'kind') || ':' || (q ->> 'value')) from jsonb_array_elements(p_quotas) as q) then
    perform private.fail('DT004', 'quotas');
  end if;
end
$$;
comment on function private.check_quotas(jsonb) is 'An error unless quotas are [{kind: size | unit, value, at_least}], each once.';

-- Free money and free places leave out what proposals under way would take: they are not reserved yet.
create function private.allocation_inputs(p_package_ids uuid[], p_quotas jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  budget_year smallint := extract(year from private.today());
begin
  return (
  with chosen as materialized (
    select p.package_id, p.code, p.programme_id, p.line_code,
      s.places_left - (select count(*) from public.assignments a where a.package_id = p.package_id and a.state = 'proposed') as places,
      row_number() over (order by p.code)::integer - 1 as position
    from public.packages p join private.package_places s using (package_id) where p.package_id = any (p_package_ids)
  ),
  lines as materialized (
    select l.*, row_number() over (order by l.programme_id, l.line_code)::integer - 1 as position from (
      select c.programme_id, c.line_code, max(t.allotment_id::text) as allotment_id,
        greatest(0, coalesce(max(t.amount - t.reserved - t.spent), 0) - (
          select coalesce(sum(i.state_amount), 0) from public.assignments a
          join public.packages q using (package_id) join public.assignment_items i using (assignment_id)
          where q.programme_id = c.programme_id and q.line_code = c.line_code and a.state in ('proposed', 'offered', 'accepted'))) as free
      from chosen c
      left join public.allotments t on t.programme_id = c.programme_id and t.line_code = c.line_code
        and t.year = budget_year and t.source = 'state'
      where c.line_code is not null group by c.programme_id, c.line_code
    ) l
  ),
  amounts as materialized (
    select t.package_id, t.kind, t.size, sum(t.cap) as amount from private.terms_by_group t
    where t.package_id = any (p_package_ids) group by t.package_id, t.kind, t.size
  ),
  found as materialized (
    select c.position as package, r.enterprise_id, (r.points * 100)::integer as points, r.rank, coalesce(m.amount, 0) as amount,
      e.size_class, e.unit_id, e.district_id
    from chosen c cross join lateral private.package_candidates(c.package_id) r
    join public.enterprises e on e.enterprise_id = r.enterprise_id
    left join amounts m on m.package_id = c.package_id and m.kind = e.kind and m.size = coalesce(e.size_class::text, '')
  ),
  firms as materialized (
    select f.*, row_number() over (order by f.enterprise_id)::integer - 1 as position
    from (select distinct x.enterprise_id, x.size_class, x.unit_id, x.district_id from found x) f
  )
  select jsonb_build_object(
    'year', budget_year,
    'packages', (select coalesce(jsonb_agg(jsonb_build_object('package_id', c.package_id, 'code', c.code,
        'line', (select l.position from lines l where l.programme_id = c.programme_id and l.line_code = c.line_code),
        'places', case when c.places is not null then greatest(c.places, 0) end,
        'contents', (select coalesce(jsonb_agg(distinct t.support_id), '[]') from public.package_terms t where t.package_id = c.package_id))
      order by c.position), '[]') from chosen c),
    'lines', (select coalesce(jsonb_agg(jsonb_build_object('line_code', l.line_code, 'allotment_id', l.allotment_id, 'free', l.free)
      order by l.position), '[]') from lines l),
    'firms', (select coalesce(jsonb_agg(jsonb_build_object('enterprise_id', f.enterprise_id, 'size', f.size_class, 'unit', f.unit_id,
      'district', f.district_id) order by f.position), '[]') from firms f),
    -- [firm, package, points in hundredths, state money in VND]
    'pairs', (select coalesce(jsonb_agg(jsonb_build_array(f.position, x.package, x.points, x.amount) order by x.package, x.rank), '[]')
      from found x join firms f using (enterprise_id)),
    'quotas', p_quotas)
  );
end
$$;
comment on function private.allocation_inputs(uuid[], jsonb) is 'Everything an allocation run decides on, as one document.';

create function private.start_allocation_run(p_package_ids uuid[], p_quotas jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_allocator();
  inputs jsonb;
  made uuid;
begin
  if coalesce(cardinality(p_package_ids), 0) not between 1 and 60 then
    perform private.fail('DT004', 'package_ids', '[{"path": "package_ids", "code": "required"}]');
  end if;
  perform private.check_quotas(p_quotas);
  if exists (select from unnest(p_package_ids) as i (id) where not exists (select from public.packages p where p.package_id = i.id)) then
    perform private.fail('DT001', 'package');
  end if;
  if exists (select from public.packages p where p.package_id = any (p_package_ids) and (p.state <> 'open'
      or p.opens_on > private.today() or p.closes_on < private.today())) then
    perform private.fail('DT006', 'package', 'closed');
  end if;
  inputs := private.allocation_inputs(p_package_ids, p_quotas);
  -- More pairs than this are not solved in the time of a request.
  if jsonb_array_length(inputs -> 'pairs') > 100000 then
    perform private.fail('DT015', 'pairs');
  end if;
  insert into public.allocation_runs (weights_version, inputs, started_by)
    values ((select max(w.version) from public.priority_weights w), inputs, me) returning allocation_run_id into made;
  return made;
end
$$;
comment on function private.start_allocation_run(uuid[], jsonb) is 'Officer or manager: fixes the inputs of a run over open packages.';

-- The first rule that a choice breaks, or null. Whether a better choice exists is not asked here: the same inputs can be solved again.
create function private.broken_rule(p_inputs jsonb, p_chosen jsonb) returns text
language plpgsql immutable security definer set search_path = '' set jit = off as $$
begin
  return (
  with chosen as materialized (
    select (c.value #>> '{}')::integer as pair, p.pair as row
    from jsonb_array_elements(p_chosen) as c
    left join lateral (select p_inputs -> 'pairs' -> (c.value #>> '{}')::integer as pair where c.value #>> '{}' ~ '^\d{1,9}$') p on true
  ),
  pairs as materialized (
    select (c.row ->> 0)::integer as firm, (c.row ->> 1)::integer as package, (c.row ->> 3)::bigint as amount from chosen c
  ),
  packages as (
    select (p.position - 1)::integer as package, p.value from jsonb_array_elements(p_inputs -> 'packages') with ordinality as p (value, position)
  )
  select case
    when exists (select from chosen where row is null) or (select count(*) <> count(distinct pair) from chosen) then 'pairs'
    when exists (select from pairs join packages using (package) group by package, packages.value
      having count(*) > (packages.value ->> 'places')::bigint) then 'places'
    when exists (select from pairs join packages using (package) where packages.value ->> 'line' is not null
      group by packages.value ->> 'line' having sum(amount) > (p_inputs #>> array['lines', packages.value ->> 'line', 'free'])::numeric) then 'line'
    when exists (select from pairs join packages using (package), jsonb_array_elements_text(packages.value -> 'contents') as content
      group by firm, content having count(*) > 1) then 'content'
    when exists (select from jsonb_array_elements(p_inputs -> 'quotas') as q where (q ->> 'at_least')::integer > (
      select count(distinct firm) from pairs where case q ->> 'kind'
        when 'size' then p_inputs #>> array['firms', firm::text, 'size'] = q ->> 'value'
        else q ->> 'value' in (p_inputs #>> array['firms', firm::text, 'unit'], p_inputs #>> array['firms', firm::text, 'district']) end)) then 'quota'
    end
  );
end
$$;
comment on function private.broken_rule(jsonb, jsonb) is 'Which rule the chosen pairs break: pairs, places, line, content, quota; null when none.';

create function private.record_allocation_run(p_run_id uuid, p_state text, p_result jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_allocator();
  run public.allocation_runs;
  broken text;
begin
  select * into run from public.allocation_runs r where r.allocation_run_id = p_run_id for update;
  if not found then
    perform private.fail('DT001', 'allocation_run');
  end if;
  if run.started_by is distinct from me then
    perform private.fail('DT002', 'allocation_run');
  end if;
  if run.state <> 'running' then
    perform private.fail('DT006', 'allocation_run', run.state);
  end if;
  if coalesce(p_state, '') not in ('solved', 'infeasible', 'failed') or jsonb_typeof(p_result) is distinct from 'object'
      or length(p_result::text) > 4000000 or (p_state = 'solved' and jsonb_typeof(p_result -> 'chosen') is distinct from 'array') then
    perform private.fail('DT004', 'result');
  end if;
  if p_state = 'solved' then
    broken := private.broken_rule(run.inputs, p_result -> 'chosen');
    if broken is not null then
      perform private.fail('DT023', broken);
    end if;
  end if;
  update public.allocation_runs r set state = p_state, result = p_result, finished_at = clock_timestamp()
    where r.allocation_run_id = p_run_id;
end
$$;
comment on function private.record_allocation_run(uuid, text, jsonb) is 'Whoever started a run records its result once; a choice that breaks a rule of the inputs is refused.';

create function private.accept_allocation(p_run_id uuid, p_pairs integer[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  run public.allocation_runs;
  per_package record;
  rows jsonb;
  answer jsonb := '[]';
begin
  perform private.require_allocator();
  select * into run from public.allocation_runs r where r.allocation_run_id = p_run_id for update;
  if not found then
    perform private.fail('DT001', 'allocation_run');
  end if;
  if run.state = 'infeasible' then
    perform private.fail('DT023', 'quota');
  elsif run.state <> 'solved' then
    perform private.fail('DT006', 'allocation_run', run.state);
  end if;
  if coalesce(cardinality(p_pairs), 0) = 0 then
    perform private.fail('DT004', 'pairs', '[{"path": "pairs", "code": "required"}]');
  end if;
  if cardinality(p_pairs) > 200 then
    perform private.fail('DT015', 'pairs');
  end if;
  if exists (select from unnest(p_pairs) as i (pair) where i.pair is null or not run.result -> 'chosen' @> to_jsonb(i.pair)) then
    perform private.fail('DT004', 'pairs');
  end if;
  for per_package in
    select (run.inputs #>> array['packages', run.inputs #>> array['pairs', i.pair::text, '1'], 'package_id'])::uuid as package_id,
      array_agg(distinct (run.inputs #>> array['firms', run.inputs #>> array['pairs', i.pair::text, '0'], 'enterprise_id'])::uuid) as firms
    from unnest(p_pairs) as i (pair) group by 1 order by 1
  loop
    perform from public.packages p where p.package_id = per_package.package_id for no key update;
    rows := private.propose_ranked(per_package.package_id, per_package.firms, null, p_run_id);
    answer := answer || (select coalesce(jsonb_agg(r || jsonb_build_object('package_id', per_package.package_id)), '[]')
      from jsonb_array_elements(rows) as r);
  end loop;
  update public.allocation_runs r set accepted = r.accepted || (
      select coalesce(jsonb_agg(jsonb_build_object('package_id', a -> 'package_id', 'enterprise_id', a -> 'enterprise_id',
        'assignment_id', a -> 'assignment_id', 'at', clock_timestamp(), 'by', private.uid())), '[]')
      from jsonb_array_elements(answer) as a where (a ->> 'ok')::boolean)
    where r.allocation_run_id = p_run_id;
  return answer;
end
$$;
comment on function private.accept_allocation(uuid, integer[]) is 'Officer or manager: makes up to 200 chosen pairs of a run proposals, each with its own result; the run keeps what was accepted.';

-- Exposed: thin, with the caller's rights.
create function public.start_allocation_run(package_ids uuid[], quotas jsonb default '[]') returns uuid
language sql volatile set search_path = '' as $$ select private.start_allocation_run(package_ids, quotas) $$;
create function public.record_allocation_run(allocation_run_id uuid, state text, result jsonb) returns void
language sql volatile set search_path = '' as $$ select private.record_allocation_run(allocation_run_id, state, result) $$;
create function public.accept_allocation(allocation_run_id uuid, pairs integer[]) returns jsonb
language sql volatile set search_path = '' as $$ select private.accept_allocation(allocation_run_id, pairs) $$;
grant execute on function
  private.start_allocation_run(uuid[], jsonb), public.start_allocation_run(uuid[], jsonb),
  private.record_allocation_run(uuid, text, jsonb), public.record_allocation_run(uuid, text, jsonb),
  private.accept_allocation(uuid, integer[]), public.accept_allocation(uuid, integer[])
  to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.allocation_runs enable row level security;
create policy allocation_runs_read on public.allocation_runs for select to authenticated
  using ((select private.sees_all_enterprises()));
comment on policy allocation_runs_read on public.allocation_runs is 'Officers and managers.';
grant select on public.allocation_runs to authenticated;
-- No write grants: start_, record_ and accept_ check and write.
