import { expect, test, type Browser, type Page } from '@playwright/test';
import { fillEnterprise, newTaxCode, register } from './pages/enterprise.ts';
import { signIn } from './pages/sign-in.ts';
import { newPerson, signUp } from './pages/sign-up.ts';

const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

/** Another person on another device. */
async function somebodyElse(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signUp(page, newPerson(name));
  return page;
}

test('a firm is registered, asked for by a second person, let in by an officer, joined by a colleague', async ({
  page,
  browser
}) => {
  const name = `Lò kẹo dừa mẫu ${newTaxCode()}`;
  const taxCode = newTaxCode();
  await signUp(page, newPerson('Trần Thị Chủ'));
  await page.goto('/my');
  await expect(page.getByText('Anh/chị chưa có doanh nghiệp nào ở đây')).toBeVisible();
  await page.getByRole('link', { name: 'Đăng ký doanh nghiệp' }).click();

  // A check digit that does not fit warns once; what was typed stays.
  await fillEnterprise(page, { name, taxCode });
  await expect(page.getByText('số kiểm tra không khớp').first()).toBeVisible();
  await expect(page.getByLabel('Tên', { exact: true })).toHaveValue(name);
  await page.getByLabel('mã đúng như vậy').check();
  await press(page, 'Đăng ký');
  await expect(page.getByText('Đã đăng ký xong')).toBeVisible();
  const firm = new URL(page.url()).pathname;

  // The code is on record: nothing of the firm is told, a request is sent.
  const second = await somebodyElse(browser, 'Lê Văn Cộng Sự');
  await second.goto('/my/enterprises/new');
  await fillEnterprise(second, { name: 'Tên khác', taxCode });
  await second.getByLabel('mã đúng như vậy').check();
  await press(second, 'Đăng ký');
  await expect(second.getByText(`Mã số thuế ${taxCode} đã có trong hệ thống`)).toBeVisible();
  await expect(second.getByText(name)).toHaveCount(0);
  await second.getByLabel('Lời nhắn').fill('Tôi là kế toán của cơ sở.');
  await press(second, 'Gửi yêu cầu');
  await expect(second.getByText('Đang chờ cán bộ phụ trách địa bàn')).toBeVisible();
  await second.goto(firm);
  await expect(second.getByRole('heading', { level: 1, name: 'Không tìm thấy trang' })).toBeVisible();

  const officer = await (await browser.newContext()).newPage();
  await signIn(officer, 'officer');
  await officer.goto('/staff/requests');
  const request = officer.getByRole('listitem').filter({ hasText: name });
  await request.getByRole('button', { name: 'Chấp nhận' }).click();
  await expect(officer.getByText('Đã chấp nhận yêu cầu.')).toBeVisible();
  await second.goto('/my');
  await expect(second.getByRole('heading', { name })).toBeVisible();

  // A colleague joins by a code that the owner made.
  await page.goto(`${firm}/people`);
  await page.getByLabel('Ghi chú cho mã này').fill('em gái');
  await press(page, 'Tạo mã mời');
  const code = (await page.locator('p.font-mono').textContent()) ?? '';
  const third = await somebodyElse(browser, 'Trần Thị Em');
  await third.goto('/my/join');
  await third.getByLabel('Mã mời').fill('SAI2345678');
  await press(third, 'Tham gia');
  await expect(third.getByText('Mã hoặc liên kết không đúng').first()).toBeVisible();
  await third.getByLabel('Mã mời').fill(code.toLowerCase());
  await press(third, 'Tham gia');
  await expect(third.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('two people edit a firm: the later one sees what changed and loses nothing', async ({ page, context }) => {
  await signUp(page, newPerson('Phạm Văn Hai Tab'));
  const taxCode = newTaxCode();
  const firm = `/my/enterprises/${await register(page, { name: 'Homestay mẫu hai tab', taxCode })}`;
  const other = await context.newPage();
  await page.goto(`${firm}/edit`);
  await other.goto(`${firm}/edit`);
  await other.getByLabel('Sản phẩm, dịch vụ chính').fill('phòng nghỉ vườn dừa');
  await press(other, 'Lưu thay đổi');
  await expect(other.getByText('phòng nghỉ vườn dừa')).toBeVisible();
  await page.getByLabel('Địa chỉ').fill('Ấp Mẫu');
  await press(page, 'Lưu thay đổi');
  await expect(page.getByText('Có người vừa sửa thông tin này')).toBeVisible();
  await expect(page.getByText('phòng nghỉ vườn dừa')).toBeVisible();
  await expect(page.getByLabel('Địa chỉ')).toHaveValue('Ấp Mẫu');
  await press(page, 'Lưu thay đổi');
  await expect(page.getByText('Ấp Mẫu')).toBeVisible();
});

test('ids that are not mine or no ids are not found', async ({ page }) => {
  await signIn(page, 'owner');
  for (const path of [
    '/my/enterprises/0199a5b0-0000-7000-8000-000000000000',
    '/my/enterprises/x',
    '/my/enterprises/1/edit'
  ]) {
    expect((await page.goto(path))?.status()).toBe(404);
  }
});
