import { expect, test, type BrowserContext } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { expectAccessible } from './pages/accessible.ts';
import { firmWithHistory, ResultPage } from './pages/result.ts';
import { signIn } from './pages/sign-in.ts';

/** The letters that a PDF can write: the maps from its glyphs back to Unicode. */
function lettersOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\n/g)].map(({ index }) => {
    const start = index + 'stream\n'.length;
    try {
      return inflateSync(pdf.subarray(start, raw.indexOf('endstream', start))).toString('latin1');
    } catch {
      return '';
    }
  });
  const codes = streams.filter((text) => text.includes('beginbfrange')).join('\n');
  return [...codes.matchAll(/<([0-9a-f]{4})>/gi)]
    .map(([, code]) => String.fromCharCode(parseInt(code ?? '', 16)))
    .join('');
}

// One sign-in for all: they are counted per account, and other journeys use the same demo owner.
let owner: Awaited<ReturnType<BrowserContext['storageState']>>;
let firm: Awaited<ReturnType<typeof firmWithHistory>>;

test.beforeAll(async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, locale: 'vi-VN' });
  const page = await context.newPage();
  await signIn(page, 'owner');
  firm = await firmWithHistory(page);
  owner = await context.storageState();
  await context.close();
});

test.beforeEach(async ({ context }) => {
  await context.addCookies(owner.cookies);
});

test('an owner sees the level, why, what next, and how it changed', async ({ page }) => {
  const result = new ResultPage(page);
  await result.open(firm.assessments[0] ?? '');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kết quả đánh giá');
  await expect(page.getByText(firm.name).first()).toBeVisible();
  await expect(result.section('level')).toContainText(/Mức\s+[0-5] – /);
  await expect(result.section('level')).toContainText(/\d+ \/ 320 điểm/);
  await expect(result.section('why')).toContainText(/là lên mức [1-5]|mức cao nhất/);
  await expect(result.section('steps').getByRole('listitem')).toHaveCount(3);
  await expect(result.section('steps').getByRole('listitem').first()).toContainText(/\+\d+ điểm/);
  await expect(result.section('pillars').locator('tbody tr')).toHaveCount(6);
  await expect(result.section('indices').locator('tbody tr')).toHaveCount(10);
  await expect(result.section('change').locator('tbody tr')).toHaveCount(6);
  await expect(result.section('history').locator('tbody tr')).toHaveCount(firm.assessments.length);
  await expect(page.getByText('Kết quả tạm thời')).toBeVisible();

  const answers = result.section('answers').locator('details').first();
  await expect(answers.locator('tbody tr').first()).toBeHidden();
  await answers.locator('summary').click();
  await expect(answers.locator('tbody tr')).toHaveCount(13);

  await result.section('pillars').scrollIntoViewIfNeeded();
  await expect(result.section('pillars').locator('canvas')).toBeVisible();

  await result.section('history').getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`${firm.assessments[1]}/result$`));
});

test('the result page has no accessibility violations in either language, light or dark', async ({ page }) => {
  const { assessments } = firm;
  const result = new ResultPage(page);
  for (const [language, colorScheme] of [
    ['vi', 'light'],
    ['en', 'dark']
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await result.open(assessments[0] ?? '', `?lang=${language}`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    await expectAccessible(page);
  }
});

test('a shared result opens without an account until it is withdrawn', async ({ page, browser, baseURL }) => {
  const result = new ResultPage(page);
  await result.open(firm.assessments[0] ?? '');
  const link = await result.share('7');
  expect(link.startsWith(baseURL ?? '')).toBe(true);

  const stranger = await browser.newContext({ locale: 'vi-VN' });
  const visit = await stranger.newPage();
  const shown = await visit.goto(link);
  expect(shown?.status()).toBe(200);
  expect(shown?.headers()['referrer-policy']).toBe('no-referrer');
  expect(shown?.headers()['x-robots-tag']).toContain('noindex');
  await expect(visit.getByRole('heading', { level: 1 })).toHaveText(firm.name);
  await expect(visit.locator('section[aria-labelledby="indices"] tbody tr')).toHaveCount(10);
  await expect(visit.getByText('Câu trả lời')).toHaveCount(0);
  await expectAccessible(visit);

  await result.withdraw();
  const gone = await visit.goto(link);
  expect(gone?.status()).toBe(410);
  await expect(visit.getByRole('heading', { level: 1 })).toHaveText('Liên kết này không còn hiệu lực');
  await expectAccessible(visit);
  expect((await visit.goto('/share/not-a-token'))?.status()).toBe(410);
  await stranger.close();
});

test('the link can be made and withdrawn without JavaScript', async ({ browser, baseURL }) => {
  const { assessments } = firm;
  const plain = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: owner
  });
  const visit = await plain.newPage();
  const result = new ResultPage(visit);
  await result.open(assessments[1] ?? '');
  await expect(result.section('pillars').locator('svg polygon').first()).toBeVisible();
  await result.share('30');
  await result.section('share').locator('summary').first().click();
  await result.section('share').locator('form[action="?/withdraw"] button').first().click();
  await expect(result.section('share').getByText('Đã thu hồi liên kết.')).toBeVisible();
  await plain.close();
});

test('the PDF is one, in Vietnamese, and leaves the language of the pages alone', async ({ page }) => {
  const { assessments } = firm;
  const result = new ResultPage(page);
  await result.open(assessments[0] ?? '');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải PDF tiếng Việt' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/ket-qua-chuyen-doi-so-\d{4}-\d\d-\d\d\.pdf$/);
  const pdf = await readFile(await download.path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const letters = lettersOf(pdf);
  for (const letter of 'ếộữđợ') expect(letters).toContain(letter);

  const english = await page.request.get(`/my/assessments/${assessments[0]}/result/pdf?lang=en`);
  expect(english.headers()['content-type']).toBe('application/pdf');
  expect(english.headers()['cache-control']).toBe('private, no-store');
  expect(english.headers()['content-disposition']).toContain('digital-transformation-result-');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('a result of somebody else is not found, staff see whose it is', async ({ browser, baseURL }) => {
  const path = `/my/assessments/${firm.assessments[0]}/result`;

  const visitor = await browser.newContext({ baseURL });
  const visit = await visitor.newPage();
  await visit.goto(path);
  await expect(visit).toHaveURL(/\/auth\/sign-in/);
  await signIn(visit, 'provider');
  expect((await visit.goto(path))?.status()).toBe(404);
  expect((await visit.request.get(`${path}/pdf`)).status()).toBe(404);
  await visitor.close();

  const office = await browser.newContext({ baseURL });
  const desk = await office.newPage();
  await signIn(desk, 'officer');
  await desk.goto(path);
  await expect(desk.getByText(`Kết quả của ${firm.name}`)).toBeVisible();
  await expect(desk.locator('section[aria-labelledby="share"]')).toHaveCount(0);
  await office.close();
});
