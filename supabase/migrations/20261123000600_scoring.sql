-- The score: the authority. src/lib/domain/assessment/score.ts computes the same for the preview;
-- tests/db/scoring proves that both agree.

-- Why a value is not an answer to a criterion (same codes as answers.ts), or null when it is one.
create function private.answer_error(criterion jsonb, value jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  numerator jsonb := value -> 'numerator';
  denominator jsonb := value -> 'denominator';
begin
  if criterion is null then return 'unknown_criterion'; end if;
  if jsonb_typeof(value) is distinct from 'object' then return 'not_an_object'; end if;
  if value = '{"notApplicable": true}'::jsonb then
    return case when (criterion ->> 'notApplicable')::boolean then null else 'not_applicable_not_allowed' end;
  end if;
  if criterion ->> 'kind' = 'ordinal' then
    if value - 'level' <> '{}'::jsonb or not value ? 'level' then return 'wrong_kind'; end if;
    if value -> 'level' not in ('0'::jsonb, '1'::jsonb, '2'::jsonb, '3'::jsonb, '4'::jsonb, '5'::jsonb) then
      return 'level_out_of_range';
    end if;
    return null;
  end if;
  if value - '{numerator,denominator}'::text[] <> '{}'::jsonb or not value ?& '{numerator,denominator}'::text[] then
    return 'wrong_kind';
  end if;
  if jsonb_typeof(numerator) <> 'number' or jsonb_typeof(denominator) <> 'number' then return 'not_a_number'; end if;
  if numerator::numeric < 0 or denominator::numeric < 0 then return 'negative'; end if;
  if numerator::numeric > 1e15 or denominator::numeric > 1e15 then return 'too_large'; end if;
  if numerator::numeric > denominator::numeric then return 'numerator_over_denominator'; end if;
  return null;
end
$$;
comment on function private.answer_error(jsonb, jsonb) is 'Code of the first reason why a value does not answer a criterion, or null.';

-- Ratio bands are upper bounds: exactly 20 % is level 1. Exact decimal arithmetic, no division. Nothing of nothing is level 0.
create function private.answer_level(scoring jsonb, criterion jsonb, value jsonb) returns integer
language sql immutable set search_path = '' as $$
  select case
    when value ? 'notApplicable' then 0
    when criterion ->> 'kind' = 'ordinal' then (value ->> 'level')::integer
    when (value ->> 'numerator')::numeric = 0 then 0
    else (
      select min(band.level)::integer
      from jsonb_array_elements_text(scoring -> 'ratioBands') with ordinality as band (upper_bound, level)
      where (value ->> 'numerator')::numeric * 100 <= band.upper_bound::numeric * (value ->> 'denominator')::numeric
    )
  end
$$;
comment on function private.answer_level(jsonb, jsonb, jsonb) is 'Level 0-5 of one answer.';

create function private.score(document jsonb, answers jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with criteria as materialized (
    select p.position as p, i.position as i, c.position as c, p.value as pillar, i.value as index,
      c.value ->> 'id' as id,
      nullif(answers -> (c.value ->> 'id'), 'null'::jsonb) as answer,
      private.answer_level(document -> 'scoring', c.value, nullif(answers -> (c.value ->> 'id'), 'null'::jsonb))
        * (c.value ->> 'weight')::integer as points
    from jsonb_array_elements(document -> 'pillars') with ordinality as p (value, position),
      jsonb_array_elements(p.value -> 'indices') with ordinality as i (value, position),
      jsonb_array_elements(i.value -> 'criteria') with ordinality as c (value, position)
  ),
  indices as (
    select p, i, index ->> 'id' as id, (index ->> 'max')::integer as max, coalesce(sum(points), 0)::integer as points
    from criteria group by p, i, index
  ),
  pillars as (
    select p, pillar ->> 'id' as id, (pillar ->> 'max')::integer as max, coalesce(sum(points), 0)::integer as points
    from criteria group by p, pillar
  ),
  levelled as (
    select pillars.*, (
      select count(*)::integer from jsonb_array_elements_text(document #> '{scoring,pillarBands}') as band
      where points * 100 > band::numeric * max
    ) as level from pillars
  ),
  total as (select sum(points)::integer as points, sum(max)::integer as max from levelled)
  select jsonb_build_object(
    'points', total.points,
    'max', total.max,
    'level', coalesce((
      select max((rule ->> 'level')::integer) from jsonb_array_elements(document #> '{scoring,overall}') as rule
      where total.points > (rule ->> 'pointsOver')::numeric
        and (rule ->> 'pillars')::integer <= (select count(*) from levelled where level >= (rule ->> 'atLevel')::integer)
    ), 0),
    'pillars', (select jsonb_agg(jsonb_build_object('id', id, 'points', points, 'max', max, 'level', level) order by p) from levelled),
    'indices', (select jsonb_agg(jsonb_build_object('id', id, 'points', points, 'max', max) order by p, i) from indices),
    'answered', (select count(*)::integer from criteria where answer is not null),
    'missing', (select coalesce(jsonb_agg(id order by p, i, c) filter (where answer is null), '[]') from criteria)
  ) from total
$$;
comment on function private.score(jsonb, jsonb) is 'Points and levels of plain answers {criterion: value} by the tables of the document.';
