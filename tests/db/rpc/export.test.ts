import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
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

type Part = Record<string, unknown>[];

describe.each(DRIVERS)('the export of one’s own data on %s', (driver) => {
  let world: World;
  let data: Record<string, Part>;

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

  beforeAll(async () => {
    world = await openWorld(driver);
    await makeBusyPerson();
    data = (await world.call('busy', 'export_my_data')).data as Record<string, Part>;
  });
  afterAll(() => world.close());

  test('every column that names a person has its part of it', async () => {
    const columns = await world.db.sql<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
         and (a.atttypid = 'uuid'::regtype and a.attname ~ '(_by|actor|user_id)$' or a.attname ~ 'email$')`
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(HELD).sort());
  });

  test.each([...new Set(Object.values(HELD)), 'sign_ins'])('%s is there for who has any', (part) => {
    expect(Array.isArray(data[part]) ? data[part].length : Object.keys(data[part] ?? {}).length).toBeGreaterThan(0);
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
