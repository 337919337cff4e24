-- Monthly reports: figures frozen when the report is made, so that what is printed from it is always the same; and who owes what until when.

create table public.reports (
  report_id uuid primary key default private.uuid7(),
  programme_id text not null references public.programmes on delete restrict,
  period_start date not null,
  period_end date not null,
  state text not null default 'draft' check (state in ('draft', 'final')),
  revision integer not null default 1,
  -- Frozen at creation.
  figures jsonb not null check (jsonb_typeof(figures) = 'object'),
  results text check (length(results) <= 8000),
  difficulties text check (length(difficulties) <= 8000),
  proposals text check (length(proposals) <= 8000),
  -- Head and foot of the document in the form of decree 30/2020.
  agency_above text check (length(agency_above) <= 160),
  agency text check (length(agency) <= 160),
  number text check (length(number) <= 60),
  place text check (length(place) <= 80),
  signed_on date,
  signatory_title text check (length(signatory_title) <= 160),
  signatory_name text check (length(signatory_name) <= 120),
  recipients text check (length(recipients) <= 2000),
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  finalised_at timestamptz,
  finalised_by uuid,
  check (period_end >= period_start),
  constraint reports_final check ((state = 'final') = (finalised_at is not null)),
  constraint reports_final_named check (state = 'draft' or (number is not null and place is not null and signed_on is not null
    and agency is not null and signatory_title is not null and recipients is not null))
);
comment on table public.reports is 'Reports of a period: frozen figures, the words of staff, the head and foot of the document. A final one never changes.';
create index reports_programme on public.reports (programme_id, period_end desc, report_id desc);
create trigger reports_audit after insert or update or delete on public.reports
  for each row execute function private.audit('report_id');

create function private.reports_guard() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.state = 'final' then
    perform private.fail('DT010', 'report');
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if row(new.programme_id, new.period_start, new.period_end, new.figures, new.created_at)
      is distinct from row(old.programme_id, old.period_start, old.period_end, old.figures, old.created_at) then
    perform private.fail('DT010', 'report');
  end if;
  new.revision := old.revision + 1;
  new.updated_at := now();
  return new;
end
$$;
comment on function private.reports_guard() is 'Trigger: figures never change once taken, a final report not at all.';
create trigger reports_guard before update or delete on public.reports
  for each row execute function private.reports_guard();

create table public.report_deadlines (
  deadline_id uuid primary key default private.uuid7(),
  programme_id text not null references public.programmes on delete cascade,
  -- The unit or office that owes it, as people call it.
  who text not null check (length(btrim(who)) between 2 and 160),
  what text not null check (length(btrim(what)) between 2 and 300),
  due_on date not null,
  done_on date,
  created_at timestamptz not null default now(),
  created_by uuid
);
comment on table public.report_deadlines is 'Who owes which report until when, and whether it came.';
create index report_deadlines_due on public.report_deadlines (programme_id, due_on);
create trigger report_deadlines_audit after insert or update or delete on public.report_deadlines
  for each row execute function private.audit('deadline_id');

-- Steps -----------------------------------------------------------------------------------------------------------------

