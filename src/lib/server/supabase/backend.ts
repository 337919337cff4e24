import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type BackendConfig, type BackendKind, type Environment } from './config.ts';
import { transaction, type DatabaseConnection, type Run } from './connection.ts';
import { openPglite } from './connection-pglite.ts';
import { openPostgres } from './connection-postgres.ts';
import { startEmbedded } from './embedded.ts';
import { Outbox } from './mail.ts';
import { appliedVersions, readMigrations, type MigrationReport } from './migrate.ts';
import { remoteState, remoteVerifier } from './remote.ts';
import { verifyHs256, type TokenClaims } from './tokens.ts';

export type { Run } from './connection.ts';

interface Readiness {
  /** Whether the database answers. */
  database: boolean;
  /** `unknown` on a Supabase project whose schema does not tell. */
  migrations: 'current' | 'behind' | 'unknown';
}

/** Where the application keeps its data: the same three things whatever stands behind them. */
export interface Backend {
  kind: BackendKind;
  url: string;
  publishableKey: string;
  /** Carries `service_role`; for src/lib/server/jobs only. Undefined on Supabase without SUPABASE_SECRET_KEY. */
  secretKey: string | undefined;
  /** For `createClient(url, key, { global: { fetch } })`. */
  fetch: typeof globalThis.fetch;
  /** Key of the limiter's and cookies' HMACs. */
  signingSecret: string;
  /** What migrations did at this start. */
  migrations: MigrationReport;
  /** Where mails of the embedded auth service wait; null on Supabase, which sends its own. */
  mailDirectory: string | null;
  /** Calls a listener whenever the auth service has put mails there. */
  onMail(listener: () => void): void;
  /** Where files of evidence lie; null on Supabase, which keeps them in its Storage. */
  fileDirectory: string | null;
  /** The claims of an access token, or null when it is not valid. Local, without a request, wherever it can be. */
  verifyToken(accessToken: string): Promise<TokenClaims | null>;
  ready(): Promise<Readiness>;
  /** SQL as the owner, past row level security: for seeds, tests and scripts, never for a request. */
  sql: Run;
  /** One transaction as the owner. Use only the function it is given: `sql` would wait for ever. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Makes the API see tables and functions that were changed by `sql`. */
  reloadSchema(): Promise<void>;
  /** The files of an embedded database as a tar archive; undefined on the others, which have their own tools. */
  dump?: () => Promise<Blob>;
  close(): Promise<void>;
}

const SINGLETON = Symbol.for('dx.backend');
const shared = globalThis as typeof globalThis & { [SINGLETON]?: Promise<Backend> | undefined };
let opened: Backend | undefined;

/** Opens the process's backend; a second call (a module reloaded by Vite) gets the same one. */
export async function openBackend(env: Environment): Promise<Backend> {
  shared[SINGLETON] ??= createBackend(readConfig(env));
  try {
    opened = await shared[SINGLETON];
    return opened;
  } catch (error) {
    shared[SINGLETON] = undefined;
    throw error;
  }
}

/** The process's backend, opened before by `openBackend`. */
export function getBackend(): Backend {
  if (!opened) throw new Error('The backend is not open: openBackend() comes first.');
  return opened;
}

/** Opens a backend of its own, beside the process's one: for tests and scripts. */
export async function createBackend(config: BackendConfig): Promise<Backend> {
  if (config.kind === 'supabase') return remoteBackend(config);
  const connection = await openConnection(config);
  try {
    return await localBackend(config, connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function openConnection(config: BackendConfig): Promise<DatabaseConnection> {
  if (config.databaseUrl) return openPostgres({ url: config.databaseUrl, poolSize: config.poolSize });
  const directory = config.dataDirectory === null ? null : join(config.dataDirectory, 'pg');
  return openPglite({ directory, ...(config.snapshot && { snapshot: config.snapshot }) });
}

async function localBackend(config: BackendConfig, connection: DatabaseConnection): Promise<Backend> {
  const { secrets } = config;
  const outbox = new Outbox(config.dataDirectory);
  const migrations = readMigrations(config.migrationsDirectory);
  const api = await startEmbedded(config, connection, migrations, outbox);
  for (const name of api.migrations.changed)
    process.emitWarning(`Migration ${name} was changed after it was applied here.`);
  return {
    kind: config.kind,
    url: 'http://embedded.invalid',
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    fetch: api.fetch,
    signingSecret: secrets.signingSecret,
    migrations: api.migrations,
    mailDirectory: outbox.directory,
    onMail(listener) {
      outbox.kept = listener;
    },
    // Beside a database in memory, for tests, they go where the system cleans up.
    fileDirectory: config.dataDirectory
      ? join(config.dataDirectory, 'files')
      : join(tmpdir(), `dx-files-${process.pid}`),
    verifyToken: async (token) => verifyHs256(token, secrets.jwtSecret),
    async ready() {
      try {
        const applied = await appliedVersions(connection.run);
        return {
          database: true,
          migrations: migrations.every(({ version }) => applied.has(version)) ? 'current' : 'behind'
        };
      } catch {
        return { database: false, migrations: 'unknown' };
      }
    },
    sql: connection.run,
    transaction: (work) => transaction(connection, work),
    reloadSchema: api.reloadSchema,
    ...(connection.dump && { dump: connection.dump }),
    async close() {
      await connection.close();
      outbox.close();
    }
  };
}

function remoteBackend(config: BackendConfig): Backend {
  const { secrets } = config;
  const url = (config.supabaseUrl ?? '').replace(/\/+$/, '');
  const newest = readMigrations(config.migrationsDirectory).at(-1)?.version ?? '';
  const noOwner = async (): Promise<never> => {
    throw new Error('There is no SQL as the owner on Supabase: use `supabase db push` or its SQL editor.');
  };
  return {
    kind: 'supabase',
    url,
    publishableKey: secrets.publishableKey,
    secretKey: config.hasSecretKey ? secrets.secretKey : undefined,
    fetch: globalThis.fetch,
    signingSecret: secrets.signingSecret,
    migrations: { applied: [], changed: [] },
    mailDirectory: null,
    onMail: () => undefined,
    fileDirectory: null,
    verifyToken: remoteVerifier(url, secrets.publishableKey, config.sharedJwtSecret),
    async ready() {
      const { database, version } = await remoteState(url, secrets.publishableKey);
      if (version === null) return { database, migrations: 'unknown' };
      return { database, migrations: version >= newest ? 'current' : 'behind' };
    },
    sql: noOwner as Run,
    transaction: noOwner,
    reloadSchema: async () => undefined,
    close: async () => undefined
  };
}
