import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** A PostgreSQL server that benchmarks may make databases on. */
export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

type Account = { uid?: number; gid?: number };

const INSTALLED = '/usr/lib/postgresql';

/**
 * The server in TEST_DATABASE_URL, else a new one with the settings PostgreSQL comes with (every commit reaches the
 * disk), removed at the end. Null where neither is to be had.
 */
export async function openPostgresServer(): Promise<PostgresServer | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const binaries = newestBinaries();
  if (!binaries) return null;
  const owner: Account | null = process.getuid?.() === 0 ? accountOf('postgres') : {};
  if (!owner) return null;

  const directory = mkdtempSync(join(tmpdir(), 'dx-bench-pg-'));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const options = { ...owner, cwd: directory };
  const made = spawnSync(join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'bench', '-E', 'UTF8'], options);
  if (made.status !== 0) throw new Error(`initdb failed: ${String(made.stderr)}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`];
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: 'ignore'
  });
  const url = `postgres://bench@127.0.0.1:${port}/postgres`;
  await waitUntilOpen(url, server);
  return {
    url,
    async stop() {
      await end(server, 'SIGINT');
      rmSync(directory, { recursive: true, force: true });
    }
  };
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** A port of the loopback address that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function newestBinaries(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const [newest] = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a));
  const binaries = join(INSTALLED, newest ?? '', 'bin');
  return existsSync(join(binaries, 'initdb')) ? binaries : null;
}

/** PostgreSQL refuses to run as root; Debian's package brings an account for it. */
function accountOf(name: string): Account | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

async function waitUntilOpen(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with code ${server.exitCode}.`);
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return;
    } catch {
      await sleep(200);
    } finally {
      await sql.end();
    }
  }
  await end(server, 'SIGINT');
  throw new Error('PostgreSQL did not open within 20 seconds.');
}
