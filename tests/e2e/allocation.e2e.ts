import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { signIn } from './pages/sign-in.ts';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

const title = (page: Page) => page.getByRole('heading', { level: 1 });
/** Checkboxes of the candidates, in the order of priority. */
const ticks = (page: Page) => page.getByRole('main').locator('input[name=enterprise_ids][type=checkbox]');

// Each journey goes on where the one before ended; the checks of accessibility take long on a busy machine.
test.describe.configure({ mode: 'serial', timeout: 180_000 });

let packagePath = '';

test('an owner applies for a package that fits and follows the application', async ({ page }) => {
  await signIn(page, 'owner');
  // The firm has an offer of this package: whoever declines it may ask for it again.
  await page.goto('/my/support');
  await page.locator('main a[href^="/my/support/assignments/"]').first().click();
  await page.getByText('Từ chối', { exact: true }).first().click();
  await page.getByLabel('Lý do').fill('Chưa bố trí được người');
  await page.getByRole('button', { name: 'Từ chối', exact: true }).click();
  await expect(page.getByText('Đã ghi nhận việc từ chối.')).toBeVisible();
  await page.goto('/my/support');
  await page.locator('main a[href^="/my/support/packages/"]').first().click();
  await page.getByRole('link', { name: 'Đăng ký gói này' }).click();
  await expect(title(page)).toContainText('Đăng ký');
  await expectAccessible(page);
  packagePath = new URL(page.url()).pathname.replace('/my/support', '/staff').replace('/apply', '/candidates');

  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await expect(page.getByRole('alert')).toContainText('Người phụ trách');
  await page.getByLabel('Vốn đối ứng').fill('12.000.000');
  await page.getByLabel('Người phụ trách').fill('Người phụ trách (mẫu)');
  await page.getByLabel('Nhu cầu cụ thể').fill('Quản lý kho và bán hàng bằng phần mềm');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();

  await expect(title(page)).toHaveText('Đơn đăng ký gói hỗ trợ');
  await expect(page.getByText('Đã gửi đăng ký')).toBeVisible();
  await expect(page.getByText('Đang chờ xét')).toBeVisible();
  await expect(page.getByText(/Hiện xếp thứ \d+ theo điểm ưu tiên/)).toBeVisible();
  await page.getByText('Vì sao có số điểm này?').click();
  await expect(page.getByText('Có đơn đề nghị, nêu rõ nhu cầu.')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/my/notifications');
  await expect(page.getByRole('link', { name: /^Đã nhận đơn đăng ký gói/ })).toBeVisible();
});

test('an officer sees candidates with every part, previews, and proposes several', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/staff/assignments');
  await page.getByRole('link', { name: /Đơn đăng ký đang chờ\s*1/ }).click();
  await expect(page.getByText('Quản lý kho và bán hàng bằng phần mềm')).toBeVisible();
  await page.getByText('Trả lời đơn', { exact: true }).click();
  await expectAccessible(page);
  await page.goto(packagePath);
  await expect(title(page)).toContainText('Cơ sở đủ điều kiện');
  await page.getByLabel('Chỉ cơ sở đã nộp đơn').check();
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(ticks(page)).toHaveCount(1);
  await page.getByText('Các phần điểm', { exact: true }).click();
  await expect(page.getByText('Quản lý kho và bán hàng bằng phần mềm')).toBeVisible();
  await expectAccessible(page);

  await page.goto(packagePath);
  const count = await ticks(page).count();
  expect(count).toBeGreaterThan(2);
  // The last of the page is out of rank: the preview asks for a reason.
  await ticks(page).nth(0).check();
  await ticks(page)
    .nth(count - 1)
    .check();
  await page.getByRole('button', { name: 'Xem trước đề xuất' }).click();
  const panel = page.getByRole('region', { name: 'Xem trước: điều sẽ xảy ra' });
  await expect(panel).toContainText('sẽ được đề xuất');
  await expect(panel).toContainText('cần ghi lý do');
  await expectAccessible(page);
  await panel.getByLabel('Lý do đề xuất khác thứ tự ưu tiên').fill('Đầu mối của cụm ngành');
  await panel.getByRole('button', { name: 'Đề xuất các cơ sở này' }).click();
  const done = page.getByRole('region', { name: 'Kết quả đề xuất' });
  await expect(done.getByText('đã được đề xuất.')).toHaveCount(2);
});

test('an allocation run is solved, explained, and accepted in part', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/staff/allocation');
  await expect(title(page)).toHaveText('Phân bổ gói hỗ trợ');
  await expectAccessible(page);
  await page.getByLabel('Siêu nhỏ').fill('một');
  await page.getByRole('button', { name: 'Chạy phân bổ' }).click();
  await expect(page.getByRole('alert')).toContainText('Chỉ tiêu tối thiểu');
  await page.getByLabel('Siêu nhỏ').fill('99999');
  await page.getByRole('button', { name: 'Chạy phân bổ' }).click();
  await expect(page.getByText('Không có phương án nào đạt mọi chỉ tiêu')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(/đặt ít nhất 99.999, thiếu/)).toBeVisible();

  await page.goto('/staff/allocation');
  await page.getByLabel('Siêu nhỏ').fill('1');
  await page.getByRole('button', { name: 'Chạy phân bổ' }).click();
  await expect(page.getByText('So với cách chọn lần lượt từ điểm cao')).toBeVisible({ timeout: 45_000 });
  await expectAccessible(page);
  const chosen = page.locator('input[name=pairs]');
  const count = await chosen.count();
  expect(count).toBeGreaterThan(0);
  for (let index = 1; index < count; index += 1) await chosen.nth(index).uncheck();
  await page.getByRole('button', { name: 'Chấp nhận các cơ sở đã đánh dấu' }).click();
  await expect(page.getByText('Đã tạo 1 đề xuất')).toBeVisible();
  await expect(page.locator('input[name=pairs]')).toHaveCount(count - 1);
  await expect(page.getByText('đã thành đề xuất')).toHaveCount(1);
});

test('an administrator changes the weights; a sum that is not 100 is refused with the field', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto('/staff/priority');
  await expect(title(page)).toHaveText('Trọng số ưu tiên');
  await expectAccessible(page);
  await page.getByLabel('Khoảng cách cần lấp').fill('25');
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await expect(page.getByRole('alert')).toContainText('Tổng các trọng số phải bằng 100');
  await page.getByLabel('Thời gian chờ').fill('15');
  await page.getByRole('button', { name: 'Lưu phiên bản mới' }).click();
  await expect(page.getByText('Đã lưu. Trọng số mới được áp dụng ngay.')).toBeVisible();
});
