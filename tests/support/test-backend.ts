import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { inject } from 'vitest';
import type { Database } from '../../src/lib/db/types.generated.ts';
import { createBackend, type Backend, type Run } from '../../src/lib/server/supabase/backend.ts';
import type { BackendConfig } from '../../src/lib/server/supabase/config.ts';
import { signHs256 } from '../../src/lib/server/supabase/tokens.ts';
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  emptyPglite,
  readDump,
  testConfig,
  type Seed,
  type Templates
} from './templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    templates: Templates;
  }
}

export type Driver = 'pglite' | 'postgres';

/** The drivers of this run: PGlite always, PostgreSQL when TEST_DATABASE_URL names a server. */
export const DRIVERS: Driver[] = process.env.TEST_DATABASE_URL ? ['pglite', 'postgres'] : ['pglite'];

export interface TestBackendOptions {
  driver?: Driver;
  /** Another folder of migrations; without it the run's template (migrated and seeded) is copied. */
  migrationsDirectory?: string;
  /** Called on the fresh database; only with `migrationsDirectory`. */
  seed?: Seed;
  config?: Partial<BackendConfig>;
}

interface NewPerson {
  password?: string;
  confirmed?: boolean;
  metadata?: Record<string, unknown>;
}

/** A fresh database with its API. `D` is the generated schema unless a test brings its own migrations. */
export interface TestBackend<D = Database> {
  backend: Backend;
  config: BackendConfig;
  /** A client that is not signed in. */
  anon: SupabaseClient<D>;
  /** A client with the secret key (`service_role`), as the jobs have it. */
  service: SupabaseClient<D>;
  /** A client signed in as the person with this address or user id; an unknown address is registered first. */
  as(person: string): Promise<SupabaseClient<D>>;
  /** Registers a person by SQL and returns the user's id. The password is `password-1234` unless given. */
  createPerson(email: string, person?: NewPerson): Promise<string>;
  /** An access token as the auth service would give it. */
  tokenFor(person: string): Promise<string>;
  sql: Run;
  close(): Promise<void>;
}

/** Opens a database for one test file. Close it in `afterAll`. */
export async function openTestBackend<D = Database>(options: TestBackendOptions = {}): Promise<TestBackend<D>> {
  const { config, remove } = await prepare(options);
  const backend = await createBackend(config);
  if (options.migrationsDirectory) await options.seed?.(backend);
  const client = (key: string, token?: string) =>
    createClient<D>(backend.url, key, {
      global: { fetch: backend.fetch, ...(token && { headers: { Authorization: `Bearer ${token}` } }) },
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
    });
  const createPerson = (email: string, person: NewPerson = {}) =>
    insertPerson(backend.sql, email.toLowerCase(), person);
  const tokenFor = async (person: string) => {
    const { id, email } = await findPerson(backend.sql, person, createPerson);
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: id, email, role: 'authenticated', aud: 'authenticated', iat: now, exp: now + 3600 };
    return signHs256(claims, config.secrets.jwtSecret);
  };
  return {
    backend,
    config,
    anon: client(backend.publishableKey),
    service: client(config.secrets.secretKey),
    as: async (person) => client(backend.publishableKey, await tokenFor(person)),
    createPerson,
    tokenFor,
    sql: backend.sql,
    async close() {
      await backend.close();
      await remove();
    }
  };
}

async function prepare(options: TestBackendOptions): Promise<{ config: BackendConfig; remove: () => Promise<void> }> {
  const { driver = 'pglite', migrationsDirectory } = options;
  const own = { ...(migrationsDirectory && { migrationsDirectory }), ...options.config };
  const templates = migrationsDirectory ? null : inject('templates');
  if (driver === 'pglite') {
    const snapshot = templates ? readDump(templates.pglite) : await emptyPglite();
    return { config: testConfig({ snapshot, ...own }), remove: async () => undefined };
  }
  const database = await createDatabase(templates?.postgres ?? undefined);
  return { config: testConfig({ databaseUrl: databaseUrl(database), ...own }), remove: () => dropDatabase(database) };
}

async function findPerson(
  run: Run,
  person: string,
  create: (email: string) => Promise<string>
): Promise<{ id: string; email: string }> {
  const column = person.includes('@') ? 'email' : 'id::text';
  const [row] = await run<{ id: string; email: string }>(`select id, email from auth.users where ${column} = $1`, [
    person.toLowerCase()
  ]);
  if (row) return row;
  if (!person.includes('@')) throw new Error(`There is no user ${person}.`);
  return { id: await create(person), email: person.toLowerCase() };
}

async function insertPerson(run: Run, email: string, person: NewPerson): Promise<string> {
  const { password = 'password-1234', confirmed = true, metadata = {} } = person;
  const [row] = await run<{ id: string }>(
    `with person as (
       insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
       values (gen_random_uuid(), 'authenticated', 'authenticated', $1, extensions.crypt($2, extensions.gen_salt('bf', 4)),
         case when $3::boolean then now() end, '{"provider":"email","providers":["email"]}', $4::jsonb)
       returning id
     ), identity as (
       insert into auth.identities (id, provider, provider_id, user_id, identity_data)
       select gen_random_uuid(), 'email', id::text, id, jsonb_build_object('sub', id, 'email', $1::text) from person
     )
     select id from person`,
    [email, password, confirmed, JSON.stringify(metadata)]
  );
  if (!row) throw new Error(`${email} was not registered.`);
  return row.id;
}
