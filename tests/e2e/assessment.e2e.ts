import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { AssessmentPages } from './pages/assessment.ts';
import { newTaxCode, register } from './pages/enterprise.ts';
import { signIn } from './pages/sign-in.ts';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
}

// One sign-in and one firm for all: both are counted per account, and other journeys use the same demo people.
let owner: Awaited<ReturnType<BrowserContext['storageState']>>;
const firm = { name: `Cơ sở thử đánh giá ${Date.now().toString(36)}`, id: '' };

test.beforeAll(async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, locale: 'vi-VN' });
  const page = await context.newPage();
  await signIn(page, 'owner');
  firm.id = await register(page, { name: firm.name, taxCode: newTaxCode() });
  owner = await context.storageState();
  await context.close();
});

test.beforeEach(async ({ context }) => {
  await context.addCookies(owner.cookies);
});

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

test('digits choose a level, and a number that cannot be is told beside its field', async ({ page }) => {
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText('Đã lưu');
  await pages.level('1.1.1', 0).focus();
  await page.keyboard.press('4');
  await expect(pages.level('1.1.1', 4)).toBeChecked();

  await pages.ratio('1.1.3', 'numerator').fill('12.500.000');
  await pages.ratio('1.1.3', 'denominator').fill('5.000.000');
  await pages.ratio('1.1.4', 'numerator').focus();
  await expect(pages.question('1.1.3')).toContainText('không được lớn hơn');
  await expect(pages.state).toContainText('Chưa lưu: câu 1.1.3 cần sửa.');
  await pages.ratio('1.1.3', 'denominator').fill('50.000.000');
  await expect(pages.question('1.1.3')).toContainText('25% – ứng với mức 2');
  await expect(pages.state).toHaveText('Đã lưu');
});

test('an assessment that is given up is asked about first, and cannot be opened again', async ({ page }) => {
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await pages.open('review');
  await expect(pages.state).toHaveText('Đã lưu');
  await page.getByRole('button', { name: 'Bỏ bài này' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ bài' }).click();
  await expect(page).toHaveURL(/\/my$/);
  expect((await page.request.get(`${pages.root}/1.1`)).status()).toBe(409);
});

test('two tabs that answer differently: both answers are shown, one is chosen', async ({ page, context }) => {
  const one = new AssessmentPages(page);
  await one.start(firm.name);
  const other = new AssessmentPages(await context.newPage());
  other.root = one.root;
  await other.open('1.1');
  await expect(other.state).toHaveText('Đã lưu');

  await one.level('1.1.1', 1).check();
  await expect(one.state).toHaveText('Đã lưu');
  await other.level('1.1.1', 4).check();
  await expect(other.state).toContainText('câu 1.1.1 có hai câu trả lời khác nhau');
  await expect(other.question('1.1.1')).toContainText('Đã lưu ở nơi khác, lúc');
  await expectAccessible(other.page);
  await other
    .question('1.1.1')
    .getByRole('button', { name: /Giữ câu trả lời này\s*: 4/ })
    .click();
  await expect(other.state).toHaveText('Đã lưu');
  await one.page.reload();
  await expect(one.level('1.1.1', 4)).toBeChecked();
});

test('an expired session keeps the answers and sends them after signing in', async ({ page, context }) => {
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  await expect(pages.state).toHaveText('Đã lưu');
  await context.clearCookies();
  await pages.level('1.1.2', 2).check();
  await expect(pages.state).toContainText('phiên đăng nhập đã hết');
  await expect(pages.state.getByRole('link', { name: 'Đăng nhập' })).toHaveAttribute('href', /\/auth\/sign-in\?next=/);

  await context.addCookies(owner.cookies);
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a full assessment', async ({ page }) => {
    test.setTimeout(180_000);
    const pages = new AssessmentPages(page);
    await pages.start(firm.name);

    await pages.answerPage(2);
    await pages.ratio('1.1.8', 'numerator').fill('30');
    await pages.ratio('1.1.8', 'denominator').fill('20');
    await pages.next();
    await expect(page.getByText('Có câu cần xem lại. Các câu khác đã được lưu.')).toBeVisible();
    await expect(pages.question('1.1.8')).toContainText('không được lớn hơn');
    await expect(pages.ratio('1.1.8', 'numerator')).toHaveValue('30');
    await expect(pages.level('1.1.1', 2)).toBeChecked();

    await pages.answerFrom('1.1', 2);
    await expect(page.getByText('Đã trả lời đủ các câu')).toBeVisible();
    await page.getByRole('button', { name: 'Nộp bài đánh giá' }).click();
    await expect(page).toHaveURL(/\/result$/);
    await expect(page.getByText(/128 \/ 320 điểm/).first()).toBeVisible();
  });

  test('a page left half empty is saved as it is, and submission lists what is missing', async ({ page }) => {
    const pages = new AssessmentPages(page);
    await pages.start(firm.name);
    await pages.level('1.1.1', 5).check();
    await pages.next();
    await pages.atPage('1.2');
    await page.goto(`${pages.root}/review`);
    await page.getByRole('button', { name: 'Nộp bài đánh giá' }).click();
    await expect(page.getByRole('alert')).toContainText('Còn 59 câu chưa trả lời');
    await page.getByRole('link', { name: /^1\.1\.2 / }).click();
    await pages.atPage('1.1');
    await expect(pages.level('1.1.1', 5)).toBeChecked();
  });

  test('two browsers that answer differently: both answers are shown, one is chosen', async ({ page, context }) => {
    const one = new AssessmentPages(page);
    await one.start(firm.name);
    const other = new AssessmentPages(await context.newPage());
    other.root = one.root;
    await other.open('1.1');

    await one.level('1.1.1', 1).check();
    await one.next();
    await one.atPage('1.2');
    await other.level('1.1.1', 4).check();
    await other.level('1.1.2', 3).check();
    await other.next();
    await expect(other.question('1.1.1')).toContainText('Câu này có hai câu trả lời khác nhau');
    await expect(other.level('1.1.2', 3), 'the other answer of the page is saved').toBeChecked();
    await other
      .question('1.1.1')
      .getByRole('radio', { name: /Anh\/chị vừa trả lời ở đây/ })
      .check();
    await other.next();
    await other.atPage('1.2');
    await one.open('1.1');
    await expect(one.level('1.1.1', 4)).toBeChecked();
  });
});

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

