import type { SupabaseClient } from '@supabase/supabase-js';
import { vi } from 'vitest';
import type { Database } from '../../src/lib/db/types.generated.ts';
import { addAllocationRecords } from './records/allocation.ts';
import { makePackage } from './records/packages.ts';
import { addAssignmentRecords } from './records/assignments.ts';
import { addLearningRecords } from './records/learning.ts';
import { addLeadRecords, type LeadRecords } from './records/leads.ts';
import { addFindings } from './records/verification.ts';
import { addProgrammeRecords } from './records/programme.ts';
import { openTestBackend, type Driver, type TestBackend } from './test-backend.ts';

/** One person per role. `near` and `far` are district officers of the first and of the other firm's district. */
export const PEOPLE = [
  'stranger',
  'asker',
  'member',
  'owner',
  'otherOwner',
  'officer',
  'manager',
  'near',
  'far',
  'administrator',
  'provider',
  'disabled'
] as const;
export type Person = (typeof PEOPLE)[number];
export type Client = SupabaseClient<Database>;
export type Answers = Record<string, Record<string, unknown>>;

/** What a call of a function came to: `ok`, or SQLSTATE and subject of our own errors (`DT001 enterprise`). */
export interface Reply {
  code: string;
  details: string;
  data: unknown;
}

export interface World {
  db: TestBackend;
  ids: Record<Person, string>;
  /** Firm of `owner` and `member` in the district of `near`; firm of `otherOwner` in the district of `far`. */
  firm: string;
  other: string;
  taxCode: string;
  units: { near: string; far: string };
  versionId: string;
  /** Of the first firm: one counted, one being filled in. Of the other: one that waits for confirmation. */
  submitted: string;
  draft: string;
  awaiting: string;
  /** An unused code of the first firm, and a link to its result. */
  code: string;
  token: string;
  requestId: string;
  /** An open package, and an open application of the first firm for it. */
  openPackage: string;
  application: string;
  /** One that the first firm took back. */
  closedApplication: string;
  /** A proposal of the first firm. */
  assignment: string;
  /** A recognised nomination of the first firm. */
  nominationId: string;
  leads: LeadRecords;
  /** A client of a person of the list, of anybody else (who then has no role), of `visitor` or of `service`. */
  client(name: string): Promise<Client>;
  /** Calls a function with whatever arguments, as a hostile client would. */
  call(name: string, fn: string, args?: Record<string, unknown>): Promise<Reply>;
  /** The user id of a person, who is registered when unknown. */
  idOf(name: string): Promise<string>;
  /** Puts a firm on record; the first of `people` is its owner. */
  makeFirm(firm?: NewFirm): Promise<string>;
  /** Answers to every criterion of the counted questionnaire. */
  answers(level: number): Answers;
  /** Puts a counted assessment on record. */
  makeSubmitted(firm: string, level: number, at?: string): Promise<string>;
  close(): Promise<void>;
}

export interface NewFirm {
  people?: string[];
  unit?: string;
  name?: string;
  kind?: string;
  taxCode?: string | null;
  sector?: string;
  employees?: number | null;
  capital?: number | null;
}

type Criteria = Record<string, { kind: string }>;

/** A database with the people, firms and records that tests of rights are about. */
export async function openWorld(driver: Driver): Promise<World> {
  // The API prints one line for each refused statement, and refusals are what these tests are made of.
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  const db = await openTestBackend({ driver });
  const tools = await makeTools(db);
  const ids = Object.fromEntries(
    await Promise.all(PEOPLE.map(async (person) => [person, await tools.idOf(person)] as const))
  ) as Record<Person, string>;
  const taxCode = '1300111222';
  const firm = await tools.makeFirm({ people: ['owner', 'member', 'disabled'], unit: tools.units.near, taxCode });
  const other = await tools.makeFirm({ people: ['otherOwner'], unit: tools.units.far });
  const rows = await addRecords(db, tools, ids, { firm, other });
  return {
    db,
    ...tools,
    ids,
    firm,
    other,
    taxCode,
    ...rows,
    async close() {
      await db.close();
      printed.mockRestore();
    }
  };
}

