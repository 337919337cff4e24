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

test('without JavaScript an owner agrees and a provider declines', async ({ browser }) => {
  test.setTimeout(120_000);
  const plain = async (role: DemoRole) => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await signIn(page, role);
    return page;
  };
  const [owner, provider] = [await plain('owner'), await plain('provider')];
  const firm = `Cơ sở không kịch bản ${newTaxCode()}`;
  await register(owner, { name: firm, taxCode: newTaxCode() });
  const need = await stateNeed(owner, firm, 'Cần hóa đơn điện tử cho quầy hàng nhỏ.');
  await owner.getByLabel('Tên cơ sở').check();
  await owner.getByLabel('Tôi đã đọc và đồng ý').check();
  await press(owner, 'Đồng ý và gửi');
  // No way to be reached was chosen, because the firm has none on record.
  await expect(owner.getByRole('alert')).toContainText('ít nhất một cách liên hệ');
  await expect(owner.getByLabel('Tên cơ sở')).toBeChecked();
  await owner.goto(need);
  await expect(owner.getByRole('heading', { level: 1 })).toHaveText(CATEGORY);
  await provider.goto('/provider');
  await expect(provider.getByRole('heading', { level: 1 })).toHaveText('Khách được giới thiệu');
});
