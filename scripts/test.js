import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from './build.js';
import { ensureChromium } from './chromium.js';
import { installIfNeeded } from './install.js';
import { Stop, runMain, runTool, toolEnvironment } from './toolchain.js';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, needs?: string, run: () => Promise<Counts> }} Step
 * @typedef {{ name: string, seconds: number, counts: Counts, note?: string }} Outcome
 */

// npm test                  everything
// npm test -- unit database  the steps whose names begin so
const wanted = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'test-reports-'));

/** @type {Step[]} */
const steps = [
  check('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  check('lint', 'node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
  check('types', 'node_modules/svelte-check/bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']),
  check('texts', 'scripts/check-i18n.ts', []),
  check('unused code', 'node_modules/knip/bin/knip.js', []),
  check('database types', 'scripts/db-types.ts', ['--check']),
  { name: 'unit', run: () => vitest(['unit']) },
  // On PGlite, and on the server in TEST_DATABASE_URL when it is set: the tests themselves go through both.
  { name: 'database', run: () => vitest(['db', 'backend']) },
  { name: 'build', run: () => buildIfNeeded().then(() => ofCode(0)) },
  { name: 'end to end', needs: 'build', run: playwright }
];

await runMain(async () => {
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    const prepared = await outcomeOf({ name: 'prepare', run: prepare });
    // Preparing is no test: it is counted only when nothing else could run.
    if (prepared.counts.failed > 0) outcomes.push(prepared);
    else for (const step of chosen()) outcomes.push(await outcomeOf(step, outcomes));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarise(outcomes);
});

function chosen() {
  const found = steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
  if (found.length > 0) return found;
  throw new Stop(`No such step. There are: ${steps.map(({ name }) => name).join(', ')}.`);
}

/**
 * Runs a step unless the one it needs failed. A step that cannot even start has failed.
 * @param {Step} step
 * @param {Outcome[]} [before]
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(step, before = []) {
  const { name, needs } = step;
  if (before.some((outcome) => outcome.name === needs && outcome.counts.failed > 0)) {
    return { name, seconds: 0, counts: { passed: 0, failed: 0, skipped: 1 }, note: `needs ${needs}` };
  }
  console.log(`\n── ${name}`);
  const started = performance.now();
  const counts = await step.run().catch((error) => {
    console.error(error instanceof Stop ? error.message : error);
    return ofCode(1);
  });
  return { name, seconds: (performance.now() - started) / 1000, counts };
}

/** Installs, and writes the types of the routes, which the linter and the type checker both read. */
async function prepare() {
  await installIfNeeded();
  return ofCode(await runTool('node_modules/@sveltejs/kit/svelte-kit.js', ['sync']));
}

/**
 * A tool that says yes or no counts as one test.
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 * @returns {Step}
 */
function check(name, script, args) {
  return { name, run: async () => ofCode(await runTool(script, args)) };
}

/** @param {number} code */
function ofCode(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * @param {string[]} projects
 * @returns {Promise<Counts>}
 */
async function vitest(projects) {
  const report = join(reports, `vitest-${projects.join('-')}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  for (const project of projects) args.push('--project', project);
  const code = await runTool('node_modules/vitest/vitest.mjs', args);
  const result = readReport(report);
  if (!result) return ofCode(1);
  // A file that could not be loaded has no tests of its own to fail.
  const broken = result.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0
  ).length;
  return settle(code, {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken,
    skipped: result.numPendingTests + result.numTodoTests
  });
}

/** @returns {Promise<Counts>} */
async function playwright() {
  const report = join(reports, 'playwright.json');
  const env = {
    ...toolEnvironment(),
    CHROMIUM_PATH: await ensureChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report
  };
  const code = await runTool('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], { env });
  const stats = readReport(report)?.stats;
  if (!stats) return ofCode(1);
  return settle(code, {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped
  });
}

/**
 * What went wrong outside any test (a hook, an unhandled error, no tests at all) is one failure too.
 * @param {number} code
 * @param {Counts} counts
 * @returns {Counts}
 */
function settle(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Prints the table, and as the very last line the sum.
 * @param {Outcome[]} outcomes
 * @returns {number} the exit code
 */
function summarise(outcomes) {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n${'step'.padEnd(width)}  ${['seconds', 'passed', 'failed', 'skipped'].join('  ')}`);
  for (const { name, seconds, counts, note = '' } of outcomes) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const cells = [
      seconds.toFixed(1).padStart(7),
      String(counts.passed).padStart(6),
      String(counts.failed).padStart(6),
      String(counts.skipped).padStart(7)
    ];
    console.log(`${name.padEnd(width)}  ${cells.join('  ')}  ${note}`.trimEnd());
  }
  if (!process.env.TEST_DATABASE_URL && outcomes.some(({ name }) => name === 'database'))
    console.log('Not run on PostgreSQL: TEST_DATABASE_URL is not set.');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 ? 1 : 0;
}
