import type { Run } from '../../src/lib/server/supabase/backend.ts';

/** A type of PostgreSQL: the element's name for an array, the base type's for a domain. */
export type PgType = { name: string; kind: 'base' | 'enum' | 'row'; isArray: boolean };
export type Column = {
  name: string;
  type: PgType;
  isNullable: boolean;
  hasDefault: boolean;
  /** Computed by the database: nobody may write it. */
  isGenerated: boolean;
};
export type ForeignKey = {
  name: string;
  columns: string[];
  target: string;
  targetColumns: string[];
  isOneToOne: boolean;
};
export type Relation = { name: string; isView: boolean; columns: Column[]; foreignKeys: ForeignKey[] };
export type Parameter = { name: string; type: PgType; hasDefault: boolean; defaultsToNull: boolean };
export type Routine = {
  name: string;
  parameters: Parameter[];
  result: PgType;
  isSet: boolean;
  /** The columns of `returns table (…)`. */
  resultColumns: { name: string; type: PgType }[];
};
export type Enum = { name: string; values: string[] };
export type Schema = { relations: Relation[]; routines: Routine[]; enums: Enum[] };

/** Types by their oid, as the `type` objects of the descriptions. */
const TYPES = `
types as (
  select t.oid, jsonb_build_object(
    'name', coalesce(base.typname, element.typname),
    'kind', case coalesce(base.typtype, element.typtype) when 'e' then 'enum' when 'c' then 'row' else 'base' end,
    'isArray', t.typcategory = 'A') as type
  from pg_type t
  join pg_type element on element.oid = case t.typcategory when 'A' then t.typelem else t.oid end
  left join pg_type base on base.oid = element.typbasetype
)`;

const RELATIONS = `
with ${TYPES}
select c.relname as name, c.relkind in ('v', 'm') as "isView",
  (select jsonb_agg(jsonb_build_object(
      'name', a.attname, 'type', types.type, 'isNullable', not a.attnotnull,
      'hasDefault', a.atthasdef or a.attidentity <> '',
      'isGenerated', a.attidentity = 'a' or a.attgenerated <> '') order by a.attname collate "C")
    from pg_attribute a join types on types.oid = a.atttypid
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  coalesce((select jsonb_agg(jsonb_build_object(
      'name', k.conname, 'columns', k.columns, 'target', target.relname, 'targetColumns', k.targets,
      'isOneToOne', exists (
        select from pg_constraint u where u.conrelid = c.oid and u.contype in ('p', 'u')
          and u.conkey <@ k.conkey and u.conkey @> k.conkey)) order by k.conname collate "C")
    from (
      select f.*,
        (select jsonb_agg(a.attname order by x.n) from unnest(f.conkey) with ordinality x (attnum, n)
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = x.attnum) as columns,
        (select jsonb_agg(a.attname order by x.n) from unnest(f.confkey) with ordinality x (attnum, n)
          join pg_attribute a on a.attrelid = f.confrelid and a.attnum = x.attnum) as targets
      from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
    ) k
    join pg_class target on target.oid = k.confrelid and target.relnamespace = c.relnamespace), '[]') as "foreignKeys"
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
order by c.relname collate "C"`;

/** Without trigger functions and those of extensions: the API does not offer them. */
const ROUTINES = `
with ${TYPES}
select p.proname as name, result.type as result, p.proretset as "isSet",
  coalesce((select jsonb_agg(jsonb_build_object(
      'name', p.proargnames[x.n], 'type', types.type,
      'hasDefault', x.n > p.pronargs - p.pronargdefaults,
      'defaultsToNull', coalesce(pg_get_function_arg_default(p.oid, x.n::int) like 'NULL%', false)) order by x.n)
    from unnest(p.proargtypes::oid[]) with ordinality x (oid, n) join types on types.oid = x.oid), '[]') as parameters,
  coalesce((select jsonb_agg(jsonb_build_object(
      'name', p.proargnames[x.n], 'type', types.type) order by x.n)
    from unnest(p.proallargtypes) with ordinality x (oid, n) join types on types.oid = x.oid
    where p.proargmodes[x.n] = 't'), '[]') as "resultColumns"
from pg_proc p join types result on result.oid = p.prorettype
where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`;

const ENUMS = `
select t.typname as name, jsonb_agg(e.enumlabel order by e.enumsortorder) as values
from pg_type t join pg_enum e on e.enumtypid = t.oid
where t.typnamespace = 'public'::regnamespace
group by t.typname order by t.typname collate "C"`;

/** Reads what the API offers: the schema `public`, in an order that depends on names only. */
export async function describeSchema(run: Run): Promise<Schema> {
  return {
    relations: await run<Relation>(RELATIONS),
    routines: await run<Routine>(ROUTINES),
    enums: await run<Enum>(ENUMS)
  };
}
