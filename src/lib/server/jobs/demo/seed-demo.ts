import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Questionnaire } from '../../../domain/assessment/questionnaire.ts';
import type { Run } from '../../supabase/connection.ts';
import type { SeedTarget } from '../seed.ts';
import { makeSampleAssignments } from './assignments.ts';
import { sampleAssessments, sampleQuickChecks } from './assessments.ts';
import { catalogueSchema } from './catalogue.ts';
import { DAY, sampleFirms, type SizeGroup } from './firms.ts';
import { makeSampleNominations } from './nominations.ts';
import { makeSampleLearning } from './learning.ts';
import { makeSampleLeads } from './leads.ts';
import { openSamplePackages } from './packages.ts';
import { makeSampleProviders } from './providers.ts';
import { sampleFindings } from './verifications.ts';
import { createPeople, findPeople, readAccounts, renewPasswords, writeAccounts, type DemoAccount } from './people.ts';

export interface DemoOptions {
  /** Where demo-accounts.json is kept. */
  dataDirectory: string;
  /** Folder that holds `supabase/`. */
  root?: string;
  /** Sample data lies in the 18 months before the day of this time. */
  now?: Date;
}

/** The demo people of this database and how they sign in. */
export interface DemoReport {
  accounts: DemoAccount[];
  /** Whether they and the sample firms were made now. */
  created: boolean;
}

const FIRMS = 200;

/**
 * Fills an empty database with one person per role and sample firms with their assessments, in one transaction. Where
 * demo people are already, it only sees to it that their passwords are known: new ones when the file is gone.
 * Returns null where there is no demonstration: firms are on record, and not from here.
 *
 * The caller decides that this is a place for a demonstration (embedded, loopback only); nothing here checks it.
 */
export async function seedDemo(target: SeedTarget, options: DemoOptions): Promise<DemoReport | null> {
  const report = await target.transaction(async (run) => {
    const present = await findPeople(run);
    if (present.size === 0) return fill(run, options);
    const kept = readAccounts(options.dataDirectory)?.filter(({ email }) => present.has(email));
    if (kept?.length === present.size) return { accounts: kept, created: false, known: true };
    return { accounts: await renewPasswords(run, present), created: false, known: false };
  });
  if (!report) return null;
  // After the commit: a process killed in between finds people without a file, and gives them new passwords.
  if (!report.known) writeAccounts(options.dataDirectory, report.accounts);
  return { accounts: report.accounts, created: report.created };
}

async function fill(run: Run, options: DemoOptions) {
  const [firm] = await run('select 1 from public.enterprises limit 1');
  const [version] = await run<{ version_id: string; document: Questionnaire }>(
    `select version_id, document from public.questionnaire_versions where questionnaire = 'dbi-sme' and state = 'published'`
  );
  if (firm || !version) return null;

  const { ids, accounts } = await createPeople(run);
  const owner = ids.get('owner');
  const officer = ids.get('officer');
  const today = Math.floor((options.now ?? new Date()).getTime() / DAY) * DAY;
  const ground = await readGround(run);
  const catalogue = readCatalogue(options.root);
  const firms = sampleFirms(FIRMS, catalogue, ground, today);
  const [first, second, third] = firms.map(({ row }) => row.enterprise_id);
  await insert(
    run,
    'enterprises',
    firms.map(({ row }) => row)
  );
  await insert(
    run,
    'enterprise_members',
    [first, second].map((enterprise_id) => ({
      enterprise_id,
      user_id: owner,
      role: 'owner',
      joined_at: new Date(today)
    }))
  );
  await insert(run, 'enterprise_requests', [
    {
      request_id: '0193e3a0-0000-7000-8000-000000000001',
      enterprise_id: third,
      user_id: owner,
      message: 'Tôi vừa nhận quản lý cửa hàng này, xin được thay mặt cơ sở. (dữ liệu minh họa)',
      state: 'pending',
      created_at: new Date(today - 2 * DAY)
    }
  ]);
  const assessments = sampleAssessments(firms, version.document, today);
  await insert(
    run,
    'assessments',
    assessments.map((assessment) => {
      const self = assessment.enterprise_id === first ? owner : null;
      const assisted = assessment.entry === 'assisted';
      return {
        ...assessment,
        version_id: version.version_id,
        questionnaire: 'dbi-sme',
        started_by: assisted ? officer : self,
        submitted_by: assessment.state === 'submitted' ? self : null,
        handed_over_by: assessment.handed_over_at ? officer : null
      };
    })
  );
  const findings = sampleFindings(assessments, catalogue.findings, today);
  await insert(
    run,
    'verifications',
    findings.map((finding) => ({ ...finding, created_by: officer }))
  );
  await insert(run, 'quick_check_counts', sampleQuickChecks(ground.unitIds, today));
  await openSamplePackages(run);
  await makeSampleAssignments(run, { officer, manager: ids.get('manager') }, first);
  await makeSampleNominations(run, {
    officer,
    manager: ids.get('manager'),
    districtOfficer: ids.get('district_officer')
  });
  await makeSampleLearning(run, { officer, owner, firm: first }, today, options.root);
  await makeSampleProviders(run, { provider: ids.get('provider'), officer }, rootOf(options.root));
  await makeSampleLeads(run, { owner, first });
  return { accounts, created: true, known: false };
}

/** Many rows in one statement; all of them have the columns of the first. */
async function insert(run: Run, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await run(
    `insert into public.${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::public.${table}, $1::text::jsonb)`,
    [JSON.stringify(rows)]
  );
}

async function readGround(run: Run) {
  const units = await run<{ unit_id: string }>(
    `select unit_id from public.units where level = 'commune' and valid_to is null order by unit_id`
  );
  const sectors = await run<{ sector_id: string; size_group: SizeGroup }>(
    `select sector_id, size_group from public.sectors`
  );
  return {
    unitIds: units.map(({ unit_id }) => unit_id),
    sizeGroups: new Map(sectors.map(({ sector_id, size_group }) => [sector_id, size_group]))
  };
}

function rootOf(root?: string): string {
  return root ?? resolve(process.env.APP_ROOT || '.');
}

function readCatalogue(root?: string) {
  return catalogueSchema.parse(JSON.parse(readFileSync(join(rootOf(root), 'supabase/seeds/demo/firms.json'), 'utf8')));
}
