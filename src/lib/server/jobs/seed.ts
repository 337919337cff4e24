import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { questionnaireErrors } from '../../domain/assessment/questionnaire.ts';
import type { Run } from '../supabase/connection.ts';
import { keepArticles, readArticles } from './seed-articles.ts';

/** What seeding needs of a backend: one transaction as the owner of the schema. */
export interface SeedTarget {
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
}

/** What one run of the seeds did. */
export interface SeedReport {
  /** Seeds that were new or had changed. */
  applied: string[];
  /** What an operator should know; nothing here stops a start. */
  warnings: string[];
}

/** Files of supabase/seeds/reference, each after the tables that it refers to. */
const REFERENCE = [
  'units',
  'unit-mappings',
  'sectors',
  'size-class-rules',
  'programmes',
  'targets',
  'budget-lines',
  'clusters',
  'cluster-sectors',
  'supports',
  'support-caps',
  'solution-categories'
];

/** What people go on with, such as samples and what is decided each year: applied to a database once, whatever their files say later. */
const ONCE = ['packages', 'package-terms', 'public-holidays'];

/** Questionnaires and their files; a head without pillars is followed by one file per pillar. */
const QUESTIONNAIRES: Record<string, string[]> = {
  'dbi-sme': ['head', 'pillar-1', 'pillar-2', 'pillar-3', 'pillar-4', 'pillar-5', 'pillar-6'].map(
    (part) => `dbi-sme/${part}`
  ),
  'quick-check': ['quick-check']
};

// Names go into SQL as they stand, so nothing but a plain name may be one.
const name = z.string().regex(/^[a-z][a-z_]*$/);
const seedSchema = z.strictObject({
  table: name,
  key: z.array(name).min(1),
  source: z.string().min(1),
  rows: z.array(z.record(name, z.unknown())).min(1)
});

/**
 * Brings reference data and questionnaires up to the files of supabase/seeds, in one transaction. Applying it again
 * writes nothing; a row that is gone from a file stays in the database, because firms and assessments may refer to it.
 * A published questionnaire never changes: another text needs another version.
 *
 * @param root folder that holds `supabase/`; APP_ROOT or the working directory when not given
 */
export async function applySeeds(target: SeedTarget, root = resolve(process.env.APP_ROOT || '.')): Promise<SeedReport> {
  const directory = join(root, 'supabase/seeds');
  return target.transaction(async (run) => {
    // Instances that start together on one database seed it one after the other.
    await run(`select pg_advisory_xact_lock(hashtext('seeds'))`);
    const known = await run<{ name: string; hash: string }>('select name, hash from private.seed_versions');
    const hashes = new Map(known.map((row) => [row.name, row.hash]));
    const report: SeedReport = { applied: [], warnings: [] };

    for (const file of REFERENCE) {
      const seed = `reference/${file}`;
      const text = readFileSync(join(directory, `${seed}.json`), 'utf8');
      if (hashes.get(seed) === sha256(text)) continue;
      await upsert(run, seed, text);
      await remember(run, seed, text);
      report.applied.push(seed);
    }
    for (const [questionnaire, parts] of Object.entries(QUESTIONNAIRES)) {
      const seed = `questionnaires/${questionnaire}`;
      const files = parts.map((part) => join(directory, 'questionnaires', `${part}.json`));
      const missing = files.filter((file) => !existsSync(file));
      if (missing.length > 0) {
        report.warnings.push(`${seed}: not seeded, ${missing.join(', ')} is missing`);
        continue;
      }
      const text = JSON.stringify(assemble(files));
      if (hashes.get(seed) === sha256(text)) continue;
      const warning = await keepQuestionnaire(run, seed, text);
      if (warning) report.warnings.push(warning);
      else {
        await remember(run, seed, text);
        report.applied.push(seed);
      }
    }
    // After the questionnaires, whose indices the pages name.
    const pages = readArticles(join(directory, 'handbook'));
    if (hashes.get('handbook') !== sha256(JSON.stringify(pages))) {
      await keepArticles(run, pages);
      await remember(run, 'handbook', JSON.stringify(pages));
      report.applied.push('handbook');
    }
    for (const file of ONCE) {
      const seed = `reference/${file}`;
      if (hashes.has(seed)) continue;
      const text = readFileSync(join(directory, `${seed}.json`), 'utf8');
      await upsert(run, seed, text);
      await remember(run, seed, text);
      report.applied.push(seed);
    }
    return report;
  });
}

