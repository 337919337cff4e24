import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createBackend, type Backend } from '../../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../../src/lib/server/supabase/config.ts';
import { createDatabase, databaseUrl, dropDatabase } from '../../support/templates.ts';
import { DRIVERS, type Driver } from '../../support/test-backend.ts';

const APPROVER = 'tests/db/fixtures/approver.ts';
const FIRMS = 80;
const AMOUNT = 1_000_000;

interface Made {
  manager: { id: string; email: string };
  assignments: { id: string; revision: number }[];
}

/** Assignments of as many firms, each accepted by its owner and waiting for a manager, and the money for all of them. */
async function makeAccepted(backend: Backend): Promise<Made> {
  const { sql } = backend;
  const person = async (email: string) =>
    (
      await sql<{ id: string }>(
        `insert into auth.users (id, aud, role, email, email_confirmed_at) values (gen_random_uuid(), 'authenticated', 'authenticated', $1, now())
         returning id`,
        [email]
      )
    )[0]!.id;
  const [manager, officer, owner] = [
    await person('manager@people.example'),
    await person('officer@people.example'),
    await person('owner@people.example')
  ];
  await sql(`insert into public.staff_members (user_id, role) values ($1, 'manager'), ($2, 'officer')`, [
    manager,
    officer
  ]);
  await sql(
    `insert into public.supports (support_id, name_vi, name_en, kinds, money, legal_basis, valid_from, source)
     values ('thu', 'Thử', 'Test', '{enterprise}', true, 'Văn bản thử', '2021-01-01', 'test')`
  );
  await sql(
    `insert into public.allotments (programme_id, line_code, year, source, amount)
     values ('ben-tre-8576', 'VII.3', extract(year from private.today()), 'state', $1)`,
    [FIRMS * AMOUNT]
  );
  await sql(
    `with package as (
       insert into public.packages (programme_id, code, name_vi, name_en, gives_vi, gives_en, state, line_code)
       values ('ben-tre-8576', 'THU-KILL', 'Gói thử', 'Test package', 'Tư vấn', 'Advice', 'open', 'VII.3') returning package_id
     ), firms as (
       insert into public.enterprises (kind, name, tax_code, sector_id, section_id, unit_id, employees, capital)
       select 'enterprise', 'Cơ sở ' || n, '13020' || lpad(n::text, 5, '0'), (select min(sector_id) from public.sectors), '',
         (select min(unit_id) from public.units where level = 'commune' and valid_to is null), 8, 1000000000
       from generate_series(1, $1::integer) as n returning enterprise_id
     ), members as (
       insert into public.enterprise_members (enterprise_id, user_id, role) select enterprise_id, $2, 'owner' from firms
     ), made as (
       insert into public.assignments (package_id, enterprise_id, state, terms, proposed_by, offer_expires_at)
       select package_id, enterprise_id, 'proposed', jsonb_build_object('package', jsonb_build_object('code', 'THU-KILL',
           'programme_id', 'ben-tre-8576', 'line_code', 'VII.3', 'required_criteria', '[]'::jsonb, 'follow_up_months', 6),
         'items', jsonb_build_array(jsonb_build_object('support_id', 'thu', 'rate', 1, 'cap', $4::bigint))), $3, now() + interval '9 days'
       from package, firms returning assignment_id, enterprise_id
     )
     insert into public.assignment_items (assignment_id, enterprise_id, support_id, cost, state_amount)
     select assignment_id, enterprise_id, 'thu', $4::bigint, $4::bigint from made`,
    [FIRMS, owner, officer, AMOUNT]
  );
  await sql(`update public.assignments set state = 'offered'`);
  await sql(`update public.assignments set state = 'accepted'`);
  const assignments = await sql<{ id: string; revision: number }>(
    `select assignment_id as id, revision from public.assignments order by 1`
  );
  return { manager: { id: manager, email: 'manager@people.example' }, assignments };
}

