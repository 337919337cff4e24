import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStore } from '../../src/lib/server/files/disk-store.ts';
import { createBackend, type Backend } from '../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';
import { lockDirectory } from '../../src/lib/server/supabase/directory-lock.ts';
import { emptyPgliteFile } from '../support/templates.ts';
import { FIXTURE_MIGRATIONS } from './support.ts';

const WRITER = 'tests/backend/fixtures/writer.ts';

/** What happens to a data directory when processes are killed or come in pairs. */
describe('a data directory', () => {
  let directory: string;
  let child: ChildProcess | undefined;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dx-process-'));
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    child = undefined;
    rmSync(directory, { recursive: true, force: true });
  });

  const environment = () => ({ ...process.env, DATA_DIR: directory, DATABASE_URL: '' });
  const open = (): Promise<Backend> =>
    createBackend({ ...readConfig({ DATA_DIR: directory }), migrationsDirectory: FIXTURE_MIGRATIONS });

  /** Starts the writer and resolves when its output matches; collects what it acknowledged. */
  async function startWriter(
    until: (output: string) => boolean
  ): Promise<{ output: () => string; kill: () => Promise<void> }> {
    const writer = spawn(process.execPath, [WRITER], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    child = writer;
    let output = '';
    const ended = new Promise<void>((resolve) => writer.once('exit', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      writer.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (until(output)) resolve();
      });
      writer.once('exit', () => reject(new Error(`The writer ended: ${output}`)));
    });
    return {
      output: () => output,
      async kill() {
        writer.kill('SIGKILL');
        await ended;
      }
    };
  }

  /** A database right after initdb, which would take most of the time of a test that is not about it. */
  async function unpackDatabase(): Promise<void> {
    mkdirSync(join(directory, 'pg'));
    spawnSync('tar', ['-xf', await emptyPgliteFile(), '-C', join(directory, 'pg')]);
    expect(existsSync(join(directory, 'pg', 'PG_VERSION'))).toBe(true);
  }

  it('has every acknowledged row after its process was killed', async () => {
    await unpackDatabase();
    const writer = await startWriter((output) => output.split('\n').length > 200);
    await writer.kill();
    const acknowledged = writer.output().match(/(?<=^row ).+$/gm) ?? [];
    const backend = await open();
    const rows = await backend.sql<{ title: string }>('select title from public.notes');
    await backend.close();
    const titles = new Set(rows.map(({ title }) => title));
    expect(acknowledged.length).toBeGreaterThan(190);
    expect(acknowledged.filter((title) => !titles.has(title))).toEqual([]);
  });

  it('refuses a second process in one clear line, and opens again after the first was killed', async () => {
    await unpackDatabase();
    const writer = await startWriter((output) => output.startsWith('open\n'));
    await expect(open()).rejects.toThrow(
      /^The data directory \S+ is in use by process \d+\. Stop that process first, or set DATA_DIR to another directory\.$/
    );
    await writer.kill();
    await (await open()).close();
  });

  it('refuses a second opening in the same process', async () => {
    const release = lockDirectory(join(directory, 'pg'));
    expect(() => lockDirectory(join(directory, 'pg'))).toThrow('in use by this process');
    release();
    lockDirectory(join(directory, 'pg'))();
  });

  it('does not take a reused process id for the owner of a lock', () => {
    const parent = process.ppid;
    writeFileSync(join(directory, '.pg.lock'), `${parent} 1 an-older-process`);
    lockDirectory(join(directory, 'pg'))();
    const started = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
    writeFileSync(join(directory, '.pg.lock'), `${parent} ${started} the-same-process`);
    expect(() => lockDirectory(join(directory, 'pg'))).toThrow(`process ${parent}`);
  });

  it('opens after it was killed while the database was made', async () => {
    const starting = spawn(process.execPath, [WRITER], { env: environment(), stdio: 'ignore' });
    child = starting;
    const ended = new Promise<void>((resolve) => starting.once('exit', () => resolve()));
    const halfMade = () => ['pg.init', 'pg'].some((name) => existsSync(join(directory, name, 'base')));
    while (!halfMade()) await new Promise((resolve) => setTimeout(resolve, 5));
    starting.kill('SIGKILL');
    await ended;
    const backend = await open();
    expect(await backend.ready()).toEqual({ database: true, migrations: 'current' });
    await backend.close();
  });

  it('opens when an unfinished database lies in it', async () => {
    mkdirSync(join(directory, 'pg', 'base'), { recursive: true });
    mkdirSync(join(directory, 'pg.init'));
    writeFileSync(join(directory, 'pg.init', 'PG_VERSION'), '17\n');
    const backend = await open();
    expect((await backend.ready()).database).toBe(true);
    await backend.close();
  });

  it('is backed up and restored, but not while an application uses it', async () => {
    await unpackDatabase();
    const first = await open();
    await first.sql(`insert into auth.users (id, email) values (gen_random_uuid(), 'kept@example.test')`);
    const id = randomUUID();
    const files = new DiskStore(String(first.fileDirectory));
    await files.put(id, new Uint8Array([1, 2, 3]));
    const archive = `${directory}.tar.gz`;
    const run = (...parameters: string[]) =>
      spawnSync(process.execPath, ['scripts/backup.js', ...parameters], { env: environment(), encoding: 'utf8' });
    expect(run('backup', archive).stderr).toMatch(/is in use by process \d+/);
    await first.close();
    expect(run('backup', archive)).toMatchObject({ status: 0, stderr: '' });
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    const second = await open();
    await second.sql('delete from auth.users');
    await files.remove(id);
    await second.close();
    const restored = run('restore', archive);
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    const third = await open();
    expect(await third.sql('select email from auth.users')).toEqual([{ email: 'kept@example.test' }]);
    expect(await files.open(id)).toEqual(new Uint8Array([1, 2, 3]));
    await third.close();
    const before = /lies in (.+)\.$/m.exec(restored.stdout)?.[1] ?? archive;
    for (const path of [archive, before]) rmSync(path, { recursive: true });
  });

  it('keeps its secrets to its owner, and makes other ones elsewhere', async () => {
    const first = readConfig({ DATA_DIR: directory }).secrets;
    expect(readConfig({ DATA_DIR: directory }).secrets).toEqual(first);
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readConfig({ DATA_DIR: join(directory, 'other') }).secrets.jwtSecret).not.toBe(first.jwtSecret);
    expect(readConfig({ DATA_DIR: directory, JWT_SECRET: 'x'.repeat(40) }).secrets.jwtSecret).toBe('x'.repeat(40));
    expect(() => readConfig({ DATA_DIR: directory, JWT_SECRET: 'short' })).toThrow('JWT_SECRET');
  });
});

