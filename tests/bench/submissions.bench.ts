import { Agent } from 'node:http';
import { report } from '../support/measurement.ts';
import { openPostgresServer } from './support/postgres.ts';
import { respond, type Submission } from './support/respondent.ts';
import { load, median, percentile, quick } from './support/settings.ts';
import { openSite, type Site } from './support/site.ts';

// Full submissions per second over HTTP: start, 60 answers in 10 pages, review, submit, result. The people run in this
// process, on the same machine as the server and the database; their work is part of the number.

const LEVELS = [1, 8, 32];
const ROUNDS = quick ? 1 : 3;
const ROUND_MS = quick ? 1500 : 5000;
/** A round never takes more firms than this, however fast the machine is. */
const MOST = { pglite: quick ? 40 : 120, postgres: quick ? 60 : 500 };
/** 8 at once is what the budget speaks of. */
const BUDGET = { pglite: 12, postgres: 40 };
const NAMES = { pglite: 'embedded', postgres: 'PostgreSQL' };
type Driver = keyof typeof MOST;

await measure('pglite');
const server = await openPostgresServer();
if (server) {
  process.env.TEST_DATABASE_URL = server.url;
  try {
    await measure('postgres');
  } finally {
    await server.stop();
  }
} else console.log('PostgreSQL: left out, no server here and none in TEST_DATABASE_URL.');

async function measure(driver: Driver): Promise<void> {
  const site = await openSite({ driver, owners: MOST[driver] * (LEVELS.length * ROUNDS + 1) });
  let done: number;
  try {
    // The first requests compile code and fill caches; a server in use has that behind it.
    const warm = await round(site, 4, { milliseconds: ROUND_MS / 2, most: MOST[driver] });
    done = warm.submissions.length;
    for (const level of LEVELS) done += await measureLevel(site, driver, level);
    await site.stop();
    const [counted] = await site.ask<{ n: number }>(
      `select count(*)::integer as n from public.assessments where state = 'submitted'`
    );
    if (counted?.n !== done)
      throw new Error(`${driver}: ${done} submissions were acknowledged, ${counted?.n} are there.`);
  } finally {
    await site.stop();
    await site.remove();
  }
}

/** Returns how many submissions were acknowledged. */
async function measureLevel(site: Site, driver: Driver, level: number): Promise<number> {
  const rounds = [];
  const before = site.processorTime();
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push(await round(site, level, { milliseconds: ROUND_MS, most: MOST[driver] }));
  }
  const spent = site.processorTime() - before;
  const submissions = rounds.flatMap((one) => one.submissions);
  const errors = rounds.flatMap((one) => one.errors);
  const rate = median(rounds.map((one) => one.submissions.length / one.seconds));
  const name = `${NAMES[driver]}, ${level} at once`;
  const times = submissions.flatMap(({ requests }) => requests);
  const budget = level === 8 ? { atLeast: BUDGET[driver] } : {};
  report({ name: `${name}: full submissions`, value: rate, unit: 'per s', ...budget });
  report({ name: `${name}: a request, p95`, value: percentile(times, 0.95), unit: 'ms' });
  report({ name: `${name}: failed`, value: errors.length, unit: 'submissions', atMost: 0 });
  // Other work on the machine changes the rate, and this hardly: what the Node process of the server costs.
  const each = spent / Math.max(submissions.length, 1);
  if (each > 0) report({ name: `${name}: processor time of the web server`, value: each, unit: 'ms per submission' });
  const all = rounds.map((one) => (one.submissions.length / one.seconds).toFixed(2)).join(', ');
  const requests = times.length / Math.max(submissions.length, 1);
  console.log(
    `${name}: ${all} per s (${submissions.length} submissions of ${requests.toFixed(0)} requests; ${load()})`
  );
  for (const error of new Set(errors)) console.log(`  failed: ${error}`);
  return submissions.length;
}

/**
 * Lets people respond, a number of them at once, until the time is over; who has begun, ends. At least two
 * submissions each, so that not all are on the same page all the time.
 */
async function round(site: Site, lanes: number, limits: { milliseconds: number; most: number }) {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const owners = site.owners.splice(0, limits.most);
  const least = Math.min(lanes * (quick ? 1 : 2), limits.most);
  const submissions: Submission[] = [];
  const errors: string[] = [];
  const started = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < least || performance.now() - started < limits.milliseconds) {
      const owner = owners.shift();
      if (!owner) return;
      begun++;
      const submission = await respond(site.url, agent, owner);
      if (submission.error === null) submissions.push(submission);
      else errors.push(submission.error);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { submissions, errors, seconds };
}