/** One document from its head and its pillars. */
function assemble(files: string[]): unknown {
  const [head, ...pillars] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  return pillars.length > 0 ? { ...head, pillars } : head;
}

async function upsert(run: Run, seed: string, text: string): Promise<void> {
  const { table, key, rows } = seedSchema.parse(JSON.parse(text), { error: () => `${seed}.json is not a seed file` });
  const columns = Object.keys(rows[0] ?? {});
  const uneven = rows.find((row) => Object.keys(row).join() !== columns.join());
  // A column left out would be set to null without anybody having said so.
  if (uneven) throw new Error(`${seed}.json: every row needs the same columns, and ${JSON.stringify(uneven)} differs`);
  const rest = columns.filter((column) => !key.includes(column));
  const list = (names: string[], prefix = '') => names.map((column) => `${prefix}"${column}"`).join(', ');
  const change =
    rest.length === 0
      ? 'do nothing'
      : `do update set ${rest.map((column) => `"${column}" = excluded."${column}"`).join(', ')}
         where row(${list(rest, 't.')}) is distinct from row(${list(rest, 'excluded.')})`;
  await run(
    `insert into public."${table}" as t (${list(columns)})
     select ${list(columns)} from jsonb_populate_recordset(null::public."${table}", $1::text::jsonb)
     on conflict (${list(key)}) ${change}`,
    [JSON.stringify(rows)]
  );
}

/** Stores a document as a version, unless that version is there; says what an operator should know. */
async function keepQuestionnaire(run: Run, seed: string, text: string): Promise<string | undefined> {
  const [document] = await run<{ questionnaire: string; version: string }>(
    `select document ->> 'id' as questionnaire, document ->> 'version' as version from (select $1::text::jsonb as document) as d`,
    [text]
  );
  const label = `${seed} ${document?.version}`;
  const [existing] = await run<{ version_id: string; state: string; own: boolean; same: boolean }>(
    `select version_id, state, created_by is null as own, document = $3::text::jsonb as same
     from public.questionnaire_versions where questionnaire = $1 and version = $2`,
    [document?.questionnaire, document?.version, text]
  );
  if (existing?.same) return undefined;
  const problems = questionnaireErrors(JSON.parse(text));
  if (problems.length > 0)
    return `${label}: not seeded, ${problems.map(({ path, code }) => `${path} ${code}`).join('; ')}`;
  if (existing && existing.state !== 'draft') {
    return `${label} is ${existing.state} here with another text, which stays: a changed questionnaire needs a new version`;
  }
  if (existing && !existing.own) return `${label}: a person keeps a draft of this version, which stays`;
  if (existing) {
    await run('update public.questionnaire_versions set document = $2::text::jsonb where version_id = $1', [
      existing.version_id,
      text
    ]);
    return undefined;
  }
  await run(
    `insert into public.questionnaire_versions (questionnaire, version, document, criteria, outline) values ($1, $2, $3::text::jsonb, '{}', '{}')`,
    [document?.questionnaire, document?.version, text]
  );
  await publish(run, document?.questionnaire, document?.version);
  return undefined;
}

/** Publishes a seeded draft, unless a person has put a version of their own in force: then it waits for a person too. */
async function publish(run: Run, questionnaire: string | undefined, version: string | undefined): Promise<void> {
  const [chosen] = await run(
    `select 1 from public.questionnaire_versions
     where questionnaire = $1 and state = 'published' and (created_by is not null or published_by is not null)`,
    [questionnaire]
  );
  if (chosen) return;
  await run(
    `update public.questionnaire_versions set state = 'retired', retired_at = now() where questionnaire = $1 and state = 'published'`,
    [questionnaire]
  );
  await run(
    `update public.questionnaire_versions set state = 'published', published_at = now() where questionnaire = $1 and version = $2`,
    [questionnaire, version]
  );
}

async function remember(run: Run, seed: string, text: string): Promise<void> {
  await run(
    `insert into private.seed_versions (name, hash) values ($1, $2)
     on conflict (name) do update set hash = excluded.hash, applied_at = now()`,
    [seed, sha256(text)]
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
