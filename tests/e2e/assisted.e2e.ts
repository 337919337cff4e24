import { expect, test } from '@playwright/test';
import { expectAccessible } from './pages/accessible.ts';
import { AssessmentPages } from './pages/assessment.ts';
import { useOwnFirm } from './pages/own-firm.ts';
import { signIn } from './pages/sign-in.ts';

const firm = useOwnFirm();

test('an officer fills in for a firm, the owner gives it back once, then confirms', async ({
  page,
  browser,
  baseURL
}) => {
  test.setTimeout(240_000);
  const staff = await browser.newContext({ baseURL, locale: 'vi-VN', viewport: { width: 1280, height: 900 } });
  const officer = new AssessmentPages(await staff.newPage());
  await signIn(officer.page, 'officer');
  const own = new AssessmentPages(page);
  await own.start(firm.name);
  const draft = await officer.page.request.get(`${own.root}/1.1`);
  expect(draft.status(), 'what an owner is still writing is the owner’s').toBe(404);
  await own.giveUp(firm.name);

  await officer.page.goto(`/staff/enterprises/${firm.id}`);
  await officer.page.locator('form[action="/my/assessments/start"] button').click();
  await officer.atPage('1.1');
  await expect(officer.page.getByText(`Anh/chị đang điền hộ ${firm.name}`)).toBeVisible();
  await officer.answerFrom('1.1', 4);
  await expect(officer.state).toHaveText('Đã lưu');
  await officer.page.getByRole('button', { name: 'Chuyển doanh nghiệp xác nhận' }).click();
  await expect(officer.page.getByText('đang chờ doanh nghiệp xác nhận')).toBeVisible();

  await page.goto(`${officer.root}/review`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xem lại bài điền hộ');
  await page.getByText('1.1 Hiện diện trực tuyến').click();
  await expect(page.getByText('4 trên 5 (80%)').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Trả lại để sửa' }).click();
  await expect(page.getByRole('alert')).toContainText('Chỗ nào cần sửa');
  await page.getByLabel('Chỗ nào cần sửa').fill('Câu 1.1.1: trang web cập nhật mỗi tuần.');
  await page.getByRole('button', { name: 'Trả lại để sửa' }).click();

  await officer.open('1.1');
  await expect(officer.page.getByText('Câu 1.1.1: trang web cập nhật mỗi tuần.')).toBeVisible();
  await officer.level('1.1.1', 5).check();
  await expect(officer.state).toHaveText('Đã lưu');
  await officer.open('review');
  await officer.page.getByRole('button', { name: 'Chuyển doanh nghiệp xác nhận' }).click();
  await expect(officer.page.getByText('đang chờ doanh nghiệp xác nhận')).toBeVisible();

  await page.goto(`${officer.root}/review`);
  await page.getByRole('button', { name: 'Xác nhận và nộp' }).click();
  await expect(page).toHaveURL(/\/result$/);
  await expect(page.getByText(/257 \/ 320 điểm/).first()).toBeVisible();
  await staff.close();
});