-- Straight from the records, not from the roll-up: a report is exact as of the end of its period.
create function private.report_figures(p_programme_id text, p_from date, p_to date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  programme public.programmes;
  samples boolean := private.counts_samples(null);
begin
  select * into programme from public.programmes p where p.programme_id = p_programme_id;
  return (
    with reach as materialized (
      select r.measure, r.reached_on, r.reached_on >= p_from as fresh, r.reached_on between programme.period_start and programme.period_end as in_period,
        e.district_id, e.section_id, e.size_class, e.kind
      from private.programme_reach r join public.enterprises e using (enterprise_id)
      where r.programme_id = p_programme_id and e.is_sample = samples and r.reached_on <= p_to
    )
    select jsonb_build_object(
      'programme_id', p_programme_id, 'period_start', p_from, 'period_end', p_to, 'as_of', now(), 'samples', samples,
      'programme', to_jsonb(programme) - 'current',
      'totals', (select jsonb_agg(jsonb_build_object('measure', m, 'firms', coalesce(x.firms, 0), 'fresh', coalesce(x.fresh, 0),
          'in_period', coalesce(x.in_period, 0)) order by position)
        from unnest(private.programme_steps() || array['aware', 'model']) with ordinality as s (m, position)
          left join (select r.measure, count(*) as firms, count(*) filter (where r.fresh) as fresh,
            count(*) filter (where r.in_period) as in_period from reach r group by 1) as x on x.measure = m),
      'targets', (select coalesce(jsonb_agg(jsonb_build_object('target_id', t.target_id, 'value', t.value, 'unit', t.unit,
          'quote_vi', t.quote_vi, 'measured', private.is_measured(t.target_id), 'planned', (select p.value from public.target_paths p
            where p.programme_id = t.programme_id and p.target_id = t.target_id and p.year <= extract(year from p_to) order by p.year desc limit 1))
          order by t.target_id), '[]')
        from public.targets t where t.programme_id = p_programme_id
          and (private.is_measured(t.target_id) or t.target_id in ('innovation_capacity', 'leading'))),
      'registered', private.latest_registered(programme.province_id, extract(year from p_to)::integer),
      'by_unit', (select coalesce(jsonb_agg(jsonb_build_object('id', u.unit_id, 'name_vi', u.name_vi,
          'assessed', (select count(*) from reach r where r.measure = 'assessed' and r.district_id = u.unit_id),
          'aware', (select count(*) from reach r where r.measure = 'aware' and r.district_id = u.unit_id),
          'supported', (select count(*) from reach r where r.measure = 'supported' and r.district_id = u.unit_id),
          'model', (select count(*) from reach r where r.measure = 'model' and r.district_id = u.unit_id)) order by u.code), '[]')
        from public.units u where u.level = 'district' and u.parent_id = programme.province_id),
      'by_size', (select coalesce(jsonb_agg(jsonb_build_object('id', x.size_class, 'supported', x.firms) order by x.size_class), '[]')
        from (select r.size_class, count(*) as firms from reach r where r.measure = 'supported' group by 1) as x),
      'by_kind', (select coalesce(jsonb_agg(jsonb_build_object('id', x.kind, 'supported', x.firms) order by x.kind), '[]')
        from (select r.kind, count(*) as firms from reach r where r.measure = 'supported' group by 1) as x),
      'budget', (select coalesce(jsonb_agg(to_jsonb(b) order by b.year, b.source), '[]') from (
        select a.year, a.source, sum(a.amount) as amount, sum(a.reserved) as reserved, sum(a.spent) as spent
        from public.allotments a where a.programme_id = p_programme_id group by 1, 2) as b),
      'changes', private.level_changes(p_programme_id, samples, null)
    )
  );
end
$$;
comment on function private.report_figures(text, date, date) is
  'Figures of a report: cumulative to the end of the period, what came within it (fresh), by unit, size and kind; budget and changes as they stand now.';

create function private.create_report(p_programme_id text, p_from date, p_to date) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  made uuid;
  earlier public.reports;
begin
  if not exists (select from public.programmes p where p.programme_id = p_programme_id) then
    perform private.fail('DT001', 'programme');
  end if;
  if p_from is null or p_to is null or p_to < p_from or p_from < date '2000-01-01' or p_to > private.today() + 31 then
    perform private.fail('DT004', 'period_end', '[{"path": "period_end", "code": "period"}]');
  end if;
  -- Head and foot are those of the report before, because they rarely change.
  select * into earlier from public.reports r where r.programme_id = p_programme_id order by r.report_id desc limit 1;
  insert into public.reports (programme_id, period_start, period_end, figures, created_by, agency_above, agency, place,
      signatory_title, signatory_name, recipients)
    values (p_programme_id, p_from, p_to, private.report_figures(p_programme_id, p_from, p_to), me, earlier.agency_above,
      earlier.agency, earlier.place, earlier.signatory_title, earlier.signatory_name, earlier.recipients)
    returning report_id into made;
  return made;
end
$$;
comment on function private.create_report(text, date, date) is 'Officers and managers: freezes the figures of a period in a new draft.';

create function private.lock_report(p_report_id uuid, p_revision integer) returns public.reports
language plpgsql security definer set search_path = '' as $$
declare report public.reports;
begin
  select * into report from public.reports r where r.report_id = p_report_id for update;
  if not found then
    perform private.fail('DT001', 'report');
  end if;
  if report.state = 'final' then
    perform private.fail('DT010', 'report');
  end if;
  if report.revision is distinct from p_revision then
    perform private.fail('DT003', 'report');
  end if;
  return report;
end
$$;
comment on function private.lock_report(uuid, integer) is 'The locked draft, or an error when it is final or has changed since.';

-- details: {results, difficulties, proposals, agency_above, agency, number, place, signed_on, signatory_title, signatory_name, recipients}
create function private.save_report(p_report_id uuid, p_details jsonb, p_revision integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_province_staff();
  perform private.lock_report(p_report_id, p_revision);
  update public.reports r set results = nullif(btrim(p_details ->> 'results'), ''), difficulties = nullif(btrim(p_details ->> 'difficulties'), ''),
      proposals = nullif(btrim(p_details ->> 'proposals'), ''), agency_above = private.clean(p_details ->> 'agency_above'),
      agency = private.clean(p_details ->> 'agency'), number = private.clean(p_details ->> 'number'),
      place = private.clean(p_details ->> 'place'), signed_on = (p_details ->> 'signed_on')::date,
      signatory_title = private.clean(p_details ->> 'signatory_title'), signatory_name = private.clean(p_details ->> 'signatory_name'),
      recipients = nullif(btrim(p_details ->> 'recipients'), '')
    where r.report_id = p_report_id;
end
$$;
comment on function private.save_report(uuid, jsonb, integer) is 'Officers and managers: the words and the head and foot of a draft; its figures stay.';

create function private.finalise_report(p_report_id uuid, p_revision integer) returns void
language plpgsql security definer set search_path = '' as $$
declare
  report public.reports;
  missing jsonb;
begin
  perform private.require_role('manager');
  report := private.lock_report(p_report_id, p_revision);
  select jsonb_agg(jsonb_build_object('path', f.field, 'code', 'required')) into missing
    from unnest(array['agency', 'number', 'place', 'signed_on', 'signatory_title', 'recipients']) as f (field)
    where to_jsonb(report) ->> f.field is null;
  if missing is not null then
    perform private.fail('DT004', 'report', missing::text);
  end if;
  update public.reports r set state = 'final', finalised_at = now(), finalised_by = private.uid() where r.report_id = p_report_id;
end
$$;
comment on function private.finalise_report(uuid, integer) is 'Managers: from now on the report never changes.';

create function private.discard_report(p_report_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_province_staff();
  delete from public.reports r where r.report_id = p_report_id;
  if not found then
    perform private.fail('DT001', 'report');
  end if;
end
$$;
comment on function private.discard_report(uuid) is 'Officers and managers: a draft that is not wanted; a final one cannot go.';

create function private.save_deadline(p_programme_id text, p_who text, p_what text, p_due_on date) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_province_staff();
  made uuid;
begin
  insert into public.report_deadlines (programme_id, who, what, due_on, created_by)
    values (p_programme_id, private.clean(p_who), private.clean(p_what), p_due_on, me) returning deadline_id into made;
  return made;
end
$$;
comment on function private.save_deadline(text, text, text, date) is 'Officers and managers: somebody owes a report until a day.';

create function private.set_deadline_done(p_deadline_id uuid, p_done_on date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_province_staff();
  if p_done_on > private.today() then
    perform private.fail('DT004', 'done_on', '[{"path": "done_on", "code": "date"}]');
  end if;
  update public.report_deadlines d set done_on = p_done_on where d.deadline_id = p_deadline_id;
  if not found then
    perform private.fail('DT001', 'deadline');
  end if;
end
$$;
comment on function private.set_deadline_done(uuid, date) is 'Officers and managers: the day it came, or null when it did not after all.';

create function private.remove_deadline(p_deadline_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_province_staff();
  delete from public.report_deadlines d where d.deadline_id = p_deadline_id;
  if not found then
    perform private.fail('DT001', 'deadline');
  end if;
end
$$;
comment on function private.remove_deadline(uuid) is 'Officers and managers: an entry made by mistake.';

create function public.create_report(programme_id text, period_start date, period_end date) returns uuid
language sql volatile set search_path = '' as $$ select private.create_report(programme_id, period_start, period_end) $$;
create function public.save_report(report_id uuid, details jsonb, revision integer) returns void
language sql volatile set search_path = '' as $$ select private.save_report(report_id, details, revision) $$;
create function public.finalise_report(report_id uuid, revision integer) returns void
language sql volatile set search_path = '' as $$ select private.finalise_report(report_id, revision) $$;
create function public.discard_report(report_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.discard_report(report_id) $$;
create function public.save_deadline(programme_id text, who text, what text, due_on date) returns uuid
language sql volatile set search_path = '' as $$ select private.save_deadline(programme_id, who, what, due_on) $$;
create function public.set_deadline_done(deadline_id uuid, done_on date default null) returns void
language sql volatile set search_path = '' as $$ select private.set_deadline_done(deadline_id, done_on) $$;
create function public.remove_deadline(deadline_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_deadline(deadline_id) $$;
grant execute on function
  private.create_report(text, date, date), public.create_report(text, date, date),
  private.save_report(uuid, jsonb, integer), public.save_report(uuid, jsonb, integer),
  private.finalise_report(uuid, integer), public.finalise_report(uuid, integer),
  private.discard_report(uuid), public.discard_report(uuid),
  private.save_deadline(text, text, text, date), public.save_deadline(text, text, text, date),
  private.set_deadline_done(uuid, date), public.set_deadline_done(uuid, date),
  private.remove_deadline(uuid), public.remove_deadline(uuid) to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.reports enable row level security;
create policy reports_read on public.reports for select to authenticated using ((select private.sees_all_enterprises()));
comment on policy reports_read on public.reports is 'Officers and managers: figures of the whole province, small cells included.';
grant select on public.reports to authenticated;

alter table public.report_deadlines enable row level security;
create policy report_deadlines_read on public.report_deadlines for select to authenticated using ((select private.is_staff()));
comment on policy report_deadlines_read on public.report_deadlines is 'Staff.';
grant select on public.report_deadlines to authenticated;
-- No write grants on both: the steps check and write.
