-- How far each firm has come in a programme, defined once; and a roll-up of the steps that a whole province takes part in.

-- The first day on which a firm reached a step, on or after the beginning of the programme. What is counted is the firm, once,
-- however many assessments, events or assignments it has.
create view private.programme_reach as
  select p.programme_id, 'registered'::text as measure, e.enterprise_id, private.local_day(e.created_at) as reached_on
    from public.programmes p cross join public.enterprises e
  union all
  select p.programme_id, 'assessed', a.enterprise_id, private.local_day(min(a.submitted_at))
    from public.programmes p join public.assessments a on a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      and a.submitted_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
    group by p.programme_id, a.enterprise_id
  union all
  select p.programme_id, 'aware', x.enterprise_id, min(x.day)
    from public.programmes p join (
      select a.enterprise_id, private.local_day(a.submitted_at) as day from public.assessments a
        where a.state = 'submitted' and a.questionnaire = 'dbi-sme'
      union all
      select w.enterprise_id, w.held_on from public.awareness_events w
    ) as x on x.day >= p.period_start
    group by p.programme_id, x.enterprise_id
  union all
  select p.programme_id, 'verified', a.enterprise_id, private.local_day(min(v.created_at))
    from public.programmes p join public.verifications v on v.created_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh'
      join public.assessments a on a.assessment_id = v.assessment_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
    group by p.programme_id, a.enterprise_id
  union all
  select k.programme_id, 'proposed', s.enterprise_id, private.local_day(min(s.proposed_at))
    from public.assignments s join public.packages k using (package_id) group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'approved', s.enterprise_id, private.local_day(min(s.approved_at))
    from public.assignments s join public.packages k using (package_id)
    where s.approved_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'supported', s.enterprise_id, private.local_day(min(s.completed_at))
    from public.assignments s join public.packages k using (package_id)
    where s.state = 'completed' and s.completed_at is not null group by k.programme_id, s.enterprise_id
  union all
  select k.programme_id, 'reassessed', s.enterprise_id, private.local_day(min(a.submitted_at))
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
  'Firms by the year in which they reached registered, assessed, aware, verified, by every dimension of the dashboard. Worked out again when older than ten minutes.';
create index programme_counts_measure on private.programme_counts (programme_id, is_sample, measure);

create table private.programme_days (
  programme_id text not null references public.programmes on delete cascade,
  is_sample boolean not null,
  step text not null,
  median_days numeric,
  primary key (programme_id, is_sample, step)
);
comment on table private.programme_days is 'Median days from the step before to a step, over the firms that did both in that order.';

create table private.programme_refreshes (
  programme_id text primary key references public.programmes on delete cascade,
  counted_at timestamptz not null
);
comment on table private.programme_refreshes is 'When the counts of a programme were worked out.';

create function private.programme_steps() returns text[]
language sql immutable set search_path = '' as $$
  select array['registered', 'assessed', 'verified', 'proposed', 'approved', 'supported', 'reassessed']
$$;
comment on function private.programme_steps() is 'The steps of the funnel, in order.';

create function private.refresh_programme_counts(p_programme_id text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.programme_counts c where c.programme_id = p_programme_id;
  insert into private.programme_counts (programme_id, measure, year, in_period, is_sample, district_id, section_id, size_class, kind, firms)
    select p_programme_id, r.measure, extract(year from r.reached_on), r.reached_on between p.period_start and p.period_end,
      e.is_sample, e.district_id, e.section_id, e.size_class, e.kind, count(*)
    from private.programme_reach r join public.enterprises e using (enterprise_id)
      join public.programmes p on p.programme_id = r.programme_id
    where r.programme_id = p_programme_id and r.measure in ('registered', 'assessed', 'aware', 'verified')
    group by 2, 3, 4, 5, 6, 7, 8, 9;
  delete from private.programme_days d where d.programme_id = p_programme_id;
  insert into private.programme_days (programme_id, is_sample, step, median_days)
    select p_programme_id, e.is_sample, x.step, percentile_cont(0.5) within group (order by x.days)
    from (
      select r.enterprise_id, r.measure as step,
        r.reached_on - lag(r.reached_on) over (partition by r.enterprise_id
          order by array_position(private.programme_steps(), r.measure)) as days,
        array_position(private.programme_steps(), r.measure) - lag(array_position(private.programme_steps(), r.measure))
          over (partition by r.enterprise_id order by array_position(private.programme_steps(), r.measure)) as distance
      from private.programme_reach r
      where r.programme_id = p_programme_id and r.measure = any (private.programme_steps())
    ) as x join public.enterprises e using (enterprise_id)
    -- A step that was left out, or taken before the one in front of it, says nothing about how long that takes.
    where x.distance = 1 and x.days >= 0
    group by e.is_sample, x.step;
  insert into private.programme_refreshes (programme_id, counted_at) values (p_programme_id, now())
    on conflict (programme_id) do update set counted_at = excluded.counted_at;
end
$$;
comment on function private.refresh_programme_counts(text) is 'Works out the roll-up of a programme anew.';

create function private.fresh_programme_counts(p_programme_id text) returns timestamptz
language plpgsql volatile security definer set search_path = '' as $$
declare counted timestamptz;
begin
  select r.counted_at into counted from private.programme_refreshes r where r.programme_id = p_programme_id;
  if counted is null then
    perform pg_advisory_xact_lock(hashtext('programme_counts'));
    -- Whoever waited finds the work done.
    select r.counted_at into counted from private.programme_refreshes r where r.programme_id = p_programme_id;
  elsif counted > now() - interval '10 minutes' or not pg_try_advisory_xact_lock(hashtext('programme_counts')) then
    return counted;
  end if;
  if counted is null or counted <= now() - interval '10 minutes' then
    perform private.refresh_programme_counts(p_programme_id);
    counted := now();
  end if;
  return counted;
end
$$;
comment on function private.fresh_programme_counts(text) is
  'When the roll-up was worked out, after doing so if it is older than ten minutes; while somebody else is at it the old one serves.';

-- Real firms and sample firms never share a figure: samples stand in only while there is no real firm.
create function private.counts_samples(p_wanted text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return case p_wanted when 'real' then false when 'samples' then true
    else not exists (select from public.enterprises e where not e.is_sample) end;
end
$$;
comment on function private.counts_samples(text) is 'Whether figures are about sample firms: as asked (real, samples), else only while there is no real firm.';
