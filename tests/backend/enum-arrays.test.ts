import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openTestBackend } from '../support/test-backend.ts';

test('lists of a type that the migrations of this start have made are lists, not text', async () => {
  const db = await openTestBackend({ migrationsDirectory: resolve('supabase/migrations') });
  try {
    await db.sql(
      `insert into public.supports (support_id, name_vi, name_en, kinds, money, legal_basis, valid_from, source)
       values ('x', 'X', 'X', '{household,startup}', false, 'x', '2026-01-01', 'x')`
    );
    const { data } = await db.anon.from('supports').select('kinds, size_classes').single();
    expect(data).toEqual({ kinds: ['household', 'startup'], size_classes: [] });
  } finally {
    await db.close();
  }
});
