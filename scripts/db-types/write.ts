import type { Column, Parameter, PgType, Relation, Routine, Schema } from './describe.ts';

const HEADER = `// Written by \`npm run db:types\` from supabase/migrations. Change those, and run it again.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];
`;

const FOOTER = `
type Public = Database['public'];

/** A row as it is read from a table. */
export type Tables<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Row'];
/** A row as it is added. */
export type TablesInsert<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Insert'];
/** A change of a row. */
export type TablesUpdate<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Update'];
export type Enums<Name extends keyof Public['Enums']> = Public['Enums'][Name];
/** A row that a function returns. */
export type FunctionRow<Name extends keyof Public['Functions']> = Public['Functions'][Name]['Returns'] extends (infer Row)[]
  ? Row
  : Public['Functions'][Name]['Returns'];
`;

const NUMBERS = ['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'oid'];
const STRINGS = [
  'bpchar',
  'bytea',
  'citext',
  'date',
  'inet',
  'interval',
  'name',
  'text',
  'time',
  'timestamp',
  'timestamptz'
];
const SCALARS = new Map<string, string>([
  ...NUMBERS.map((name) => [name, 'number'] as const),
  ...[...STRINGS, 'timetz', 'uuid', 'varchar'].map((name) => [name, 'string'] as const),
  ['bool', 'boolean'],
  ['json', 'Json'],
  ['jsonb', 'Json'],
  ['void', 'undefined'],
  ['record', 'Record<string, unknown>']
]);

/** The `Database` type of supabase-js for a schema; unformatted. */
export function writeTypes(schema: Schema): string {
  const tables = schema.relations.filter(({ isView }) => !isView);
  const views = schema.relations.filter(({ isView }) => isView);
  const nullable = nullableNames(tables);
  return [
    HEADER,
    'export type Database = { public: {',
    section('Tables', tables.map(table)),
    section('Views', views.map(view)),
    section('Functions', routines(schema.routines, nullable)),
    section(
      'Enums',
      schema.enums.map(({ name, values }) => `${name}: ${values.map(quote).join(' | ')}`)
    ),
    section('CompositeTypes', []),
    '} };',
    FOOTER
  ].join('\n');
}

function section(name: string, members: string[]): string {
  return `${name}: ${members.length > 0 ? `{ ${members.join('; ')} }` : 'Record<never, never>'};`;
}

function table({ name, columns, foreignKeys }: Relation): string {
  const insert = columns.map((column) => {
    if (column.isGenerated) return `${column.name}?: never`;
    return `${column.name}${column.hasDefault || column.isNullable ? '?' : ''}: ${valueOf(column)}`;
  });
  const update = columns.map((column) => `${column.name}?: ${column.isGenerated ? 'never' : valueOf(column)}`);
  return `${name}: { Row: { ${row(columns)} }; Insert: { ${insert.join('; ')} }; Update: { ${update.join('; ')} };
    Relationships: [${foreignKeys.map(relationship).join(', ')}] }`;
}

/** PostgreSQL does not tell which columns of a view can be null, so all of them may. */
function view({ name, columns }: Relation): string {
  return `${name}: { Row: { ${row(columns.map((column) => ({ ...column, isNullable: true })))} }; Relationships: [] }`;
}

function row(columns: readonly Column[]): string {
  return columns.map((column) => `${column.name}: ${valueOf(column)}`).join('; ');
}

function relationship({ name, columns, target, targetColumns, isOneToOne }: Relation['foreignKeys'][number]): string {
  return `{ foreignKeyName: ${quote(name)}; columns: [${columns.map(quote).join(', ')}]; isOneToOne: ${isOneToOne};
    referencedRelation: ${quote(target)}; referencedColumns: [${targetColumns.map(quote).join(', ')}] }`;
}

/** Functions of one name become one member: a union when there are several. */
function routines(all: readonly Routine[], nullable: ReadonlyMap<string, boolean>): string[] {
  const byName = Map.groupBy(all, ({ name }) => name);
  return [...byName].map(([name, same]) => `${name}: ${same.map((one) => routine(one, nullable)).join(' | ')}`);
}

function routine(
  { parameters, result, resultColumns, isSet }: Routine,
  nullable: ReadonlyMap<string, boolean>
): string {
  const args = parameters.length > 0 ? `{ ${parameters.map(parameter).join('; ')} }` : 'Record<PropertyKey, never>';
  const item =
    resultColumns.length > 0
      ? `{ ${resultColumns.map(({ name, type }) => `${name}: ${orNull(typeOf(type), nullable.get(name) ?? true)}`).join('; ')} }`
      : typeOf(result);
  const setof =
    result.kind === 'row'
      ? `; SetofOptions: { from: '*'; to: ${quote(result.name)}; isOneToOne: ${!isSet}; isSetofReturn: ${isSet} }`
      : '';
  return `{ Args: ${args}; Returns: ${isSet ? `(${item})[]` : item}${setof} }`;
}

function parameter({ name, type, hasDefault, defaultsToNull }: Parameter): string {
  return `${name}${hasDefault ? '?' : ''}: ${orNull(typeOf(type), defaultsToNull)}`;
}

/**
 * Whether a column that a function returns can be null, which PostgreSQL does not tell: not when every table that has
 * a column of this name forbids it. A name that no table has may be null.
 */
function nullableNames(tables: readonly Relation[]): Map<string, boolean> {
  const names = new Map<string, boolean>();
  for (const { name, isNullable } of tables.flatMap(({ columns }) => columns)) {
    names.set(name, isNullable || names.get(name) === true);
  }
  return names;
}

function valueOf({ type, isNullable }: Column): string {
  return orNull(typeOf(type), isNullable);
}

function orNull(type: string, isNullable: boolean): string {
  return isNullable ? `${type} | null` : type;
}

function typeOf({ name, kind, isArray }: PgType): string {
  const single =
    kind === 'enum'
      ? `Database['public']['Enums'][${quote(name)}]`
      : kind === 'row'
        ? `Database['public']['Tables'][${quote(name)}]['Row']`
        : (SCALARS.get(name) ?? 'unknown');
  return isArray ? `(${single})[]` : single;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
