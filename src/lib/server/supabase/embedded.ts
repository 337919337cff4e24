import type { App } from '@supabase/lite';
import { join } from 'node:path';
import { afterAuth, beforeAuth, type AuthCall } from './auth-repairs.ts';
import { BOOTSTRAP_SQL, PREPARE_LOCK } from './bootstrap.ts';
import type { BackendConfig } from './config.ts';
import type { DatabaseConnection } from './connection.ts';
import { createDirectRpc, type DirectRpc } from './direct-rpc.ts';
import { loadLite } from './load-lite.ts';
import { CODE, MAIL_TEMPLATES, type Outbox } from './mail.ts';
import { applyMigrations, type Migration, type MigrationReport } from './migrate.ts';

export interface EmbeddedApi {
  /** For `createClient(url, key, { global: { fetch } })`: answers /rest/v1 and /auth/v1, nothing else. */
  fetch: typeof globalThis.fetch;
  migrations: MigrationReport;
  /** Makes lite read tables and functions again after they were changed by SQL. */
  reloadSchema(): Promise<void>;
}

/** Starts PostgREST and auth endpoints on a database and brings its schema up to date. */
export async function startEmbedded(
  config: BackendConfig,
  connection: DatabaseConnection,
  migrations: readonly Migration[],
  outbox: Outbox
): Promise<EmbeddedApi> {
  const app = await createApp(config, connection, outbox);
  const report = await prepare(app, connection, migrations);
  await connection.readTypes();
  await connection.lite.clearSchemaCache();
  const rpc = createDirectRpc(connection, config.secrets);
  return {
    fetch: createFetch(app, config, connection, outbox, rpc),
    migrations: report,
    async reloadSchema() {
      rpc.reload();
      await connection.readTypes();
      await connection.serialData(() => connection.lite.clearSchemaCache());
    }
  };
}

async function createApp(config: BackendConfig, connection: DatabaseConnection, outbox: Outbox): Promise<App> {
  const { App: LiteApp } = await loadLite();
  const emitWarning = process.emitWarning;
  const app = new LiteApp({
    connection: connection.lite,
    api: { schemas: ['public'], max_rows: 1000 },
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: config.secrets.jwtSecret,
      publishable_key: config.secrets.publishableKey,
      secret_key: config.secrets.secretKey,
      site_url: config.siteUrl,
      additional_redirect_urls: [],
      jwt_expiry: 3600,
      enable_refresh_token_rotation: true,
      minimum_password_length: 10,
      email: {
        enable_signup: true,
        enable_confirmations: config.confirmEmail,
        otp_length: CODE.length,
        otp_expiry: CODE.expiry,
        // The mail goes to the new address, which proves that it can be read. With lite's other way only the old
        // address confirms, and a mistyped new one locks its owner out.
        double_confirm_changes: false,
        template: Object.fromEntries(
          Object.entries(MAIL_TEMPLATES).map(([name, { subject }]) => [
            name,
            { subject, content_path: join(config.templatesDirectory, `${name}.html`) }
          ])
        )
      }
    },
    studio: { enabled: false },
    options: { server: { admin: false, disableStudio: true }, drivers: { email: outbox } }
  });
  await app.init();
  process.emitWarning = emitWarning;
  return app;
}

/** System schema, roles, extensions, migrations; on a shared database by one process at a time. */
async function prepare(
  app: App,
  connection: DatabaseConnection,
  migrations: readonly Migration[]
): Promise<MigrationReport> {
  if (!connection.shared) {
    await app.ensureSystemSchema();
    await connection.run(BOOTSTRAP_SQL);
    return connection.session((run) => applyMigrations(run, migrations));
  }
  return connection.session(async (run) => {
    await run(`select pg_advisory_lock(${PREPARE_LOCK})`);
    try {
      await app.ensureSystemSchema();
      await run(BOOTSTRAP_SQL);
      return await applyMigrations(run, migrations);
    } finally {
      await run(`select pg_advisory_unlock(${PREPARE_LOCK})`);
    }
  });
}

function createFetch(
  app: App,
  config: BackendConfig,
  connection: DatabaseConnection,
  outbox: Outbox,
  rpc: DirectRpc
): typeof globalThis.fetch {
  const context = { config, connection, outbox };
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname.startsWith('/rest/v1/rpc/') && init && !(input instanceof Request)) {
      const answer = await rpc.answer(url, init);
      if (answer) return answer;
    }
    const request = input instanceof Request && !init ? input : new Request(input, init);
    const { pathname } = url;
    if (pathname.startsWith('/rest/v1/')) return connection.serialData(() => app.fetch(request, { peerAddress: null }));
    if (!pathname.startsWith('/auth/v1/')) return new Response('not found', { status: 404 });

    const call = await readCall(request, pathname);
    const { undo, body } = await beforeAuth(call, context);
    const answer = () => app.fetch(body ? withBody(request, body) : request, { peerAddress: null });
    const { response, mails } = await connection.serialAuth(async () => {
      const given = await oneRefreshAtATime(call, connection, answer);
      return { response: given, mails: outbox.take() };
    });
    if (!response.ok) await undo?.();
    // Written before the answer, so that nobody is told to look for a mail that was never kept; outside the queue,
    // so that a slow disk does not hold up other requests.
    outbox.keep(mails);
    return afterAuth(call, response, context);
  };
}

/**
 * Instances that share a database must not renew one session at the same time either: lite would take the second
 * renewal for a stolen token and end the session.
 */
async function oneRefreshAtATime<T>(
  call: AuthCall,
  connection: DatabaseConnection,
  work: () => Promise<T>
): Promise<T> {
  const token = call.body.refresh_token;
  if (!connection.shared || typeof token !== 'string') return work();
  return connection.session(async (run) => {
    await run('select pg_advisory_lock(hashtextextended($1, 1))', [token]);
    try {
      return await work();
    } finally {
      await run('select pg_advisory_unlock(hashtextextended($1, 1))', [token]);
    }
  });
}

async function readCall(request: Request, path: string): Promise<AuthCall> {
  const { method } = request;
  let body: unknown = null;
  if (method === 'POST') {
    try {
      body = await request.clone().json();
    } catch {
      // lite says what is wrong with it.
    }
  }
  return { path, method, body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {} };
}

function withBody({ url, method, headers }: Request, body: object): Request {
  const changed = new Headers(headers);
  changed.delete('content-length');
  return new Request(url, { method, headers: changed, body: JSON.stringify(body) });
}
