import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBackend } from '../../src/lib/server/supabase/backend.ts';
import { applyMigrations, readMigrations } from '../../src/lib/server/supabase/migrate.ts';
import { createDatabase, databaseUrl, dropDatabase, testConfig } from '../support/templates.ts';
import { DRIVERS } from '../support/test-backend.ts';
import { FIXTURE_MIGRATIONS, openFixtureBackend, type FixtureBackend } from './support.ts';

describe.each(DRIVERS)('migrations on %s', (driver) => {
  let test: FixtureBackend;
  let directory: string;

  beforeAll(async () => {
    test = await openFixtureBackend({ driver });
    directory = mkdtempSync(join(tmpdir(), 'dx-migrations-'));
    cpSync(FIXTURE_MIGRATIONS, directory, { recursive: true });
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await test.close();
  });

  const versions = () =>
    test.sql<{ version: string }>('select version from supabase_migrations.schema_migrations order by 1');
  const apply = () =>
    test.backend.transaction(async (run) => {
      await run('commit');
      const report = await applyMigrations(run, readMigrations(directory));
      await run('begin');
      return report;
    });

  it('are recorded as the Supabase CLI records them', async () => {
    const rows = await test.sql(
      'select version, name, array_length(statements, 1) as n from supabase_migrations.schema_migrations order by 1'
    );
    expect(rows).toEqual([
      { version: '20260101000100', name: 'notes', n: 1 },
      { version: '20260101000200', name: 'functions', n: 1 },
      { version: '20260101000300', name: 'calls', n: 1 }
    ]);
    expect(await apply()).toEqual({ applied: [], changed: [] });
  });

  it('are reported when a file was changed afterwards, but not for blanks', async () => {
    const file = join(directory, '20260101000200_functions.sql');
    const [functions] = readMigrations(directory).slice(1);
    writeFileSync(file, `\n${functions?.text}\n;\n`);
    expect((await apply()).changed).toEqual([]);
    writeFileSync(file, `${functions?.text} select 1;`);
    expect((await apply()).changed).toEqual(['20260101000200_functions']);
  });

  it('are applied whole or not at all', async () => {
    const file = join(directory, '20260101000400_broken.sql');
    writeFileSync(file, 'create table public.half ();\n\nselect nonsense;\n');
    await expect(apply()).rejects.toThrow(
      /^Migration 20260101000400_broken failed: column "nonsense" does not exist \(line 3\)$/
    );
    expect(await test.sql(`select to_regclass('public.half') as half`)).toEqual([{ half: null }]);
    expect(await versions()).toHaveLength(3);
    rmSync(file);
  });

  it('need versions of their own', () => {
    const file = join(directory, '20260101000200_twin.sql');
    writeFileSync(file, 'select 1;');
    expect(() => readMigrations(directory)).toThrow('20260101000200');
    rmSync(file);
  });

  it('that are missing show in the readiness', async () => {
    expect(await test.backend.ready()).toEqual({ database: true, migrations: 'current' });
    await test.sql(`delete from supabase_migrations.schema_migrations where version = '20260101000200'`);
    expect((await test.backend.ready()).migrations).toBe('behind');
  });

  it('find pgcrypto and pg_trgm in schema extensions', async () => {
    const [row] = await test.sql(`select extensions.crypt('a', extensions.gen_salt('bf', 4)) like '$2a$%' as hashed,
      extensions.similarity('bến tre', 'ben tre') > 0.4 as similar, digest('a', 'sha256') is not null as found`);
    expect(row).toEqual({ hashed: true, similar: true, found: true });
    await test.sql('create index notes_search on public.notes using gin (title extensions.gin_trgm_ops)');
  });

  it('may use unaccent, citext and btree_gist', async () => {
    for (const name of ['unaccent', 'citext', 'btree_gist'])
      await test.sql(`create extension ${name} with schema extensions`);
    expect(await test.sql(`select extensions.unaccent('Bến Tre') as plain`)).toEqual([{ plain: 'Ben Tre' }]);
  });
});

describe.runIf(process.env.TEST_DATABASE_URL)('one PostgreSQL', () => {
  it('is prepared by one of several instances that start at once', async () => {
    const database = await createDatabase();
    const config = testConfig({
      databaseUrl: databaseUrl(database),
      migrationsDirectory: FIXTURE_MIGRATIONS,
      poolSize: 2
    });
    const backends = await Promise.all([1, 2, 3].map(() => createBackend(config)));
    const applied = backends.map(({ migrations }) => migrations.applied.length).sort();
    await Promise.all(backends.map((backend) => backend.close()));
    await dropDatabase(database);
    expect(applied).toEqual([0, 0, 3]);
  });

  it('answers 503 when it is gone', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const database = await createDatabase();
    const config = testConfig({ databaseUrl: databaseUrl(database), migrationsDirectory: FIXTURE_MIGRATIONS });
    const backend = await createBackend(config);
    await dropDatabase(database);
    const headers = { apikey: backend.publishableKey };
    expect(
      (await backend.fetch(`${backend.url}/rest/v1/rpc/whoami`, { method: 'POST', headers, body: '{}' })).status
    ).toBe(503);
    expect(await backend.ready()).toEqual({ database: false, migrations: 'unknown' });
    await backend.close();
  });
});
