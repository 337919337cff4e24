import postgres from 'postgres';
import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { createBackend } from '../../src/lib/server/supabase/backend.ts';
import { report } from '../support/measurement.ts';
import { createDatabase, databaseUrl, dropDatabase, testConfig } from '../support/templates.ts';
import { openPostgresServer } from './support/postgres.ts';
import { fillProvince, type Province } from './support/province.ts';
import { load, median, percentile, quick } from './support/settings.ts';

// The dashboard and the staff list over a whole province, on PostgreSQL: time of one statement as the signed-in manager
// sends it, network of the loopback included. The first look after ten minutes works out the roll-up and is told apart.

const PROVINCES: Province[] = quick
  ? [{ firms: 2000, assessments: 3000, assignments: 200 }]
  : [
      { firms: 100_000, assessments: 100_000, assignments: 5000 },
      { firms: 400_000, assessments: 1_000_000, assignments: 5000 }
    ];
const TIMES = quick ? 20 : 100;
const PROGRAMME = 'ben-tre-8576';

const server = await openPostgresServer();
if (server) {
  process.env.TEST_DATABASE_URL = server.url;
  try {
    for (const province of PROVINCES) await measure(province);
  } finally {
    await server.stop();
  }
} else console.log('PostgreSQL: left out, no server here and none in TEST_DATABASE_URL.');

async function measure(province: Province): Promise<void> {
  const name = await createDatabase();
  try {
    const backend = await createBackend(testConfig({ databaseUrl: databaseUrl(name) }));
    let manager: string;
    try {
      await applySeeds(backend);
      manager = await fillProvince(backend.sql, province);
    } finally {
      await backend.close();
    }
    const sql = postgres(databaseUrl(name), { max: 1, onnotice: () => undefined });
    try {
      await sql`vacuum analyze`;
      await sql.unsafe(`set request.jwt.claim.sub = '${manager}'; set role authenticated`);
      await measureStatements(sql, `${(province.assessments / 1000).toFixed(0)},000 assessments`);
    } finally {
      await sql.end();
    }
  } finally {
    await dropDatabase(name);
  }
}

async function measureStatements(sql: postgres.Sql, of: string): Promise<void> {
  const dashboard = (filters: object) =>
    timed(() => sql`select public.programme_dashboard(${PROGRAMME}, ${sql.json(filters as postgres.JSONValue)})`);
  const list = (filters: object, sort: string) =>
    timed(
      () => sql`select * from public.list_enterprises(${sql.json(filters as postgres.JSONValue)}, ${sort}, null, 51)`
    );
  report({ name: `${of}: roll-up, worked out once in ten minutes`, value: await dashboard({}), unit: 'ms' });
  const wanted: [string, () => Promise<number>, { atMost?: number }][] = [
    ['dashboard', () => dashboard({}), { atMost: 20 }],
    ['dashboard of a district and a size', () => dashboard({ unit: '829-2021', size: 'micro' }), { atMost: 20 }],
    ['staff list', () => list({}, 'assessed'), { atMost: 100 }],
    [
      'staff list, filtered and sorted',
      () => list({ unit: '829-2021', kind: 'household', level: '2' }, 'points'),
      { atMost: 100 }
    ],
    [
      'firms behind a figure',
      () => timed(() => sql`select * from public.list_programme_firms(${PROGRAMME}, 'supported')`),
      {}
    ]
  ];
  for (const [what, once, budget] of wanted) {
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) times.push(await once());
    report({ name: `${of}: ${what}, p95`, value: percentile(times, 0.95), unit: 'ms', ...budget });
    console.log(
      `${of}: ${what}: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms (${load()})`
    );
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
