import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { signIn } from './pages/sign-in.ts';

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

// The pages as they are found are in accessibility.e2e.ts; here are the states that a journey makes.
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Fills the form of a new package for everybody, with one content in kind. */
async function fillPackage(page: Page, code: string, name: string): Promise<void> {
  await page.getByLabel('Mã gói').fill(code);
  await page.getByLabel('Tên (tiếng Việt)').fill(name);
  await page.getByLabel('Tên (tiếng Anh)').fill('A course');
  await page.getByLabel('Gói gồm những gì (tiếng Việt)').fill('Một khóa học');
  await page.getByLabel('Gói gồm những gì (tiếng Anh)').fill('A course');
  const row = page.getByRole('group', { name: 'Dòng 1' });
  // Not what other journeys give the owner's firm: nobody gets one content twice in a year.
  await row.getByLabel('Nội dung').selectOption('kh-dienhinh');
  await row.getByLabel('Tỷ lệ Nhà nước chi').fill('0');
  await row.getByLabel('Tối đa (đồng)').fill('0');
  await row.getByLabel('Căn cứ pháp lý').fill('Kế hoạch 8576/KH-UBND');
  await row.getByLabel('Từ ngày').fill('2026-01-01');
}
const save = (page: Page) => page.getByRole('button', { name: 'Lưu gói' }).click();

test('an officer makes a package and opens it; the owner finds it on the support page and beside the result', async ({
  page,
  browser
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'officer');
  await page.goto('/staff/packages');
  await expect(heading(page, 'Gói hỗ trợ')).toBeVisible();
  const samples = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Gói mẫu' });
  await expect(samples).toHaveCount(8);
  await page.getByRole('link', { name: 'Tạo gói mới' }).click();
  await expect(heading(page, 'Gói hỗ trợ mới')).toBeVisible();

  await fillPackage(page, 'GOI-E2E', 'Khóa học thử');
  await page.getByRole('group', { name: 'Dòng 1' }).getByLabel('Nội dung').selectOption('dx-giaiphap');
  await page.getByRole('group', { name: 'Dòng 1' }).getByLabel('Quy mô').selectOption('micro');
  await page.getByRole('group', { name: 'Dòng 1' }).getByLabel('Tỷ lệ Nhà nước chi').fill('60');
  await page.getByRole('group', { name: 'Dòng 1' }).getByLabel('Tối đa (đồng)').fill('30.000.000');
  await save(page);
  await expect(page.getByRole('link', { name: 'Dòng 1, Tối đa (đồng): Vượt mức trần của quy định.' })).toBeVisible();
  await expect(page.getByLabel('Tên (tiếng Việt)')).toHaveValue('Khóa học thử');
  await expectAccessible(page);

  await fillPackage(page, 'GOI-E2E', 'Khóa học thử');
  await page.getByRole('group', { name: 'Dòng 1' }).getByLabel('Quy mô').selectOption('');
  await save(page);
  await expect(page.getByText('Đã lưu gói.')).toBeVisible();
  await expect(heading(page, 'Khóa học thử')).toBeVisible();
  await expect(page.getByText('Bản nháp')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mở gói' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mở gói' }).click();
  await expect(page.getByText('Đang mở')).toBeVisible();
  await page.getByRole('link', { name: 'Chưa phù hợp' }).click();
  await expect(page).toHaveURL(/fits=no/);

  const owner = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
  await signIn(owner, 'owner');
  await owner.goto('/my/support');
  await expect(heading(owner, 'Hỗ trợ cho cơ sở của tôi')).toBeVisible();
  await expect(owner.getByRole('heading', { name: 'Những hỗ trợ mà quy định dành cho loại hình này' })).toBeVisible();
  await owner.getByRole('link', { name: 'Khóa học thử' }).click();
  await expect(heading(owner, 'Khóa học thử')).toBeVisible();
  await expect(owner.getByText('Cơ sở đáp ứng các điều kiện của gói này.')).toBeVisible();
  await owner.goto('/my');
  await owner.getByRole('link', { name: 'Xem kết quả' }).first().click();
  await expect(owner.getByRole('heading', { name: 'Gói hỗ trợ phù hợp' })).toBeVisible();
  await expect(owner.getByRole('link', { name: 'Khóa học thử' })).toBeVisible();
  await owner.context().close();
});

test('the later of two officers is told what the other saved, and keeps what was typed', async ({ page, context }) => {
  await signIn(page, 'officer');
  await page.goto('/staff/packages');
  await page.getByRole('link', { name: 'Gói Khởi động (mẫu)' }).click();
  await expect(heading(page, 'Gói Khởi động (mẫu)')).toBeVisible();
  await page.getByRole('link', { name: 'Sửa gói' }).click();
  await expect(page.getByLabel('Số chỗ')).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByLabel('Số chỗ').fill('40');
  await save(second);
  await expect(second.getByText('Đã lưu gói.')).toBeVisible();
  await page.getByLabel('Tên (tiếng Anh)').fill('Starter package, changed');
  await save(page);
  await expect(page.getByText('Gói này vừa được người khác sửa')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Số chỗ: 40' })).toBeVisible();
  await expect(page.getByLabel('Tên (tiếng Anh)')).toHaveValue('Starter package, changed');
  await save(page);
  await expect(page.getByText('Đã lưu gói.')).toBeVisible();
});

test('a package is made and opened without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'vi-VN' });
  const page = await context.newPage();
  await signIn(page, 'manager');
  await page.goto('/staff/packages/new');
  await fillPackage(page, 'GOI-KHONG-JS', 'Khóa học không kịch bản');
  await save(page);
  await expect(heading(page, 'Khóa học không kịch bản')).toBeVisible();
  await page.getByText('Mở gói').first().click();
  await page.getByRole('button', { name: 'Mở gói' }).click();
  await expect(page.getByText('Đang mở')).toBeVisible();
  await context.close();
});

test('a district officer reads packages and changes none', async ({ page }) => {
  await signIn(page, 'district_officer');
  await page.goto('/staff/packages');
  await expect(heading(page, 'Gói hỗ trợ')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Tạo gói mới' })).toHaveCount(0);
  expect((await page.goto('/staff/packages/new'))?.status()).toBe(403);
});

test('staff see on the page of a firm which packages fit it and why others do not', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/staff?sort=points');
  await page.locator('main a[href^="/staff/enterprises/"]:visible').nth(1).click();
  await expect(page.getByRole('heading', { name: 'Gói hỗ trợ' })).toBeVisible();
  await page.getByText(/gói chưa phù hợp và lý do/).click();
  await expect(page.getByText('Chưa đạt:').first()).toBeVisible();
  await expectAccessible(page);
});

test('addresses that make no sense are not found or left out', async ({ page }) => {
  await signIn(page, 'owner');
  expect((await page.goto('/my/support?enterprise=abc'))?.status()).toBe(200);
  const nobody = '00000000-0000-7000-8000-000000000000';
  expect((await page.goto(`/my/support/packages/${nobody}`))?.status()).toBe(404);
  expect((await page.goto(`/my/support/packages/${nobody}?enterprise=${nobody}`))?.status()).toBe(404);
});
