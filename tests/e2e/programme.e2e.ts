import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { unzip } from '../support/unzip.ts';
import { signIn } from './pages/sign-in.ts';

async function download(page: Page, name: RegExp): Promise<Map<string, string>> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return unzip(await readFile(await file.path()));
}

test('a manager reads the state of the programme, and every figure leads to its list', async ({ page }) => {
  await signIn(page, 'manager');
  await page.goto('/staff/programme?lang=vi&count=samples');
  await expect(page.getByRole('heading', { level: 1, name: 'Tình hình chương trình' })).toBeVisible();
  await expect(page.getByText('Không đo trên hệ thống này', { exact: false }).first()).toBeVisible();
  const funnel = page.getByRole('region', { name: 'Từ hồ sơ đến đánh giá lại' });
  const assessed = funnel.getByRole('row', { name: /Đã tự đánh giá/ }).getByRole('link');
  const count = Number((await assessed.innerText()).replaceAll('.', ''));
  expect(count).toBeGreaterThan(0);
  await assessed.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cơ sở: Đã tự đánh giá');
  expect(await page.locator('main tbody tr').count()).toBe(Math.min(count, 50));
});

test('a path decided by a manager is no longer an assumption; an officer cannot change it', async ({ page }) => {
  await signIn(page, 'manager');
  await page.goto('/staff/programme/targets?lang=vi');
  const form = page.locator('form', { has: page.getByRole('heading', { name: 'Được hỗ trợ' }) });
  await form.locator('[name="year-2022"]').fill('450');
  await form.getByRole('button', { name: 'Lưu lộ trình' }).click();
  await expect(page.getByText('Đã lưu lộ trình.')).toBeVisible();
  await form.locator('[name="year-2022"]').fill('9000');
  await form.getByRole('button', { name: 'Lưu lộ trình' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('a report is made, written, made final, and opens as a document and as a spreadsheet', async ({ page }) => {
  await signIn(page, 'manager');
  await page.goto('/staff/reports?lang=vi');
  await page.locator('#field-period_start').fill('2025-01-01');
  await page.locator('#field-period_end').fill('2025-12-31');
  await page.getByRole('button', { name: 'Tạo báo cáo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Báo cáo 01/01/2025 – 31/12/2025');
  for (const [name, text] of Object.entries({
    agency: 'Sở Công Thương',
    number: '9/BC-SCT',
    place: 'Bến Tre',
    signed_on: '2026-01-05',
    results: 'Đã tập huấn và hỗ trợ.',
    recipients: 'Ủy ban nhân dân tỉnh',
    signatory_title: 'Giám đốc'
  }))
    await page.locator(`#field-${name}`).fill(text);
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await expect(page.getByText('Đã lưu bản nháp.')).toBeVisible();

  const document = (await download(page, /docx/)).get('word/document.xml') ?? '';
  for (const part of [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    '9/BC-SCT',
    'Đã tập huấn và hỗ trợ.',
    'Nơi nhận:',
    'DỰ THẢO'
  ])
    expect(document).toContain(part);
  const tables = await download(page, /xlsx/);
  expect([...tables.values()].join()).toContain('Bảng 1. Thực hiện các mục tiêu');

  await page.getByRole('button', { name: 'Chốt báo cáo' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Chốt báo cáo' }).click();
  await expect(page.getByText('Báo cáo đã được chốt.')).toBeVisible();
  expect((await download(page, /docx/)).get('word/document.xml')).not.toContain('DỰ THẢO');
});

test('an owner agrees to the story of the firm and takes it back', async ({ page }) => {
  await signIn(page, 'owner');
  await page.goto('/my?lang=vi');
  const firm = await page.locator('article h2 a').first().getAttribute('href');
  await page.goto(`${firm}/story`);
  await page.getByRole('button', { name: 'Đồng ý công khai' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Tôi đã đọc và đồng ý').check();
  await page.getByRole('button', { name: 'Đồng ý công khai' }).click();
  await expect(page.getByText('Đã ghi nhận sự đồng ý.')).toBeVisible();
  await page.getByRole('button', { name: 'Rút lại đồng ý' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rút lại đồng ý' }).click();
  await expect(page.getByText('Đã rút lại.', { exact: false })).toBeVisible();
});

test('the figures of the public page can be taken as JSON and CSV', async ({ request }) => {
  const figures = (await (await request.get('/api/progress')).json()) as { supported: { count: number } };
  expect(figures.supported.count).toBeGreaterThanOrEqual(0);
  const csv = await request.get('/api/progress?format=csv');
  expect(csv.headers()['content-type']).toContain('text/csv');
  expect(await csv.text()).toContain('total,supported,,,');
});
