import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { answer, openMailServer, type MailServer } from '../support/mail-server.ts';
import { ownDirectory, startOwnServer, type OwnServer } from './pages/own-server.ts';
import { signInWith, type DemoAccount } from './pages/sign-in.ts';

/** A server of its own with a mail server: that of the other journeys keeps mails as files. */
let server: OwnServer;
let mails: MailServer;
let origin: string;
let accounts: DemoAccount[];

const emailOf = (role: string) => accounts.find((account) => account.role === role)?.email ?? '';
const to = (role: string) => mails.accepted.filter((mail) => mail.to === emailOf(role));
/** The link of a mail that ends mails, as its header gives it. */
const wayOut = (source: string) => /^List-Unsubscribe: <([^>]+)>/m.exec(source)?.[1] ?? '';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mails = await openMailServer();
  server = await startOwnServer('mail', {
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
    MAIL_FROM: 'So Cong Thuong <no-reply@dx.example>'
  });
  origin = server.origin;
  accounts = JSON.parse(readFileSync(join(ownDirectory('mail'), 'demo-accounts.json'), 'utf8')) as DemoAccount[];
});

test.afterAll(async () => {
  await server.stop();
  await mails.stop();
});

/** Everything here works without JavaScript. */
async function as(browser: Browser, role: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: origin, javaScriptEnabled: false })).newPage();
  const account = accounts.find((known) => known.role === role)!;
  await signInWith(page, account.email, account.password);
  return page;
}

test('a refused mail is seen and sent again, a link in a mail ends them, a summary a day is chosen', async ({
  browser,
  request
}) => {
  test.setTimeout(120_000);
  mails.onRecipient = (address) => (address === emailOf('manager') ? answer(550, '5.1.1 Nobody here') : null);
  const owner = await as(browser, 'owner');
  await owner.goto('/my/support/assignments');
  await owner.locator('main a[href^="/my/support/assignments/"]', { hasText: 'GOI' }).first().click();
  await owner.getByRole('button', { name: 'Nhận lời', exact: true }).click();
  await expect(owner.getByText('Đã nhận lời.')).toBeVisible();

  const administrator = await as(browser, 'administrator');
  await administrator.getByRole('link', { name: 'Thư gửi đi' }).click();
  await expect(async () => {
    await administrator.reload();
    await expect(administrator.getByText('Có hồ sơ hỗ trợ chờ phê duyệt')).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(administrator.getByText('Mã: 550 5.1.1')).toBeVisible();
  await expect(administrator.getByText(emailOf('manager'))).toHaveCount(0);
  mails.onRecipient = () => null;
  await administrator.getByRole('button', { name: 'Gửi lại', exact: true }).click();
  await expect(administrator.getByText('Đã đưa thư vào hàng chờ gửi lại.')).toBeVisible();
  await expect.poll(() => to('manager').length).toBe(1);
  await expect.poll(() => to('officer').length).toBe(1);

  // Opening the link asks; the button ends them.
  const reader = await (await browser.newContext({ baseURL: origin, javaScriptEnabled: false })).newPage();
  const link = wayOut(to('manager')[0]?.source ?? '');
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/unsubscribe\/[\w-]{32}$/);
  for (let time = 0; time < 2; time++) await reader.goto(link);
  await reader.getByRole('button', { name: 'Ngừng nhận thư' }).click();
  await expect(reader.getByText('Đã ngừng gửi thư thông báo')).toBeVisible();
  await reader.goto(link);
  await expect(reader.getByText('hiện không nhận thư thông báo nào')).toBeVisible();

  // A mail program posts by itself, from nowhere.
  const post = (url: string) =>
    request.post(url, { form: { 'List-Unsubscribe': 'One-Click' }, headers: { accept: 'text/html' } });
  expect((await post(wayOut(to('officer')[0]?.source ?? ''))).status()).toBe(200);
  expect((await post(`${origin}/unsubscribe/${'x'.repeat(32)}`)).status()).toBe(404);
  expect((await post(`${origin}/auth/sign-in`)).status()).toBe(403);

  const officer = await as(browser, 'officer');
  await officer.goto('/my/account');
  await expect(officer.getByLabel('Không gửi thư')).toBeChecked();
  await officer.getByLabel('Một thư tổng hợp mỗi ngày').check();
  await officer.getByRole('button', { name: 'Lưu cách nhận thư' }).click();
  await expect(officer.getByText('Đã lưu cách nhận thư.')).toBeVisible();
  await expect(officer.getByLabel('Một thư tổng hợp mỗi ngày')).toBeChecked();

  await officer.goto('/my/notifications');
  const first = officer.getByRole('listitem').filter({ has: officer.getByText('Chưa đọc') });
  const unread = await first.count();
  await first.first().getByRole('button', { name: 'Đã đọc' }).click();
  await expect(first).toHaveCount(unread - 1);
});

test('a code to sign in comes at once; a mail server that is gone is told, and nobody is unready', async ({
  request
}) => {
  const page = (path: string, form?: Record<string, string>) =>
    form ? request.post(origin + path, { form, headers: { origin } }) : request.get(origin + path);
  const before = to('owner').length;
  await page('/auth/code', { email: emailOf('owner') });
  await expect.poll(() => to('owner').length).toBe(before + 1);
  expect(to('owner').at(-1)?.source).toMatch(/^\d{8}\s*$/m);
  expect(await (await page('/readyz')).json()).toMatchObject({ status: 'ready', mail: { way: 'smtp', error: null } });

  await mails.stop();
  await page('/auth/code', { email: emailOf('district_officer') });
  const health = async () => ((await (await page('/readyz')).json()) as { mail: { error: string | null } }).mail.error;
  await expect.poll(health).toBe('ECONNREFUSED');
  expect((await page('/readyz')).status()).toBe(200);
  await mails.start();
});
