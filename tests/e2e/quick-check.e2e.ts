import { expect, test, type Page } from '@playwright/test';

/** Chooses the option at this place in every question that is shown. */
async function choose(page: Page, place: number): Promise<void> {
  for (const question of await page.locator('fieldset:visible').all()) {
    await question.getByRole('radio').nth(place).check();
  }
}

test('the quick check tells a range, keeps its answers on the device and sends none', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(`${new URL(request.url()).pathname} ${request.postData()}`);
  });
  await page.goto('/');
  await page.getByRole('link', { name: 'Kiểm tra nhanh 3 phút' }).click();
  await expect(page.getByText('Phần 1 trong 6')).toBeVisible();

  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(page.getByText('Còn câu chưa chọn')).toBeVisible();
  for (let part = 1; part <= 3; part++) {
    await choose(page, 2);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await expect(page.getByText(`Phần ${part + 1} trong 6`)).toBeVisible();
  }
  // Closed and opened again: the answers are still here.
  await page.reload();
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(2);
  for (let part = 1; part <= 3; part++) {
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await expect(page.getByText(`Phần ${part + 1} trong 6`)).toBeVisible();
  }
  for (let part = 4; part <= 5; part++) {
    await choose(page, 2);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await expect(page.getByText(`Phần ${part + 1} trong 6`)).toBeVisible();
  }
  await choose(page, 2);
  await page.getByLabel('Doanh nghiệp của anh/chị ở xã, phường nào?').selectOption('28777-2025');
  await page.getByRole('button', { name: 'Xem kết quả' }).click();

  await expect(page.getByRole('heading', { name: 'Kết quả kiểm tra nhanh' })).toBeFocused();
  await expect(page.getByText('Kết quả tham khảo, chưa phải mức chính thức.')).toBeVisible();
  await expect(page.getByText('40', { exact: true }).first()).toBeVisible();
  expect(sent).toEqual(['/api/quick-check {"unit":"28777-2025"}']);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the quick check is one form with the same result', async ({ page }) => {
    await page.goto('/quick-check');
    await expect(page.locator('fieldset:visible')).toHaveCount(12);
    await page.getByRole('button', { name: 'Xem kết quả' }).click();
    await expect(page.getByText('Còn câu chưa chọn')).toBeVisible();
    await choose(page, 2);
    await page.getByRole('button', { name: 'Xem kết quả' }).click();
    await expect(page.getByRole('heading', { name: 'Kết quả kiểm tra nhanh' })).toBeVisible();
    await expect(page.getByText('40', { exact: true }).first()).toBeVisible();
  });
});

test('the preview scores answers and lists what is wrong', async ({ request }) => {
  const post = (data: unknown, headers = {}) => request.post('/api/assessments/preview', { data, headers });
  const good = await post({
    questionnaire: 'dbi-sme',
    answers: { '1.1.1': { level: 3 }, '1.1.3': { numerator: 5, denominator: 20 } }
  });
  expect(good.status()).toBe(200);
  expect(await good.json()).toMatchObject({ version: '1970.1', points: 5, max: 320, level: 0, answered: 2 });

  const bad = await post({
    questionnaire: 'dbi-sme',
    answers: {
      '9.9.9': { level: 1 },
      '1.1.1': { level: 6 },
      '1.1.3': { numerator: -1, denominator: 2 },
      '1.1.4': { numerator: 3, denominator: 2 }
    }
  });
  expect(bad.status()).toBe(422);
  expect((await bad.json()).errors.map(({ code }: { code: string }) => code).sort()).toEqual([
    'level_out_of_range',
    'negative',
    'numerator_over_denominator',
    'unknown_criterion'
  ]);
  expect((await post({ questionnaire: 'nobody', answers: {} })).status()).toBe(404);
  expect((await post('{', { 'content-type': 'application/json' })).status()).toBe(422);
  expect((await post('<a/>', { 'content-type': 'application/xml' })).status()).toBe(415);
  expect((await post({ questionnaire: 'dbi-sme', answers: { '1.1.1': 'x'.repeat(70_000) } })).status()).toBe(413);
});

test('progress is public, as a page and as data', async ({ page, request }) => {
  await page.goto('/progress');
  await expect(page.getByRole('heading', { level: 1, name: 'Tiến độ chương trình' })).toBeVisible();
  const figures = await (await request.get('/api/progress')).json();
  await expect(page.getByText(String(figures.assessed), { exact: true }).first()).toBeVisible();
  const small = figures.by_level.filter(
    ({ count }: { count: number | null }) => count !== null && count > 0 && count < 5
  );
  expect(small).toEqual([]);
});
