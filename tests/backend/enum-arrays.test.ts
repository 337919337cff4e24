import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DRIVERS, openTestBackend } from '../support/test-backend.ts';

// On PostgreSQL too: the database is new, and the connection that made the types is the one that reads them.
test.each(DRIVERS)('lists of a type that the migrations of this start have made are lists on %s', async (driver) => {
  const db = await openTestBackend({ driver, migrationsDirectory: resolve('supabase/migrations') });
  try {
    await db.sql(
      `insert into public.supports (support_id, name_vi, name_en, kinds, money, legal_basis, valid_from, source)
       values ('x', 'X', 'X', '{household,startup}', false, 'x', '2026-01-01', 'x')`
    );
    const { data } = await db.anon.from('supports').select('kinds, size_classes').single();
    expect(data).toEqual({ kinds: ['household', 'startup'], size_classes: [] });
    const [row] = await db.sql(`select kinds from public.supports`);
    expect(row).toEqual({ kinds: ['household', 'startup'] });
  } finally {
    await db.close();
  }
});
