import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, root, run } from './toolchain.js';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** Installs the packages of the lockfile unless they are there. */
export async function installIfNeeded() {
  if (isInstalled()) return;
  console.log('Installing packages …');
  // Development packages build the application, so NODE_ENV=production must not leave them out.
  const flags = ['--include=dev', '--include=optional', '--engine-strict=false', '--no-audit', '--no-fund'];
  const args = ['ci', ...flags, '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) throw new Stop('The packages could not be installed; npm says why above.');
}

/**
 * Whether `node_modules` holds what the lockfile asks for. npm writes its own list there when an install is
 * complete: so an interrupted install is noticed, and one done by hand is not repeated.
 */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    if (path === '') return true;
    // Packages for other platforms are optional and rightly missing.
    if (!found) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}
