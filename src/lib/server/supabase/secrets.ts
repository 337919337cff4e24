import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Secrets {
  /** Signs access tokens (HS256). */
  jwtSecret: string;
  /** The key every request carries; public by nature. */
  publishableKey: string;
  /** The key of the jobs; carries `service_role`. */
  secretKey: string;
  /** Keys of the limiter and of our own cookies. */
  signingSecret: string;
}

type Environment = Record<string, string | undefined>;

const FILE = 'secrets.json';
const VARIABLES: Record<keyof Secrets, string> = {
  jwtSecret: 'JWT_SECRET',
  publishableKey: 'PUBLIC_SUPABASE_PUBLISHABLE_KEY',
  secretKey: 'SUPABASE_SECRET_KEY',
  signingSecret: 'APP_SECRET'
};

/** Fresh random secrets. There is no default value anywhere. */
export function createSecrets(): Secrets {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    jwtSecret: random(48),
    publishableKey: `sb_publishable_${random(24)}`,
    secretKey: `sb_secret_${random(32)}`,
    signingSecret: random(48)
  };
}

/**
 * The secrets of this installation: from the environment where set, else from a file in the data directory that is
 * made at the first start and readable by its owner only. Several instances that share one PostgreSQL must be given
 * the same JWT_SECRET and APP_SECRET (or one shared data directory): a token signed by one is checked by the others.
 */
export function loadSecrets(dataDirectory: string, env: Environment): Secrets {
  const secrets = readOrCreate(dataDirectory);
  for (const [key, variable] of Object.entries(VARIABLES) as [keyof Secrets, string][]) {
    const value = env[variable];
    if (!value) continue;
    if (key !== 'publishableKey' && value.length < 32) throw new Error(`${variable} must have at least 32 characters.`);
    secrets[key] = value;
  }
  return secrets;
}

function readOrCreate(dataDirectory: string): Secrets {
  const file = join(dataDirectory, FILE);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const existing = read(file);
  if (existing) return existing;

  const secrets = createSecrets();
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(secrets, null, 2), { mode: 0o600, flush: true });
  try {
    // Linked, not written in place: two first starts at once agree on one set, and nobody reads half a file.
    linkSync(draft, file);
    return secrets;
  } catch (error) {
    const other = read(file);
    if (!other) throw error;
    return other;
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(file: string): Secrets | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed: unknown = JSON.parse(text);
  if (!isSecrets(parsed))
    throw new Error(`${file} is damaged: restore it from a backup, or remove it (everybody signs in again).`);
  return parsed;
}

function isSecrets(value: unknown): value is Secrets {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return Object.keys(VARIABLES).every((key) => typeof record[key] === 'string' && record[key] !== '');
}
