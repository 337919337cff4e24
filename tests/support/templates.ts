import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { createBackend, type Backend } from '../../src/lib/server/supabase/backend.ts';
import type { BackendConfig } from '../../src/lib/server/supabase/config.ts';
import { openPglite } from '../../src/lib/server/supabase/connection-pglite.ts';
import { createSecrets } from '../../src/lib/server/supabase/secrets.ts';

/** Migrated (and seeded) databases, built once per run and copied for every test file. */
export interface Templates {
  /** A file with a dump of PGlite. */
  pglite: string;
  /** A database of the server in TEST_DATABASE_URL; null when that is not set. */
  postgres: string | null;
}

export type Seed = (backend: Backend) => Promise<void>;

export interface TemplateOptions {
  migrationsDirectory: string;
  seed?: Seed | undefined;
}

/** A configuration with fresh secrets, in memory unless a directory or an address is given. */
export function testConfig(overrides: Partial<BackendConfig> = {}): BackendConfig {
  return {
    kind: overrides.databaseUrl ? 'postgres' : 'embedded',
    dataDirectory: null,
    databaseUrl: null,
    supabaseUrl: null,
    poolSize: 4,
    migrationsDirectory: resolve('supabase/migrations'),
    templatesDirectory: resolve('supabase/templates'),
    siteUrl: 'http://127.0.0.1:3000',
    confirmEmail: true,
    secrets: createSecrets(),
    hasSecretKey: true,
    ...overrides
  };
}

/** Builds the templates and returns them with the function that removes them. */
export async function buildTemplates(
  options: TemplateOptions
): Promise<{ templates: Templates; remove: () => Promise<void> }> {
  const [pglite, database] = [await buildPglite(options), await buildPostgres(options)];
  return {
    templates: { pglite, postgres: database },
    async remove() {
      rmSync(pglite, { force: true });
      if (database) await dropDatabase(database);
    }
  };
}

async function buildPglite({ migrationsDirectory, seed }: TemplateOptions): Promise<string> {
  const backend = await createBackend(testConfig({ migrationsDirectory, snapshot: await emptyPglite() }));
  try {
    await seed?.(backend);
    if (!backend.dump) throw new Error('This backend has no dump.');
    return await store(await backend.dump(), join(tmpdir(), `dx-template-${randomUUID()}.tar`));
  } finally {
    await backend.close();
  }
}

async function buildPostgres({ migrationsDirectory, seed }: TemplateOptions): Promise<string | null> {
  if (!process.env.TEST_DATABASE_URL) return null;
  const name = await createDatabase();
  const backend = await createBackend(testConfig({ migrationsDirectory, databaseUrl: databaseUrl(name) }));
  try {
    await seed?.(backend);
  } finally {
    // A template database must have no session of its own when it is copied.
    await backend.close();
  }
  return name;
}

/**
 * A PGlite right after initdb. initdb takes longer than everything else together and its result depends on the
 * version only, so it is kept between runs.
 */
export async function emptyPglite(): Promise<Blob> {
  return readDump(await emptyPgliteFile());
}

/** The file of `emptyPglite`, for `tar`. */
export async function emptyPgliteFile(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const key = createHash('sha256').update(readFileSync(entry)).digest('hex').slice(0, 16);
  const file = resolve(`node_modules/.cache/dx/initdb-${key}.tar`);
  if (!existsSync(file)) {
    mkdirSync(resolve('node_modules/.cache/dx'), { recursive: true });
    const fresh = await openPglite({ directory: null });
    if (fresh.dump) await store(await fresh.dump(), file);
    await fresh.close();
  }
  return file;
}

/** Reads a stored dump. */
export function readDump(file: string): Blob {
  return new Blob([readFileSync(file)]);
}

async function store(dump: Blob, file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, file);
  return file;
}

/** Makes a database with a random name on the test server, as a copy of another when one is named. */
export async function createDatabase(template?: string): Promise<string> {
  const name = `dx_test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator((sql) => sql.unsafe(`create database ${name}${template ? ` template ${template}` : ''}`));
  return name;
}

export async function dropDatabase(name: string): Promise<void> {
  await asAdministrator((sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
}

/** The address of a database on the test server. */
export function databaseUrl(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdministrator(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(process.env.TEST_DATABASE_URL ?? '', { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
