import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Node built-ins only, here and in every entry script: they run before anything is installed, on any Node from 20 on.

/** The project's top folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** An expected failure: told in one line, without a stack. */
export class Stop extends Error {}

/**
 * Runs a command whose output is our output.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * The Node that runs the project: 24 as npm installed it, else the person's own if it is new enough.
 * @returns {string}
 */
export function nodeBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', name);
  // Asked for its version because the file alone proves nothing: on Alpine it is there and cannot run.
  if (existsSync(installed) && spawnSync(installed, ['--version']).status === 0) return installed;

  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 17)) return process.execPath;
  throw new Stop(`Node ${process.versions.node} is too old here: please install Node 24, or any from 22.17 on.`);
}

/**
 * The environment of everything the project starts: its own Node and tools come first in the path.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(delimiter);
  return { ...process.env, PATH: path };
}

/**
 * Runs a script, of the project or of an installed package, with the project's Node.
 * @param {string} script path from the project's top folder
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function runTool(script, args, options = {}) {
  return run(nodeBinary(), [join(root, script), ...args], { env: toolEnvironment(), ...options });
}

/**
 * Like runTool, with the output kept.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export function captureTool(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), [join(root, script), ...args], { cwd: root, env: toolEnvironment() });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs an entry script and ends the process with its exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
