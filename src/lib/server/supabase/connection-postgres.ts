import postgres, { type PostgresType, type ReservedSql, type Sql } from 'postgres';
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
import { loadLitePostgres } from './load-lite.ts';
import { createMutex, noMutex } from './mutex.ts';

export interface PostgresOptions {
  url: string;
  poolSize: number;
}

export async function openPostgres({ url, poolSize }: PostgresOptions): Promise<DatabaseConnection> {
  const { createPostgresConnection } = await loadLitePostgres();
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: poolSize,
      onnotice: () => undefined,
      connection: { TimeZone: 'UTC', search_path: '"$user", public, extensions', application_name: 'dx-readiness' },
      types: {
        timestamp: timestampType(1114),
        timestamptz: timestampType(1184),
        json: jsonType(114),
        jsonb: jsonType(3802),
        numeric: NUMERIC
      }
    }
  });
  const driver: Sql = connection.driver;
  hideValuesOfReserved(driver);
  repairConnection(connection, { timers: true });
  return {
    lite: connection,
    serialData: noMutex,
    // Two refreshes of one session at once would revoke it, and lite's auth service keeps a transaction in a field.
    serialAuth: createMutex(),
    run: runOn(driver),
    async session(work) {
      const reserved = await driver.reserve();
      try {
        return await work(runOn(reserved));
      } finally {
        reserved.release();
      }
    },
    readTypes: () => readTypes(driver),
    asPerson: (identity, text, parameters) => runAs(driver, identity, text, parameters),
    shared: true,
    close: () => driver.end({ timeout: 5 })
  };
}

/** The driver reads types when a connection opens, for all that share its options: so one is opened and closed. */
async function readTypes(driver: Sql): Promise<void> {
  const other = postgres(driver.options as unknown as postgres.Options<Record<string, PostgresType>>);
  await other`select 1`;
  await other.end();
}

function runOn(driver: Sql | ReservedSql): Run {
  return async <R extends Row>(text: string, parameters?: readonly unknown[]): Promise<R[]> => {
    if (parameters && parameters.length > 0) return [...(await driver.unsafe<R[]>(text, parameters as never[]))];
    const result: unknown = await driver.unsafe(text).simple();
    const rows = Array.isArray(result) && Array.isArray(result.at(-1)) ? (result.at(-1) as R[]) : (result as R[]);
    return [...rows];
  };
}

/**
 * Begin, identity, statement and commit go out together and are answered in turn: one round trip. Where the identity
 * cannot be set, the transaction is broken and PostgreSQL refuses the statement; a commit then rolls back.
 */
async function runAs(
  driver: Sql,
  identity: Identity,
  text: string,
  parameters: readonly string[]
): Promise<string | null> {
  const session = await driver.reserve();
  try {
    // A query of this driver starts when it is executed or awaited; here the order decides whose rights count.
    const sent = [
      session.unsafe('begin').execute(),
      session.unsafe(CONTEXT_SQL, contextValues(identity, true), { prepare: true }).execute(),
      session
        .unsafe(text, [...parameters], { prepare: true })
        .values()
        .execute(),
      session.unsafe('commit').execute()
    ];
    const answers = await Promise.allSettled(sent);
    // The first that failed is the cause of the others.
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    const [, , rows] = await Promise.all(sent);
    return onlyValue(rows as unknown as (string | null)[][])[0] ?? null;
  } finally {
    session.release();
  }
}

/** lite reaches the pool through reserved sessions only; what fails there must not be printed with its values. */
function hideValuesOfReserved(driver: Sql): void {
  const reserve = driver.reserve.bind(driver);
  driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe.bind(reserved);
    reserved.unsafe = ((...call: Parameters<typeof unsafe>) => {
      const query = unsafe(...call);
      const then = query.then.bind(query);
      query.then = (onRows, onError) =>
        then(onRows, (error: unknown) => {
          hideValues(error);
          if (onError) return onError(error);
          throw error;
        });
      return query;
    }) as typeof reserved.unsafe;
    return reserved;
  };
}

/** PostgREST writes numeric as a JSON number; lite would answer '0.10' with a string. */
const NUMERIC: PostgresType<number> = { to: 1700, from: [1700], serialize: String, parse: Number };

function timestampType(oid: number): PostgresType<string> {
  return { to: oid, from: [oid], serialize: (value) => value, parse: isoTimestamp };
}

/** lite hands over jsonb as text that is JSON already; a second encoding would store a string. */
function jsonType(oid: number): PostgresType<unknown> {
  return {
    to: oid,
    from: [oid],
    serialize: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text) as unknown
  };
}
