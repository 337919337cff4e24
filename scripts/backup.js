// Backs up and restores the data directory: the embedded database, the secrets, the mails that wait, the files of evidence.
//   npm run backup [-- file]       npm run restore -- file
// An own PostgreSQL is backed up with its own tools (pg_dump); then this keeps the secrets and files that belong to it.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { lockDirectory } from '../src/lib/server/supabase/directory-lock.ts';

const data = resolve(process.env.DATA_DIR || '.data');
const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** @param {string} [file] */
function backup(file) {
  if (!existsSync(data)) throw new Error(`There is no data directory ${data}.`);
  const target = resolve(file || `dx-backup-${stamp}.tar.gz`);
  if (existsSync(target)) throw new Error(`${target} exists already.`);
  const part = `${target}.part`;
  locked(() => {
    tar(['-czf', part, '-C', dirname(data), '--exclude', '.*.lock', basename(data)]);
    // The archive holds the keys of the installation.
    chmodSync(part, 0o600);
    tar(['-tzf', part]);
    renameSync(part, target);
  });
  console.log(`Backed up ${data} to ${target}. Keep it secret: it holds personal data and keys.`);
}

/** @param {string} [file] */
function restore(file) {
  if (!file || !existsSync(file)) throw new Error('Usage: npm run restore -- <file made by npm run backup>');
  const draft = `${data}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  tar(['-xzf', resolve(file), '-C', draft, '--strip-components', '1']);
  if (!existsSync(join(draft, 'secrets.json'))) throw new Error(`${file} is not a backup of this application.`);
  if (existsSync(data)) {
    const before = `${data}.before-${stamp}`;
    locked(() => renameSync(data, before));
    console.log(`What was there before lies in ${before}.`);
  }
  renameSync(draft, data);
  console.log(`Restored ${data} from ${file}.`);
}

/**
 * Runs the work while no application uses the database.
 * @param {() => void} work
 */
function locked(work) {
  const release = lockDirectory(join(data, 'pg'));
  try {
    work();
  } finally {
    release();
  }
}

/** @param {string[]} parameters */
function tar(parameters) {
  const { status, stderr, error } = spawnSync('tar', parameters, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw new Error(`This needs the program tar: ${error.message}`);
  if (status !== 0) throw new Error(`tar failed: ${stderr.trim()}`);
}

const [step, file] = process.argv.slice(2);
try {
  if (step === 'backup') backup(file);
  else if (step === 'restore') restore(file);
  else throw new Error('Usage: node scripts/backup.js backup|restore [file]');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
