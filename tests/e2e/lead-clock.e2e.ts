import { expect, test, type Browser, type Page } from '@playwright/test';
import type { DemoAccount } from '../../src/lib/server/jobs/demo/people.ts';
import { prepare } from '../../src/lib/server/jobs/start.ts';
import { createBackend, type Run } from '../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';
import { PAST_TRIGGERS } from '../support/past-triggers.ts';
import { makeNeed, makeSolution } from '../support/records/leads.ts';
import { ownDirectory, startOwnServer, type OwnServer } from './pages/own-server.ts';
import { signInWith } from './pages/sign-in.ts';

/** A server of its own, which begins with a lead that nobody answered in time. */
let server: OwnServer | undefined;
let accounts: DemoAccount[];
let need: string;
let lead: string;

const FIRST = 'Nhà cung cấp mẫu A (dữ liệu minh họa)';
const GONE = 'Nhà cung cấp thử thôi làm (dữ liệu minh họa)';
const SECOND = 'Nhà cung cấp thử kế tiếp (dữ liệu minh họa)';
const SECOND_PERSON = { email: 'ke-tiep@thu.example', password: 'dừa xanh kế tiếp' };
const CATEGORY = 'hoa-don-dien-tu';
const PURPOSE = 'Cần hóa đơn điện tử để giao hàng trong tuần này.';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const env = { DATA_DIR: ownDirectory('clock'), HOST: '127.0.0.1', DEMO: '1' };
  const backend = await createBackend(readConfig(env));
  try {
    accounts = (await prepare(backend, env)).demo?.accounts ?? [];
    await leaveUnanswered(backend.sql);
  } finally {
    await backend.close();
  }
  server = await startOwnServer('clock');
});
test.afterAll(() => server?.stop());

/** The demo owner agrees to three providers; the first lets the time pass, and the next was suspended meanwhile. */
async function leaveUnanswered(sql: Run): Promise<void> {
  const one = async <T extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    (await sql<T>(text, values))[0]!;
  const { firm, owner } = await one<{ firm: string; owner: string }>(
    `select m.enterprise_id as firm, u.id as owner from auth.users u join public.enterprise_members m on m.user_id = u.id
     join public.enterprises e using (enterprise_id) where u.email = $1 and e.kind = 'enterprise' and m.role = 'owner' limit 1`,
    [accounts.find(({ role }) => role === 'owner')?.email]
  );
  const { person } = await one<{ person: string }>(
    `with person as (
       insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
       values (gen_random_uuid(), 'authenticated', 'authenticated', $1, extensions.crypt($2, extensions.gen_salt('bf', 4)), now(),
         '{"provider":"email","providers":["email"]}', '{}') returning id
     ), identity as (
       insert into auth.identities (id, provider, provider_id, user_id, identity_data)
       select gen_random_uuid(), 'email', id::text, id, jsonb_build_object('sub', id, 'email', $1::text) from person
     )
     select id as person from person`,
    [SECOND_PERSON.email, SECOND_PERSON.password]
  );
  const asked = [
    (await one<{ id: string }>(`select provider_id as id from public.providers where name = $1`, [FIRST])).id
  ];
  for (const name of [GONE, SECOND]) {
    const { id } = await one<{ id: string }>(
      `insert into public.providers (name) values ($1) returning provider_id as id`,
      [name]
    );
    await makeSolution({ sql }, id, { category_id: CATEGORY, name: 'Hóa đơn thử' });
    asked.push(id);
  }
  await sql(`insert into public.provider_members (provider_id, user_id) values ($1, $2)`, [asked[2], person]);
  need = await makeNeed({ sql }, firm, { category_id: CATEGORY, purpose: PURPOSE });
  ({ lead } = await one<{ lead: string }>(
    `select set_config('request.jwt.claim.sub', $1, true),
       public.give_lead_consents($2, $3::uuid[], 1, 'vi', '{name,address}') as lead`,
    [owner, need, asked]
  ));
  await sql(`update public.providers set state = 'suspended', approved_until = null where provider_id = $1`, [
    asked[1]
  ]);
  await sql(
    `${PAST_TRIGGERS} update public.leads l set respond_by = now() - interval '1 second' from past
     where past.role = 'replica' and l.lead_id = $1`,
    [lead]
  );
}

async function as(browser: Browser, { email, password }: { email: string; password: string }): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: server?.origin ?? '', javaScriptEnabled: false })).newPage();
  await signInWith(page, email, password);
  return page;
}
const demo = (browser: Browser, role: string) =>
  as(
    browser,
    accounts.find((account) => account.role === role)!
  );

test('a lead that nobody answered goes to the next provider that fits and was agreed to, and the first sees no more of it', async ({
  browser
}) => {
  const owner = await demo(browser, 'owner');
  const of = (provider: string) =>
    owner
      .getByRole('region', { name: 'Những nơi anh/chị đã đồng ý' })
      .getByRole('listitem')
      .filter({ hasText: provider });
  await expect(async () => {
    await owner.goto(`/my/needs/${need}`);
    await expect(of(FIRST)).toContainText('Quá hạn trả lời', { timeout: 500 });
  }).toPass();
  await expect(of(GONE)).toContainText('Được hỏi nếu nơi trước không nhận');
  await expect(of(SECOND)).toContainText('Mới gửi, chờ trả lời');
  await owner.getByRole('link', { name: FIRST }).first().click();
  await expect(owner.getByText('Quá hạn mà chưa trả lời')).toBeVisible();

  const first = await demo(browser, 'provider');
  await first.goto(`/provider/leads/${lead}`);
  await expect(first.getByText('Không còn xem được thông tin của cơ sở')).toBeVisible();
  await expect(first.getByText(PURPOSE)).toHaveCount(0);
  await expect(first.getByRole('button', { name: 'Nhận lời' })).toHaveCount(0);
  await first.goto('/my/notifications');
  await expect(first.getByText('đã quá hạn mà chưa được trả lời').first()).toBeVisible();

  const second = await as(browser, SECOND_PERSON);
  await second.goto('/provider');
  await second
    .getByRole('region', { name: /Cần trả lời/ })
    .getByRole('link')
    .first()
    .click();
  await expect(second.getByText(PURPOSE)).toBeVisible();
  await second.getByRole('button', { name: 'Nhận lời', exact: true }).click();
  await expect(second.getByText('Đã nhận lời.')).toBeVisible();
  await owner.goto(`/my/needs/${need}`);
  await expect(of(SECOND)).toContainText('Đã nhận lời');
});
