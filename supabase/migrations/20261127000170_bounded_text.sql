-- Folding a text of a million letters takes a database ten seconds and more, and a client of its own can send one: names have
-- 200 letters, so no more than the first 500 of anything are folded. What is stored stays as it is.

create or replace function private.fold(value text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select btrim(regexp_replace(lower(translate(
    normalize(left(value, 500), nfc),
    'àÀáÁãÃảẢạẠăĂằẰắẮẵẴẳẲặẶâÂầẦấẤẫẪẩẨậẬèÈéÉẽẼẻẺẹẸêÊềỀếẾễỄểỂệỆìÌíÍĩĨỉỈịỊòÒóÓõÕỏỎọỌôÔồỒốỐỗỖổỔộỘơƠờỜớỚỡỠởỞợỢùÙúÚũŨủỦụỤưƯừỪứỨữỮửỬựỰỳỲýÝỹỸỷỶỵỴđĐ',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeeeeeeeiiiiiiiiiioooooooooooooooooooooooooooooooooouuuuuuuuuuuuuuuuuuuuuuyyyyyyyyyydd'
  )), '\s+', ' ', 'g'))
$$;
comment on function private.fold(text) is 'Lower case, without Vietnamese diacritics, single spaces; of the first 500 letters.';

create or replace function private.enterprise_conditions(filters jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  parts text[] := '{}';
  q text := private.clean(left(filters ->> 'q', 500));
  digits text := regexp_replace(coalesce(q, ''), '[\s.-]', '', 'g');
begin
  if length(filters::text) > 10000 then
    perform private.fail('DT015', 'filters');
  end if;
  if q is not null then
    parts := parts || case
      when digits ~ '^\d{4,13}$' then format('replace(e.tax_code, ''-'', '''') like %L', digits || '%')
      else format('e.name_search like %L', private.like_pattern(q)) end;
  end if;
  if filters ->> 'unit' is not null then
    parts := parts || format('(e.unit_id = %1$L or e.district_id = %1$L)', filters ->> 'unit');
  end if;
  if filters ->> 'kind' is not null then
    parts := parts || format('e.kind = %L', filters ->> 'kind');
  end if;
  if filters ->> 'size' is not null then
    parts := parts || format('e.size_class = %L', filters ->> 'size');
  end if;
  if filters ->> 'section' is not null then
    parts := parts || format('e.section_id = %L', filters ->> 'section');
  end if;
  return coalesce(nullif(array_to_string(parts, ' and '), ''), 'true');
end
$$;
