-- Unused codes end with their maker's right to make them, and only with it: until now an officer who was given one more role
-- lost all that were handed out.

create or replace function private.end_codes_of(p_user_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.enterprise_invitations i using public.enterprises e
    where e.enterprise_id = i.enterprise_id and i.created_by = p_user_id and i.used_at is null
      and (
        exists (select from public.profiles p where p.user_id = p_user_id and p.disabled_at is not null)
        or not (
          exists (select from public.enterprise_members m
            where m.enterprise_id = i.enterprise_id and m.user_id = p_user_id and m.role = 'owner')
          or exists (select from public.staff_members s
            where s.user_id = p_user_id and s.role in ('officer', 'manager'))
          or exists (select from public.staff_members s join public.staff_areas a using (user_id)
            where s.user_id = p_user_id and s.role = 'district_officer' and a.unit_id in (e.unit_id, e.district_id))
        )
      );
end
$$;
comment on function private.end_codes_of(uuid) is 'Takes back the unused codes of a person for firms that are no longer theirs, as owner or as staff of the area, or all when the account is disabled.';
