import type { Connection } from '@supabase/lite';
import { CompiledQuery, type Kysely } from 'kysely';
import { normalizeDbError } from './db-errors.ts';
import type { Mutex } from './mutex.ts';

export type Row = Record<string, unknown>;

/**
 * Runs SQL as the owner and returns the rows of its (last) statement. Only text without parameters may hold several
 * statements. A jsonb parameter is JSON text or an object.
 */
export type Run = <R extends Row = Row>(text: string, parameters?: readonly unknown[]) => Promise<R[]>;

/** On whose behalf a statement runs. */
export interface Identity {
  role: 'anon' | 'authenticated' | 'service_role';
  /** Empty where nobody is signed in. */
  uid: string;
  claims: object;
}

/** One database, reached both by lite and by ourselves. */
export interface DatabaseConnection {
  /** What lite talks through. */
  lite: Connection;
  /** Every request to the tables goes through this. */
  serialData: Mutex;
  /** Every request to the auth endpoints goes through this. */
  serialAuth: Mutex;
  run: Run;
  /** Gives the work one session of its own, for transactions and session locks. */
  session<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Makes the driver know the types that SQL has made since: arrays of one that it does not know arrive as text. */
  readTypes(): Promise<void>;
  /**
   * Runs one statement in a transaction of its own, with the role and claims of a person, in one round trip. Gives its
   * only value. The statement must carry the condition `FOR_A_PERSON`.
   */
  asPerson(identity: Identity, text: string, parameters: readonly string[]): Promise<string | null>;
  /** Whether several processes may use this database at once. */
  shared: boolean;
  /** The files of the database as a tar archive, where the driver holds them. */
  dump?: () => Promise<Blob>;
  close(): Promise<void>;
}

/** Runs the work in one transaction of its own session. */
export function transaction<T>(connection: DatabaseConnection, work: (run: Run) => Promise<T>): Promise<T> {
  return connection.session((run) => inTransaction(run, () => work(run)));
}

/** Runs the work between begin and commit; rolls back when it throws. */
export async function inTransaction<T>(run: Run, work: () => Promise<T>): Promise<T> {
  await run('begin');
  try {
    const result = await work();
    await run('commit');
    return result;
  } catch (error) {
    await run('rollback');
    throw error;
  }
}

/** What PostgREST renders: `2026-01-02T03:04:05+00:00`, where PostgreSQL's text has a blank and a short offset. */
export function isoTimestamp(value: string): string {
  return /^\d{4,}-/.test(value) ? value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00') : value;
}

interface SessionVariables {
  auth?: { uid?: unknown; role?: unknown; jwt?: unknown };
}

/** The members of lite's connections that we replace. They are private there; the tests in tests/backend hold them. */
interface LiteInternals {
  rlsState: 'unknown' | 'active' | 'inactive';
  normalizeDbError: (error: unknown) => unknown;
  applyJwtSessionContext: (db: Kysely<unknown>, variables: SessionVariables) => Promise<void>;
}

/** Milliseconds a statement of a person may take, as on hosted Supabase. PGlite has no timers: no limit there. */
const STATEMENT_LIMITS: Record<string, string> = { anon: '3000', authenticated: '8000' };

/** Repairs a lite connection before its first request. */
export function repairConnection(connection: Connection, options: { timers: boolean }): void {
  const internals = connection as unknown as LiteInternals;
  internals.normalizeDbError = normalizeDbError;
  // 'unknown' would make the first request grant everything on all tables to anon and authenticated.
  internals.rlsState = 'active';
  // lite sets role and claims in six statements per request; one does.
  internals.applyJwtSessionContext = async (db, { auth }) => {
    const role = String(auth?.role || 'anon');
    const claims = typeof auth?.jwt === 'object' && auth.jwt !== null ? auth.jwt : null;
    const values = contextValues({ role, uid: String(auth?.uid ?? ''), claims }, options.timers);
    await db.executeQuery(CompiledQuery.raw(CONTEXT_SQL, values));
  };
}

/** Makes the rest of a transaction run with the rights of somebody. */
export const CONTEXT_SQL = `select set_config('request.jwt.claims', $1, true),
  set_config('request.jwt.claim.sub', $2, true), set_config('request.jwt.claim.role', $3, true),
  set_config('statement_timeout', $4, true), set_config('role', $3, true)`;

/**
 * Identity and statement are sent together. Should the statement ever come to run where the identity was not set, with
 * the rights of the owner, this condition leaves it without a row and undone.
 */
export const FOR_A_PERSON = `current_setting('role') <> 'none'`;

/** The only value of a statement with the condition `FOR_A_PERSON`. */
export function onlyValue<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('A statement ran without the identity it was meant for.');
  return row;
}

/** The parameters of `CONTEXT_SQL`. */
export function contextValues(
  identity: { role: string; uid: string; claims: object | null },
  timers: boolean
): string[] {
  const { role, uid, claims } = identity;
  return [claims ? JSON.stringify(claims) : '', uid, role, (timers && STATEMENT_LIMITS[role]) || '0'];
}
