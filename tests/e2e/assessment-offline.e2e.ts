import { expect, test } from '@playwright/test';
import { expectAccessible } from './pages/accessible.ts';
import { AssessmentPages } from './pages/assessment.ts';
import { useOwnFirm } from './pages/own-firm.ts';
import { signIn } from './pages/sign-in.ts';

const firm = useOwnFirm();

test('a full assessment with the network cut in the middle', async ({ page, context }) => {
  test.setTimeout(180_000);
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText(/Đã lưu/);
  await expectAccessible(page);

  await pages.answerPage(3);
  await expect(pages.state).toHaveText('Đã lưu');
  await pages.next();
  await pages.atPage('1.2');

  await context.setOffline(true);
  await pages.answerPage(3);
  await expect(pages.state).toHaveText('Đã lưu trên máy này, chờ mạng');
  await pages.next();
  await pages.atPage('2.1');
  await pages.answerPage(3);
  await pages.next();
  await pages.atPage('3.1');
  await page.getByRole('link', { name: 'Xem lại và nộp' }).click();
  await expect(page.getByText('Còn 5 câu trả lời chưa gửi đến máy chủ.')).toBeVisible();
  await page.getByRole('button', { name: 'Nộp bài đánh giá' }).click();
  await expect(page.getByText('Chưa nộp được vì còn câu trả lời chưa lưu.')).toBeVisible();

  await context.setOffline(false);
  await expect(pages.state).toHaveText('Đã lưu');
  await page.getByRole('link', { name: 'Đến câu chưa trả lời' }).click();
  await pages.answerFrom('3.1', 3);
  await expect(page.getByText('Đã trả lời đủ các câu')).toBeVisible();
  await expect(pages.state).toHaveText('Đã lưu');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Nộp bài đánh giá' }).dblclick();
  await expect(page).toHaveURL(/\/result$/);
  // 3 of 5 everywhere: 192 of 320 points.
  await expect(page.getByText(/192 \/ 320 điểm/).first()).toBeVisible();

  await pages.open('1.1');
  await expect(page, 'a submitted assessment cannot be filled in').toHaveURL(/\/result$/);
});

test('what was answered offline survives closing the page', async ({ page, context }) => {
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText('Đã lưu');
  await context.setOffline(true);
  await pages.level('1.1.1', 4).check();
  await expect(pages.state).toHaveText('Đã lưu trên máy này, chờ mạng');
  await page.close();

  await context.setOffline(false);
  const later = new AssessmentPages(await context.newPage());
  later.root = pages.root;
  await later.open('1.1');
  await expect(later.level('1.1.1', 4)).toBeChecked();
  await expect(later.state).toHaveText('Đã lưu');
  await later.page.reload();
  await expect(later.level('1.1.1', 4)).toBeChecked();
});

test('an expired session keeps the answers and sends them after signing in', async ({ page, context }) => {
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText('Đã lưu');
  await context.clearCookies();
  await pages.level('1.1.2', 2).check();
  await expect(pages.state).toContainText('phiên đăng nhập đã hết');
  await expect(pages.state.getByRole('link', { name: 'Đăng nhập' })).toHaveAttribute('href', /\/auth\/sign-in\?next=/);

  await context.addCookies(firm.owner.cookies);
  await pages.open('1.1');
  await expect(pages.level('1.1.2', 2)).toBeChecked();
  await expect(pages.state).toHaveText('Đã lưu');
});

test('a page that needs the network says so when there is none, and private pages are not kept', async ({
  page,
  context
}) => {
  await page.goto('/quick-check');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect
    .poll(() =>
      page.evaluate(() =>
        caches
          .keys()
          .then((names) =>
            Promise.all(
              names.map((name) => caches.open(name).then((cache) => cache.match('/quick-check?lang=vi').then(Boolean)))
            )
          )
      )
    )
    .toContain(true);
  await page.goto('/my');
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đang mất mạng');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Kiểm tra nhanh (không cần mạng)' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Đang mất mạng');
  await expect(page).toHaveURL(/\/quick-check$/);
});

test('signing out leaves no answer on the device', async ({ browser, baseURL }) => {
  // A sign-in of its own: signing out ends it.
  const context = await browser.newContext({ baseURL, locale: 'vi-VN' });
  const page = await context.newPage();
  await signIn(page, 'owner');
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText('Đã lưu');
  await page.route('**/api/assessments/**', (route) => route.abort());
  await pages.level('1.1.1', 4).check();
  await expect(pages.state).toHaveText('Đã lưu trên máy này, chờ mạng');
  const stores = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(await stores()).toContain('assessment-answers');

  await page.goto('/auth/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Đăng xuất khỏi thiết bị này' }).click();
  await expect(page).toHaveURL(/\/auth\/sign-in/);
  await expect.poll(stores).not.toContain('assessment-answers');
  await context.close();
});