test('what is not one’s own, or no assessment at all, is not found; other bad requests are refused', async ({
  page
}) => {
  const unknown = '0198f0a0-0000-7000-8000-000000000001';
  for (const path of [`/my/assessments/${unknown}`, `/my/assessments/${unknown}/1.1`, '/my/assessments/abc/1.1']) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  const person = JSON.parse(Buffer.from(tokenPayload(owner), 'base64url').toString()).sub as string;
  const send = async (answers: unknown, path = pages.root, options: Record<string, unknown> = {}) => {
    const response = await page.request.post(`/api/assessments/${path.split('/').at(-1)}/answers`, {
      data: JSON.stringify({ person, answers }),
      headers: { 'content-type': 'application/json' },
      ...options
    });
    return [response.status(), (await response.json()) as unknown];
  };
  expect(await send({ '1.1.1': { value: { level: 3 }, base: 0 } })).toMatchObject([200, { saved: { '1.1.1': 1 } }]);
  expect(await send({ '1.1.1': { value: { level: 3 }, base: 0 } }, unknown)).toMatchObject([
    404,
    { message: 'not_found' }
  ]);
  expect(await send({ '9.9.9': { value: { level: 3 }, base: 0 } })).toMatchObject([
    422,
    { message: 'invalid_input', errors: [{ path: '9.9.9', code: 'unknown_criterion' }] }
  ]);
  expect(await send({ '1.1.1': { value: { level: 9 }, base: 1 } })).toMatchObject([
    422,
    { errors: [{ path: '1.1.1', code: 'level_out_of_range' }] }
  ]);
  expect(await send('nonsense')).toMatchObject([422, { message: 'invalid_input' }]);
  expect(await send({}, pages.root, { data: `{"x":"${'y'.repeat(40_000)}"}` })).toMatchObject([
    413,
    { message: 'too_large' }
  ]);
  expect(await send({}, pages.root, { headers: { 'content-type': 'application/xml' } })).toMatchObject([
    415,
    { message: 'unsupported_type' }
  ]);
  const foreign = { headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' } };
  expect(await send({}, pages.root, foreign)).toMatchObject([403, { message: 'forbidden' }]);
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

/** The claims of the session cookie: base64 JSON with the access token in it. */
function tokenPayload({ cookies }: typeof owner): string {
  const parts = cookies.filter(({ name }) => /auth|sb-/.test(name)).sort((a, b) => a.name.localeCompare(b.name));
  const text = parts
    .map(({ value }) => decodeURIComponent(value))
    .join('')
    .replace(/^base64-/, '');
  const session = text.startsWith('{') ? text : Buffer.from(text, 'base64url').toString();
  const { access_token } = JSON.parse(session) as { access_token: string };
  return access_token.split('.')[1] ?? '';
}
