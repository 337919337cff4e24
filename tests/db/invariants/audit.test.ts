import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { refusal } from './refusal.ts';

/** Tables without a log of changes, and why. */
const NOT_LOGGED: Record<string, string> = {
  audit_log: 'the log itself',
  export_log: 'append-only itself',
  quick_check_counts: 'a number without a person',
  assignment_moves: 'the history itself, append-only',
  provider_reviews: 'the history itself, append-only',
  lead_moves: 'the history itself, append-only',
  lead_messages: 'append-only itself, and between two sides',
  feedback: 'its steps are the history, and who writes is nobody here',
  feedback_categories: 'seed',
  feedback_moves: 'the history itself, append-only',
  notifications: 'words about what is logged where it happens',
  outbox: 'the same as mails; only the steps of administrators are logged (rpc/outbox.test.ts)',
  verified_results: 'follows from the findings, which are logged',
  units: 'seed',
  unit_mappings: 'seed',
  sectors: 'seed',
  size_class_rules: 'seed',
  programmes: 'seed',
  targets: 'seed',
  budget_lines: 'seed',
  clusters: 'seed',
  cluster_sectors: 'seed',
  supports: 'seed',
  support_caps: 'seed',
  story_consent_texts: 'append-only itself',
  lead_consent_texts: 'append-only itself',
  solution_categories: 'seed'
};

