import { Agent } from 'node:http';
import { report } from '../support/measurement.ts';
import { load, median, percentile, quick } from './support/settings.ts';
import { openSite } from './support/site.ts';
import { Visitor } from './support/visitor.ts';

// Scores of 60 answers that are not stored (POST /api/assessments/preview) on the embedded backend, 8 at once.

const LANES = 8;
const ROUNDS = quick ? 1 : 3;
const ROUND_MS = quick ? 1000 : 4000;

const site = await openSite({
  driver: 'pglite',
  owners: 1,
  // All come from one address here, and one address may ask twice a second.
  prepare: (run) => run(`update private.rate_limit_rules set max_hits = 1000000 where bucket = 'preview:address'`)
});
try {
  const body = JSON.stringify({ questionnaire: 'dbi-sme', answers: await answersToEverything() });
  await round(body, ROUND_MS / 2);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round(body, ROUND_MS));
  const times = rounds.flatMap((one) => one.times);
  report({ name: `embedded, ${LANES} at once: previews`, value: median(rounds.map((one) => one.rate)), unit: 'per s' });
  report({ name: `embedded, ${LANES} at once: a preview, p95`, value: percentile(times, 0.95), unit: 'ms' });
  console.log(`previews: ${rounds.map(({ rate }) => rate.toFixed(0)).join(', ')} per s (${load()})`);
} finally {
  await site.stop();
  await site.remove();
}

/** The preview itself says which criteria are missing, and of which kind each is. */
async function answersToEverything(): Promise<Record<string, unknown>> {
  const none = await preview({});
  const { missing } = (await none.json()) as { missing: string[] };
  const levels = Object.fromEntries(missing.map((id) => [id, { level: 3 }]));
  const refused = await preview(levels);
  if (refused.ok) return levels;
  const { errors } = (await refused.json()) as { errors: { path: string }[] };
  const ratios = new Set(errors.map(({ path }) => path));
  const value = (id: string) => (ratios.has(id) ? { numerator: 45, denominator: 100 } : { level: 3 });
  return Object.fromEntries(missing.map((id) => [id, value(id)]));
}

function preview(answers: Record<string, unknown>): Promise<Response> {
  return fetch(`${site.url}/api/assessments/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ questionnaire: 'dbi-sme', answers })
  });
}

async function round(body: string, milliseconds: number): Promise<{ rate: number; times: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const visitor = new Visitor(site.url, agent);
  const started = performance.now();
  const lane = async () => {
    while (performance.now() - started < milliseconds) {
      const { status, text } = await visitor.post('/api/assessments/preview', body, 'application/json');
      if (status !== 200) throw new Error(`The preview answered ${status}: ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const { times } = visitor;
  agent.destroy();
  return { rate: (times.length * 1000) / (performance.now() - started), times };
}
