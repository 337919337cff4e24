import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOR_A_PERSON, type DatabaseConnection, type Identity } from '../../src/lib/server/supabase/connection.ts';
import { openPglite } from '../../src/lib/server/supabase/connection-pglite.ts';
import { openPostgres } from '../../src/lib/server/supabase/connection-postgres.ts';
import { createDatabase, databaseUrl, dropDatabase, emptyPglite } from '../support/templates.ts';
import { DRIVERS } from '../support/test-backend.ts';

const PERSON: Identity = { role: 'authenticated', uid: 'p', claims: { sub: 'p' } };
/** A role that the database does not have: the identity cannot be set. */
const NOBODY = { ...PERSON, role: 'no_such_role' } as unknown as Identity;

/** The identity and the statement go out together: nothing may ever run where the identity was not set. */
describe.each(DRIVERS)('statements of a person on %s', (driver) => {
  let connection: DatabaseConnection;
  let database = '';

  beforeAll(async () => {
    if (driver === 'postgres') {
      database = await createDatabase();
      connection = await openPostgres({ url: databaseUrl(database), poolSize: 2 });
    } else connection = await openPglite({ directory: null, snapshot: await emptyPglite() });
    await connection.run(`do $$ begin
      if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
    end $$;
    create table public.marks (mark text check (length(mark) < 9));
    grant insert, select on public.marks to authenticated;
    create function public.mark(value text) returns text language sql as $f$ insert into public.marks values (value) returning current_user $f$`);
  });
  afterAll(async () => {
    await connection.close();
    if (database) await dropDatabase(database);
  });

  const mark = (identity: Identity, value: string, condition = FOR_A_PERSON) =>
    connection.asPerson(identity, `select public.mark(x.v) from (select $1::text as v) x where ${condition}`, [value]);
  const marks = async () => (await connection.run('select mark from public.marks order by 1')).map((row) => row.mark);

  it('run with their role and are kept', async () => {
    expect(await mark(PERSON, 'kept')).toBe('authenticated');
    expect(await marks()).toEqual(['kept']);
    expect(await connection.asPerson(PERSON, `select null::text where ${FOR_A_PERSON}`, [])).toBeNull();
  });

  it('do not run when the identity cannot be set, and the session is in order afterwards', async () => {
    for (let i = 0; i < 4; i++) await expect(mark(NOBODY, 'nobody', 'true')).rejects.toThrow(/no_such_role/);
    expect(await marks()).toEqual(['kept']);
    expect(await connection.run('select current_user = session_user as owner')).toEqual([{ owner: true }]);
    expect(await mark(PERSON, 'again')).toBe('authenticated');
  });

  it('leave nothing when they fail, and say why', async () => {
    await expect(mark(PERSON, 'much too long')).rejects.toMatchObject({ code: '23514' });
    await expect(mark(PERSON, 'x', 'no_such_column')).rejects.toMatchObject({ code: '42703' });
    expect(await marks()).toEqual(['again', 'kept']);
  });

  it('do nothing with the rights of the owner', async () => {
    const rows = await connection.run(`select public.mark('owner') where ${FOR_A_PERSON}`);
    expect(rows).toEqual([]);
    expect(await marks()).toEqual(['again', 'kept']);
    await expect(mark(PERSON, 'x', 'false')).rejects.toThrow(/identity/);
  });
});
