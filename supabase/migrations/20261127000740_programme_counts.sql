-- How far each firm has come in a programme, defined once; and a roll-up of the steps that a whole province takes part in.

-- The first day on which a firm reached a step, on or after the beginning of the programme. What is counted is the firm, once,
-- however many assessments, events or assignments it has. Days are written out: private.local_day() is a call per row.
create view private.programme_reach as
  select p.programme_id, 'registered'::text as measure, e.enterprise_id, (e.created_at at time zone 'Asia/Ho_Chi_Minh')::date as reached_on
    from public.programmes p cross join public.enterprises e
  union all
  select p.programme_id, 'assessed', a.enterprise_id, (min(a.submitted_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.programmes p join public.assessments a on a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      and a.submitted_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
    group by p.programme_id, a.enterprise_id
  union all
  select p.programme_id, 'aware', x.enterprise_id, min(x.day)
    from public.programmes p join (
      select a.enterprise_id, (a.submitted_at at time zone 'Asia/Ho_Chi_Minh')::date as day from public.assessments a
        where a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      union all
      select w.enterprise_id, w.held_on from public.awareness_events w
    ) as x on x.day >= p.period_start
    group by p.programme_id, x.enterprise_id
  union all
  select p.programme_id, 'verified', a.enterprise_id, (min(v.created_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.programmes p join public.verifications v on v.created_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
      join public.assessments a on a.assessment_id = v.assessment_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
    group by p.programme_id, a.enterprise_id
  union all
  select k.programme_id, 'proposed', s.enterprise_id, (min(s.proposed_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id) group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'approved', s.enterprise_id, (min(s.approved_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
    where s.approved_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'supported', s.enterprise_id, (min(s.completed_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
    where s.state = 'completed' and s.completed_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'reassessed', s.enterprise_id, (min(a.submitted_at) at time zone 'Asia/Ho_Chi_Minh')::date
    from public.assignments s join public.packages k using (package_id)
      join public.assessments a on a.assessment_id = s.follow_up_assessment_id
    where s.state = 'completed' and a.state = 'submitted' group by k.programme_id, s.enterprise_id
  union all
  select n.programme_id, 'model', n.enterprise_id, min(n.decided_on)
    from public.nominations n where n.state = 'recognised' group by n.programme_id, n.enterprise_id;
comment on view private.programme_reach is
  'Programme, measure, firm, day: registered, assessed, aware, verified, proposed, approved, supported, reassessed, model.';

create table private.programme_counts (
  programme_id text not null references public.programmes on delete cascade,
  measure text not null,
  year smallint not null,
  -- The first day of the month, for what is drawn by month.
  month date,
  -- Within the period of the programme: what the targets of the plan ask for.
  in_period boolean not null,
  is_sample boolean not null,
  district_id text not null,
  section_id text not null,
  size_class public.size_class,
  kind public.enterprise_kind not null,
  firms integer not null
);
comment on table private.programme_counts is
  'Firms by the year (or month) in which they reached a measure, by every dimension of the dashboard.';
create index programme_counts_measure on private.programme_counts (programme_id, is_sample, measure);

create table private.programme_extras (
  programme_id text not null references public.programmes on delete cascade,
  is_sample boolean not null,
  -- Median days from the step before to a step, over the firms that did both in that order: {step: days}.
  days jsonb not null default '{}',
  -- As private.level_changes() gives them.
  changes jsonb not null default '[]',
  primary key (programme_id, is_sample)
);
comment on table private.programme_extras is 'Medians and level changes of a programme, worked out together with its counts.';

create table private.programme_refreshes (
  programme_id text primary key references public.programmes on delete cascade,
  counted_at timestamptz not null,
  -- Of the completed assignments and recognised nominations that were counted.
  signature text not null
);
comment on table private.programme_refreshes is 'When the counts of a programme were worked out, and from which completions and recognitions.';

create function private.programme_steps() returns text[]
language sql immutable set search_path = '' as $$
  select array['registered', 'assessed', 'verified', 'proposed', 'approved', 'supported', 'reassessed']
$$;
comment on function private.programme_steps() is 'The steps of the funnel, in order.';

create function private.level_changes(p_programme_id text, p_samples boolean, p_package_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with pairs as (
      select s.package_id, a0.level as before, a1.level as after, a0.pillar_points as points_before, a1.pillar_points as points_after
      from public.assignments s join public.packages k using (package_id)
        join public.enterprises e on e.enterprise_id = s.enterprise_id
        join public.assessments a0 on a0.assessment_id = s.assessment_id
        join public.assessments a1 on a1.assessment_id = s.follow_up_assessment_id
      where s.state = 'completed' and k.programme_id = p_programme_id and e.is_sample = p_samples
        and (p_package_id is null or s.package_id = p_package_id)
        and a0.state = 'submitted' and a1.state = 'submitted'
        and cardinality(a0.pillar_points) = cardinality(a1.pillar_points)
    ),
    packages as (
      select k.package_id, k.code, k.name_vi, k.name_en, count(*) as firms, count(*) filter (where p.after > p.before) as up,
        count(*) filter (where p.after = p.before) as same, count(*) filter (where p.after < p.before) as down,
        round(avg(p.before), 2) as level_before, round(avg(p.after), 2) as level_after
      from pairs p join public.packages k using (package_id) group by k.package_id
    ),
    pillars as (
      select p.package_id, x.pillar, round(avg(x.before), 1) as before, round(avg(x.after), 1) as after
      from pairs p, unnest(p.points_before, p.points_after) with ordinality as x (before, after, pillar)
      group by p.package_id, x.pillar
    )
    select coalesce(jsonb_agg(to_jsonb(k) || jsonb_build_object('pillars', (
        select jsonb_agg(jsonb_build_object('before', i.before, 'after', i.after) order by i.pillar)
        from pillars i where i.package_id = k.package_id)) order by k.code), '[]')
    from packages k
  );
end
$$;
comment on function private.level_changes(text, boolean, uuid) is
  'Per package: firms with a result before (T0) and after (T1), how many rose, stayed, fell, mean level and mean points per pillar. No proof: there is no comparison group.';

-- Cheap to ask at every look, and without a lock that all who complete something would queue for.
create function private.programme_signature(p_programme_id text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select count(*) || ' ' || coalesce(sum(extract(epoch from s.completed_at)), 0) from public.assignments s
      where s.state = 'completed' and s.completed_at is not null
  ) || ' ' || (
    select count(*) || ' ' || coalesce(max(n.nomination_id::text), '') from public.nominations n
      where n.programme_id = p_programme_id and n.state = 'recognised'
  );
end
$$;
comment on function private.programme_signature(text) is 'Changes whenever an assignment is completed or a firm recognised: these two are counted as they stand now.';

create function private.count_measures(p_programme_id text, p_measures text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.programme_counts c where c.programme_id = p_programme_id and c.measure = any (p_measures);
  insert into private.programme_counts (programme_id, measure, year, month, in_period, is_sample, district_id, section_id, size_class, kind, firms)
    select p_programme_id, r.measure, extract(year from r.reached_on),
      case when r.measure in ('supported', 'model') then date_trunc('month', r.reached_on::timestamp)::date end,
      r.reached_on between p.period_start and p.period_end, e.is_sample, e.district_id, e.section_id, e.size_class, e.kind, count(*)
    from private.programme_reach r join public.enterprises e using (enterprise_id)
      join public.programmes p on p.programme_id = r.programme_id
    where r.programme_id = p_programme_id and r.measure = any (p_measures)
    group by 2, 3, 4, 5, 6, 7, 8, 9, 10;
end
$$;
comment on function private.count_measures(text, text[]) is 'Counts some measures of a programme anew.';

create function private.refresh_programme_counts(p_programme_id text) returns void
language plpgsql volatile security definer set search_path = '' set jit = off set work_mem = '64MB' as $$
begin
  insert into private.programme_refreshes (programme_id, counted_at, signature)
    values (p_programme_id, now(), private.programme_signature(p_programme_id))
    on conflict (programme_id) do update set counted_at = excluded.counted_at, signature = excluded.signature;
  perform private.count_measures(p_programme_id, private.programme_steps() || array['aware', 'model']);
  delete from private.programme_extras x where x.programme_id = p_programme_id;
  insert into private.programme_extras (programme_id, is_sample, days, changes)
    select p_programme_id, s.sample, coalesce(jsonb_object_agg(d.step, d.days) filter (where d.step is not null), '{}'),
      private.level_changes(p_programme_id, s.sample, null)
    from (values (false), (true)) as s (sample) left join (
      select e.is_sample, x.step, percentile_cont(0.5) within group (order by x.days) as days
      from (
        select r.enterprise_id, r.measure as step,
          r.reached_on - lag(r.reached_on) over firm as days, t.position - lag(t.position) over firm as distance
        from private.programme_reach r
          join unnest(private.programme_steps()) with ordinality as t (step, position) on t.step = r.measure
        where r.programme_id = p_programme_id and r.measure = any (private.programme_steps())
        window firm as (partition by r.enterprise_id order by t.position)
      ) as x join public.enterprises e using (enterprise_id)
      -- A step that was left out, or taken before the one in front of it, says nothing about how long that takes.
      where x.distance = 1 and x.days >= 0
      group by e.is_sample, x.step
    ) as d on d.is_sample = s.sample
    group by s.sample;
end
$$;
comment on function private.refresh_programme_counts(text) is 'Works out the roll-up of a programme anew.';

create function private.fresh_programme_counts(p_programme_id text) returns timestamptz
language plpgsql volatile security definer set search_path = '' set jit = off set work_mem = '64MB' as $$
declare
  known private.programme_refreshes;
  signature text := private.programme_signature(p_programme_id);
begin
  select * into known from private.programme_refreshes r where r.programme_id = p_programme_id;
  if known.counted_at > now() - interval '10 minutes' and known.signature = signature then
    return known.counted_at;
  end if;
  if known.counted_at is null or known.signature <> signature then
    -- What is completed or recognised must show: whoever asks meanwhile waits, and finds the work done.
    perform pg_advisory_xact_lock(hashtext('programme_counts'));
    select * into known from private.programme_refreshes r where r.programme_id = p_programme_id;
  elsif not pg_try_advisory_xact_lock(hashtext('programme_counts')) then
    return known.counted_at;
  end if;
  if known.counted_at is null or known.counted_at <= now() - interval '10 minutes' then
    perform private.refresh_programme_counts(p_programme_id);
    return now();
  end if;
  if known.signature <> private.programme_signature(p_programme_id) then
    update private.programme_refreshes r set signature = private.programme_signature(p_programme_id) where r.programme_id = p_programme_id;
    perform private.count_measures(p_programme_id, array['proposed', 'approved', 'supported', 'reassessed', 'model']);
  end if;
  return known.counted_at;
end
$$;
comment on function private.fresh_programme_counts(text) is
  'When the roll-up was worked out, after doing so if it is older than ten minutes; what was completed or recognised since is counted at once.';

create function private.refresh_programme_counts() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Well before the ten minutes after which somebody who looks would have to wait; one instance of several does it.
  if pg_try_advisory_xact_lock(hashtext('programme_counts')) then
    perform private.refresh_programme_counts(p.programme_id) from public.programmes p
      where p.current and not exists (select from private.programme_refreshes r
        where r.programme_id = p.programme_id and r.counted_at > now() - interval '5 minutes');
  end if;
end
$$;
comment on function private.refresh_programme_counts() is 'Job: keeps the roll-up of the current programme fresh, so that nobody who looks has to wait for it.';
create function public.refresh_programme_counts() returns void
language sql volatile set search_path = '' as $$ select private.refresh_programme_counts() $$;
grant execute on function private.refresh_programme_counts(), public.refresh_programme_counts() to service_role;

-- Real firms and sample firms never share a figure: samples stand in only while there is no real firm.
create function private.counts_samples(p_wanted text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return case p_wanted when 'real' then false when 'samples' then true
    else exists (select from public.enterprises e where e.latest_level is not null)
      and not exists (select from public.enterprises e where e.latest_level is not null and not e.is_sample) end;
end
$$;
comment on function private.counts_samples(text) is 'Whether figures are about sample firms: as asked (real, samples), else only while no real firm is assessed.';
