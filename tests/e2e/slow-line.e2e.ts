import { expect, test, type Page } from '@playwright/test';
import { firmWithHistory } from './pages/result.ts';
import { signIn } from './pages/sign-in.ts';

// What a person does between the first sight of a page and the arrival of its scripts is not undone by them.
// Scripts come over the line here, not out of a service worker's cache.
test.use({ serviceWorkers: 'block' });

/** Opens a page whose scripts wait until the function it returns is called. */
async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<null>();
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  return () => resolve(null);
}

test('a criterion unfolded early has its form', async ({ page }) => {
  await signIn(page, 'owner');
  const { assessments } = await firmWithHistory(page);
  await page.context().clearCookies();
  await signIn(page, 'officer');
  const arrive = await openWithoutScripts(page, `/staff/assessments/${assessments[2] ?? ''}`);
  const criterion = page.locator('[id="criterion-2.1.1"] details');
  await criterion.locator('summary').click();
  await expect(criterion.getByRole('link', { name: 'Ghi kết quả kiểm tra tiêu chí này' })).toBeVisible();
  arrive();
  await expect(criterion.getByLabel('Ghi chú')).toBeVisible();
});

test('a menu unfolded early stays, and folds on Escape, elsewhere and on the next page', async ({ page }) => {
  const arrive = await openWithoutScripts(page, '/quick-check');
  const menu = page.getByRole('banner').locator('details:visible');
  const opener = menu.locator('summary');
  const entry = menu.getByRole('link', { name: 'Tiến độ' });
  await opener.click();
  await expect(entry).toBeVisible();
  arrive();
  await page.waitForLoadState('networkidle');
  await expect(entry).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.click();
  await page.getByRole('heading', { level: 1 }).click({ force: true });
  await expect(entry).toBeHidden();
  await opener.click();
  await entry.click();
  await expect(page).toHaveURL((url) => url.pathname === '/progress');
  await expect(entry).toBeHidden();
});
