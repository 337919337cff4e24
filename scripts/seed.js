import postgres from 'postgres';
import { applySeeds } from '../src/lib/server/jobs/seed.ts';

const HELP = `Usage: DATABASE_URL=postgres://… npm run seed

Brings reference data (units, sectors, size classes, programme) and questionnaires in a database up to the files of
supabase/seeds. For a hosted Supabase project: first the schema, then this, again after each update:

  supabase db push
  DATABASE_URL='postgresql://postgres…@….supabase.com:5432/postgres' npm run seed

The address is the project's session connection (Supabase: Connect, Session pooler); its user must own the tables.
Nothing is removed, and applying it again changes nothing. An embedded database and DATABASE_URL at \`npm start\` need
no extra step: the server seeds them when it starts.

  ADMIN_EMAIL=…   also invites the first administrator, while there is none
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP);
} else if (!process.env.DATABASE_URL) {
  process.stderr.write(`DATABASE_URL is not set.\n\n${HELP}`);
  process.exitCode = 1;
} else {
  await seed(process.env.DATABASE_URL, process.env.ADMIN_EMAIL);
}

/**
 * @param {string} url
 * @param {string | undefined} administrator
 */
async function seed(url, administrator) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const { applied, warnings } = await applySeeds(targetOf(sql));
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('Nothing has changed.');
    for (const warning of warnings) console.warn(`Note: ${warning}`);
    if (administrator) {
      const [row] = await sql`select private.grant_first_administrator(${administrator}) as granted`;
      console.log(
        row?.granted
          ? `${administrator} becomes administrator by signing up and confirming.`
          : 'There is an administrator already.'
      );
    }
  } catch (error) {
    console.error(`Not seeded: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * @param {postgres.Sql} sql
 * @returns {import('../src/lib/server/jobs/seed.ts').SeedTarget}
 */
function targetOf(sql) {
  return {
    // postgres.js would also await an array of promises, which its type says and no work here returns.
    transaction: (work) =>
      /** @type {ReturnType<typeof work>} */ (/** @type {unknown} */ (sql.begin((session) => work(runOn(session)))))
  };
}

/**
 * @param {postgres.TransactionSql} session
 * @returns {import('../src/lib/server/supabase/connection.ts').Run}
 */
function runOn(session) {
  return async (text, parameters = []) => {
    const rows = await session.unsafe(text, /** @type {never[]} */ ([...parameters]));
    return /** @type {never[]} */ (/** @type {unknown} */ ([...rows]));
  };
}
