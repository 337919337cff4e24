import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Directories this process holds; a pid alone cannot tell a second opening in the same process from a stale lock. */
const held: Set<string> =
  ((globalThis as Record<symbol, unknown>)[Symbol.for('dx.directory-locks')] as Set<string>) ?? new Set();
(globalThis as Record<symbol, unknown>)[Symbol.for('dx.directory-locks')] = held;

class DirectoryInUseError extends Error {
  constructor(directory: string, owner: string) {
    super(
      `The data directory ${directory} is in use by ${owner}. Stop that process first, or set DATA_DIR to another directory.`
    );
    this.name = 'DirectoryInUseError';
  }
}

/**
 * Takes the lock file beside a data directory and returns the function that releases it.
 * PGlite has no lock of its own: two processes on one directory lose each other's data without a word.
 * The lock names a process by pid and start time, so that a reused pid (usual in containers) does not look alive.
 */
export function lockDirectory(path: string): () => void {
  const directory = resolve(path);
  const file = join(dirname(directory), `.${basename(directory)}.lock`);
  if (held.has(directory)) throw new DirectoryInUseError(path, 'this process');
  mkdirSync(dirname(directory), { recursive: true });

  const mine = `${process.pid} ${startTime(process.pid) ?? '-'} ${randomUUID()}`;
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    take(path, file, draft);
  } finally {
    rmSync(draft, { force: true });
  }
  held.add(directory);

  const release = () => {
    held.delete(directory);
    process.off('exit', release);
    if (read(file) === mine) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return release;
}

/** A hard link is made whole or not at all, so the lock never exists without its content. */
function take(path: string, file: string, draft: string): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      linkSync(draft, file);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const seen = read(file);
    if (seen === null) continue;
    const owner = liveOwner(seen);
    if (owner !== null) throw new DirectoryInUseError(path, `process ${owner}`);
    discard(file, seen);
  }
  throw new DirectoryInUseError(path, 'another process that is starting');
}

/** Moves a stale lock away; puts it back when another process replaced it between our look and our move. */
function discard(file: string, seen: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== seen) linkSync(aside, file);
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function liveOwner(content: string): number | null {
  const [pidText, started] = content.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return null;
  }
  const now = startTime(pid);
  return now === null || started === undefined || started === '-' || now === started ? pid : null;
}

/** Clock ticks since boot at which a process started; null where /proc does not exist. */
function startTime(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The name in the second field may hold spaces and parentheses: count from the last parenthesis.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
