import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAST_TRIGGERS } from '../../support/past-triggers.ts';
import { openWorld, type World } from '../../support/people.ts';
import { refusal } from '../invariants/refusal.ts';
import { DRIVERS } from '../../support/test-backend.ts';

/** Every column that names a person, and the part of the export that holds its rows. A new one fails until it is here. */
const HELD: Record<string, string> = {
  'profiles.user_id': 'account',
  'staff_members.user_id': 'staff_roles',
  'staff_members.granted_by': 'staff_roles_granted',
  'staff_areas.user_id': 'staff_areas',
  'staff_invitations.email': 'staff_invitations_received',
  'staff_invitations.accepted_by': 'staff_invitations_received',
  'staff_invitations.invited_by': 'staff_invitations_made',
  'provider_members.user_id': 'providers',
  'enterprise_members.user_id': 'enterprises',
  'enterprises.created_by': 'enterprises_entered',
  'enterprises.contact_email': 'enterprises',
  'providers.contact_email': 'providers',
  'enterprise_invitations.created_by': 'enterprise_invitations_made',
  'enterprise_invitations.used_by': 'enterprise_invitations_used',
  'enterprise_requests.user_id': 'requests',
  'enterprise_requests.decided_by': 'requests_decided',
  'assessments.started_by': 'assessments_handled',
  'assessments.handed_over_by': 'assessments_handled',
  'assessments.submitted_by': 'assessments_handled',
  'share_links.created_by': 'share_links_made',
  'questionnaire_versions.created_by': 'questionnaires_handled',
  'questionnaire_versions.published_by': 'questionnaires_handled',
  'export_log.actor': 'exports',
  'audit_log.actor': 'changes_by_me'
};

/** Of support, targets and reports, the same. Their rows are made by steps of several people, so the id is put into one of each. */
const HELD_SINCE: Record<string, string> = {
  'notifications.user_id': 'notifications',
  'outbox.user_id': 'mails',
  'applications.applied_by': 'applications_made',
  'applications.decided_by': 'applications_decided',
  'files.created_by': 'files_added',
  'verifications.created_by': 'findings',
  'assignments.proposed_by': 'assignments_handled',
  'assignments.approved_by': 'assignments_handled',
  'assignment_moves.actor': 'assignment_steps',
  'assignment_evidence.created_by': 'evidence_added',
  'packages.created_by': 'packages_made',
  'priority_weights.created_by': 'weights_set',
  'allocation_runs.started_by': 'allocation_runs',
  'target_paths.updated_by': 'paths_set',
  'registered_counts.entered_by': 'counts_entered',
  'awareness_events.entered_by': 'events_entered',
  'nomination_rules.updated_by': 'nomination_rules_set',
  'nominations.nominated_by': 'nominations_handled',
  'nominations.decided_by': 'nominations_handled',
  'story_consents.given_by': 'story_consents',
  'story_consents.withdrawn_by': 'story_consents',
  'stories.updated_by': 'stories_written',
  'stories.published_by': 'stories_written',
  'reports.created_by': 'reports_handled',
  'reports.finalised_by': 'reports_handled',
  'report_deadlines.created_by': 'deadlines_set',
  'articles.created_by': 'articles_written',
  'articles.updated_by': 'articles_written',
  'courses.created_by': 'courses_made',
  'course_registrations.user_id': 'course_registrations',
  'feedback.handled_by': 'feedback_handled',
  'feedback_moves.actor': 'feedback_steps',
  'provider_reviews.actor': 'provider_reviews',
  'provider_invitations.created_by': 'provider_codes',
  'provider_invitations.used_by': 'provider_codes',
  'lead_rules.created_by': 'lead_rules_set',
  'needs.created_by': 'needs_stated',
  'lead_consents.given_by': 'lead_consents',
  'lead_consents.withdrawn_by': 'lead_consents',
  'lead_moves.actor': 'lead_steps',
  'lead_ratings.moderated_by': 'ratings_moderated'
};

type Part = Record<string, unknown>[];

