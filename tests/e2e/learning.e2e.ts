import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { signIn } from './pages/sign-in.ts';

test('without JavaScript: a visitor reads the handbook, asks, and follows the question by its code; staff answer', async ({
  browser,
  page
}) => {
  // Three people's way through ten pages.
  test.setTimeout(120_000);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const visitor = await context.newPage();
  await visitor.goto('/handbook?lang=vi');
  await visitor.locator('[name=pillar]').selectOption({ label: 'Chiến lược số' });
  await visitor.getByRole('button', { name: 'Xem' }).click();
  await expect(visitor.locator('main li h2')).toHaveText(['Kế hoạch chuyển đổi số trên một trang giấy']);
  await visitor.getByRole('link', { name: 'Kế hoạch chuyển đổi số trên một trang giấy' }).click();
  await expect(visitor.getByRole('heading', { level: 2, name: 'Việc làm ngay trong tuần này' })).toBeVisible();

  await visitor.getByRole('link', { name: /Gửi câu hỏi/ }).click();
  await visitor.locator('[name=category_id]').selectOption('question');
  await visitor.locator('[name=message]').fill('Ngắn');
  await visitor.getByRole('button', { name: 'Gửi', exact: true }).click();
  await expect(visitor.getByText('Nội dung quá ngắn.').first()).toBeVisible();
  const message = `Xin hỏi về kế hoạch một trang <script>alert(1)</script> ${Date.now()}`;
  await visitor.locator('[name=message]').fill(message);
  await visitor.locator('[name=public_wanted]').check();
  await visitor.locator('[name=about_unit_id]').selectOption({ label: 'Phường An Hội' });
  await visitor.getByRole('button', { name: 'Gửi', exact: true }).click();
  const code = (await visitor.locator('main .font-mono').innerText()).trim();
  expect(code).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);

  await signIn(page, 'officer');
  await page.goto('/staff/feedback?lang=vi');
  await expect(page.getByText('Quá hạn').first()).toBeVisible();
  await page
    .getByRole('link', { name: /^Hỏi về cách làm/ })
    .last()
    .click();
  await expect(page.getByText(message)).toBeVisible();
  await page.getByRole('button', { name: 'Giao', exact: true }).click();
  await expect(page.getByText('Giao người trả lời').first()).toBeVisible();
  await page.locator('[name=answer]').fill('Mời anh/chị đọc trang sổ tay này.');
  await page.getByRole('button', { name: 'Gửi câu trả lời' }).click();
  await page.locator('[name=question]').fill('Kế hoạch một trang viết thế nào?');
  await page.getByRole('button', { name: 'Công bố', exact: true }).click();
  await expect(page.getByText('Đang công bố').first()).toBeVisible();

  await visitor.goto('/feedback/track?lang=vi');
  await visitor.locator('[name=code]').fill('KHONG-PHAI-MA');
  await visitor.getByRole('button', { name: 'Xem' }).click();
  await expect(visitor.getByRole('alert')).toBeVisible();
  await visitor.locator('[name=code]').fill(code.toLowerCase());
  await visitor.getByRole('button', { name: 'Xem' }).click();
  await expect(visitor.getByText('Mời anh/chị đọc trang sổ tay này.')).toBeVisible();
  expect(visitor.url()).not.toContain(code);
  await visitor.getByLabel('4 – Hài lòng').check();
  await visitor.getByRole('button', { name: 'Gửi đánh giá' }).click();
  await expect(visitor.getByText('Anh/chị đã đánh giá 4 trên 5.', { exact: false })).toBeVisible();
  await visitor.goto('/feedback?lang=vi');
  await expect(visitor.getByRole('heading', { name: 'Kế hoạch một trang viết thế nào?' })).toBeVisible();
  await context.close();

  // The officer of its district sees it, and nothing of what names no place.
  await page.context().clearCookies();
  await signIn(page, 'district_officer');
  await page.goto('/staff/feedback?state=done&lang=vi');
  await expect(page.locator('tbody tr')).toHaveText([/Phường An Hội/]);
  await page.locator('[name=unit]').selectOption({ label: 'Phường Sơn Đông' });
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(page.getByText('Không có việc nào')).toBeVisible();
  expect((await page.request.get('/staff/courses')).status()).toBe(403);
});

