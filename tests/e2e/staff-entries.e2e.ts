import { expect, test, type Browser, type Page } from '@playwright/test';
import { signIn, type DemoRole } from './pages/sign-in.ts';

/** A person of the demonstration in a browser of their own, with scripts or without. */
async function as(browser: Browser, role: DemoRole, javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  await signIn(page, role);
  return page;
}

test('a firm is found by its name and nominated, without JavaScript; its page leads to the same form', async ({
  browser
}) => {
  const page = await as(browser, 'officer', false);
  await page.goto('/staff/nominations?lang=vi');
  const form = page.getByRole('region', { name: 'Đề cử cơ sở' });
  await page.getByLabel('Tìm cơ sở theo tên hoặc mã số thuế').fill('khach san');
  await page.getByRole('button', { name: 'Tìm cơ sở' }).click();
  const choose = page.getByRole('link', { name: /^Chọn .*khách sạn/i }).first();
  const name = ((await choose.getAttribute('aria-label')) ?? '').replace('Chọn ', '');
  await choose.click();
  await expect(form.getByRole('link', { name, exact: true })).toBeVisible();
  await page.getByLabel('Lý do đề cử').fill('?');
  await page.getByRole('button', { name: 'Đề cử', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(form.getByRole('link', { name, exact: true })).toBeVisible();
  await page.getByLabel('Lý do đề cử').fill('Làm tốt và giúp các cơ sở khác làm theo');
  await page.getByRole('button', { name: 'Đề cử', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.getByRole('link', { name: 'Hồ sơ cơ sở' }).click();
  await page.getByRole('link', { name: 'Đề cử điển hình' }).click();
  await expect(form.getByRole('link', { name, exact: true })).toBeVisible();
});

test('an officer of a district records an event for a firm without a tax code and takes it back with a reason', async ({
  browser
}) => {
  const page = await as(browser, 'district_officer');
  await page.goto('/staff?lang=vi');
  await page.locator('header').getByLabel('Danh mục').click();
  await page.locator('header').getByRole('link', { name: 'Chương trình' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ghi nhận sự kiện nâng cao nhận thức');
  await expect(page.getByRole('link', { name: 'Tổng quan' })).toHaveCount(0);
  await page.getByLabel('Ngày tổ chức').fill('2026-01-15');
  await page.getByLabel('Tên sự kiện').fill('Lớp tập huấn mẫu');
  await page
    .getByLabel('Tên các cơ sở không có mã số thuế')
    .fill('Tổ hợp tác mẫu Thử Nghiệm\nTO HOP TAC mau thu nghiem');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(page.getByRole('alert')).toContainText('Xã, phường của các cơ sở này');
  await page.getByLabel('Xã, phường của các cơ sở này').selectOption({ index: 1 });
  await page.getByLabel('Tên chưa có hồ sơ thì').selectOption('cooperative_group');
  await page.getByLabel('Ngành của hồ sơ mới').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(page.getByText('Mới ghi 1 cơ sở, 0 cơ sở đã có từ trước.')).toBeVisible();
  await expect(page.getByText('Đã lập hồ sơ cho 1 cơ sở mới.')).toBeVisible();
  const event = page.locator('li', { hasText: 'Lớp tập huấn mẫu' }).first();
  await event.getByText('Gỡ vì ghi nhầm', { exact: true }).first().click();
  await event.getByLabel('Lý do gỡ').fill('Nhập nhầm buổi');
  await event.getByRole('button', { name: 'Gỡ vì ghi nhầm' }).click();
  await expect(page.getByText('Đã gỡ. Sự kiện này không còn được tính.')).toBeVisible();
  await expect(page.getByText('Lý do gỡ: Nhập nhầm buổi')).toBeVisible();
});
