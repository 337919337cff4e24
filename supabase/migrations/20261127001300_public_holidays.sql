-- Days on which nobody works besides Saturdays and Sundays, and what "in so many working days" means.

create table public.public_holidays (
  "date" date primary key check ("date" between date '2020-01-01' and date '2100-12-31'),
  name_vi text not null check (length(btrim(name_vi)) between 2 and 120),
  name_en text not null check (length(btrim(name_en)) between 2 and 120),
  -- The day off follows from a decision of each year, which nobody has entered here yet.
  provisional boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table public.public_holidays is 'Public holidays of Viet Nam. Seeded once; an administrator keeps the list, because some days are decided each year.';
create trigger public_holidays_audit after insert or update or delete on public.public_holidays
  for each row execute function private.audit('date');

create function private.add_working_days(p_from date, p_days integer) returns date
language plpgsql stable security definer set search_path = '' as $$
declare
  day date := p_from;
  left_over integer := p_days;
begin
  if p_from is null or p_days is null or p_days not between 0 and 366 then
    perform private.fail('DT004', 'working_days');
  end if;
  -- Ends: the list of holidays is finite, and two days of seven are not working days.
  while left_over > 0 loop
    day := day + 1;
    if extract(isodow from day) < 6 and not exists (select from public.public_holidays h where h."date" = day) then
      left_over := left_over - 1;
    end if;
  end loop;
  return day;
end
$$;
comment on function private.add_working_days(date, integer) is
  'The day that is so many working days (0 to 366) after a day, which itself does not count; 0 is the day itself, whatever day it is. As addWorkingDays in src/lib/domain/calendar.';

-- Steps -----------------------------------------------------------------------------------------------------------------

create function private.save_public_holiday(p_date date, p_name_vi text, p_name_en text, p_provisional boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  insert into public.public_holidays as h ("date", name_vi, name_en, provisional)
    values (p_date, private.clean(p_name_vi), private.clean(p_name_en), coalesce(p_provisional, false))
    on conflict ("date") do update set name_vi = excluded.name_vi, name_en = excluded.name_en, provisional = excluded.provisional,
      updated_at = now();
end
$$;
comment on function private.save_public_holiday(date, text, text, boolean) is 'Administrators: a day is a public holiday, or is called otherwise than before.';

create function private.remove_public_holiday(p_date date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  delete from public.public_holidays h where h."date" = p_date;
  if not found then
    perform private.fail('DT001', 'public_holiday');
  end if;
end
$$;
comment on function private.remove_public_holiday(date) is 'Administrators: a day is worked after all. Days that were counted before stay as they were.';

create function public.save_public_holiday("date" date, name_vi text, name_en text, provisional boolean default false) returns void
language sql volatile set search_path = '' as $$ select private.save_public_holiday("date", name_vi, name_en, provisional) $$;
create function public.remove_public_holiday("date" date) returns void
language sql volatile set search_path = '' as $$ select private.remove_public_holiday("date") $$;
grant execute on function
  private.save_public_holiday(date, text, text, boolean), public.save_public_holiday(date, text, text, boolean),
  private.remove_public_holiday(date), public.remove_public_holiday(date) to authenticated;

-- Access ----------------------------------------------------------------------------------------------------------------

alter table public.public_holidays enable row level security;
create policy public_holidays_read on public.public_holidays for select to anon, authenticated using (true);
comment on policy public_holidays_read on public.public_holidays is 'A calendar, open to all.';
-- No write grants: the two steps above.
grant select on public.public_holidays to anon, authenticated, service_role;
