import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createBackend } from '../src/lib/server/supabase/backend.ts';
import { readConfig } from '../src/lib/server/supabase/config.ts';
import { describeSchema } from './db-types/describe.ts';
import { writeTypes } from './db-types/write.ts';

// Writes the types of the database from the migrations, applied to an empty database in memory.
// With --check nothing is written: it fails when the committed file says otherwise.

const root = fileURLToPath(new URL('..', import.meta.url));
const file = 'src/lib/db/types.generated.ts';
const target = join(root, file);

async function generate(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'db-types-'));
  try {
    const config = readConfig({ APP_ROOT: root, DATA_DIR: directory });
    const backend = await createBackend({ ...config, dataDirectory: null });
    try {
      const options = await resolveConfig(target);
      return await format(writeTypes(await describeSchema(backend.sql)), { ...options, filepath: target });
    } finally {
      await backend.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function current(): string {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

const types = await generate();
if (!process.argv.includes('--check')) {
  writeFileSync(target, types);
} else if (types !== current()) {
  console.error(`${file} does not fit the migrations: run "npm run db:types" and commit it.`);
  process.exitCode = 1;
}
