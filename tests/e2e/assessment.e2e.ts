import { expect, test } from '@playwright/test';
import { expectAccessible } from './pages/accessible.ts';
import { AssessmentPages } from './pages/assessment.ts';
import { useOwnFirm, type OwnFirm } from './pages/own-firm.ts';

const firm = useOwnFirm();

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

test('what is not one’s own, or no assessment at all, is not found; other bad requests are refused', async ({
  page
}) => {
  const unknown = '0198f0a0-0000-7000-8000-000000000001';
  for (const path of [`/my/assessments/${unknown}`, `/my/assessments/${unknown}/1.1`, '/my/assessments/abc/1.1']) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  const pages = new AssessmentPages(page);
  await pages.start(firm.name);
  const person = JSON.parse(Buffer.from(tokenPayload(firm.owner), 'base64url').toString()).sub as string;
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

/** The claims of the session cookie: base64 JSON with the access token in it. */
function tokenPayload({ cookies }: OwnFirm['owner']): string {
  const parts = cookies.filter(({ name }) => /auth|sb-/.test(name)).sort((a, b) => a.name.localeCompare(b.name));
  const text = parts
    .map(({ value }) => decodeURIComponent(value))
    .join('')
    .replace(/^base64-/, '');
  const session = text.startsWith('{') ? text : Buffer.from(text, 'base64url').toString();
  const { access_token } = JSON.parse(session) as { access_token: string };
  return access_token.split('.')[1] ?? '';
}
