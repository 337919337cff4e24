-- Sample firms and real ones are never counted together: what is shown of real firms is of real firms only.

-- Medians of samples are kept apart: `sector:2018-C` is of real firms, `sector:2018-C:sample` of samples.
delete from private.peer_medians;
comment on table private.peer_medians is 'Medians of pillar points by sector and by size class, of real firms and of samples; recomputed when older than ten minutes.';

drop function private.refresh_peer_median(text, public.size_class);
create function private.refresh_peer_median(p_peer_group text, p_section_id text, p_size public.size_class, p_sample boolean) returns void
language sql volatile security definer set search_path = '' as $$
  with peers as (
    select a.pillar_points from public.enterprises e
      join public.assessments a on a.assessment_id = e.latest_assessment_id
      where (p_section_id is null or e.section_id = p_section_id) and (p_size is null or e.size_class = p_size)
        and e.is_sample = p_sample
  ),
  medians as (
    select u.pillar, percentile_cont(0.5) within group (order by u.points) as median
    from peers, unnest(pillar_points) with ordinality as u (points, pillar) group by u.pillar
  )
  insert into private.peer_medians as m (peer_group, firms, medians, computed_at)
    select p_peer_group, (select count(*) from peers),
      coalesce((select array_agg(round(median::numeric, 1) order by pillar) from medians), '{}'), now()
    on conflict (peer_group) do update set firms = excluded.firms, medians = excluded.medians, computed_at = excluded.computed_at
$$;
comment on function private.refresh_peer_median(text, text, public.size_class, boolean) is 'Recomputes one group of similar firms: those of a section, or of a size.';

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
  if firm.is_sample then
    groups := array[groups[1] || ':sample', groups[2] || ':sample'];
  end if;
  foreach wanted in array array_remove(groups, null) loop
    if not exists (select from private.peer_medians m where m.peer_group = wanted and m.computed_at > now() - interval '10 minutes') then
      perform private.refresh_peer_median(wanted, case when wanted like 'sector:%' then firm.section_id end,
        case when wanted like 'size:%' then firm.size_class end, firm.is_sample);
    end if;
  end loop;
  -- Fewer than ten firms could be told apart: nothing is returned for them.
  return coalesce((select jsonb_agg(jsonb_build_object('group', split_part(m.peer_group, ':', 1), 'firms', m.firms, 'medians', m.medians)
      order by m.peer_group) from private.peer_medians m where m.peer_group = any (groups) and m.firms >= 10), '[]');
end
$$;
comment on function private.peer_medians_of(uuid) is 'Medians of pillar points of similar firms, real with real and sample with sample, only for groups of at least ten.';

create or replace function private.progress_summary() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  sample boolean := not exists (select from public.enterprises e where e.latest_level is not null and not e.is_sample)
    and exists (select from public.enterprises e where e.latest_level is not null);
begin
  return (
    with programme as (
      select * from public.programmes p where p.current
    ),
    firms as materialized (
      select e.enterprise_id, e.district_id, e.latest_level,
        exists (select from public.assessments a, programme p
          where a.enterprise_id = e.enterprise_id and a.state = 'submitted' and a.questionnaire = 'dbi-sme'
            and a.submitted_at < (p.period_end + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
            and a.submitted_at >= p.period_start::timestamp at time zone 'Asia/Ho_Chi_Minh') as in_period
      from public.enterprises e where e.latest_level is not null and e.is_sample = sample
    )
    select jsonb_build_object(
      'as_of', now(),
      'programme', (select to_jsonb(p) - 'current' from programme p),
      'targets', (select coalesce(jsonb_agg(jsonb_build_object('target_id', t.target_id, 'value', t.value, 'unit', t.unit,
          'deadline', t.deadline, 'quote_vi', t.quote_vi, 'meaning_en', t.meaning_en) order by t.target_id), '[]')
        from public.targets t join programme p using (programme_id) where t.scope = 'dx'),
      'sample', sample,
      'assessed', (select count(*) from firms),
      'assessed_in_period', (select count(*) from firms where in_period),
      'by_level', private.suppress_small((select jsonb_agg(jsonb_build_object('level', l, 'count',
          (select count(*) from firms f where f.latest_level = l)) order by l) from generate_series(0, 5) as l)),
      'by_unit', private.suppress_small((select jsonb_agg(jsonb_build_object('unit_id', u.unit_id, 'name_vi', u.name_vi,
          'name_en', u.name_en, 'count', (select count(*) from firms f where f.district_id = u.unit_id)) order by u.code)
        from public.units u where u.level = 'district')),
      'quick_checks', (select coalesce(sum(q.count), 0) from public.quick_check_counts q)
    )
  );
end
$$;
comment on function private.progress_summary() is 'Aggregates of the current programme for the public: no firm can be told apart. Of real firms; of the samples (sample: true) while no real firm is assessed.';
