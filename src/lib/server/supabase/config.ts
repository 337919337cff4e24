import { resolve } from 'node:path';
import { loadSecrets, type Secrets } from './secrets.ts';

export type BackendKind = 'embedded' | 'postgres' | 'supabase';
export type Environment = Record<string, string | undefined>;

/** Everything that decides how the backend is opened. */
export interface BackendConfig {
  kind: BackendKind;
  /** Null keeps an embedded database in memory and drops mail after it was read. */
  dataDirectory: string | null;
  databaseUrl: string | null;
  supabaseUrl: string | null;
  poolSize: number;
  migrationsDirectory: string;
  templatesDirectory: string;
  /** The address people use; mails link to it. */
  siteUrl: string;
  confirmEmail: boolean;
  secrets: Secrets;
  /** False on Supabase when no secret key is given: then there are no jobs. */
  hasSecretKey: boolean;
  /** JWT_SECRET of a Supabase project that still signs tokens with a shared secret. */
  sharedJwtSecret?: string;
  /** A PGlite dump to start from, in memory only. */
  snapshot?: Blob;
}

/** Reads the configuration of the backend from environment variables; see the README for their meaning. */
export function readConfig(env: Environment): BackendConfig {
  const kind = chooseKind(env);
  const root = resolve(env.APP_ROOT || process.cwd());
  const dataDirectory = resolve(root, env.DATA_DIR || '.data');
  return {
    kind,
    dataDirectory,
    databaseUrl: env.DATABASE_URL || null,
    supabaseUrl: env.PUBLIC_SUPABASE_URL || null,
    poolSize: positive(env.PG_POOL, 10),
    migrationsDirectory: resolve(root, 'supabase/migrations'),
    templatesDirectory: resolve(root, 'supabase/templates'),
    siteUrl: (env.ORIGIN || `http://${isLoopback(env.HOST) ? '127.0.0.1' : env.HOST}:${env.PORT || '3000'}`).replace(
      /\/+$/,
      ''
    ),
    confirmEmail: switched(env.CONFIRM_EMAIL) ?? !(kind === 'embedded' && isLoopback(env.HOST) && switched(env.DEMO)),
    secrets: loadSecrets(dataDirectory, env),
    hasSecretKey: kind !== 'supabase' || Boolean(env.SUPABASE_SECRET_KEY),
    ...(env.JWT_SECRET && { sharedJwtSecret: env.JWT_SECRET })
  };
}

function chooseKind(env: Environment): BackendKind {
  if (!env.PUBLIC_SUPABASE_URL) return env.DATABASE_URL ? 'postgres' : 'embedded';
  if (!env.PUBLIC_SUPABASE_PUBLISHABLE_KEY)
    throw new Error('PUBLIC_SUPABASE_URL needs PUBLIC_SUPABASE_PUBLISHABLE_KEY beside it.');
  return 'supabase';
}

function isLoopback(host: string | undefined): boolean {
  return !host || host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** A switch in the environment: undefined when it is not set. */
function switched(value: string | undefined): boolean | undefined {
  if (!value) return undefined;
  return !['0', 'false', 'off', 'no'].includes(value.toLowerCase());
}

function positive(value: string | undefined, otherwise: number): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