describe.each(DRIVERS)('the export of one’s own data on %s', (driver) => {
  let world: World;
  let data: Record<string, Part>;
  /** Parts of which there is a row that names the person. */
  const made = new Set<string>();

  /** Somebody who has done everything that leaves their id behind. */
  async function makeBusyPerson(): Promise<void> {
    const { call, db } = world;
    const me = await world.idOf('busy');
    await db.sql(
      `insert into public.staff_invitations (email, roles) values ('busy@people.example', '{administrator}')`
    );
    await db.sql(`select private.accept_staff_invitations($1, 'busy@people.example')`, [me]);
    await db.sql(`insert into public.staff_areas values ($1, '829-2021')`, [me]);
    await db.sql(`insert into public.staff_members (user_id, role) values ($1, 'officer')`, [me]);
    await db.sql(`insert into public.provider_members select provider_id, $1 from public.providers limit 1`, [me]);
    const firm = await world.makeFirm({ people: ['boss'] });
    const { data: code } = await call('boss', 'create_enterprise_invitation', { enterprise_id: firm });
    await call('busy', 'join_enterprise', { code });
    const assessment_id = await world.makeSubmitted(firm, 3);
    await call('busy', 'create_share_link', { assessment_id });
    const other = await world.makeFirm({ name: 'Hãng của người khác' });
    await call('busy', 'start_assessment', { enterprise_id: other });
    await call('busy', 'create_enterprise_invitation', { enterprise_id: other, label: 'Cho chị Tư' });
    await call('busy', 'invite_staff', { email: 'invited-by-busy@people.example', roles: ['officer'] });
    await call('busy', 'set_staff_roles', { user_id: world.ids.stranger, roles: ['officer'] });
    await call('busy', 'decide_enterprise_request', { request_id: world.requestId, approve: false, reason: 'Chưa rõ' });
    const [wanted] = await db.sql<{ tax_code: string }>(
      `select tax_code from public.enterprises where enterprise_id = $1`,
      [world.other]
    );
    await call('busy', 'request_enterprise', { tax_code: wanted!.tax_code, message: 'Tôi là kế toán' });
    const details = { kind: 'startup_project', name: 'Dự án', sector_id: '2018-10', unit_id: world.units.near };
    await call('busy', 'register_enterprise', { details: { ...details, as_owner: false } });
    const [draft] = await db.sql<{ version_id: string }>(
      `select version_id from public.questionnaire_versions where state = 'draft'`
    );
    await call('busy', 'publish_questionnaire', { version_id: draft!.version_id });
    await call('busy', 'log_export', { kind: 'enterprises', filters: {}, rows: 1 });
    await db.sql(
      `insert into auth.sessions (id, user_id, created_at, updated_at, user_agent) values (gen_random_uuid(), $1, now(), now(), 'Firefox')`,
      [me]
    );
  }

  /** Names the person in one row of a table, where there is any. */
  async function nameIn(column: string): Promise<void> {
    const [table, field] = column.split('.');
    // Of a withdrawal there are always both: by whom and when.
    const when = field === 'withdrawn_by' ? ', withdrawn_at = now()' : '';
    const naming = world.db.sql(
      `${PAST_TRIGGERS} update public.${table} t set ${field} = $1${when} from past
       where past.role = 'replica' and t.ctid = (select min(r.ctid) from public.${table} r) returning 1`,
      [await world.idOf('busy')]
    );
    // Tables that only grow refuse it.
    if ((await refusal(naming)) === 'DT010') return;
    const named = await naming;
    if (named.length > 0) made.add(HELD_SINCE[column]!);
  }

  beforeAll(async () => {
    world = await openWorld(driver);
    await makeBusyPerson();
    for (const column of Object.keys(HELD_SINCE)) await nameIn(column);
    data = (await world.call('busy', 'export_my_data')).data as Record<string, Part>;
  });
  afterAll(() => world.close());

  test('every column that names a person has its part of it', async () => {
    const columns = await world.db.sql<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
         and (a.atttypid = 'uuid'::regtype and a.attname ~ '(_by|actor|user_id)$' or a.attname ~ 'email$')`
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys({ ...HELD, ...HELD_SINCE }).sort());
  });

  test.each([...new Set(Object.values(HELD)), 'sign_ins'])('%s is there for who has any', (part) => {
    expect(Array.isArray(data[part]) ? data[part].length : Object.keys(data[part] ?? {}).length).toBeGreaterThan(0);
  });

  test('what came since is there, for every table that has rows', () => {
    expect(made.size).toBeGreaterThan(10);
    for (const part of made) expect([part, data[part]?.length ?? 0]).not.toEqual([part, 0]);
    expect(Object.keys(data)).toEqual(expect.arrayContaining([...Object.values(HELD_SINCE), 'marks_given']));
  });

  test('what the person wrote is in it', () => {
    expect(data.enterprise_invitations_made?.[0]).toMatchObject({ label: 'Cho chị Tư', role: 'member' });
    expect(data.requests_decided?.[0]).toMatchObject({ state: 'rejected', reason: 'Chưa rõ' });
    expect(data.requests?.[0]).toMatchObject({ message: 'Tôi là kế toán' });
    expect(data.staff_invitations_made?.[0]).toMatchObject({ roles: ['officer'] });
    expect(data.sign_ins?.[0]).toMatchObject({ user_agent: 'Firefox' });
  });

  test('other people, their firms’ records and secrets are not', () => {
    const text = JSON.stringify(data);
    const foreign = ['invited-by-busy', 'boss@people', 'asker@people', world.ids.asker, 'Hãng của người khác'];
    for (const secret of [...foreign, 'encrypted_password', '_hash', '_token', 'refresh'])
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
  });

  test('a direct client gets twenty an hour', async () => {
    await world.db.sql(`update private.rate_limit_rules set max_hits = 2 where bucket = 'my-data:person'`);
    const codes = [];
    for (let n = 0; n < 3; n += 1) codes.push((await world.call('member', 'export_my_data')).code);
    expect(codes).toEqual(['ok', 'ok', 'DT008 my-data:person']);
  });
});
