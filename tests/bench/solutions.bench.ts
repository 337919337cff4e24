import { applySeeds } from '../../src/lib/server/jobs/seed.ts';
import { createBackend, type Run } from '../../src/lib/server/supabase/backend.ts';
import type { BackendConfig } from '../../src/lib/server/supabase/config.ts';
import { report } from '../support/measurement.ts';
import { makeNeed, makeSolution } from '../support/records/leads.ts';
import { makePackage } from '../support/records/packages.ts';
import { createDatabase, databaseUrl, dropDatabase, emptyPglite, testConfig } from '../support/templates.ts';
import { openPostgresServer } from './support/postgres.ts';
import { fillProvince } from './support/province.ts';
import { load, median, percentile, quick } from './support/settings.ts';

// The providers of a need, as its owner opens the list, and putting the need into somebody's hands: 200 solutions of one category,
// which the state would pay a part of, in a province with 40 packages.

const SOLUTIONS = quick ? 20 : 200;
const PACKAGES = quick ? 4 : 40;
const FIRMS = quick ? 200 : 2000;
const TIMES = quick ? 3 : 30;
const CATEGORY = 'crm-marketing';
/** The connection of a pool is another each time. */
const SIGNED_IN = `select set_config('request.jwt.claim.sub', $2, false)`;

await measure('PGlite', { snapshot: await emptyPglite() });
const server = await openPostgresServer();
if (server) {
  process.env.TEST_DATABASE_URL = server.url;
  const name = await createDatabase();
  try {
    await measure('PostgreSQL', { databaseUrl: databaseUrl(name) });
  } finally {
    await dropDatabase(name);
    await server.stop();
  }
} else console.log('PostgreSQL: left out, no server here and none in TEST_DATABASE_URL.');

async function measure(on: string, config: Partial<BackendConfig>): Promise<void> {
  const backend = await createBackend(testConfig(config));
  try {
    await applySeeds(backend);
    const { need, owner } = await prepare(backend.sql);
    const wanted: [what: string, text: string, budget: { atMost?: number }][] = [
      ['the list', `${SIGNED_IN}, public.providers_for_need($1)`, { atMost: 100 }],
      [
        'those that match',
        `${SIGNED_IN}, (select count(*) from private.match_solutions($1) m where m.matches)`,
        { atMost: 50 }
      ]
    ];
    for (const [what, text, budget] of wanted) {
      await backend.sql(text, [need, owner]);
      const times: number[] = [];
      for (let i = 0; i < TIMES; i++) {
        const started = performance.now();
        await backend.sql(text, [need, owner]);
        times.push(performance.now() - started);
      }
      const name = `${on}, ${SOLUTIONS} solutions for a need: ${what}`;
      report({ name: `${name}, median`, value: median(times), unit: 'ms', ...budget });
      console.log(
        `${name}: median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms (${load()})`
      );
    }
  } finally {
    await backend.close();
  }
}

/** A need of a micro firm, and its owner. */
async function prepare(sql: Run): Promise<{ need: string; owner: string }> {
  await fillProvince(sql, { firms: FIRMS, assessments: FIRMS, assignments: FIRMS / 10 });
  const db = { sql };
  for (let n = 0; n < PACKAGES; n++)
    await makePackage(db, { code: `DO-${n}` }, [
      { support_id: 'dx-giaiphap', rate: 0.5, cap: 20_000_000 },
      { support_id: 'kh-nhanthuc' }
    ]);
  for (let n = 0; n < SOLUTIONS; n++) {
    const [provider] = await sql<{ id: string }>(
      `insert into public.providers (name) values ($1) returning provider_id as id`,
      [`Nhà cung cấp thử ${n}`]
    );
    await makeSolution(db, provider!.id, { category_id: CATEGORY, price_year: 1_000_000 + n * 50_000 });
  }
  const [owner] = await sql<{ id: string; firm: string }>(
    `insert into public.enterprise_members (enterprise_id, user_id, role)
     select e.enterprise_id, u.id, 'owner' from (select x.enterprise_id from public.enterprises x
       where x.kind = 'enterprise' and x.size_class = 'micro' order by x.enterprise_id limit 1) e, (select x.id from auth.users x limit 1) u
     returning user_id as id, enterprise_id as firm`
  );
  await sql(`analyze`);
  const need = await makeNeed(db, owner!.firm, { category_id: CATEGORY, budget_max: 5_000_000 });
  return { need, owner: owner!.id };
}