describe('importing lite', () => {
  it('leaves the warnings of Node working', () => {
    const script = `
      const { openBackend } = await import('./src/lib/server/supabase/backend.ts');
      const { loadLite, loadLitePglite, loadLitePostgres } = await import('./src/lib/server/supabase/load-lite.ts');
      const original = process.emitWarning;
      await Promise.all([loadLite(), loadLitePglite(), loadLitePostgres()]);
      process.emitWarning(new Error('a warning of Node'));
      console.log(typeof openBackend, process.emitWarning === original);
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('function true');
    expect(stderr).toContain('a warning of Node');
  });

  it('happens in one place, without its command line and Vite plugin', () => {
    const found = spawnSync('grep', ['-rlE', `@supabase/lite['"/]`, 'src', 'scripts', 'vite.config.ts'], {
      encoding: 'utf8'
    });
    const files = found.stdout
      .trim()
      .split('\n')
      .filter((file) => !file.startsWith('src/lib/server/supabase/'));
    expect(files).toEqual([]);
    const other = spawnSync(
      'grep',
      ['-rnE', '@supabase/lite/(cli|vite|workerd|sqlite)', 'src', 'scripts', 'package.json'],
      { encoding: 'utf8' }
    );
    expect(other.stdout).toBe('');
    expect(readFileSync('package.json', 'utf8')).not.toMatch(/"lite (dev|start)/);
  });
});
