import type { PGlite, protocol } from '@electric-sql/pglite';
import type { PgliteConnection } from '@supabase/lite/pglite';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CONTEXT_SQL,
  contextValues,
  isoTimestamp,
  onlyValue,
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
    const { protocol } = await import('@electric-sql/pglite');
    return describe(connection, protocol.serialize, release);
  } catch (error) {
    release?.();
    throw error;
  }
}

function describe(
  connection: PgliteConnection,
  serialize: typeof protocol.serialize,
  release: (() => void) | undefined
): DatabaseConnection {
  const { driver } = connection;
  const run: Run = async <R extends Row>(text: string, parameters?: readonly unknown[]): Promise<R[]> => {
    if (parameters && parameters.length > 0) return (await driver.query<R>(text, [...parameters])).rows;
    return ((await driver.exec(text)).at(-1)?.rows ?? []) as R[];
  };
  // PGlite has one session: two requests at once would interleave their transactions, roles and claims.
  const serial = createMutex();
  const runAs = createRunAs(driver, serialize);
  return {
    lite: connection,
    serialData: serial,
    serialAuth: serial,
    run: (text, parameters) => serial(() => run(text, parameters)),
    session: (work) => serial(() => work(run)),
    readTypes: () => serial(() => driver.refreshArrayTypes()),
    asPerson: (identity, text, parameters) => serial(() => runAs(identity, text, parameters)),
    shared: false,
    dump: () => serial(() => driver.dumpDataDir('none')),
    async close() {
      await serial(() => connection.close());
      release?.();
    }
  };
}

/**
 * Identity and statement, prepared once each, in one message: up to its `sync` it is one transaction, and what follows
 * a failure is skipped. A sixth of the time of four queries.
 */
function createRunAs(driver: PGlite, serialize: typeof protocol.serialize) {
  const prepared = new Map<string, string>();
  const prepare = async (text: string): Promise<string> => {
    const known = prepared.get(text);
    if (known) return known;
    const name = `dx${prepared.size}`;
    await driver.execProtocol(Buffer.concat([serialize.parse({ name, text }), serialize.sync()]));
    prepared.set(text, name);
    return name;
  };
  const call = (statement: string, values: string[]) =>
    Buffer.concat([serialize.bind({ statement, values }), serialize.execute({})]);

  return async (identity: Identity, text: string, parameters: readonly string[]): Promise<string | null> => {
    try {
      const context = call(await prepare(CONTEXT_SQL), contextValues(identity, false));
      const statement = call(await prepare(text), [...parameters]);
      const { messages } = await driver.execProtocol(Buffer.concat([context, statement, serialize.sync()]));
      // The first row says that the identity is set.
      const [, ...rows] = messages.filter(({ name }) => name === 'dataRow');
      return (onlyValue(rows) as InstanceType<typeof protocol.messages.DataRowMessage>).fields[0] ?? null;
    } catch (error) {
      throw hideValues(error);
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