async function makeTools(db: TestBackend) {
  const clients = new Map<string, Client>([
    ['visitor', db.anon],
    ['service', db.service]
  ]);
  const email = (name: string) => `${name.toLowerCase()}@people.example`;
  const units = { near: await communeIn(db, '829-2021'), far: await communeIn(db, '831-2021') };
  const [version] = await db.sql<{ version_id: string; criteria: Criteria }>(
    `select version_id, criteria from public.questionnaire_versions where questionnaire = 'dbi-sme' and state = 'published'`
  );
  if (!version) throw new Error('The counted questionnaire is missing.');
  let firms = 0;

  async function client(name: string): Promise<Client> {
    const known = clients.get(name) ?? (await db.as(email(name)));
    clients.set(name, known);
    return known;
  }
  async function idOf(name: string): Promise<string> {
    const [row] = await db.sql<{ id: string }>(`select id from auth.users where email = $1`, [email(name)]);
    return row?.id ?? (await db.createPerson(email(name)));
  }
  async function call(name: string, fn: string, args: Record<string, unknown> = {}): Promise<Reply> {
    const untyped = (await client(name)) as unknown as SupabaseClient;
    const { data, error } = await untyped.rpc(fn, args);
    if (!error) return { code: 'ok', details: '', data: data as unknown };
    const code = error.code.startsWith('DT') ? `${error.code} ${error.message}` : error.code;
    return { code, details: error.details ?? '', data: null };
  }
  async function makeFirm(input: NewFirm = {}): Promise<string> {
    firms += 1;
    const { people = [], unit = units.near, name = `Cơ sở thử ${firms}`, kind = 'enterprise' } = input;
    const { sector = '2018-10', employees = 8, capital = 1_000_000_000 } = input;
    const taxCode = input.taxCode === undefined ? `13020${String(firms).padStart(5, '0')}` : input.taxCode;
    const [row] = await db.sql<{ id: string }>(
      `insert into public.enterprises (kind, name, tax_code, sector_id, section_id, unit_id, employees, capital)
       values ($1::public.enterprise_kind, $2, $3, $4, '', $5, $6, $7) returning enterprise_id as id`,
      [kind, name, taxCode, sector, unit, employees, capital]
    );
    for (const [index, person] of people.entries()) {
      await db.sql(`insert into public.enterprise_members values ($1, $2, $3::public.member_role)`, [
        row!.id,
        await idOf(person),
        index === 0 ? 'owner' : 'member'
      ]);
    }
    return row!.id;
  }
  function answers(level: number): Answers {
    return Object.fromEntries(
      Object.entries(version!.criteria).map(([id, { kind }]) => [
        id,
        kind === 'ordinal' ? { level } : { numerator: level * 20, denominator: 100 }
      ])
    );
  }
  async function makeSubmitted(firm: string, level: number, at = new Date().toISOString()): Promise<string> {
    const stored = Object.fromEntries(
      Object.entries(answers(level)).map(([id, value]) => [id, { value, revision: 1, at }])
    );
    const [row] = await db.sql<{ id: string }>(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, answers, revision, submitted_at)
       values ($1, $2, 'dbi-sme', 'submitted', $3::text::jsonb, 1, $4::text::timestamptz) returning assessment_id as id`,
      [firm, version!.version_id, JSON.stringify(stored), at]
    );
    return row!.id;
  }
  return { client, call, idOf, makeFirm, answers, makeSubmitted, units, versionId: version.version_id };
}

type Tools = Awaited<ReturnType<typeof makeTools>>;

async function addRecords(
  db: TestBackend,
  tools: Tools,
  ids: Record<Person, string>,
  { firm, other }: { firm: string; other: string }
) {
  const staff = { officer: 'officer', manager: 'manager', near: 'district_officer', far: 'district_officer' } as const;
  for (const [person, role] of [
    ...Object.entries(staff),
    ['administrator', 'administrator'] as const,
    ['disabled', 'officer'] as const
  ]) {
    await db.sql(`insert into public.staff_members (user_id, role) values ($1, $2::public.staff_role)`, [
      ids[person as Person],
      role
    ]);
  }
  await db.sql(`insert into public.staff_areas values ($1, '829-2021'), ($2, '831-2021')`, [ids.near, ids.far]);
  await db.sql(`insert into public.staff_invitations (email, roles) values ('invited@people.example', '{officer}')`);
  await db.sql(`update public.profiles set disabled_at = now() where user_id = $1`, [ids.disabled]);
  await db.sql(
    `with made as (insert into public.providers (name) values ('Nhà cung cấp A'), ('Nhà cung cấp B') returning provider_id, name)
     insert into public.provider_members select provider_id, case name when 'Nhà cung cấp A' then $1::uuid else $2::uuid end from made`,
    [ids.provider, await tools.idOf('otherProvider')]
  );
  await db.sql(
    `insert into public.provider_invitations (provider_id, code_hash, created_by, expires_at)
     select provider_id, md5(provider_id::text), user_id, now() + interval '14 days' from public.provider_members`
  );
  const insertAssessment = async (enterprise: string, state: string, entry: string, level: number | null) => {
    const answers = level === null ? {} : tools.answers(level);
    const stored = Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { value, revision: 1 }]));
    const [row] = await db.sql<{ id: string }>(
      `insert into public.assessments (enterprise_id, version_id, questionnaire, state, entry, answers, revision)
       values ($1, $2, 'dbi-sme', $3::public.assessment_state, $4::public.entry_mode, $5::text::jsonb, 1) returning assessment_id as id`,
      [enterprise, tools.versionId, state, entry, JSON.stringify(stored)]
    );
    return row!.id;
  };
  const submitted = await tools.makeSubmitted(firm, 2);
  const otherSubmitted = await tools.makeSubmitted(other, 3);
  await addFindings(db, [
    { enterprise: firm, assessment: submitted },
    { enterprise: other, assessment: otherSubmitted }
  ]);
  const draft = await insertAssessment(firm, 'draft', 'self', null);
  const awaiting = await insertAssessment(other, 'awaiting_confirmation', 'assisted', 3);
  const code = String((await tools.call('owner', 'create_enterprise_invitation', { enterprise_id: firm })).data);
  await tools.call('otherOwner', 'create_enterprise_invitation', { enterprise_id: other });
  const token = String((await tools.call('owner', 'create_share_link', { assessment_id: submitted })).data);
  await tools.call('otherOwner', 'create_share_link', { assessment_id: otherSubmitted });
  const [request] = await db.sql<{ id: string }>(
    `insert into public.enterprise_requests (enterprise_id, user_id) values ($1, $2) returning request_id as id`,
    [firm, ids.asker]
  );
  await db.sql(`insert into public.enterprise_requests (enterprise_id, user_id) values ($1, $2)`, [
    other,
    await tools.idOf('otherAsker')
  ]);
  await db.sql(`insert into public.quick_check_counts (day, unit_id, count) values (current_date, '', 3)`);
  await db.sql(`insert into public.export_log (actor, kind, rows) select user_id, 'my_data', 1 from public.profiles`);
  await db.sql(
    `insert into public.questionnaire_versions (questionnaire, version, document, criteria, outline)
     select questionnaire, 'draft.1', jsonb_set(document, '{version}', '"draft.1"'), '{}', '{}'
     from public.questionnaire_versions where questionnaire = 'quick-check' and state = 'published'`
  );
  await makePackage(db, { code: 'MO' });
  const allocation = await addAllocationRecords(db, { firm, other });
  const assignment = await addAssignmentRecords(db, { firm, other });
  const nominationId = await addProgrammeRecords(db, { firm, other }, ids);
  await addLearningRecords(db, { firm, other }, ids);
  const leads = await addLeadRecords(db, { firm, other }, { ...ids, otherProvider: await tools.idOf('otherProvider') });
  return {
    leads,
    submitted,
    draft,
    awaiting,
    code,
    token,
    requestId: request!.id,
    assignment,
    nominationId,
    ...allocation
  };
}

async function communeIn(db: TestBackend, district: string): Promise<string> {
  const [row] = await db.sql<{ unit_id: string }>(
    `select unit_id from public.units where level = 'commune' and valid_to is null and district_ids = array[$1::text] order by 1 limit 1`,
    [district]
  );
  if (!row) throw new Error(`No commune lies in ${district} alone.`);
  return row.unit_id;
}
