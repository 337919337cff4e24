import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTransaction, type Run } from './connection.ts';

export interface Migration {
  version: string;
  name: string;
  text: string;
}

export interface MigrationReport {
  /** Names of the files applied now. */
  applied: string[];
  /** Names of files that differ from what was applied earlier. */
  changed: string[];
}

interface HistoryRow extends Record<string, unknown> {
  version: string;
  statements: string[] | null;
}

/** The table the Supabase CLI keeps its history in: `supabase db push` and this migrator go on from each other. */
const HISTORY_SQL = `
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
  version text not null primary key,
  statements text[],
  name text
);
`;

/** The migrations of a folder in the order of their versions: `20261123000100_core.sql`. */
export function readMigrations(directory: string): Migration[] {
  const migrations = readdirSync(directory).flatMap((file) => {
    const match = /^(\d+)_(.+)\.sql$/.exec(file);
    if (!match?.[1] || !match[2]) return [];
    return [{ version: match[1], name: match[2], text: readFileSync(join(directory, file), 'utf8') }];
  });
  migrations.sort((a, b) => (a.version < b.version ? -1 : 1));
  const double = migrations.find((migration, index) => migration.version === migrations[index + 1]?.version);
  if (double) throw new Error(`Two migrations have the version ${double.version}.`);
  return migrations;
}

/** Applies what is not applied yet, each file in one transaction. The session must not have one open. */
export async function applyMigrations(run: Run, migrations: readonly Migration[]): Promise<MigrationReport> {
  await run(HISTORY_SQL);
  const history = await run<HistoryRow>('select version, statements from supabase_migrations.schema_migrations');
  const known = new Map(history.map((row) => [row.version, row.statements ?? []]));
  const report: MigrationReport = { applied: [], changed: [] };
  for (const migration of migrations) {
    const label = `${migration.version}_${migration.name}`;
    const statements = known.get(migration.version);
    if (statements) {
      if (statements.length > 0 && essence(statements.join('')) !== essence(migration.text)) report.changed.push(label);
      continue;
    }
    await apply(run, migration, label);
    report.applied.push(label);
  }
  return report;
}

/** The versions that are applied; empty where there is no history yet. */
export async function appliedVersions(run: Run): Promise<Set<string>> {
  const [table] = await run<{ name: string | null }>(
    `select to_regclass('supabase_migrations.schema_migrations')::text as name`
  );
  if (!table?.name) return new Set();
  const rows = await run<{ version: string }>('select version from supabase_migrations.schema_migrations');
  return new Set(rows.map((row) => row.version));
}

async function apply(run: Run, migration: Migration, label: string): Promise<void> {
  try {
    await inTransaction(run, async () => {
      await run(migration.text);
      await run(
        'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, array[$3])',
        [migration.version, migration.name, migration.text]
      );
    });
  } catch (error) {
    throw new Error(`Migration ${label} failed: ${describe(error, migration.text)}`, { cause: error });
  }
}

function describe(error: unknown, text: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = 'position' in error ? Number(error.position) : NaN;
  const line = Number.isInteger(position) ? ` (line ${text.slice(0, position).split('\n').length})` : '';
  return `${error.message}${line}`;
}

/** The CLI stores a file cut into statements, we store it whole: compare without blanks and semicolons. */
function essence(text: string): string {
  return text.replace(/[\s;]+/g, '');
}