test('an officer previews news, publishes and takes it back; what is hostile in it stays text', async ({ page }) => {
  const slug = `tin-thu-${Date.now()}`;
  await signIn(page, 'officer');
  await page.goto('/staff/articles/new?lang=vi');
  for (const [name, text] of Object.entries({
    slug,
    title_vi: 'Tin thử',
    title_en: 'Trial news',
    summary_vi: 'Tóm tắt tin thử',
    summary_en: 'Summary of it',
    body_vi: '## Mục một\n\n**Đậm** <img src=x onerror=alert(1)> [xấu](javascript:alert(1)) [tốt](/handbook)',
    body_en: 'Some *text*'
  }))
    await page.locator(`[name=${name}]`).fill(text);
  await page.getByRole('button', { name: 'Xem thử' }).click();
  const preview = page.getByRole('region', { name: 'Xem thử, chưa lưu' });
  await expect(preview.getByRole('heading', { name: 'Mục một' })).toBeVisible();
  await expect(preview.locator('img')).toHaveCount(0);
  await expect(page.locator('[name=title_vi]')).toHaveValue('Tin thử');
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page).toHaveURL(/\/staff\/articles\/[0-9a-f-]{36}$/);
  expect((await page.request.get(`/news/${slug}`)).status()).toBe(404);
  await page.getByRole('button', { name: 'Công bố', exact: true }).click();
  await page.getByRole('link', { name: 'Mở trang công khai' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tin thử');
  await expect(page.locator('main article a', { hasText: 'tốt' })).toHaveAttribute('href', '/handbook');
  await expect(page.locator('main article a', { hasText: 'xấu' })).toHaveCount(0);
  await page.goBack();
  await page.getByRole('button', { name: 'Ngừng công bố' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ngừng công bố' }).click();
  await expect(page.getByText('Bản nháp').first()).toBeVisible();
  expect((await page.request.get(`/news/${slug}`)).status()).toBe(404);
});

test('an owner takes the only place of a class, gives it back, and has a certificate of another; staff see who comes', async ({
  page
}) => {
  await signIn(page, 'owner');
  await page.goto('/courses?lang=vi');
  const course = page.locator('main > ul > li', { hasText: 'Bán hàng trên mạng (khóa mẫu)' });
  await course.getByRole('listitem').filter({ hasText: 'Còn 1 trên 1 chỗ' }).getByRole('link').click();
  await page.locator('[name=display_name]').fill('Chị Mẫu Thử');
  await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
  await expect(page).toHaveURL(/\/my\/courses$/);
  const mine = page.locator('main li', { hasText: 'Chị Mẫu Thử' });
  await expect(mine.getByText('Có chỗ')).toBeVisible();
  await page.goto('/courses');
  await expect(course.getByText('Hết chỗ, 0 người đang chờ')).toBeVisible();
  await page.goto('/my/courses');
  await mine.getByRole('button', { name: 'Hủy đăng ký' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hủy đăng ký' }).click();
  await expect(mine.getByText('Đã hủy', { exact: true })).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Tải giấy chứng nhận/ }).click()
  ]);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');

  await signIn(page, 'officer');
  await page.goto('/staff/courses?lang=vi');
  await page.getByRole('link', { name: 'Hóa đơn điện tử và sổ kho chung (khóa mẫu)' }).click();
  const owner = page.getByLabel(/Chủ doanh nghiệp \(minh họa\)/);
  await expect(owner).toBeChecked();
  await page.getByRole('button', { name: 'Lưu điểm danh' }).click();
  await expect(page.getByText('Đã lưu.')).toBeVisible();

  // A class that is called off: its reason for everybody, another one for who had a place.
  await page.goto('/staff/courses');
  await page.getByRole('link', { name: 'Bán hàng trên mạng (khóa mẫu)' }).click();
  const lost = page.locator('main .panel', { hasText: 'Hội trường mẫu' });
  await lost.getByRole('button', { name: 'Hủy lớp này' }).click();
  await page.getByRole('dialog').getByLabel('Lý do không tổ chức').fill('Giảng viên ốm.');
  await page.getByRole('dialog').getByRole('button', { name: 'Hủy lớp này' }).click();
  await expect(lost.getByText('Lý do: Giảng viên ốm.')).toBeVisible();
  await expect(lost.getByRole('button', { name: 'Hủy lớp này' })).toHaveCount(0);
  await page.goto('/courses');
  await expect(course.getByText('Lý do: Giảng viên ốm.')).toBeVisible();
  await signIn(page, 'owner');
  await page.goto('/my/courses?lang=vi');
  const told = page.locator('main li.panel', { hasText: 'Lớp không tổ chức' });
  await expect(told.getByRole('button', { name: 'Hủy đăng ký' })).toHaveCount(0);
  await told.getByRole('link', { name: /^Đăng ký/ }).click();
  await expect(page.getByRole('button', { name: 'Đăng ký', exact: true })).toBeVisible();
  await page.goto('/my/notifications');
  await expect(page.getByText('Lớp học Bán hàng trên mạng (khóa mẫu) không tổ chức')).toBeVisible();
});

test('the catalogue of policies says whom each is for; an administrator keeps the calendar', async ({ page }) => {
  await page.goto('/policies?lang=en');
  await expect(page.getByText(/^Readiness was assessed with .*article 7\.2\)$/)).toBeVisible();
  await page.goto('/policies?lang=vi&kind=household');
  await expect(page.getByRole('heading', { level: 2, name: /miễn phí/ }).first()).toBeVisible();
  await expect(page.getByText('NĐ 80/2021/NĐ-CP Điều 11.2', { exact: false })).toHaveCount(0);
  await signIn(page, 'administrator');
  await page.goto('/staff/holidays?lang=vi');
  await page.locator('[name=date]').last().fill('2027-12-31');
  await page.locator('[name=name_vi]').fill('Ngày nghỉ thử');
  await page.locator('[name=name_en]').fill('Trial day off');
  await page.getByRole('button', { name: 'Lưu ngày nghỉ' }).click();
  await page.getByRole('button', { name: 'Bỏ: 31/12/2027, Ngày nghỉ thử' }).click();
  await expect(page.getByText('Ngày nghỉ thử')).toHaveCount(0);
});
