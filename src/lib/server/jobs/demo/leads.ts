import type { Run } from '../../supabase/connection.ts';

/** The demo owner, in whose name sample consents are given, and the firm that is the owner's own. */
interface Actors {
  owner: string | undefined;
  first: string | undefined;
}

const NOTE = '(dữ liệu minh họa)';

/**
 * Needs of sample firms over the last ten months, and leads in every state for those that a live solution fits, with history
 * and ratings. Nothing of it depends on chance: the number of a firm decides. Where no solution is approved there are needs only.
 */
export async function makeSampleLeads(run: Run, { owner, first }: Actors): Promise<void> {
  await run(
    `insert into public.needs (enterprise_id, category_id, purpose, urgency, budget_max, created_at, created_by)
     select f.enterprise_id, c.category_id, c.signal_vi || '. Cơ sở muốn tìm giải pháp dễ dùng, có người hướng dẫn. ${NOTE}',
       (array['normal', 'high', 'low'])[1 + f.n % 3], case when f.n % 2 = 0 then 10000000 end,
       now() - make_interval(days => (5 + f.n * 37 % 290)::integer), $1::uuid
     from (select e.enterprise_id, e.kind, row_number() over (order by e.enterprise_id <> $2::uuid, e.enterprise_id) as n
       from public.enterprises e where e.is_sample and e.latest_assessment_id is not null) f
     cross join lateral (select x.*, row_number() over (order by x.position) as place, count(*) over () as places
       from public.solution_categories x where f.kind = any (x.kinds)) c
     where (f.n % 3 = 0 or f.n = 1) and c.place = 1 + f.n * 2 % c.places`,
    [owner, first]
  );
  // A need that runs began lately, so that its consent still holds and its clock still runs.
  await run(
    `with fitting as (
       select n.need_id, n.enterprise_id, n.created_at, m.provider_id, m.solution_id,
         case when n.enterprise_id = $2::uuid then 'reported' else (array['delivered', 'accepted', 'delivered', 'contacted', 'declined',
           'won', 'delivered', 'expired', 'quoted', 'lost', 'new', 'reported', 'disputed'])[row_number() over (order by n.need_id)::integer % 13 + 1]
         end as state
       from public.needs n
       cross join lateral (select x.provider_id, x.solution_id from private.match_solutions(n.need_id) x
         where x.fits order by x.solution_id limit 1) m
     ), timed as (
       select f.*, case when f.state = 'new' then now() - interval '1 hour'
         when f.state in ('delivered', 'declined', 'expired', 'lost') then f.created_at + interval '1 day'
         else now() - interval '20 days' end as began
       from fitting f
     ), consent as (
       insert into public.lead_consents (enterprise_id, need_id, provider_id, position, version, locale, fields, given_by, given_at, expires_on)
       select t.enterprise_id, t.need_id, t.provider_id, 1, (select max(version) from public.lead_consent_texts), 'vi',
         '{name,contact_phone,contact_email,address}', $1::uuid, t.began, (t.began + interval '6 months')::date
       from timed t returning consent_id, need_id
     )
     insert into public.leads (need_id, enterprise_id, provider_id, solution_id, consent_id, state, created_at, respond_by, remind_at,
       reminded_at, answered_at, promise, promise_price, promise_on, closed_at)
     select t.need_id, t.enterprise_id, t.provider_id, t.solution_id, c.consent_id, t.state::public.lead_state, t.began,
       private.working_deadline(t.began, 3), private.working_deadline(t.began, 2) - interval '16 hours',
       case when t.state = 'expired' then t.began + interval '2 days' end,
       case when t.state not in ('new', 'expired') then t.began + interval '20 hours' end,
       case when t.state in ('won', 'reported', 'delivered', 'disputed') then 'Cài đặt, chuyển dữ liệu và hướng dẫn hai buổi. ${NOTE}' end,
       case when t.state in ('won', 'reported', 'delivered', 'disputed') then 3000000 end,
       case when t.state in ('won', 'reported', 'delivered', 'disputed') then (t.began + interval '30 days')::date end,
       case when t.state in ('delivered', 'declined', 'expired', 'lost') then t.began + interval '12 days' end
     from timed t join consent c using (need_id)`,
    [owner, first]
  );
  await run(
    `insert into public.lead_moves (lead_id, step, from_state, to_state, reason, at, actor_role)
     select l.lead_id, m.step, m.from_state::public.lead_state, m.to_state::public.lead_state, m.reason, l.created_at + m.after::interval, m.role
     from public.leads l cross join (values
       (1, 'send', null, 'new', 'system', '0 hours', null, '{new,viewed,accepted,contacted,quoted,won,reported,delivered,declined,expired,lost,disputed}'::text[]),
       (2, 'view', 'new', 'viewed', 'provider', '5 hours', null, '{viewed,accepted,contacted,quoted,won,reported,delivered,declined,lost,disputed}'),
       (3, 'decline', 'viewed', 'declined', 'provider', '20 hours', 'Chưa có người phục vụ tại địa bàn này. ${NOTE}', '{declined}'),
       (4, 'expire', 'new', 'expired', 'system', '5 days', null, '{expired}'),
       (5, 'accept', 'viewed', 'accepted', 'provider', '20 hours', null, '{accepted,contacted,quoted,won,reported,delivered,lost,disputed}'),
       (6, 'contact', 'accepted', 'contacted', 'provider', '2 days', null, '{contacted,quoted,won,reported,delivered,lost,disputed}'),
       (7, 'quote', 'contacted', 'quoted', 'provider', '4 days', null, '{quoted,won,reported,delivered,disputed}'),
       (8, 'lose', 'contacted', 'lost', 'owner', '12 days', 'Cơ sở chọn phần mềm khác. ${NOTE}', '{lost}'),
       (9, 'win', 'quoted', 'won', 'provider', '7 days', null, '{won,reported,delivered,disputed}'),
       (10, 'report', 'won', 'reported', 'provider', '10 days', null, '{reported,delivered}'),
       (11, 'dispute', 'won', 'disputed', 'owner', '15 days', 'Quá hẹn mà chưa cài đặt. ${NOTE}', '{disputed}'),
       (12, 'confirm', 'reported', 'delivered', 'owner', '12 days', null, '{delivered}')
     ) as m (position, step, from_state, to_state, role, after, reason, states)
     where l.state::text = any (m.states) order by l.lead_id, m.position`
  );
  await run(
    `insert into public.lead_ratings (lead_id, side, score, body, state, at, author, moderated_by, moderated_at)
     select l.lead_id, s.side, 3 + d.n::integer % 3, case when s.side = 'owner' and d.n % 2 = 0 then 'Hướng dẫn dễ hiểu, đúng hẹn. ${NOTE}' end,
       case when s.side = 'owner' and d.n % 4 = 0 then 'held' else 'shown' end, l.closed_at + interval '2 days', $1::uuid,
       case when s.side = 'owner' and d.n % 4 = 2 then $1::uuid end, case when s.side = 'owner' and d.n % 4 = 2 then l.closed_at + interval '3 days' end
     from (select x.lead_id, row_number() over (order by x.lead_id) as n from public.leads x where x.state = 'delivered') d
     join public.leads l using (lead_id) cross join (values ('owner'), ('provider')) as s (side)`,
    [owner]
  );
  await run(
    `update public.needs n set state = 'closed', closed_at = l.closed_at from public.leads l where l.need_id = n.need_id and l.state = 'delivered'`
  );
}
