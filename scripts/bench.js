import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from './build.js';
import { ensureChromium } from './chromium.js';
import { installIfNeeded } from './install.js';
import { Stop, nodeBinary, root, runMain, toolEnvironment } from './toolchain.js';

/** @typedef {import('../tests/support/measurement.ts').Measurement} Measurement */

const folder = 'tests/bench';

// npm run bench                all of tests/bench/*.bench.ts, one after the other
// npm run bench -- submissions those whose name contains it
// BENCH_QUICK=1                small counts, to see that they run; their numbers mean nothing
await runMain(async () => {
  const wanted = process.argv[2] ?? '';
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.bench.ts') && file.includes(wanted));
  if (files.length === 0) throw new Stop(`No benchmark in ${folder} has "${wanted}" in its name.`);
  await installIfNeeded();
  await buildIfNeeded();
  const env = { ...toolEnvironment(), CHROMIUM_PATH: await ensureChromium() };
  const quick = Boolean(process.env.BENCH_QUICK);
  const on = { ...machine(), quick };
  tellMachine(on);

  /** @type {Measurement[]} */
  const measurements = [];
  let failed = 0;
  for (const file of files.sort()) {
    console.log(`\n── ${file}`);
    if ((await runBenchmark(join(folder, file), env, (measurement) => measurements.push(measurement))) !== 0) failed++;
  }
  printTable(measurements);
  tellMachine(on);
  writeFileSync(join(root, 'bench-results.json'), JSON.stringify({ ...on, measurements }, null, 2) + '\n');
  // A missed budget is told, never a failure: it says as much about the machine as about the code.
  return failed > 0 ? 1 : 0;
});

/**
 * Each in a process of its own, so that none measures what another left behind.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @param {(measurement: Measurement) => void} take
 * @returns {Promise<number>} its exit code
 */
function runBenchmark(file, env, take) {
  const child = spawn(nodeBinary(), [file], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (message) => take(/** @type {Measurement} */ (message)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** What the numbers are measured on. */
function machine() {
  return {
    at: new Date().toISOString(),
    node: spawnSync(nodeBinary(), ['--version'], { encoding: 'utf8' }).stdout.trim(),
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    /** Processes that were running or waiting for a processor during the last minute. */
    load: Number((loadavg()[0] ?? 0).toFixed(1))
  };
}

/** @param {ReturnType<typeof machine> & { quick: boolean }} on */
function tellMachine({ node, processors, memoryGb, load, quick }) {
  console.log(`\nNode ${node}, ${processors}, ${memoryGb} GB, load ${load} at the start`);
  if (load > cpus().length / 4) console.log('Other work was running here: the numbers are worse than the code.');
  if (quick) console.log('BENCH_QUICK: the counts are too small for the numbers to mean anything.');
}

/** @param {Measurement[]} measurements */
function printTable(measurements) {
  const rows = measurements.map(({ name, value, unit, atMost, atLeast }) => {
    const budget = atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '';
    const kept = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
    return [name, format(value), unit, budget, budget ? (kept ? 'kept' : 'MISSED') : ''];
  });
  const table = [['measurement', 'value', 'unit', 'budget', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  console.log();
  for (const row of table) {
    const cells = row.map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)));
    console.log(cells.join('  ').trimEnd());
  }
}

/** @param {number} value */
function format(value) {
  return Number(value.toPrecision(4)).toString();
}
