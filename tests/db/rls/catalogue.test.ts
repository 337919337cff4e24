import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DRIVERS, openTestBackend, type TestBackend } from '../../support/test-backend.ts';

/** Functions of `private` that a visitor may run: behind the functions that are open to visitors, and in policies. */
const OPEN_TO_VISITORS = [
  'area_unit_ids()',
  'count_quick_check(text)',
  'has_role(staff_role)',
  'is_staff()',
  'progress_summary()',
  'provider_directory(jsonb)',
  'published_feedback()',
  'published_stories()',
  'rate_feedback(text,integer)',
  'read_shared_result(text)',
  'read_unsubscribe(text)',
  'schema_version()',
  'sees_all_enterprises()',
  'submit_feedback(jsonb)',
  'take_limit(text,text)',
  'today()',
  'track_feedback(text)',
  'uid()',
  'unsubscribe(text)'
];
/** Besides those: what a signed-in person's policies and lists call. None of them decides for somebody else. */
const HELPERS_OF_THE_SIGNED_IN = [
  'area_units_of(uuid)',
  'clean(text)',
  'enterprise_conditions(jsonb)',
  'enterprise_ids()',
  'fail(text,text,text)',
  'file_on_record(text)',
  'fold(text)',
  'is_member(uuid)',
  'is_owner(uuid)',
  'like_pattern(text)',
  'mask_tax_code(text)',
  'provider_ids()',
  'reads_file(text)',
  'sees_enterprise(uuid)',
  'staff_sees(uuid)',
  'staff_sees_lead(uuid,uuid)',
  'waiting_states()'
];

