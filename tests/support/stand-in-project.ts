import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const lockfile = JSON.stringify({
  name: 'x',
  lockfileVersion: 3,
  requires: true,
  // A package for another platform: asked for, optional, and not there.
  packages: { '': { name: 'x' }, 'node_modules/elsewhere': { version: '1.0.0', integrity: 'x', optional: true } }
});

/**
 * The real entry scripts in a project of their own, whose installed tools are stand-ins: what the scripts do can be
 * seen in seconds, and without touching this project's `node_modules` and `build`.
 */
export class StandInProject {
  readonly directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
  readonly lockfile = lockfile;

  constructor() {
    cpSync(resolve('scripts'), join(this.directory, 'scripts'), { recursive: true });
    this.write('package.json', '{"name":"x","type":"module"}');
    this.write('package-lock.json', lockfile);
    this.write('node_modules/.package-lock.json', lockfile);
    this.write('node_modules/@sveltejs/kit/svelte-kit.js', '');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), text);
  }

  /** Runs a script to its end, with nothing in its environment but what is given and what a process needs. */
  run(script: string, environment: Record<string, string> = {}): { code: number | null; lines: string[] } {
    const options = { cwd: this.directory, env: surroundings(environment), encoding: 'utf8', timeout: 50_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], options);
    return { code: status, lines: (stdout + stderr).trim().split('\n').filter(Boolean) };
  }

  spawn(script: string, environment: Record<string, string> = {}): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [script], { cwd: this.directory, env: surroundings(environment) });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function surroundings(environment: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...environment };
}
