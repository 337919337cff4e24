import { expect, test, type Browser, type Page } from '@playwright/test';
import { newTaxCode, register } from './pages/enterprise.ts';
import { signIn, type DemoRole } from './pages/sign-in.ts';

/** The provider that the demo person acts for, and a category in which it has a solution for everybody. */
const PROVIDER = 'Nhà cung cấp mẫu A (dữ liệu minh họa)';
const CATEGORY = 'Hóa đơn điện tử';

async function as(browser: Browser, role: DemoRole): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, role);
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** States a need of a firm and agrees to the provider. The path of the need. */
async function stateNeed(owner: Page, firm: string, purpose: string): Promise<string> {
  await owner.goto('/my/needs/new');
  await owner.getByLabel('Cơ sở', { exact: true }).selectOption({ label: firm });
  await owner.getByLabel('Loại giải pháp').selectOption({ label: CATEGORY });
  await owner.getByLabel('Cần để làm gì').fill(purpose);
  await press(owner, 'Lưu và xem nhà cung cấp');
  await expect(owner.getByText('Đã lưu nhu cầu.')).toBeVisible();
  const need = new URL(owner.url()).pathname;
  await owner.getByLabel(`Chọn ${PROVIDER}`).check();
  await press(owner, 'Tiếp tục với nơi đã chọn');
  return need;
}

/** The page of the newest lead on the provider's board. */
async function newestLead(provider: Page): Promise<string> {
  await provider.goto('/provider');
  const column = provider.getByRole('region', { name: /Cần trả lời/ });
  const href = await column.getByRole('link').first().getAttribute('href');
  return href ?? '';
}

