import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { signIn, type DemoRole } from './pages/sign-in.ts';

async function expectAccessible(page: Page): Promise<void> {
  for (const language of ['en', 'vi']) {
    const address = new URL(page.url());
    address.searchParams.set('lang', language);
    await page.goto(address.toString());
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

async function as(browser: Browser, role: DemoRole): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, role);
  return page;
}

/** The id of the owner's first firm, by the offer that the demonstration has for it. */
async function firmOf(owner: Page): Promise<string> {
  await owner.goto('/my');
  const link = owner.locator('main a[href^="/my/enterprises/"]').first();
  const [, id = ''] = /\/my\/enterprises\/([0-9a-f-]{36})/.exec((await link.getAttribute('href')) ?? '') ?? [];
  return id;
}

const step = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('proposed, offered, accepted, approved by a second person, delivered with evidence, confirmed', async ({
  browser
}) => {
  test.setTimeout(180_000);
  const [officer, owner, manager] = [
    await as(browser, 'officer'),
    await as(browser, 'owner'),
    await as(browser, 'manager')
  ];
  const firm = await firmOf(owner);

  await officer.goto(`/staff/assignments/new?enterprise=${firm}`);
  await expectAccessible(officer);
  const option = officer.locator('select[name=package_id] option', { hasText: 'GOI-0' });
  await officer.getByLabel('Gói hỗ trợ').selectOption((await option.getAttribute('value')) ?? '');
  await officer.getByLabel('Lý do nếu chọn khác quy tắc').fill('Cơ sở đề nghị');
  await step(officer, 'Lập đề xuất');
  await expect(officer).toHaveURL(/\/staff\/assignments\/[0-9a-f-]{36}$/);
  const id = officer.url().split('/').at(-1);

  // Two browsers: the manager still sees the proposal when the officer has sent it.
  await manager.goto(`/staff/assignments/${id}`);
  await step(officer, 'Gửi lời mời');
  await expect(officer.getByText('Đã gửi lời mời.')).toBeVisible();
  await manager.getByText('Dừng hồ sơ', { exact: true }).first().click();
  await manager.getByLabel('Lý do').fill('Để năm sau');
  await step(manager, 'Dừng hồ sơ');
  await expect(manager.getByRole('alert')).toContainText('vừa được người khác thay đổi');
  await expect(manager.getByLabel('Lý do')).toHaveValue('Để năm sau');

  await owner.goto('/my/notifications');
  await expectAccessible(owner);
  await owner.goto(`/my/support/assignments/${id}`);
  await expectAccessible(owner);
  await step(owner, 'Nhận lời');
  await expect(owner.getByText('Đã nhận lời.')).toBeVisible();

  await officer.reload();
  await expect(officer.getByRole('button', { name: 'Phê duyệt', exact: true })).toHaveCount(0);
  await manager.goto(`/staff/assignments/${id}`);
  await step(manager, 'Phê duyệt');
  await expect(manager.getByText('Đã phê duyệt và giữ kinh phí.')).toBeVisible();

  await officer.goto(`/staff/assignments/${id}`);
  await step(officer, 'Bắt đầu hỗ trợ');
  await expect(officer.getByText('Đã ghi nhận bắt đầu hỗ trợ.')).toBeVisible();
  await step(officer, 'Báo đã giao xong');
  await expect(officer.getByText('thêm ít nhất một minh chứng')).toBeVisible();
  await officer.getByLabel('Ghi chú').fill('Biên bản nghiệm thu');
  await step(officer, 'Thêm minh chứng');
  await expect(officer.getByText('Đã thêm minh chứng.')).toBeVisible();
  await step(officer, 'Báo đã giao xong');
  await expect(officer.getByText('Đã báo giao xong.')).toBeVisible();
  await expectAccessible(officer);

  await owner.goto(`/my/support/assignments/${id}`);
  await step(owner, 'Xác nhận đã nhận đủ');
  await expect(owner.getByText('Hồ sơ hoàn thành')).toBeVisible();
  await expect(owner.getByText('Cơ sở xác nhận đã nhận đủ')).toBeVisible();
});

test('lists and the budget are filtered, changed and accessible', async ({ browser }) => {
  const manager = await as(browser, 'manager');
  await manager.goto('/staff/assignments');
  await expectAccessible(manager);
  await manager.getByLabel('Tình trạng').selectOption('completed');
  await manager.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(manager).toHaveURL(/state=completed/);
  expect((await manager.goto("/staff/assignments?state=x&year=9&unit='&after=z"))?.status()).toBe(200);

  await manager.goto('/staff/budget');
  await expectAccessible(manager);
  const form = manager.getByRole('form', { name: /VII\.3 · \d+ · Ngân sách/ }).nth(1);
  await form.getByLabel('Đã giao').fill('1');
  await form.getByRole('button', { name: 'Lưu' }).click();
  await expect(manager.getByRole('alert')).toBeVisible();
});
