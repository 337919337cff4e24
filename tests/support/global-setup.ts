import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { seedTemplate } from './seed-template.ts';
import { buildTemplates } from './templates.ts';

/** Builds the databases that every test file copies, once per run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { templates, remove } = await buildTemplates({
    migrationsDirectory: resolve('supabase/migrations'),
    seed: seedTemplate
  });
  project.provide('templates', templates);
  return remove;
}
