import { randomInt, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Run } from '../../supabase/connection.ts';

/** How a demo person signs in. */
export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

interface DemoPerson {
  role: 'owner' | 'officer' | 'manager' | 'district_officer' | 'administrator' | 'provider';
  email: string;
  name: string;
}

/** One person per role; `.example` is reserved, so no mail can reach anybody. */
const PEOPLE: readonly DemoPerson[] = [
  { role: 'owner', email: 'chu-doanh-nghiep@demo.example', name: 'Chủ doanh nghiệp (minh họa)' },
  { role: 'officer', email: 'can-bo@demo.example', name: 'Cán bộ chương trình (minh họa)' },
  { role: 'manager', email: 'lanh-dao@demo.example', name: 'Lãnh đạo chương trình (minh họa)' },
  { role: 'district_officer', email: 'can-bo-dia-ban@demo.example', name: 'Cán bộ địa bàn (minh họa)' },
  { role: 'administrator', email: 'quan-tri@demo.example', name: 'Quản trị hệ thống (minh họa)' },
  { role: 'provider', email: 'nha-cung-cap@demo.example', name: 'Nhà cung cấp (minh họa)' }
];

/** The district officer's areas: the old Thành phố Bến Tre and huyện Châu Thành. */
const AREAS = ['829-2021', '831-2021'];
const FILE = 'demo-accounts.json';

/** The demo people who have an account here, by address. */
export async function findPeople(run: Run): Promise<Map<string, string>> {
  const rows = await run<{ id: string; email: string }>(
    'select id, email from auth.users where email in (select jsonb_array_elements_text($1::text::jsonb))',
    [JSON.stringify(PEOPLE.map(({ email }) => email))]
  );
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** Makes every demo person with role and password; returns their ids by role. */
export async function createPeople(
  run: Run
): Promise<{ ids: Map<DemoPerson['role'], string>; accounts: DemoAccount[] }> {
  const people = PEOPLE.map((person) => ({ ...person, id: randomUUID(), password: newPassword() }));
  const list = JSON.stringify(people);
  const from = `from jsonb_to_recordset($1::text::jsonb) as p (id uuid, email text, name text, password text, role text)`;
  await run(
    `insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
     select p.id, 'authenticated', 'authenticated', p.email, ${HASH}, now(),
       '{"provider": "email", "providers": ["email"]}', jsonb_build_object('sub', p.id, 'email', p.email, 'email_verified', true) ${from}`,
    [list]
  );
  await run(
    `insert into auth.identities (id, provider, provider_id, user_id, identity_data)
     select gen_random_uuid(), 'email', p.id::text, p.id, jsonb_build_object('sub', p.id, 'email', p.email, 'email_verified', true) ${from}`,
    [list]
  );
  await run(`update public.profiles t set display_name = p.name ${from} where t.user_id = p.id`, [list]);
  await run(
    `insert into public.staff_members (user_id, role) select p.id, p.role::public.staff_role ${from} where p.role not in ('owner', 'provider')`,
    [list]
  );
  await run(
    `insert into public.staff_areas (user_id, unit_id)
     select p.id, u ${from}, jsonb_array_elements_text($2::text::jsonb) as u where p.role = 'district_officer'`,
    [list, JSON.stringify(AREAS)]
  );
  return {
    ids: new Map(people.map(({ role, id }) => [role, id])),
    accounts: people.map(({ role, email, password }) => ({ role, email, password }))
  };
}

/** New passwords for the demo people who are there. */
export async function renewPasswords(run: Run, present: ReadonlyMap<string, string>): Promise<DemoAccount[]> {
  const accounts = PEOPLE.filter(({ email }) => present.has(email)).map(({ role, email }) => ({
    role,
    email,
    password: newPassword()
  }));
  await run(
    `update auth.users u set encrypted_password = ${HASH}
     from jsonb_to_recordset($1::text::jsonb) as p (email text, password text) where u.email = p.email`,
    [JSON.stringify(accounts)]
  );
  return accounts;
}

/** The accounts kept in the data directory; null when the file is missing or damaged. */
export function readAccounts(dataDirectory: string): DemoAccount[] | null {
  try {
    return accountsSchema.parse(JSON.parse(readFileSync(join(dataDirectory, FILE), 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the accounts where only the owner of the process can read them; whole or not at all. */
export function writeAccounts(dataDirectory: string, accounts: readonly DemoAccount[]): void {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const draft = join(dataDirectory, `${FILE}.${randomUUID()}`);
  writeFileSync(draft, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, join(dataDirectory, FILE));
}

const accountsSchema = z.array(z.strictObject({ role: z.string(), email: z.string(), password: z.string() }));

// bcrypt as the auth service checks it. 90 random bits need no slow hash, and the first start stays quick.
const HASH = `extensions.crypt(p.password, extensions.gen_salt('bf', 6))`;

const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function newPassword(): string {
  return Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
