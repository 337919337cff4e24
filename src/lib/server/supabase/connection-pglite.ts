import type { PgliteConnection } from '@supabase/lite/pglite';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CONTEXT_SQL,
  contextValues,
  inTransaction,
  isoTimestamp,
  repairConnection,
  type DatabaseConnection,
  type Identity,
  type Row,
  type Run
} from './connection.ts';
import { hideValues } from './db-errors.ts';
import { lockDirectory } from './directory-lock.ts';
import { loadLitePglite } from './load-lite.ts';
import { createMutex } from './mutex.ts';

/** Extensions that hosted Supabase and PostgreSQL's contrib package offer too. pgcrypto is loaded by lite itself. */
const EXTENSIONS = ['pg_trgm', 'citext', 'unaccent', 'btree_gist'];

export interface PgliteOptions {
  /** Null keeps everything in memory. */
  directory: string | null;
  /** A dump of another PGlite to start from (in memory only). */
  snapshot?: Blob;
}

export async function openPglite({ directory, snapshot }: PgliteOptions): Promise<DatabaseConnection> {
  const release = directory === null ? undefined : lockDirectory(directory);
  try {
    if (directory !== null) await initialise(directory);
    const connection = await connect(directory, snapshot);
    await connection.driver.exec(`set search_path = "$user", public, extensions; set timezone = 'UTC'`);
    repairConnection(connection, { timers: false });
    return describe(connection, release);
  } catch (error) {
    release?.();
    throw error;
  }
}

function describe(connection: PgliteConnection, release: (() => void) | undefined): DatabaseConnection {
  const { driver } = connection;
  const run: Run = async <R extends Row>(text: string, parameters?: readonly unknown[]): Promise<R[]> => {
    if (parameters && parameters.length > 0) return (await driver.query<R>(text, [...parameters])).rows;
    return ((await driver.exec(text)).at(-1)?.rows ?? []) as R[];
  };
  // PGlite has one session: two requests at once would interleave their transactions, roles and claims.
  const serial = createMutex();
  return {
    lite: connection,
    serialData: serial,
    serialAuth: serial,
    run: (text, parameters) => serial(() => run(text, parameters)),
    session: (work) =>
      serial(async () => {
        try {
          return await work(run);
        } finally {
          // Migrations make types; arrays of one that the driver does not know would arrive as text.
          await driver.refreshArrayTypes();
        }
      }),
    asPerson: <R extends Row>(identity: Identity, text: string, parameters: readonly unknown[]) =>
      serial(() =>
        inTransaction(run, async () => {
          await run(CONTEXT_SQL, contextValues(identity, false));
          return run<R>(text, parameters);
        })
      ),
    shared: false,
    dump: () => serial(() => driver.dumpDataDir('none')),
    async close() {
      await serial(() => connection.close());
      release?.();
    }
  };
}

/**
 * Makes a new database beside its directory and moves it there when it is whole: a process killed during initdb
 * would leave a directory that never opens again.
 */
async function initialise(directory: string): Promise<void> {
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const draft = `${directory}.init`;
  rmSync(draft, { recursive: true, force: true });
  const connection = await connect(draft);
  await connection.close();
  rmSync(directory, { recursive: true, force: true });
  renameSync(draft, directory);
}

async function connect(directory: string | null, snapshot?: Blob): Promise<PgliteConnection> {
  const { createPgliteConnection } = await loadLitePglite();
  const connection = await createPgliteConnection({
    url: directory ?? undefined,
    pgliteOptions: {
      extensions: contribExtensions(),
      parsers: { 1114: isoTimestamp, 1184: isoTimestamp, 1700: Number },
      ...(snapshot && { loadDataDir: snapshot })
    }
  });
  const { driver } = connection;
  await driver.waitReady;
  const query = driver.query.bind(driver);
  driver.query = async (...call: Parameters<typeof query>) => {
    try {
      return await query(...call);
    } catch (error) {
      throw hideValues(error);
    }
  };
  return connection;
}

function contribExtensions(): Record<string, URL> {
  const release = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  return Object.fromEntries(EXTENSIONS.map((name) => [name, pathToFileURL(join(release, `${name}.tar.gz`))]));
}
