import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAppError } from '../../../src/lib/server/errors.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const TEXTS = [
  ['the character zero', 'Dừa\0Xanh'],
  ['half of a pair', 'Dừa \ud83d'],
  ['the other half', '\ude00 Dừa'],
  ['a hundred thousand letters', 'đ'.repeat(100_000)]
] as const;

/** Whatever text a client of its own sends: refused as input, nothing written, and never a failure of the server. */
describe.each(DRIVERS)('text that cannot be stored on %s', (driver) => {
  let world: World;
  const calls = (text: string): [string, string, Record<string, unknown>][] => [
    [
      'owner',
      'register_enterprise',
      { details: { kind: 'startup_project', name: text, sector_id: '2018-10', unit_id: world.units.near } }
    ],
    [
      'owner',
      'register_enterprise',
      { details: { kind: 'enterprise', name: 'Dừa', tax_code: text, sector_id: text, unit_id: text } }
    ],
    ['owner', 'update_enterprise', { enterprise_id: world.firm, details: { address: text }, revision: 1 }],
    ['owner', 'create_enterprise_invitation', { enterprise_id: world.firm, label: text }],
    ['owner', 'save_answers', { assessment_id: world.draft, patch: { [text]: { value: { level: 1 } } } }],
    ['owner', 'save_answers', { assessment_id: world.draft, patch: { '1.1.1': { value: { [text]: text } } } }],
    ['owner', 'start_assessment', { enterprise_id: world.firm, questionnaire: text }],
    ['asker', 'join_enterprise', { code: text, tax_code: text }],
    ['asker', 'request_enterprise', { tax_code: world.taxCode, message: text }],
    ['officer', 'decide_enterprise_request', { request_id: world.requestId, approve: false, reason: text }],
    ['otherOwner', 'return_assessment', { assessment_id: world.awaiting, reason: text }],
    ['officer', 'list_enterprises', { filters: { q: text, unit: text, kind: text } }],
    ['officer', 'list_assessments', { filters: { q: text }, after: { key: text, id: text } }],
    ['administrator', 'list_users', { search: text }],
    ['administrator', 'invite_staff', { email: `${text}@people.example`, roles: ['officer'] }],
    ['manager', 'save_questionnaire_draft', { document: { id: text }, note: text }],
    ['officer', 'log_export', { kind: 'enterprises', filters: { q: text }, rows: 1 }],
    ['visitor', 'read_shared_result', { token: text }],
    ['visitor', 'count_quick_check', { unit_id: text }],
    ['visitor', 'take_limit', { bucket: text, key: text }]
  ];

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  afterAll(() => world.close());

  test.each(TEXTS)('%s', async (_, text) => {
    const failed: unknown[] = [];
    for (const [who, fn, args] of calls(text)) {
      const reply = await world.call(who, fn, args);
      const [code] = reply.code.split(' ');
      if (code !== 'ok' && toAppError({ code }).status >= 500) failed.push([fn, reply.code]);
    }
    expect(failed).toEqual([]);
    const client = await world.client('owner');
    for (const table of ['enterprises', 'assessments'] as const) {
      const { error } = await client.from(table).select('enterprise_id').eq('enterprise_id', text);
      expect([table, !error || toAppError(error).status < 500]).toEqual([table, true]);
    }
    const { error } = await client.from('profiles').update({ display_name: text }).eq('user_id', world.ids.owner);
    expect([error?.code, !error || toAppError(error).status < 500]).toEqual([error?.code, true]);
  });

  test('a search folds no more than a name can have', async () => {
    const [row] = await world.db.sql(`select length(private.fold(repeat('đ', 100000))) as folded`);
    expect(row).toEqual({ folded: 500 });
  });

  test('and nothing of it is on record', async () => {
    const [row] = await world.db.sql(
      `select (select count(*)::int from public.enterprises) as firms,
         (select count(*)::int from public.enterprises where address is not null) as addresses,
         (select count(*)::int from public.staff_invitations where email <> 'invited@people.example') as invitations,
         (select count(*)::int from public.enterprise_requests where state <> 'pending') as decided`
    );
    expect(row).toEqual({ firms: 2, addresses: 0, invitations: 0, decided: 0 });
  });
});
