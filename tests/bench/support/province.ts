import type { Run } from '../../../src/lib/server/supabase/backend.ts';

/** How large the made-up province is. */
export interface Province {
  firms: number;
  /** Counted ones, spread over the firms and over six years. */
  assessments: number;
  /** Two of five are completed. */
  assignments: number;
}

const MADE = ['enterprises', 'assessments', 'assignments'];

/**
 * Fills an empty, seeded database with a province of real (not sample) firms, by SQL and without the triggers: what the
 * triggers derive is written here. Sectors, sizes, kinds and districts are as uneven as in life. Returns the id of a manager.
 */
export async function fillProvince(run: Run, size: Province): Promise<string> {
  for (const table of MADE) await run(`alter table public.${table} disable trigger user`);
  await run(
    `insert into public.enterprises (kind, name, tax_code, sector_id, section_id, unit_id, district_id, employees, size_group,
       size_class, created_at)
     select (array['enterprise', 'household', 'household', 'enterprise', 'cooperative', 'startup'])[1 + i % 6]::public.enterprise_kind,
       'Cơ sở thử ' || i, '13' || lpad((100 + i)::text, 8, '0'), s.sector_id, s.section_id, u.unit_id,
       coalesce(u.district_id, u.parent_id), 1 + i % 90, s.size_group,
       (array['micro', 'micro', 'micro', 'small', 'medium', null])[1 + i % 6]::public.size_class,
       timestamptz '2021-01-01' + (i::bigint * 7919 % 2150) * interval '1 day'
     from generate_series(1, $1::integer) as i
       join (select row_number() over (order by sector_id) - 1 as n, count(*) over () as all, x.* from public.sectors x where x.level = 'division') as s
         on s.n = (power((i::bigint * 104729 % 10007)::numeric / 10007, 2) * s.all)::integer % s.all
       join (select row_number() over (order by unit_id) - 1 as n, count(*) over () as all, x.* from public.units x
         where x.level = 'commune' and x.valid_to is null and coalesce(x.district_id, x.parent_id) in
           (select d.unit_id from public.units d where d.level = 'district')) as u on u.n = i * 31 % u.all`,
    [size.firms]
  );
  await run(
    `insert into public.assessments (enterprise_id, version_id, questionnaire, state, started_at, submitted_at, points, max_points, level,
       pillar_levels, pillar_points, result)
     select e.enterprise_id, v.version_id, 'dbi-sme', 'submitted', e.created_at, e.created_at + (1 + n.n::bigint * 7 % 300) * interval '1 day', 40 + e.i % 200, 320,
       e.i % 5, array[1, 2, 1, 2, 1, 2]::smallint[], array[10, 20, 10 + e.i % 9, 20, 10, 20]::integer[], '{}'
     from generate_series(0, $1::integer - 1) as n (n)
       join (select (row_number() over (order by enterprise_id) - 1)::integer as i, enterprise_id, created_at from public.enterprises) as e
         on e.i = n.n % $2::integer
       join public.questionnaire_versions v on v.questionnaire = 'dbi-sme' and v.state = 'published'`,
    [size.assessments, size.firms]
  );
  await run(
    `update public.enterprises e set latest_assessment_id = a.assessment_id, latest_submitted_at = a.submitted_at,
       latest_level = a.level, latest_points = a.points
     from (select distinct on (enterprise_id) * from public.assessments order by enterprise_id, submitted_at desc) as a
     where a.enterprise_id = e.enterprise_id`
  );
  await run(
    `insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, state)
     select 'ben-tre-8576', 'THU-' || i, 'Gói thử', 'Test package', 'Tư vấn', 'Advice', 'open' from generate_series(1, 8) as i`
  );
  await run(
    `insert into public.assignments (package_id, enterprise_id, state, terms, proposed_at, approved_at, completed_at, budget_year, assessment_id)
     select p.package_id, e.enterprise_id, case when e.i % 5 < 2 then 'completed' else 'proposed' end::public.assignment_state, '{}',
       x.at - interval '40 days', case when e.i % 5 < 2 then x.at - interval '20 days' end, case when e.i % 5 < 2 then x.at end,
       case when e.i % 5 < 2 then extract(year from x.at) end, e.latest_assessment_id
     from (select row_number() over (order by enterprise_id)::integer as i, * from public.enterprises limit $1) as e
       cross join lateral (select timestamptz '2021-06-01' + (e.i * 37 % 2000) * interval '1 day' as at) as x
       join (select row_number() over (order by code)::integer as n, package_id from public.packages) as p on p.n = 1 + e.i % 8`,
    [size.assignments]
  );
  for (const table of MADE) await run(`alter table public.${table} enable trigger user`);
  for (const table of MADE) await run(`analyze public.${table}`);
  const [person] = await run<{ id: string }>(
    `insert into auth.users (id, aud, role, email, email_confirmed_at)
     values (gen_random_uuid(), 'authenticated', 'authenticated', 'manager@bench.example', now()) returning id`
  );
  await run(`insert into public.staff_members (user_id, role) values ($1, 'manager')`, [person!.id]);
  return person!.id;
}