// What the catalogue says holds for every table and function that will ever be added.
describe.each(DRIVERS)('catalogue on %s', (driver) => {
  let db: TestBackend;
  const list = async (query: string) => (await db.sql<{ name: string }>(query)).map(({ name }) => name);
  const functionsOf = (schema: string, where: string) =>
    list(`select replace(p.oid::regprocedure::text, '${schema}.', '') as name from pg_proc p
      where p.pronamespace = '${schema}'::regnamespace and ${where}
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by 1`).then((names) => names.map((name) => name.replaceAll('public.', '')).sort());

  beforeAll(async () => {
    db = await openTestBackend({ driver });
  });
  afterAll(() => db.close());

  test('row level security is on for every table of the public schema', async () => {
    const tables = `from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    expect(await list(`select relname::text as name ${tables} and not relrowsecurity`)).toEqual([]);
    expect((await list(`select relname::text as name ${tables}`)).length).toBeGreaterThan(20);
  });

  test('there is no view, sequence or foreign table by which a policy could be passed', async () => {
    expect(
      await list(`select c.relname::text as name from pg_class c where c.relnamespace = 'public'::regnamespace
        and (c.relkind in ('v', 'm', 'f') or (c.relkind = 'S' and (has_sequence_privilege('anon', c.oid, 'usage, select, update')
          or has_sequence_privilege('authenticated', c.oid, 'usage, select, update'))))`)
    ).toEqual([]);
  });

  test('every policy names its roles, its operation, and why it is there', async () => {
    expect(
      await list(`select p.polname::text as name from pg_policy p
        where p.polroles = '{0}' or p.polcmd = '*' or obj_description(p.oid, 'pg_policy') is null`)
    ).toEqual([]);
  });

  test('two columns can be written through the API, and not one more', async () => {
    expect(
      await list(`select distinct format('%s.%s', c.relname, a.attname) as name
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          cross join unnest(array['anon', 'authenticated', 'service_role']) as r (role)
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and (has_column_privilege(r.role, c.oid, a.attnum, 'insert') or has_column_privilege(r.role, c.oid, a.attnum, 'update')
            or has_table_privilege(r.role, c.oid, 'delete') or has_table_privilege(r.role, c.oid, 'truncate'))
        order by 1`)
    ).toEqual(['profiles.display_name', 'profiles.locale']);
  });

  test('hashes of codes and links are granted to no API role', async () => {
    expect(
      await list(`select format('%s.%s', c.relname, a.attname) as name
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname ~ '_hash$'
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not (
          has_column_privilege('anon', c.oid, a.attnum, 'select') or has_column_privilege('authenticated', c.oid, a.attnum, 'select')
          or has_column_privilege('service_role', c.oid, a.attnum, 'select'))
        order by 1`)
    ).toEqual([
      'enterprise_invitations.code_hash',
      'feedback.code_hash',
      'provider_invitations.code_hash',
      'share_links.token_hash'
    ]);
  });

  test('every function has a fixed search path', async () => {
    const open = `coalesce(not 'search_path=""' = any (p.proconfig), true)`;
    expect(await functionsOf('private', open)).toEqual([]);
    expect(await functionsOf('public', open)).toEqual([]);
    expect((await functionsOf('private', 'p.prosecdef')).length).toBeGreaterThan(30);
  });

  test('functions of the public schema run with the rights of the caller', async () => {
    expect(await functionsOf('public', 'p.prosecdef')).toEqual([]);
  });

  test('a visitor can run only what is meant for visitors', async () => {
    const visitor = `has_function_privilege('anon', p.oid, 'execute')`;
    expect(await functionsOf('private', visitor)).toEqual(OPEN_TO_VISITORS);
    expect(await functionsOf('public', visitor)).toEqual([
      'count_quick_check(text)',
      'progress_summary()',
      'provider_directory(jsonb)',
      'published_feedback()',
      'published_stories()',
      'rate_feedback(text,integer)',
      'read_shared_result(text)',
      'read_unsubscribe(text)',
      'schema_version()',
      'submit_feedback(jsonb)',
      'take_limit(text,text)',
      'track_feedback(text)',
      'unsubscribe(text)'
    ]);
  });

  test('a signed-in person can run what is behind an exposed function, and listed helpers', async () => {
    const signedIn = `has_function_privilege('authenticated', p.oid, 'execute')`;
    const exposed = await functionsOf('public', signedIn);
    const hidden = (await functionsOf('private', signedIn)).filter((name) => !exposed.includes(name));
    expect(hidden).toEqual(
      [...HELPERS_OF_THE_SIGNED_IN, ...OPEN_TO_VISITORS.filter((name) => !exposed.includes(name))].sort()
    );
  });

  test('no API role owns anything, reads a private table, or may create in a schema', async () => {
    expect(
      await list(`select format('%s %s', r.role, c.relname) as name from pg_class c
        cross join unnest(array['anon', 'authenticated', 'service_role']) as r (role)
        where c.relnamespace = 'private'::regnamespace and c.relkind = 'r' and has_table_privilege(r.role, c.oid, 'select')`)
    ).toEqual([]);
    expect(
      await list(`select format('%s %s', r.role, n.nspname) as name from pg_namespace n
        cross join unnest(array['anon', 'authenticated', 'service_role']) as r (role)
        where n.nspname in ('public', 'private') and has_schema_privilege(r.role, n.oid, 'create')`)
    ).toEqual([]);
  });

  test.each(['private', 'auth', 'pg_catalog', 'extensions'])('the API does not serve the schema %s', async (schema) => {
    for (const client of [db.anon, db.service, await db.as('guest@people.example')]) {
      const hidden = (client as unknown as SupabaseClient).schema(schema);
      expect((await hidden.from(schema === 'auth' ? 'users' : 'rate_limit_hits').select('*')).error).not.toBeNull();
      expect((await hidden.rpc('grant_first_administrator', { p_email: 'a@b.example' })).error).not.toBeNull();
    }
    expect(await list(`select role::text as name from public.staff_members`)).toEqual([]);
    expect(await list(`select email as name from public.staff_invitations`)).toEqual([]);
  });
});
