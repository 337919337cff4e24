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
language plpgsql immutable set search_path = '' as $$
declare
  hundredfold numeric;
  denominator numeric;
begin
  if value is null then return null; end if;
  if value ? 'notApplicable' then return 0; end if;
  if criterion ->> 'kind' = 'ordinal' then return (value ->> 'level')::numeric::integer; end if;
  hundredfold := (value ->> 'numerator')::numeric * 100;
  denominator := (value ->> 'denominator')::numeric;
  if hundredfold = 0 then return 0; end if;
  for level in 1 .. 5 loop
    if hundredfold <= (scoring -> 'ratioBands' ->> (level - 1))::numeric * denominator then return level; end if;
  end loop;
  return null;
end
$$;
comment on function private.answer_level(jsonb, jsonb, jsonb) is 'Level 0-5 of one answer.';

-- Takes a document or its outline. PL/pgSQL, because it keeps its plan; without just-in-time compilation, because the planner
-- cannot know how small these lists are, takes the query for a huge one and would spend seconds compiling it.
create function private.score(document jsonb, answers jsonb) returns jsonb
language plpgsql immutable set search_path = '' set jit = off as $$
begin
  return (with scoring as materialized (
    select document -> 'scoring' as tables
  ),
  criteria as materialized (
    select p.position as p, i.position as i, c.position as c, c.value ->> 'id' as id,
      (c.value ->> 'weight')::integer * 5 as max, given.answer,
      private.answer_level(scoring.tables, c.value, given.answer) * (c.value ->> 'weight')::integer as points
    from scoring,
      jsonb_array_elements(document -> 'pillars') with ordinality as p (value, position),
      jsonb_array_elements(p.value -> 'indices') with ordinality as i (value, position),
      jsonb_array_elements(i.value -> 'criteria') with ordinality as c (value, position),
      nullif(answers -> (c.value ->> 'id'), 'null'::jsonb) as given (answer)
  ),
  indices as (
    select p, i, sum(max)::integer as max, coalesce(sum(points), 0)::integer as points from criteria group by p, i
  ),
  pillars as (
    select totals.*, (
      select count(*)::integer from scoring, jsonb_array_elements_text(scoring.tables -> 'pillarBands') as band
      where points * 100 > band::numeric * max
    ) as level
    from (select p, sum(max)::integer as max, coalesce(sum(points), 0)::integer as points from criteria group by p) as totals
  ),
  total as (select sum(points)::integer as points, sum(max)::integer as max from pillars)
  select jsonb_build_object(
    'points', total.points,
    'max', total.max,
    'level', coalesce((
      select max((rule ->> 'level')::integer) from scoring, jsonb_array_elements(scoring.tables -> 'overall') as rule
      where total.points > (rule ->> 'pointsOver')::numeric
        and (rule ->> 'pillars')::integer <= (select count(*) from pillars where level >= (rule ->> 'atLevel')::integer)
    ), 0),
    'pillars', (select jsonb_agg(jsonb_build_object('id', document #>> array['pillars', (p - 1)::text, 'id'],
      'points', points, 'max', max, 'level', level) order by p) from pillars),
    'indices', (select jsonb_agg(jsonb_build_object('id', document #>> array['pillars', (p - 1)::text, 'indices', (i - 1)::text, 'id'],
      'points', points, 'max', max) order by p, i) from indices),
    'answered', (select count(answer)::integer from criteria),
    'missing', (select coalesce(jsonb_agg(id order by p, i, c) filter (where answer is null), '[]') from criteria)
  ) from total);
end
$$;
comment on function private.score(jsonb, jsonb) is 'Points and levels of plain answers {criterion: value} by the tables of the document.';
