import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { firmWithHistory, ResultPage } from './pages/result.ts';
import { signIn } from './pages/sign-in.ts';

// axe goes through sixty rows.
test.describe.configure({ timeout: 240_000 });

// One pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
);
const row = (page: Page, criterion: string) => page.locator(`[id="criterion-${criterion}"]`);
const confirm = (page: Page) => page.locator('form#confirm');

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    where
  ).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBe(page.viewportSize()?.width);
  expect(await page.locator('body').innerText(), where).not.toMatch(/\b(verification|staff|result|errors):[a-z_]/);
}

/** The newest assessment of the demo owner's firm, and the one before it. */
async function ownersAssessments(page: Page): Promise<string[]> {
  await signIn(page, 'owner');
  const { assessments } = await firmWithHistory(page);
  await page.context().clearCookies();
  return assessments;
}

async function unfold(page: Page, criterion: string): Promise<Locator> {
  const details = row(page, criterion).locator('details');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  return details;
}

/** Opens the form of one criterion and fills it in. */
async function fill(page: Page, criterion: string, verdict: RegExp, note: string): Promise<void> {
  const details = await unfold(page, criterion);
  await details.getByLabel(verdict).check();
  await details.getByLabel('Ghi chú').fill(note);
}

test('an officer checks answers with a file, and the owner sees what was found beside the own result', async ({
  page
}) => {
  const [assessment = ''] = await ownersAssessments(page);
  await signIn(page, 'officer');
  await page.goto('/staff/assessments?state=submitted');
  await page
    .getByRole('link', { name: /^Xác minh/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xác minh kết quả đánh giá');

  await page.goto(`/staff/assessments/${assessment}`);
  const claimed = await page.locator('section[aria-labelledby=scores] tr').last().locator('td').first().innerText();
  await fill(page, '1.1.1', /Chỉnh lại:/, 'Chỉ thấy bản nháp');
  const form = row(page, '1.1.1');
  await form.getByLabel('Mức tìm thấy').selectOption('0');
  const file = form.getByLabel('Tệp minh chứng');
  const save = form.getByRole('button', { name: 'Lưu kết quả kiểm tra' });

  for (const [name, buffer, words] of [
    ['anh.png', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(100)), 'Loại tệp này không được hỗ trợ'],
    ['anh.png', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), 'Tệp quá lớn'],
    ['anh.png', Buffer.alloc(0), 'Tệp này trống']
  ] as const) {
    await file.setInputFiles({ name, mimeType: 'image/png', buffer });
    await save.click();
    await expect(form.getByRole('alert')).toContainText(words);
    await expect(form.getByLabel('Ghi chú')).toHaveValue('Chỉ thấy bản nháp');
  }
  await file.setInputFiles({ name: '../Ảnh xưởng.png.exe', mimeType: 'application/x-msdownload', buffer: PNG });
  await save.click();
  await expect(page.getByText('Đã ghi nhận kết quả xác minh.')).toBeVisible();
  await expect(form).toContainText('Đã chỉnh lại');
  await fill(page, '1.1.2', /Chưa công nhận:/, 'Chưa có chứng từ');
  await row(page, '1.1.2').getByRole('button', { name: 'Lưu kết quả kiểm tra' }).click();
  await expect(row(page, '1.1.2').locator('summary')).toContainText('Chưa được công nhận');

  await unfold(page, '1.1.1');
  const download = page.waitForEvent('download');
  await form.getByRole('link', { name: /^Tải tệp minh chứng/ }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Ảnh xưởng.png.exe.png');
  expect(readFileSync(await saved.path()).equals(PNG)).toBe(true);
  const address = (await form.getByRole('link', { name: /^Tải tệp minh chứng/ }).getAttribute('href')) ?? '';
  const answer = await page.request.get(address);
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store'
  });
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; /);

  await page.context().clearCookies();
  expect((await page.request.get(address, { maxRedirects: 0 })).status()).not.toBe(200);
  await signIn(page, 'provider');
  expect((await page.request.get(address)).status()).toBe(404);
  expect((await page.request.get('/files/00000000-0000-7000-8000-000000000000')).status()).toBe(404);
  expect((await page.goto(`/staff/assessments/${assessment}`))?.status()).toBe(403);

  await page.context().clearCookies();
  await signIn(page, 'owner');
  const result = new ResultPage(page);
  for (const query of ['?lang=en', '?lang=vi']) {
    await result.open(assessment, query);
    await expectAccessible(page, `result ${query}`);
  }
  const section = result.section('verified');
  await expect(section.locator('tr').last().locator('td').first()).toHaveText(claimed);
  await expect(section).toContainText('vẫn là của anh/chị');
  await expect(section).toContainText('Chỉ thấy bản nháp');
  await expect(section).toContainText('Chưa có chứng từ');
  expect((await page.request.get(address)).status()).toBe(200);
  expect((await page.goto(`/staff/assessments/${assessment}`))?.status()).toBe(403);
});

