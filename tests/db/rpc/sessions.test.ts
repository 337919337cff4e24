import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DRIVERS, openTestBackend, type TestBackend } from '../../support/test-backend.ts';

const PASSWORD = 'mật khẩu đủ dài';

describe.each(DRIVERS)('ended sign-ins on %s', (driver) => {
  let db: TestBackend;

  beforeAll(async () => {
    db = await openTestBackend({ driver });
  });
  afterAll(() => db.close());

  /** A device of its own, signed in; `token` is a copy of what a thief would have. */
  async function device(email: string) {
    const client = createClient(db.backend.url, db.backend.publishableKey, {
      global: { fetch: db.backend.fetch },
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
    });
    const { data } = await client.auth.signInWithPassword({ email, password: PASSWORD });
    const token = data.session!.access_token;
    const copy = createClient(db.backend.url, db.backend.publishableKey, {
      global: { fetch: db.backend.fetch, headers: { Authorization: `Bearer ${token}` } },
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
    });
    return { client, copy };
  }

  const opens = async ({ copy }: Awaited<ReturnType<typeof device>>) => (await copy.rpc('my_roles')).data !== null;

  test('signing out everywhere holds at once, also for copied tokens', async () => {
    await db.createPerson('everywhere@test.example', { password: PASSWORD });
    const [phone, office] = [await device('everywhere@test.example'), await device('everywhere@test.example')];
    expect(await opens(office)).toBe(true);
    await phone.client.auth.signOut({ scope: 'global' });
    expect(await opens(phone)).toBe(false);
    expect(await opens(office)).toBe(false);
    expect((await office.copy.rpc('export_my_data')).error?.code).toBe('DT016');
    expect((await office.copy.from('enterprises').select('enterprise_id')).data).toEqual([]);
  });

  test('signing out the other devices leaves this one', async () => {
    await db.createPerson('others@test.example', { password: PASSWORD });
    const [phone, office] = [await device('others@test.example'), await device('others@test.example')];
    await phone.client.auth.signOut({ scope: 'others' });
    expect([await opens(phone), await opens(office)]).toEqual([true, false]);
  });
});
