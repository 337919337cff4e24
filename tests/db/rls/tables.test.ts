import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type Person, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { condition, READERS } from './matrix.ts';

type TableShape = {
  name: string;
  key: string[];
  /** A column that is not of the key, where there is one. */
  column: string;
};

describe.each(DRIVERS)('tables on %s', (driver) => {
  let world: World;
  let shapes: Map<string, TableShape>;

  beforeAll(async () => {
    world = await openWorld(driver);
    const rows = await world.db.sql<TableShape>(
      `select c.relname as name,
         array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey) order by a.attnum) as key,
         (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = '' and a.attidentity = '' order by a.attnum = any (i.indkey), a.attnum limit 1) as column
       from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`
    );
    shapes = new Map(rows.map((row) => [row.name, row]));
  });
  afterAll(() => world.close());

  test('the matrix names every table of the public schema', () => {
    expect([...shapes.keys()].sort()).toEqual(Object.keys(READERS).sort());
  });

  // Denied by a missing grant: 42501. Denied by a policy: no rows. Allowed: exactly the rows that the owner of the
  // database finds by the rule, and at least one, so that no cell passes because a table is empty.
  test.each(Object.entries(READERS))('%s is read by those who may', async (table, cells) => {
    const keys = shapes.get(table)!.key;
    const expected: Record<string, string[] | string> = {};
    const actual: typeof expected = {};
    for (const [role, cell] of Object.entries(cells)) {
      const values = { me: world.ids[role as Person] ?? null, firm: world.firm, other: world.other };
      const { where, parameters } = condition(table, cell, values);
      const rows = await world.db.sql(`select ${keys.join(', ')} from public.${table} t where ${where}`, parameters);
      expected[role] = cell === 'x' ? '42501' : identify(keys, rows);
      const vacuous = !['x', '0'].includes(cell) && rows.length === 0;
      const client = (await world.client(role)) as unknown as SupabaseClient;
      const { data, error } = await client.from(table).select(keys.join(','));
      const seen = error ? error.code : identify(keys, data as unknown as Record<string, unknown>[]);
      actual[role] = vacuous ? 'the fixture has no such row' : seen;
    }
    expect(actual).toEqual(expected);
    const [total] = await world.db.sql<{ rows: number }>(`select count(*)::int as rows from public.${table}`);
    expect(total?.rows).toBeGreaterThan(0);
  });

  // No API role has a grant to write, which 42501 proves before any row is looked at; the checksum proves the rest.
  test.each(Object.keys(READERS))('%s is written by nobody', async (table) => {
    const { key, column } = shapes.get(table)!;
    // Of a profile the person may change two columns; whether the account is disabled is not one of them.
    const target = table === 'profiles' ? 'disabled_at' : column;
    const checksum = () =>
      world.db.sql(
        `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as sum from public.${table} t`
      );
    const before = await checksum();
    const refused: Record<string, (string | undefined)[]> = {};
    for (const role of Object.keys(READERS[table]!)) {
      const rows = ((await world.client(role)) as unknown as SupabaseClient).from(table);
      const attempts = await Promise.all([
        rows.insert({ [target]: null }),
        rows.update({ [target]: null }).not(key[0]!, 'is', null),
        rows.delete().not(key[0]!, 'is', null)
      ]);
      refused[role] = attempts.map(({ error }) => error?.code);
    }
    const everywhere = Object.keys(refused).map((role) => [role, ['42501', '42501', '42501']]);
    expect(refused).toEqual(Object.fromEntries(everywhere));
    expect(await checksum()).toEqual(before);
  });
});

function identify(keys: string[], rows: Record<string, unknown>[]): string[] {
  return rows.map((row) => keys.map((key) => String(row[key])).join(' ')).sort();
}