test('twenty criteria of a visit are confirmed with one note, by keyboard', async ({ page }) => {
  const [, assessment = ''] = await ownersAssessments(page);
  await signIn(page, 'officer');
  await page.goto(`/staff/assessments/${assessment}?show=open`);
  await confirm(page).getByRole('button', { name: 'Xác nhận' }).click();
  await expect(page.getByRole('alert')).toContainText('Vui lòng điền mục này');

  const boxes = page.getByRole('checkbox', { name: /^Chọn để xác nhận/ });
  const before = await boxes.count();
  for (let i = 0; i < 20; i += 1) {
    await boxes.nth(i).focus();
    await page.keyboard.press('Space');
  }
  await confirm(page).getByRole('button', { name: 'Xác nhận' }).click();
  await expect(page.getByRole('alert')).toContainText('Ghi chú: Vui lòng điền mục này');
  await expect(page.getByRole('checkbox', { name: /^Chọn để xác nhận/, checked: true })).toHaveCount(20);
  await confirm(page).getByLabel('Ngày đến cơ sở').fill('2026-11-20');
  await confirm(page).getByRole('button', { name: 'Xác nhận' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Đã ghi nhận kết quả xác minh.')).toBeVisible();
  await expect(boxes).toHaveCount(before - 20);
  await expect(page.getByText(`Đã kiểm tra ${60 - before + 20} trong 60 tiêu chí`)).toBeVisible();
});

test('of two officers the later is told what the other found, and loses nothing', async ({
  page,
  browser,
  baseURL
}) => {
  const [, , assessment = ''] = await ownersAssessments(page);
  await signIn(page, 'officer');
  await page.goto(`/staff/assessments/${assessment}`);
  await fill(page, '2.1.1', /Chưa công nhận:/, 'Không thấy tại cơ sở');

  const context = await browser.newContext({ baseURL, locale: 'vi-VN', javaScriptEnabled: false });
  const colleague = await context.newPage();
  await signIn(colleague, 'manager');
  await colleague.goto(`/staff/assessments/${assessment}`);
  await row(colleague, '2.1.1').locator('summary').click();
  await row(colleague, '2.1.1').getByRole('link', { name: 'Ghi kết quả kiểm tra tiêu chí này' }).click();
  const note = `Đã xem phần mềm ${Date.now()}`;
  await fill(colleague, '2.1.1', /Xác nhận:/, note);
  await row(colleague, '2.1.1').getByRole('button', { name: 'Lưu kết quả kiểm tra' }).click();
  await expect(colleague.getByText('Đã ghi nhận kết quả xác minh.')).toBeVisible();
  await context.close();

  const save = row(page, '2.1.1').getByRole('button', { name: 'Lưu kết quả kiểm tra' });
  await save.click();
  await expect(page.getByRole('alert')).toContainText(`Đã xác nhận. ${note}`);
  await expect(row(page, '2.1.1').locator('summary')).toContainText('Đã xác nhận');
  await expect(row(page, '2.1.1').getByLabel('Ghi chú')).toHaveValue('Không thấy tại cơ sở');
  await expectAccessible(page, 'conflict');
  await save.click();
  await expect(page.getByText('Đã ghi nhận kết quả xác minh.')).toBeVisible();
  await expect(row(page, '2.1.1').locator('summary')).toContainText('Chưa được công nhận');
});

test('the page and the list break no rule of axe in both languages, light and dark, at 360 px', async ({ page }) => {
  const [assessment = ''] = await ownersAssessments(page);
  await page.setViewportSize({ width: 360, height: 760 });
  await signIn(page, 'officer');
  for (const [lang, colorScheme] of [
    ['vi', 'light'],
    ['en', 'dark']
  ] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [
      `/staff/assessments/${assessment}?`,
      `/staff/assessments/${assessment}?show=needed&`,
      '/staff/assessments?verified=some&'
    ]) {
      await page.goto(`${path}lang=${lang}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^(Xác minh|Verify|Danh sách|List|Assess)/);
      for (const summary of (await page.locator('main details > summary').all()).slice(0, 4)) await summary.click();
      await expectAccessible(page, `${path} ${lang}`);
    }
  }
});

test('hostile requests are refused and change nothing', async ({ page, baseURL }) => {
  const [assessment = ''] = await ownersAssessments(page);
  await signIn(page, 'officer');
  const address = `/staff/assessments/${assessment}`;
  const post = async (step: string, multipart: Record<string, string>) =>
    (
      await page.request.post(`${address}?/${step}`, {
        multipart,
        headers: { origin: baseURL ?? '', accept: 'text/html' }
      })
    ).status();
  expect(
    await Promise.all([
      post('verify', {}),
      post('verify', { criterion: '9.9.9', 'verdict-9.9.9': 'confirmed', 'note-9.9.9': 'x' }),
      post('verify', { criterion: '', verdict: 'confirmed', note: 'x' }),
      post('verify', { criterion: '1.1.5', 'verdict-1.1.5': 'corrected', 'note-1.1.5': 'x', 'level-1.1.5': '99' }),
      post('verify', { criterion: '1.1.5', 'verdict-1.1.5': 'confirmed', 'link-1.1.5': 'javascript:alert(1)' }),
      post('verify', { criterion: '1.1.5', 'verdict-1.1.5': 'confirmed', 'visited_on-1.1.5': '2999-01-01' }),
      post('verify', {
        criterion: '1.1.5',
        'verdict-1.1.5': 'confirmed',
        'file_id-1.1.5': '00000000-0000-7000-8000-000000000000'
      }),
      post('verify', { criterion: '1.1.5', 'verdict-1.1.5': 'confirmed', 'note-1.1.5': 'x\u0000y' }),
      post('confirm', { criteria: '__proto__', note: 'x' }),
      post('confirm', { criteria: '1.1.5', 'base-1.1.5': 'x', note: 'x' })
    ])
  ).toEqual(Array.from({ length: 10 }, () => 422));
  expect((await page.goto('/staff/assessments/00000000-0000-7000-8000-000000000000'))?.status()).toBe(404);
  await page.goto(address);
  await expect(row(page, '1.1.5').locator('summary')).toContainText(/Chưa kiểm tra|Đã/);
});