describe.each(DRIVERS)('the audit log on %s', (driver) => {
  let world: World;
  const list = async (query: string) => (await world.db.sql<{ name: string }>(query)).map(({ name }) => name);
  const entries = (table: string, record: string) =>
    world.db.sql<{ actor: string | null; action: string; changes: Record<string, unknown> }>(
      `select actor, action, changes from public.audit_log where table_name = $1 and record_id = $2 order by audit_id`,
      [table, record]
    );

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test('every table is logged, row by row, or says why not', async () => {
    const logged = await list(
      `select c.relname::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgfoid = 'private.audit()'::regprocedure and t.tgenabled = 'O' and t.tgtype & 1 = 1 and t.tgtype & 28 = 28`
    );
    const tables = await list(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`
    );
    expect([...logged, ...Object.keys(NOT_LOGGED)].sort()).toEqual(tables.sort());
  });

  test.each(['audit_log', 'export_log'])('%s is not changed, not even by the owner of the database', async (table) => {
    const before = await world.db.sql(`select * from public.${table}`);
    const attempts = [
      `update public.${table} set at = now()`,
      `update public.${table} set actor = gen_random_uuid() where false`,
      `delete from public.${table}`,
      `truncate public.${table}`
    ];
    for (const attempt of attempts) expect([attempt, await refusal(world.db.sql(attempt))]).toEqual([attempt, 'DT010']);
    expect(await world.db.sql(`select * from public.${table}`)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  test('it says who did what to which row', async () => {
    const firm = await world.makeFirm({ people: ['owner'] });
    await world.call('owner', 'update_enterprise', { enterprise_id: firm, details: { employees: 9 }, revision: 1 });
    expect(await entries('enterprises', firm)).toEqual([
      { actor: null, action: 'insert', changes: expect.objectContaining({ unit_id: [null, world.units.near] }) },
      { actor: world.ids.owner, action: 'update', changes: { employees: ['•', '•'], revision: [1, 2] } }
    ]);
  });

  test('of answers it keeps which were given, changed and taken back, and whole documents never', async () => {
    const firm = await world.makeFirm({ people: ['owner'] });
    const { data } = await world.call('owner', 'start_assessment', { enterprise_id: firm });
    for (const [base, value] of [{ level: 1 }, { level: 4 }, null].entries()) {
      const patch = { '1.1.1': { value, base } };
      await world.call('owner', 'save_answers', { assessment_id: data, patch });
    }
    const [, ...saves] = await entries('assessments', String(data));
    expect(saves.map(({ changes }) => changes.answers)).toEqual([
      { '1.1.1': [null, '•'] },
      { '1.1.1': ['•', '•'] },
      { '1.1.1': ['•', null] }
    ]);
    const [longest] = await world.db.sql<{ length: number }>(
      `select max(length(changes::text)) as length from public.audit_log where table_name = 'questionnaire_versions'`
    );
    expect(longest!.length).toBeLessThan(2000);
  });

  test('a statement that changes nothing leaves no entry', async () => {
    const before = await entries('profiles', world.ids.owner);
    await world.db.sql(`update public.profiles set locale = locale where user_id = $1`, [world.ids.owner]);
    expect(await entries('profiles', world.ids.owner)).toEqual(before);
  });

  test('of what is personal it keeps that it changed, never the value', async () => {
    const secrets = ['Phạm Thị Kín', '+84901999888', 'kin@people.example', 'Ấp Kín 5', '079190123456', 'Chị Kín'];
    // What a firm is called, makes and earns, and what people wrote about it.
    const figures = ['Hộ dừa kín', 'kẹo kín', '4711', '987654321', '123454321', 'Lý do kín', 'Sai số kín'];
    const [firmName, main_products, employees, revenue, capital, reason, returned] = figures;
    const [name, phone, email, address, taxCode, label] = secrets;
    const details = {
      kind: 'household',
      name: firmName,
      ...{ main_products, employees, revenue, capital },
      tax_code: taxCode,
      sector_id: '2018-10',
      unit_id: world.units.near,
      contact_name: name,
      contact_phone: phone,
      contact_email: email,
      address
    };
    const { data } = await world.call('kin', 'register_enterprise', { details });
    const { enterprise_id } = data as { enterprise_id: string };
    const emptied = { contact_name: null, contact_phone: null, contact_email: null, address: null };
    await world.call('kin', 'update_enterprise', { enterprise_id, details: emptied, revision: 1 });
    await world.call('officer', 'decide_enterprise_request', { request_id: world.requestId, approve: false, reason });
    await world.call('otherOwner', 'return_assessment', { assessment_id: world.awaiting, reason: returned });
    const client = await world.client('kin');
    await client
      .from('profiles')
      .update({ display_name: name! })
      .eq('user_id', await world.idOf('kin'));
    await world.call('kin', 'request_enterprise', { tax_code: world.taxCode, message: `${name} ${phone}` });
    const { data: code } = await world.call('kin', 'create_enterprise_invitation', { enterprise_id, label });
    await world.call('administrator', 'invite_staff', { email, roles: ['officer'] });
    await world.call('kin', 'delete_my_account');

    const [log] = await world.db.sql<{ text: string }>(
      `select string_agg(l::text, E'\\n') as text from public.audit_log l`
    );
    for (const secret of [...secrets, ...figures, String(code)])
      expect([secret, log!.text.includes(secret)]).toEqual([secret, false]);
    const hashes = await list(
      `select code_hash as name from public.enterprise_invitations union select token_hash from public.share_links`
    );
    for (const hash of hashes) expect(log!.text).not.toContain(hash);
    const [, update] = await entries('enterprises', enterprise_id);
    expect(update?.changes).toMatchObject({ contact_phone: ['•', null], contact_name: ['•', null] });
    expect((await entries('enterprises', enterprise_id))[0]?.changes).toMatchObject({
      tax_code: [null, '079•••••••56'],
      revenue: [null, '•'],
      size_class: [null, expect.any(String)]
    });
    const [, decided] = await entries('enterprise_requests', world.requestId);
    expect(decided?.changes).toMatchObject({ state: ['pending', 'rejected'], reason: [null, '•'] });
    const [, given] = await entries('assessments', world.awaiting);
    expect(given?.changes).toMatchObject({ level: [expect.any(Number), null], return_reason: [null, '•'] });
  });

  test('the log of exports keeps that a search was used, not what was searched for', async () => {
    const filters = { q: 'Hộ dừa kín', unit: '829-2021' };
    await world.call('officer', 'log_export', { kind: 'enterprises', filters, rows: 1 });
    const [row] = await world.db.sql(`select filters from public.export_log order by export_id desc limit 1`);
    expect(row).toEqual({ filters: { q: '•', unit: '829-2021' } });
  });
});