test('an owner agrees, the provider accepts and delivers, both rate, and withdrawal ends what it sees', async ({
  browser
}) => {
  test.setTimeout(180_000);
  const [owner, provider] = [await as(browser, 'owner'), await as(browser, 'provider')];
  const firm = `Cơ sở giới thiệu ${newTaxCode()}`;
  await register(owner, { name: firm, taxCode: newTaxCode() });
  await owner.getByRole('link', { name: 'Sửa' }).first().click();
  await owner.getByLabel('Điện thoại').fill('0900 000 123');
  await owner.locator('main form button[type=submit]').first().click();

  const need = await stateNeed(owner, firm, 'Cần in hóa đơn điện tử ngay tại quầy, gọi 0900 000 123.');
  await expect(owner).toHaveURL(/\/consent\?provider=/);
  await expect(owner.locator('main input[type=checkbox]:checked')).toHaveCount(0);
  await press(owner, 'Đồng ý và gửi');
  await expect(owner.getByRole('alert')).toContainText('Thông tin được chuyển');
  await owner.getByLabel('Tên cơ sở').check();
  await owner.getByLabel('Điện thoại').check();
  await owner.getByLabel('Tôi đã đọc và đồng ý').check();
  await press(owner, 'Đồng ý và gửi');
  await expect(owner.getByText('Đã ghi nhận sự đồng ý.')).toBeVisible();

  const lead = await newestLead(provider);
  await provider.goto(lead);
  await expect(provider.getByText('Cần in hóa đơn điện tử ngay tại quầy')).toBeVisible();
  await expect(provider.getByText(firm)).toHaveCount(0);
  await expect(provider.getByText('000 123')).toHaveCount(0);
  await press(provider, 'Nhận lời');
  await expect(provider.getByRole('heading', { level: 1, name: firm })).toBeVisible();
  await expect(provider.getByText('+84900000123')).toBeVisible();
  await press(provider, 'Báo đã liên hệ');
  await expect(provider.getByText('Đã ghi nhận liên hệ.')).toBeVisible();
  await provider.getByText('Ghi nhận thỏa thuận', { exact: true }).first().click();
  await provider.getByLabel('Nội dung cam kết').fill('Cài đặt và hướng dẫn một buổi');
  await provider.getByLabel('Giá hai bên thỏa thuận').fill('600.000');
  await provider.getByLabel('Ngày giao xong').fill('2030-01-31');
  await press(provider, 'Ghi nhận thỏa thuận');
  await expect(provider.getByText('Đã ghi nhận thỏa thuận.')).toBeVisible();
  await provider.getByRole('textbox', { name: 'Tin nhắn' }).fill('Tôi đã cài đặt xong chiều nay.');
  await press(provider, 'Gửi tin nhắn');
  await press(provider, 'Báo đã giao xong');
  await expect(provider.getByText('Đã báo giao xong.')).toBeVisible();

  await owner.goto(need);
  await owner.getByRole('link', { name: PROVIDER }).first().click();
  await expect(owner.getByText('Tôi đã cài đặt xong chiều nay.')).toBeVisible();
  await expect(owner.getByText('Cài đặt và hướng dẫn một buổi')).toBeVisible();
  await press(owner, 'Xác nhận đã nhận đủ');
  await owner.getByLabel('Rất hài lòng', { exact: true }).check();
  await press(owner, 'Gửi đánh giá');
  await expect(owner.getByText('5 trên 5')).toBeVisible();
  await provider.reload();
  await provider.getByLabel('Hài lòng', { exact: true }).check();
  await press(provider, 'Gửi đánh giá');
  await expect(provider.getByText('4 trên 5')).toBeVisible();

  await owner.goto('/my/consents');
  const mine = owner.getByRole('listitem').filter({ hasText: firm });
  await mine.getByRole('button', { name: 'Rút sự đồng ý' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Rút lại' }).click();
  await expect(owner.getByText('Đã rút sự đồng ý.').first()).toBeVisible();
  await provider.reload();
  await expect(provider.getByText('Không còn xem được thông tin của cơ sở')).toBeVisible();
  for (const gone of [firm, '+84900000123', 'Tôi đã cài đặt xong'])
    await expect(provider.getByText(gone)).toHaveCount(0);
});

test('without JavaScript an owner agrees to what is passed on, the provider accepts, and withdrawal ends what it sees', async ({
  browser
}) => {
  test.setTimeout(120_000);
  const plain = async (role: DemoRole) => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await signIn(page, role);
    return page;
  };
  const [owner, provider] = [await plain('owner'), await plain('provider')];
  const firm = `Cơ sở không kịch bản ${newTaxCode()}`;
  const id = await register(owner, { name: firm, taxCode: newTaxCode() });
  const need = await stateNeed(owner, firm, 'Cần hóa đơn điện tử cho quầy hàng nhỏ.');
  await owner.getByLabel('Tên cơ sở').check();
  await owner.getByLabel('Tôi đã đọc và đồng ý').check();
  await press(owner, 'Đồng ý và gửi');
  // No way to be reached was chosen, because the firm has none on record.
  await expect(owner.getByRole('alert')).toContainText('ít nhất một cách liên hệ');
  await expect(owner.getByLabel('Tên cơ sở')).toBeChecked();
  await expect(owner.getByLabel('Điện thoại')).toHaveCount(0);
  await owner.goto(`/my/enterprises/${id}/edit`);
  await owner.getByLabel('Điện thoại').fill('0900 000 456');
  await owner.locator('main form button[type=submit]').first().click();

  await owner.goto(need);
  await owner.getByLabel(`Chọn ${PROVIDER}`).check();
  await press(owner, 'Tiếp tục với nơi đã chọn');
  await expect(owner.locator('main input[type=checkbox]:checked')).toHaveCount(0);
  await owner.getByLabel('Tên cơ sở').check();
  await owner.getByLabel('Điện thoại').check();
  await owner.getByLabel('Tôi đã đọc và đồng ý').check();
  await press(owner, 'Đồng ý và gửi');
  await expect(owner.getByText('Đã ghi nhận sự đồng ý.')).toBeVisible();
  await owner.goto('/my/consents');
  const mine = owner.getByRole('listitem').filter({ hasText: firm });
  await expect(mine).toContainText(PROVIDER);
  await expect(mine).toContainText('Được chuyển sau khi nhận lời: Điện thoại, Tên cơ sở.');

  await provider.goto(await newestLead(provider));
  await press(provider, 'Nhận lời');
  await expect(provider.getByRole('heading', { level: 1, name: firm })).toBeVisible();
  await expect(provider.getByText('+84900000456')).toBeVisible();

  await mine.getByText('Rút sự đồng ý', { exact: true }).click();
  await mine.getByRole('button', { name: 'Rút lại', exact: true }).click();
  await expect(owner.getByText('Đã rút sự đồng ý.').first()).toBeVisible();
  await expect(mine).toContainText('Đã rút ngày');
  await provider.reload();
  await expect(provider.getByText('Không còn xem được thông tin của cơ sở')).toBeVisible();
  for (const gone of [firm, '+84900000456']) await expect(provider.getByText(gone)).toHaveCount(0);
});

test('a firm that a person of a provider registered is a hint for officers and managers, never for others', async ({
  browser
}) => {
  const [provider, officer] = [await as(browser, 'provider'), await as(browser, 'officer')];
  const firm = `Cơ sở người khác khai ${newTaxCode()}`;
  const id = await register(provider, { name: firm, taxCode: newTaxCode() });
  const hint = (page: Page) => page.locator('details', { hasText: 'Dấu hiệu cần xem' });

  await officer.goto('/staff/leads');
  await hint(officer).locator('summary').click();
  await expect(hint(officer)).toContainText('không phải kết luận có sai phạm');
  await hint(officer).getByRole('link', { name: firm }).click();
  await expect(officer.getByRole('heading', { level: 1, name: firm })).toBeVisible();
  await expect(hint(officer).getByText('Người của một nhà cung cấp đã khai báo 1 cơ sở.')).toBeVisible();
  await hint(officer).getByRole('link', { name: PROVIDER }).click();
  await expect(officer.getByRole('heading', { level: 1, name: PROVIDER })).toBeVisible();
  await expect(hint(officer).getByRole('link', { name: firm })).toBeVisible();

  const district = await as(browser, 'district_officer');
  for (const path of ['/staff/leads', '/staff/providers', `/staff/enterprises/${id}`]) {
    expect((await district.goto(path))?.status(), path).toBe(200);
    await expect(hint(district)).toHaveCount(0);
  }
});

test('an administrator sets the rules of introductions without JavaScript, not over those of another; others read them', async ({
  browser
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const [page, other] = [await context.newPage(), await context.newPage()];
  await signIn(page, 'administrator');
  await page.goto('/staff/leads/rules');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quy tắc giới thiệu');
  await other.goto('/staff/leads/rules');
  const days = (on: Page) => on.getByLabel('Số ngày làm việc để trả lời');
  const save = (on: Page) => press(on, 'Lưu phiên bản mới');

  await days(page).fill('2');
  await page.getByLabel('Sự đồng ý có hiệu lực').fill('25');
  await save(page);
  await expect(page.getByRole('link', { name: /Sự đồng ý có hiệu lực .*: Số này ngoài khoảng/ })).toBeVisible();
  await expect(days(page)).toHaveValue('2');
  await page.getByLabel('Sự đồng ý có hiệu lực').fill('6');
  await save(page);
  await expect(page.getByRole('link', { name: /Nhắc sau .*: Ngày nhắc phải sớm hơn/ })).toBeVisible();
  await days(page).fill('5');
  await save(page);
  await expect(page.getByText('Đã lưu.')).toBeVisible();

  await days(other).fill('9');
  await save(other);
  await expect(other.getByText('Người khác vừa đổi các quy tắc này')).toBeVisible();
  await expect(other.getByRole('listitem').filter({ hasText: 'trả lời: 5 ngày làm việc' })).toBeVisible();
  await expect(days(other)).toHaveValue('9');
  await days(other).fill('3');
  await save(other);
  await expect(other.getByText('Đã lưu.')).toBeVisible();

  const officer = await as(browser, 'officer');
  await officer.goto('/staff/leads');
  await officer.getByRole('link', { name: 'Quy tắc', exact: true }).click();
  await expect(officer.getByText('Số ngày làm việc để trả lời: 3 ngày làm việc')).toBeVisible();
  await expect(officer.getByRole('button', { name: 'Lưu phiên bản mới' })).toHaveCount(0);
  expect((await officer.request.post('/staff/leads/rules?/save', { form: { response_days: '1' } })).status()).toBe(403);
  await context.close();
});
