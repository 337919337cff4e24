import type { Run } from '../../supabase/connection.ts';

/** People who act in the sample assignments, by their ids. */
interface Actors {
  officer: string | undefined;
  manager: string | undefined;
}

/** How long each step of a sample took, in days after the proposal. */
const DAYS = { offered: 1, accepted: 6, approved: 9, in_progress: 15, delivered: 50, completed: 56, declined: 7 };

/**
 * Packages given to sample firms over the last 18 months, in every state, with their history and money, and the money of
 * line VII.3: the plan's totals in five equal years, the last one this year. Nothing of it depends on chance: the number
 * of a firm decides. `first` is the firm of the demo owner and has an offer to answer.
 */
export async function makeSampleAssignments(run: Run, { officer, manager }: Actors, first: string | undefined) {
  await run(
    `insert into public.allotments (programme_id, line_code, year, source, amount)
     select b.programme_id, b.line_code, y.year, s.source, s.total / 5
     from public.budget_lines b join public.programmes p using (programme_id)
       cross join lateral (values ('state', b.investment + b.career), ('other', b.other)) as s (source, total)
       cross join generate_series(extract(year from private.today())::integer - 4, extract(year from private.today())::integer) as y (year)
     where p.current and b.line_code = 'VII.3'`
  );
  await run(
    `with firm as (
       select e.enterprise_id, e.latest_assessment_id, e.latest_submitted_at, e.enterprise_id = $3::uuid as mine,
         row_number() over (order by e.enterprise_id) as n,
         case when e.kind = 'household' then 'GOI-HKD' when e.kind in ('cooperative', 'cooperative_group') then 'GOI-HTX'
           when e.kind = 'enterprise' and e.size_class = 'micro' then 'GOI-1'
           when e.kind = 'enterprise' and e.size_class = 'small' then 'GOI-2'
           when e.kind = 'enterprise' and e.size_class = 'medium' then 'GOI-3'
           else 'GOI-0' end as code
       from public.enterprises e where e.is_sample and e.latest_assessment_id is not null
     ), planned as (
       select f.*, p.package_id, p.line_code, p.follow_up_months,
         jsonb_build_object('package', jsonb_build_object('code', p.code, 'name_vi', p.name_vi, 'name_en', p.name_en,
             'gives_vi', p.gives_vi, 'gives_en', p.gives_en, 'programme_id', p.programme_id, 'line_code', p.line_code,
             'is_sample', p.is_sample, 'required_criteria', '[]'::jsonb, 'follow_up_months', p.follow_up_months),
           'size_class', e.size_class, 'items', (select jsonb_agg(jsonb_build_object('support_id', s.support_id, 'name_vi', s.name_vi,
             'name_en', s.name_en, 'rate', t.rate, 'cap', t.cap, 'legal_basis', t.legal_basis) order by s.support_id)
             from private.terms_by_group t join public.supports s using (support_id)
             where t.package_id = p.package_id and t.kind = e.kind and t.size = coalesce(e.size_class::text, '') and t.lawful)) as terms,
         case when f.mine then 'offered' else (array['completed', 'completed', 'proposed', 'offered', 'accepted', 'completed',
           'approved', 'in_progress', 'delivered', 'completed', 'declined', 'cancelled', 'expired', 'completed'])[1 + f.n / 2 % 14] end as state
       from firm f join public.packages p on p.code = f.code join public.enterprises e using (enterprise_id)
       where (f.mine or f.n % 2 = 0) and exists (select from private.terms_by_group t
         where t.package_id = p.package_id and t.kind = e.kind and t.size = coalesce(e.size_class::text, '') and t.lawful)
     ), timed as (
       select p.*, case when p.state in ('proposed', 'offered', 'accepted') then now() - make_interval(days => 7 + (p.n % 3)::integer)
         when p.state in ('approved', 'in_progress', 'delivered') then now() - make_interval(days => 60 + (p.n % 40)::integer)
         else greatest(now() - make_interval(days => 70 + (p.n * 37 % 470)::integer), now() - interval '540 days') end as began
       from planned p
     )
     insert into public.assignments (package_id, enterprise_id, assessment_id, state, proposed_by, proposed_at, terms, offer_expires_at,
       approved_by, approved_at, budget_year, state_allotment_id, completed_at, follow_up_on)
     select t.package_id, t.enterprise_id,
       coalesce((select s.assessment_id from public.assessments s where s.enterprise_id = t.enterprise_id and s.state = 'submitted'
         and s.submitted_at <= t.began order by s.submitted_at desc limit 1), t.latest_assessment_id), t.state::public.assignment_state, $1::uuid, t.began,
       case when t.state <> 'proposed' then t.terms end,
       case when t.state <> 'proposed' then t.began + interval '${DAYS.offered + 14} days' end,
       case when money.year is not null then $2::uuid end,
       case when money.year is not null then t.began + interval '${DAYS.approved} days' end, money.year,
       (select l.allotment_id from public.allotments l where l.line_code = t.line_code and l.year = money.year and l.source = 'state'),
       case when t.state = 'completed' then t.began + interval '${DAYS.completed} days' end,
       case when t.state = 'completed' then (t.began + interval '${DAYS.completed} days' + make_interval(months => t.follow_up_months))::date end
     from timed t cross join lateral (select case when t.state in ('approved', 'in_progress', 'delivered', 'completed')
       then extract(year from t.began + interval '${DAYS.approved} days')::smallint end as year) as money`,
    [officer, manager, first]
  );
  // A third of the ceiling each, so that the plan's money reaches for all of them.
  await run(
    `insert into public.assignment_items (assignment_id, enterprise_id, support_id, cost, state_amount, state_paid, other_paid)
     select a.assignment_id, a.enterprise_id, t.support_id, case when t.rate > 0 then ceil(t.cap / 3 / t.rate) else 0 end, t.cap / 3,
       case when a.state in ('delivered', 'completed') then t.cap / 3 - (t.cap / 30) end, case when a.state in ('delivered', 'completed') then 0 end
     from public.assignments a join public.enterprises e using (enterprise_id)
       join private.terms_by_group t on t.package_id = a.package_id and t.kind = e.kind and t.size = coalesce(e.size_class::text, '')
     where t.lawful and e.is_sample`
  );
  await run(
    `insert into public.assignment_moves (assignment_id, step, from_state, to_state, reason, at, actor, actor_role)
     select a.assignment_id, m.step, m.from_state::public.assignment_state, m.to_state::public.assignment_state, m.reason,
       a.proposed_at + make_interval(days => m.days),
       case m.role when 'officer' then $1::uuid when 'manager' then $2::uuid end, m.role
     from public.assignments a join public.enterprises e using (enterprise_id) cross join (values
       (1, 'propose', null, 'proposed', 'officer', 0, null, '{}'::text[]),
       (2, 'offer', 'proposed', 'offered', 'officer', ${DAYS.offered}, null, '{proposed,cancelled}'),
       (3, 'accept', 'offered', 'accepted', 'owner', ${DAYS.accepted}, null, '{proposed,cancelled,offered,declined,expired}'),
       (4, 'decline', 'offered', 'declined', 'owner', ${DAYS.declined}, 'Năm nay cơ sở chưa bố trí được người phụ trách. (dữ liệu minh họa)', null),
       (5, 'expire', 'offered', 'expired', 'system', ${DAYS.offered + 14}, null, null),
       (6, 'cancel', 'proposed', 'cancelled', 'officer', 5, 'Cơ sở tạm ngừng hoạt động. (dữ liệu minh họa)', null),
       (7, 'approve', 'accepted', 'approved', 'manager', ${DAYS.approved}, null, '{proposed,cancelled,offered,declined,expired,accepted}'),
       (8, 'start', 'approved', 'in_progress', 'officer', ${DAYS.in_progress}, null, '{proposed,cancelled,offered,declined,expired,accepted,approved}'),
       (9, 'deliver', 'in_progress', 'delivered', 'officer', ${DAYS.delivered}, null, '{proposed,cancelled,offered,declined,expired,accepted,approved,in_progress}'),
       (10, 'confirm', 'delivered', 'completed', 'owner', ${DAYS.completed}, null, '{proposed,cancelled,offered,declined,expired,accepted,approved,in_progress,delivered}')
     ) as m (position, step, from_state, to_state, role, days, reason, not_of)
     where e.is_sample and case when m.not_of is null then a.state::text = m.to_state else not a.state::text = any (m.not_of) end
     order by a.proposed_at, a.assignment_id, m.position`,
    [officer, manager]
  );
  await run(
    `insert into public.assignment_evidence (assignment_id, note, created_at, created_by)
     select a.assignment_id, 'Biên bản nghiệm thu số ' || row_number() over (order by a.assignment_id) || '. (dữ liệu minh họa)',
       a.proposed_at + interval '${DAYS.delivered} days', $1
     from public.assignments a join public.enterprises e using (enterprise_id)
     where e.is_sample and a.state in ('delivered', 'completed')`,
    [officer]
  );
  // Some firms have assessed themselves again since: their change can be shown.
  await run(`select private.answer_follow_ups(null)`);
}
