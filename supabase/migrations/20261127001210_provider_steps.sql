-- Providers put themselves and their solutions forward.

insert into private.rate_limit_rules (bucket, max_hits, window_seconds) values
  ('provider:person', 5, 86400),
  ('provider-change:person', 50, 86400),
  ('solution:person', 100, 86400);

create function private.require_provider(p_provider_id uuid, p_revision integer) returns public.providers
language plpgsql security definer set search_path = '' as $$
declare found_row public.providers;
begin
  perform private.require_user();
  select * into found_row from public.providers p where p.provider_id = p_provider_id for update;
  if not found or not p_provider_id = any (private.provider_ids()) then
    perform private.fail('DT001', 'provider');
  end if;
  if found_row.revision is distinct from p_revision then
    perform private.fail('DT003', 'provider', found_row.revision::text);
  end if;
  return found_row;
end
$$;
comment on function private.require_provider(uuid, integer) is 'The locked provider of the caller, or an error when it is not theirs or was changed since.';

create function private.tell_provider(p_provider_id uuid, p_kind text, p_parameters jsonb, p_link text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.notify(array(select m.user_id from public.provider_members m where m.provider_id = p_provider_id),
    p_kind, p_parameters, p_link);
end
$$;
comment on function private.tell_provider(uuid, text, jsonb, text) is 'Tells the people of a provider.';

create function private.record_review(
  p_provider_id uuid, p_solution_id uuid, p_step text, p_reason text default null, p_until date default null
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.provider_reviews (provider_id, solution_id, step, reason, approved_until, actor)
    values (p_provider_id, p_solution_id, p_step, p_reason, p_until, private.uid());
  -- Whoever has not yet read that this provider waits is not told again.
  if p_step = 'submit' then
    perform private.notify(array(select s.user_id from public.staff_members s where s.role = 'officer' and not exists (
        select from public.notifications n where n.user_id = s.user_id and n.kind = 'provider_submitted' and n.read_at is null
          and n.link = '/staff/providers/' || p_provider_id)),
      'provider_submitted', (select jsonb_build_object('provider', p.name) from public.providers p where p.provider_id = p_provider_id),
      '/staff/providers/' || p_provider_id);
  end if;
end
$$;
comment on function private.record_review(uuid, uuid, text, text, date) is 'Writes one step into the history; officers are told once of what was handed in.';

-- Reading a list of anything else would fail with an error of the language, not of ours.
create function private.check_lists(p_details jsonb, p_keys text[]) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if length(p_details::text) > 20000 then
    perform private.fail('DT015', 'details');
  end if;
  if jsonb_typeof(p_details) is distinct from 'object' or exists (
      select from jsonb_each(p_details) as d (key, value) where d.key = any (p_keys)
        and (jsonb_typeof(d.value) <> 'array' or jsonb_path_exists(d.value, 'strict $[*] ? (@.type() != "string")', '{}', true))) then
    perform private.fail('DT004', 'details');
  end if;
end
$$;
comment on function private.check_lists(jsonb, text[]) is 'Fails unless the details are an object of moderate size in which the keys are lists of texts, or missing.';

-- The parts of a provider that staff look at; the rest is for being reached.
create function private.provider_values(p_details jsonb) returns public.providers
language plpgsql immutable set search_path = '' as $$
declare given public.providers;
begin
  perform private.check_lists(p_details, '{unit_ids}');
  given.name := private.clean(p_details ->> 'name');
  given.tax_code := private.clean(p_details ->> 'tax_code');
  given.site := private.clean(p_details ->> 'site');
  given.about_vi := private.clean(p_details ->> 'about_vi');
  given.about_en := private.clean(p_details ->> 'about_en');
  given.contact_name := private.clean(p_details ->> 'contact_name');
  given.contact_phone := private.clean(p_details ->> 'contact_phone');
  given.contact_email := lower(private.clean(p_details ->> 'contact_email'));
  given.unit_ids := private.texts(p_details -> 'unit_ids');
  given.max_open_leads := coalesce((p_details ->> 'max_open_leads')::smallint, 10);
  if given.name is null or given.tax_code is null or given.site is null or given.contact_name is null
      or coalesce(given.contact_phone, given.contact_email) is null then
    perform private.fail('DT004', 'details');
  end if;
  return given;
end
$$;
comment on function private.provider_values(jsonb) is 'Details of a provider as columns; an error when one that is needed is missing.';

create function private.register_provider(p_details jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  given public.providers := private.provider_values(p_details);
  made uuid;
begin
  perform private.limit_person('provider:person');
  perform private.check_units(given.unit_ids);
  insert into public.providers (name, tax_code, site, about_vi, about_en, contact_name, contact_phone, contact_email, unit_ids, max_open_leads)
    values (given.name, given.tax_code, given.site, given.about_vi, given.about_en, given.contact_name, given.contact_phone,
      given.contact_email, given.unit_ids, given.max_open_leads)
    on conflict (tax_code) do nothing
    returning provider_id into made;
  if made is null then
    perform private.fail('DT009', 'provider');
  end if;
  insert into public.provider_members (provider_id, user_id) values (made, me);
  perform private.record_review(made, null, 'submit');
  return made;
end
$$;
comment on function private.register_provider(jsonb) is 'Puts a provider forward; the caller acts for it. Staff decide.';

create function private.update_provider(p_provider_id uuid, p_details jsonb, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers := private.require_provider(p_provider_id, p_revision);
  given public.providers := private.provider_values(p_details);
  judged boolean;
begin
  perform private.limit_person('provider-change:person');
  perform private.check_units(given.unit_ids);
  judged := provider.state = 'changes_wanted' or row(given.name, given.tax_code, given.site, given.about_vi, given.about_en, given.unit_ids)
    is distinct from row(provider.name, provider.tax_code, provider.site, provider.about_vi, provider.about_en, provider.unit_ids);
  -- Whoever is suspended stays so until staff say otherwise. Staff may have asked for a change of anything.
  judged := judged and provider.state <> 'suspended';
  begin
    update public.providers p set name = given.name, tax_code = given.tax_code, site = given.site, about_vi = given.about_vi,
        about_en = given.about_en, contact_name = given.contact_name, contact_phone = given.contact_phone,
        contact_email = given.contact_email, unit_ids = given.unit_ids, max_open_leads = given.max_open_leads,
        state = case when judged then 'submitted' else p.state end,
        approved_until = case when not judged then p.approved_until end, revision = p.revision + 1, updated_at = now()
      where p.provider_id = p_provider_id;
  exception when unique_violation then
    perform private.fail('DT009', 'provider');
  end;
  if judged then
    perform private.record_review(p_provider_id, null, 'submit');
  end if;
  return p_revision + 1;
end
$$;
comment on function private.update_provider(uuid, jsonb, integer) is 'Changes a provider. What staff judged goes back to them; ways to be reached do not.';

create function private.solution_values(p_details jsonb) returns public.solutions
language plpgsql stable security definer set search_path = '' as $$
declare given public.solutions;
begin
  perform private.check_lists(p_details, '{index_ids,kinds,size_classes,section_ids,unit_ids}');
  given := jsonb_populate_record(null::public.solutions, p_details);
  given.name := private.clean(given.name);
  given.summary_vi := private.clean(given.summary_vi);
  given.summary_en := private.clean(given.summary_en);
  given.price_url := private.clean(given.price_url);
  given.certificate := private.clean(given.certificate);
  given.index_ids := private.texts(p_details -> 'index_ids');
  given.section_ids := private.texts(p_details -> 'section_ids');
  given.unit_ids := private.texts(p_details -> 'unit_ids');
  given.kinds := array(select distinct k from unnest(given.kinds) as k order by k);
  given.size_classes := array(select distinct c from unnest(given.size_classes) as c order by c);
  perform private.check_units(given.unit_ids);
  if exists (select from unnest(given.section_ids) as i where not exists (select from public.sectors s where s.sector_id = i and s.level = 'section'))
  then
    perform private.fail('DT004', 'section_ids', '[{"path": "section_ids", "code": "choice"}]');
  end if;
  if given.category_id is not null and not exists (select from public.solution_categories c where c.category_id = given.category_id) then
    perform private.fail('DT004', 'category_id', '[{"path": "category_id", "code": "choice"}]');
  end if;
  -- Of any version that firms were or are assessed by: a new one does not make what is written of the old one wrong.
  if not given.index_ids <@ array(select i ->> 'id' from public.questionnaire_versions v, jsonb_array_elements(v.outline -> 'pillars') as p,
      jsonb_array_elements(p -> 'indices') as i where v.questionnaire = 'dbi-sme' and v.state in ('published', 'retired')) then
    perform private.fail('DT004', 'index_ids', '[{"path": "index_ids", "code": "choice"}]');
  end if;
  return given;
end
$$;
comment on function private.solution_values(jsonb) is 'Details of a solution as columns; what they name must exist. The rest is held by the table.';

create function private.save_solution(p_provider_id uuid, p_details jsonb, p_solution_id uuid, p_revision integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  saved uuid;
  old public.solutions;
  given public.solutions;
begin
  perform private.require_user();
  perform from public.providers p where p.provider_id = p_provider_id and p.provider_id = any (private.provider_ids()) for update;
  if not found then
    perform private.fail('DT001', 'provider');
  end if;
  perform private.limit_person('solution:person');
  given := private.solution_values(p_details);
  if p_solution_id is null then
    if (select count(*) from public.solutions s where s.provider_id = p_provider_id and s.state <> 'withdrawn') >= 100 then
      perform private.fail('DT015', 'solutions');
    end if;
    insert into public.solutions (provider_id, category_id, name, summary_vi, summary_en, index_ids, kinds, size_classes, section_ids,
        unit_ids, price_model, price_year, price_url, open_standard, data_location, certificate, certificate_until)
      values (p_provider_id, given.category_id, given.name, given.summary_vi, given.summary_en, given.index_ids, given.kinds,
        given.size_classes, given.section_ids, given.unit_ids, given.price_model, given.price_year, given.price_url, given.open_standard,
        given.data_location, given.certificate, given.certificate_until)
      returning solution_id into saved;
  else
    select * into old from public.solutions s where s.solution_id = p_solution_id and s.provider_id = p_provider_id for update;
    if not found then
      perform private.fail('DT001', 'solution');
    end if;
    if old.revision is distinct from p_revision then
      perform private.fail('DT003', 'solution', old.revision::text);
    end if;
    if old.state = 'suspended' then
      perform private.fail('DT006', 'solution', old.state::text);
    end if;
    update public.solutions s set category_id = given.category_id, name = given.name, summary_vi = given.summary_vi,
        summary_en = given.summary_en, index_ids = given.index_ids, kinds = given.kinds, size_classes = given.size_classes,
        section_ids = given.section_ids, unit_ids = given.unit_ids, price_model = given.price_model, price_year = given.price_year,
        price_url = given.price_url, open_standard = given.open_standard, data_location = given.data_location,
        certificate = given.certificate, certificate_until = given.certificate_until,
        state = 'submitted', approved_until = null, revision = s.revision + 1, updated_at = now()
      where s.solution_id = p_solution_id
      returning s.solution_id into saved;
  end if;
  perform private.record_review(p_provider_id, saved, 'submit');
  return saved;
end
$$;
comment on function private.save_solution(uuid, jsonb, uuid, integer) is 'Puts a solution forward, new or changed: staff look at it before it is matched.';

create function private.withdraw_solution(p_solution_id uuid, p_revision integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare solution public.solutions;
begin
  perform private.require_user();
  select * into solution from public.solutions s where s.solution_id = p_solution_id for update;
  if not found or not solution.provider_id = any (private.provider_ids()) then
    perform private.fail('DT001', 'solution');
  end if;
  if solution.revision is distinct from p_revision then
    perform private.fail('DT003', 'solution', solution.revision::text);
  end if;
  if solution.state in ('withdrawn', 'suspended') then
    perform private.fail('DT006', 'solution', solution.state::text);
  end if;
  update public.solutions s set state = 'withdrawn', approved_until = null, revision = s.revision + 1, updated_at = now()
    where s.solution_id = p_solution_id;
  perform private.record_review(solution.provider_id, p_solution_id, 'withdraw');
  return p_revision + 1;
end
$$;
comment on function private.withdraw_solution(uuid, integer) is 'A provider takes a solution off the list.';

create function public.register_provider(details jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.register_provider(details) $$;
create function public.update_provider(provider_id uuid, details jsonb, revision integer) returns integer
language sql volatile set search_path = '' as $$ select private.update_provider(provider_id, details, revision) $$;
create function public.save_solution(provider_id uuid, details jsonb, solution_id uuid default null, revision integer default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_solution(provider_id, details, solution_id, revision) $$;
create function public.withdraw_solution(solution_id uuid, revision integer) returns integer
language sql volatile set search_path = '' as $$ select private.withdraw_solution(solution_id, revision) $$;
grant execute on function
  private.register_provider(jsonb), public.register_provider(jsonb),
  private.update_provider(uuid, jsonb, integer), public.update_provider(uuid, jsonb, integer),
  private.save_solution(uuid, jsonb, uuid, integer), public.save_solution(uuid, jsonb, uuid, integer),
  private.withdraw_solution(uuid, integer), public.withdraw_solution(uuid, integer)
  to authenticated;
