import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expectAccessible } from './pages/accessible.ts';
import { signIn } from './pages/sign-in.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
/** The firms of the list as cards: the view of a narrow screen. */
const cards = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator('a[href^="/staff/enterprises/"]') });
const search = (page: Page) => page.getByRole('button', { name: 'Tìm', exact: true }).click();

test('an officer finds firms by name without accents, filters, pages and takes the list along', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/staff');
  await expect(heading(page, 'Danh sách doanh nghiệp')).toBeVisible();
  await expect(cards(page)).toHaveCount(25);
  await expectAccessible(page);

  const firstPage = await cards(page).first().getByRole('link').first().innerText();
  await page.getByRole('link', { name: 'Trang sau' }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(cards(page).first()).not.toContainText(firstPage);
  await page.getByRole('link', { name: 'Về đầu danh sách' }).click();
  await expect(cards(page).first()).toContainText(firstPage);

  await page.getByLabel('Tên hoặc mã số thuế').fill('keo dua');
  await search(page);
  await expect(page).toHaveURL(/\/staff\?q=keo\+dua$/);
  for (const name of await cards(page).getByRole('link').allInnerTexts()) expect(name).toMatch(/kẹo dừa/i);

  await page.getByText('Thêm điều kiện lọc').click();
  await page.getByLabel('Loại hình').selectOption('enterprise');
  await page.getByLabel('Sắp xếp').selectOption('name');
  await search(page);
  await expect(page).toHaveURL(/kind=enterprise/);
  expect(await cards(page).count()).toBeGreaterThan(0);
  for (const card of await cards(page).all()) await expect(card).toContainText('Doanh nghiệp');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải bảng Excel' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^Danh sách doanh nghiệp \d{4}-\d\d-\d\d\.xlsx$/);
  expect(readFileSync(await file.path()).toString('latin1', 0, 2)).toBe('PK');

  await page.getByLabel('Tên hoặc mã số thuế').fill('không có doanh nghiệp nào như thế');
  await search(page);
  await expect(page.getByText('Không có dòng nào phù hợp')).toBeVisible();
});

test('filters that make no sense are left out', async ({ page }) => {
  await signIn(page, 'officer');
  const answer = await page.goto("/staff?level=9&from=hôm-qua&unit='&sort=x&after=x~y&kind=bank");
  expect(answer?.status()).toBe(200);
  await expect(cards(page)).toHaveCount(25);
});

test('assessments are filtered by state, and lead to the page of their firm', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/staff/assessments');
  await page.getByLabel('Tình trạng').selectOption('submitted');
  await search(page);
  await expect(page).toHaveURL(/state=submitted/);
  for (const card of await cards(page).all()) await expect(card).toContainText('Đã nộp');
  await expectAccessible(page);

  const name = await cards(page).first().getByRole('link').first().innerText();
  await cards(page).first().getByRole('link').first().click();
  await expect(heading(page, name)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Mời chủ doanh nghiệp' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Tạo mã mời' }).click();
  await expect(page.getByText('Mã mời đã tạo')).toBeVisible();
});

test('a district officer sees the firms of two areas and no others', async ({ page }) => {
  await signIn(page, 'district_officer');
  await page.goto('/staff');
  await expect(cards(page).first()).toBeVisible();
  for (;;) {
    for (const card of await cards(page).all()) {
      await expect(card).toContainText(/Thành phố Bến Tre|Huyện Châu Thành/);
    }
    const next = page.getByRole('link', { name: 'Trang sau' });
    if ((await next.count()) === 0) break;
    const address = page.url();
    await next.click();
    await expect(page).not.toHaveURL(address);
  }
  const refused = await page.goto('/staff/questionnaires');
  expect(refused?.status()).toBe(403);
});

test('an administrator uploads, previews, compares and publishes a questionnaire', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto('/staff/questionnaires');
  const section = page.getByRole('region', { name: 'quick-check' });
  const download = page.waitForEvent('download');
  await section
    .getByRole('link', { name: /^Tải JSON/ })
    .first()
    .click();
  const document = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as {
    version: string;
    title: { vi: string };
    pillars: { max: number }[];
  };

  await page.getByRole('link', { name: 'Tải lên bản nháp' }).click();
  const upload = async (text: string) => {
    await page
      .getByLabel('Tệp JSON')
      .setInputFiles({ name: 'bo-cau-hoi.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.getByLabel('Ghi chú').fill('Bản thử');
    await page.getByRole('button', { name: 'Kiểm tra và lưu bản nháp' }).click();
  };
  await upload('{"format": 1,');
  await expect(page.getByRole('alert')).toContainText('Nội dung không phải JSON');
  await expect(page.getByLabel('Ghi chú')).toHaveValue('Bản thử');

  const version = `e2e-${Date.now()}`;
  const [pillar] = document.pillars;
  if (!pillar) throw new Error('The questionnaire has no pillars.');
  const broken = {
    ...document,
    version: 'có dấu',
    pillars: [{ ...pillar, max: 'mười' }, ...document.pillars.slice(1)]
  };
  await upload(JSON.stringify(broken));
  await expect(page.getByRole('alert')).toContainText('version: không đúng dạng quy định.');
  await expect(page.getByRole('alert')).toContainText('pillars.0.max: sai kiểu dữ liệu.');
  await expectAccessible(page);

  await upload(JSON.stringify({ ...document, version, title: { ...document.title, vi: 'Kiểm tra nhanh (bản mới)' } }));
  await expect(heading(page, 'Kiểm tra nhanh (bản mới)')).toBeVisible();
  await expect(page.getByText('Đã lưu bản nháp.')).toBeVisible();
  await page.locator('details.panel').first().locator('summary').click();
  await expect(page.getByText('Giải thích').first()).toBeVisible();
  await expectAccessible(page);

  await page.goto('/staff/questionnaires');
  await page.getByLabel('Bản sau').selectOption({ label: `quick-check ${version} (Bản nháp)` });
  await page.getByLabel('Bản trước').selectOption({ label: `quick-check ${document.version} (Đang dùng)` });
  await page.getByRole('button', { name: 'So sánh' }).click();
  await expect(page.getByText('title.vi')).toBeVisible();
  await expect(page.getByText('Kiểm tra nhanh (bản mới)')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/staff/questionnaires');
  await section.getByRole('button', { name: 'Công bố' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('không bao giờ sửa được nữa');
  await dialog.getByRole('button', { name: 'Công bố phiên bản này' }).click();
  await expect(page.getByText('Đã công bố.')).toBeVisible();
  const published = section.getByRole('listitem').filter({ hasText: version });
  await expect(published).toContainText('Đang dùng');
  await expect(section.getByRole('listitem').filter({ hasText: `Phiên bản ${document.version}` })).toContainText(
    'Đã ngừng'
  );

  // The version that the other journeys know comes back under a number of its own.
  await page.goto('/staff/questionnaires/upload');
  await upload(JSON.stringify({ ...document, version: `${version}.b` }));
  await page.getByRole('button', { name: 'Công bố' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Công bố phiên bản này' }).click();
  await expect(page.getByText('Đã công bố.')).toBeVisible();
});
