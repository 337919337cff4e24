import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackend, type Run } from '../../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../../src/lib/server/supabase/config.ts';
import { seedTemplate } from '../../support/seed-template.ts';
import { createDatabase, databaseUrl, dropDatabase } from '../../support/templates.ts';
import { end, freePort } from './postgres.ts';
import { addOwners, type Owner } from './owners.ts';

/** The built server on a database of its own, with firms and their owners in it. */
export interface Site {
  url: string;
  owners: Owner[];
  /** Milliseconds of processor time the server has used so far; NaN where the system does not tell. */
  processorTime(): number;
  /** SQL on the database; only after `stop`, because an embedded one belongs to one process. */
  ask<R extends Record<string, unknown>>(text: string): Promise<R[]>;
  /** Ends the server and keeps the data. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export interface SiteOptions {
  driver: 'pglite' | 'postgres';
  owners: number;
  /** Runs on the database before the server has it. */
  prepare?: (run: Run) => Promise<unknown>;
}

/** Makes the database, fills it, and starts the server on it. */
export async function openSite({ driver, owners: count, prepare }: SiteOptions): Promise<Site> {
  const directory = mkdtempSync(join(tmpdir(), 'dx-bench-'));
  const database = driver === 'postgres' ? await createDatabase() : null;
  const environment = { DATA_DIR: directory, DATABASE_URL: database ? databaseUrl(database) : '' };
  const withDatabase = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    const backend = await createBackend(readConfig(environment));
    try {
      await seedTemplate(backend);
      return await work(backend.sql);
    } finally {
      await backend.close();
    }
  };
  const remove = async () => {
    if (database) await dropDatabase(database);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const { secrets } = readConfig(environment);
    const owners = await withDatabase(async (run) => {
      await prepare?.(run);
      return addOwners(run, count, secrets.jwtSecret);
    });
    const server = await startServer(environment);
    return { ...server, owners, ask: (text) => withDatabase((run) => run(text)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

type Server = Pick<Site, 'url' | 'processorTime' | 'stop'>;

async function startServer(environment: NodeJS.ProcessEnv): Promise<Server> {
  const entry = resolve('build/index.js');
  if (!existsSync(entry)) throw new Error('There is no build: `npm run bench` makes one.');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const server = spawn(process.execPath, [...options, entry], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: url,
      DEMO: '0',
      BODY_SIZE_LIMIT: '6M',
      SHUTDOWN_TIMEOUT: '2',
      ...environment
    }
  });
  const stop = () => end(server, 'SIGTERM');
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}.`);
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) return { url, processorTime: () => processorTime(server.pid), stop };
    await sleep(100);
  }
  await stop();
  throw new Error('The server was not ready within a minute.');
}

/** Linux counts user and system time in hundredths of a second, all threads together. */
function processorTime(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return NaN;
  // The second field is the name in brackets, which may hold blanks.
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
