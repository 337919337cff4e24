import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, captureTool, root } from './toolchain.js';

const inputs = [
  'src',
  'static',
  'supabase',
  'package-lock.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts'
];
const stamp = join(root, 'build', '.inputs');

/** Builds the server into `build/` unless the last build read the same files. */
export async function buildIfNeeded() {
  const hash = hashOfInputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log('Building …');
  await quietly('node_modules/@sveltejs/kit/svelte-kit.js', ['sync']);
  await quietly('node_modules/vite/bin/vite.js', ['build']);
  writeFileSync(stamp, hash);
}

/**
 * Runs a tool whose output matters only when it fails.
 * @param {string} script
 * @param {string[]} args
 */
async function quietly(script, args) {
  const { code, output } = await captureTool(script, args);
  if (code === 0) return;
  process.stderr.write(output);
  throw new Stop('The build failed; the reason stands above.');
}

/** A hash of everything the build reads. Tests beside the code are no part of it. */
function hashOfInputs() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const path of filesOf(input)) {
      if (!path.endsWith('.test.ts'))
        hash
          .update(`${path}\0`)
          .update(readFileSync(join(root, path)))
          .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} the files below it (or itself) in a stable order
 */
function filesOf(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