/** Each assignment with every trace that an approval leaves: all of them, or none. */
const TRACES = `
  select a.assignment_id as id, a.state::text, a.budget_year is not null as year, a.approved_by is not null as by,
    a.state_allotment_id is not null as line,
    (select count(*)::int from public.assignment_items i where i.assignment_id = a.assignment_id and i.budget_year is not null) as items,
    (select count(*)::int from public.assignment_moves m where m.assignment_id = a.assignment_id and m.step = 'approve') as moves,
    (select count(*)::int from public.notifications n where n.kind = 'assignment_approved' and n.link like '%' || a.assignment_id) as told,
    (select count(*)::int from public.outbox o where o.kind = 'assignment_approved' and o.link like '%' || a.assignment_id) as mails,
    (select count(*)::int from public.audit_log l where l.table_name = 'assignments' and l.record_id = a.assignment_id::text
      and l.changes -> 'state' @> '"approved"') as logged
  from public.assignments a order by 1`;

describe.each(DRIVERS)('approvals whose process is killed on %s', (driver: Driver) => {
  let directory: string;
  let database: string | null = null;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dx-approvals-'));
    const { pglite, postgres } = inject('templates');
    database = driver === 'postgres' ? await createDatabase(postgres ?? undefined) : null;
    if (database) return;
    mkdirSync(join(directory, 'pg'));
    spawnSync('tar', ['-xf', pglite, '-C', join(directory, 'pg')]);
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    if (database) await dropDatabase(database);
    rmSync(directory, { recursive: true, force: true });
  });

  const environment = () => ({
    ...process.env,
    DATA_DIR: directory,
    DATABASE_URL: database ? databaseUrl(database) : '',
    PUBLIC_SUPABASE_URL: ''
  });
  const open = () => createBackend(readConfig(environment()));

  /** Starts the approvals, kills the process in the middle of them, and gives what it had acknowledged until then. */
  async function approveAndKill(made: Made, after: number): Promise<string[]> {
    const env = { ...environment(), APPROVE: JSON.stringify(made) };
    const approver = spawn(process.execPath, [APPROVER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child = approver;
    let output = '';
    const ended = new Promise<void>((resolve) => approver.once('exit', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      approver.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if ((output.match(/^approved /gm) ?? []).length >= after) {
          approver.kill('SIGKILL');
          resolve();
        }
      });
      approver.once('exit', () => reject(new Error(`The approvals ended: ${output}`)));
    });
    await ended;
    expect(output).not.toContain('refused');
    return output.match(/(?<=^approved ).{36}$/gm) ?? [];
  }

  test('leave each of them whole or not begun, the money with them, and what was acknowledged is there', async () => {
    const first = await open();
    const made = await makeAccepted(first);
    await first.close();
    const acknowledged = await approveAndKill(made, 15);

    const second = await open();
    try {
      const rows = await second.sql<Record<string, unknown> & { id: string; state: string }>(TRACES);
      const traces = ({ id: _, ...rest }: (typeof rows)[number]) => JSON.stringify(rest);
      const [whole, none] = [
        { state: 'approved', year: true, by: true, line: true, items: 1, moves: 1, told: 1, mails: 1, logged: 1 },
        { state: 'accepted', year: false, by: false, line: false, items: 0, moves: 0, told: 0, mails: 0, logged: 0 }
      ].map((one) => JSON.stringify(one));
      expect(rows.filter((row) => ![whole, none].includes(traces(row)))).toEqual([]);
      const approved = new Set(rows.filter(({ state }) => state === 'approved').map(({ id }) => id));
      expect(acknowledged.length).toBeGreaterThanOrEqual(15);
      expect(acknowledged.filter((id) => !approved.has(id))).toEqual([]);
      // It was killed in the middle: some had not begun.
      expect(approved.size).toBeLessThan(FIRMS);
      const [line] = await second.sql<{ reserved: number; spent: number }>(
        `select reserved::int, spent::int from public.allotments`
      );
      expect(line).toEqual({ reserved: approved.size * AMOUNT, spent: 0 });
    } finally {
      await second.close();
    }
  }, 180_000);
});
