import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './pages/accessible.ts';
import { signIn } from './pages/sign-in.ts';
import { newPerson, signUp } from './pages/sign-up.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const NAME = 'Nhà cung cấp thử (dữ liệu minh họa)';

/** Records a decision in the review form of a part of the page. */
async function decide(page: Page, part: 'provider' | 'solution', step: string, reason?: string): Promise<void> {
  const about =
    part === 'provider'
      ? page.getByRole('region', { name: 'Hồ sơ nhà cung cấp' })
      : page.getByRole('article', { name: 'Sổ bán hàng thử' });
  // By its text: what is folded away has no role.
  const form = about.locator('details', { hasText: 'Ghi quyết định' });
  if (!(await form.getAttribute('open').then((open) => open !== null))) await form.locator('summary').click();
  await form.getByRole('radio', { name: new RegExp(`^${step}`) }).check();
  if (reason) await form.getByRole('textbox', { name: 'Lý do' }).fill(reason);
  await form.getByRole('button', { name: 'Ghi quyết định' }).click();
}

test('a provider registers and adds a solution, mends what staff ask for, is listed once approved, and gone when suspended', async ({
  page,
  browser
}) => {
  test.setTimeout(300_000);
  await signUp(page, newPerson('Người thử'));
  await page.goto('/providers');
  await page.getByRole('link', { name: 'Đăng ký làm nhà cung cấp' }).click();
  await expect(heading(page, 'Đăng ký làm nhà cung cấp')).toBeVisible();
  expect((await page.request.get('/provider/solutions')).status()).toBe(403);

  const send = () => page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByLabel('Tên nhà cung cấp').fill(NAME);
  await page.getByLabel('Mã số thuế').fill('1399000021');
  await page.getByLabel('Trang web').fill('http://thu.example');
  await page.getByLabel('Người liên hệ').fill('Người liên hệ thử');
  await page.locator('summary', { hasText: 'Địa bàn phục vụ' }).click();
  await page.getByRole('checkbox', { name: 'Huyện Châu Thành' }).check();
  await send();
  await expect(page.getByRole('link', { name: /Trang web: Địa chỉ trang web chưa đúng/ })).toBeVisible();
  await expect(page.getByLabel('Tên nhà cung cấp')).toHaveValue(NAME);
  await expect(page.getByRole('checkbox', { name: 'Huyện Châu Thành' })).toBeChecked();
  await page.getByLabel('Trang web').fill('thu.example');
  await send();
  await expect(page.getByRole('link', { name: /Mã số thuế: Mã số này có số kiểm tra không khớp/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /Điện thoại: Cần ít nhất điện thoại hoặc thư/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: 'Tôi đã đối chiếu giấy đăng ký' }).check();
  await page.getByLabel('Thư điện tử').fill('lien-he@thu.example');
  await send();
  await expect(page.getByText('Đã gửi đăng ký.')).toBeVisible();
  await expect(page.getByText('Hồ sơ đang chờ cán bộ xem')).toBeVisible();

  await page.getByRole('link', { name: 'Giải pháp', exact: true }).click();
  await page.getByRole('link', { name: 'Thêm giải pháp' }).first().click();
  await expect(heading(page, 'Thêm giải pháp')).toBeVisible();
  await page.getByLabel('Nhóm giải pháp', { exact: true }).selectOption({ label: 'Kế toán, thuế' });
  await expect(page.getByText('Nhóm này gồm:')).toBeVisible();
  await page.getByLabel('Tên giải pháp').fill('Sổ bán hàng thử');
  await page.getByLabel('Mô tả ngắn (tiếng Việt)').fill('Ghi sổ bán hàng và tính thuế mỗi tháng.');
  await page.getByRole('radio', { name: 'Trả theo năm' }).check();
  await page.getByLabel('Trang giá công khai').fill('https://thu.example/gia');
  await page
    .getByRole('group', { name: /Có chuẩn mở/ })
    .getByRole('radio', { name: 'Có' })
    .check();
  await page.getByRole('radio', { name: 'Tại Việt Nam' }).check();
  const sendSolution = () => page.getByRole('button', { name: 'Gửi giải pháp' }).click();
  await sendSolution();
  await expect(page.getByRole('link', { name: /Cơ sở nhỏ trả một năm .*: Vui lòng điền/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Trả theo năm' })).toBeChecked();
  await page.getByLabel('Cơ sở nhỏ trả một năm').fill('1.200.000');
  await sendSolution();
  await expect(page.getByText('Đã gửi giải pháp cho cán bộ xem.')).toBeVisible();

  const staff = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
  await signIn(staff, 'officer');
  await staff.getByRole('link', { name: 'Nhà cung cấp', exact: true }).click();
  await expect(heading(staff, 'Nhà cung cấp giải pháp')).toBeVisible();
  await staff.locator('main').getByRole('link', { name: NAME }).filter({ visible: true }).click();
  await expect(heading(staff, NAME)).toBeVisible();
  await decide(staff, 'provider', 'Yêu cầu bổ sung');
  await expect(staff.getByRole('link', { name: 'Hồ sơ nhà cung cấp, Lý do: Vui lòng điền mục này.' })).toBeVisible();
  await expectAccessible(staff);
  await decide(staff, 'provider', 'Yêu cầu bổ sung', 'Cần thêm lời giới thiệu.');
  await expect(staff.getByText('Đã gửi yêu cầu bổ sung')).toBeVisible();

  await page.getByRole('link', { name: 'Hồ sơ', exact: true }).click();
  await expect(page.getByText('Lý do: Cần thêm lời giới thiệu.').first()).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/provider/profile');
  await other.getByLabel('Số khách được giới thiệu').fill('5');
  await other.getByRole('button', { name: 'Lưu hồ sơ' }).click();
  await expect(other.getByText('Đã lưu hồ sơ.')).toBeVisible();
  await page.getByLabel('Giới thiệu (tiếng Việt)').fill('Chúng tôi làm phần mềm thử.');
  await page.getByRole('button', { name: 'Lưu hồ sơ' }).click();
  await expect(page.getByText('Nội dung này vừa được người khác sửa')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'nhận cùng lúc: 5' })).toBeVisible();
  await expect(page.getByLabel('Giới thiệu (tiếng Việt)')).toHaveValue('Chúng tôi làm phần mềm thử.');
  await page.getByRole('button', { name: 'Lưu hồ sơ' }).click();
  await expect(page.getByText('Đã lưu hồ sơ.')).toBeVisible();
  await expect(page.getByText('Hồ sơ đang chờ cán bộ xem')).toBeVisible();

  const visitor = await (await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: false })).newPage();
  const listed = visitor.getByRole('link', { name: NAME });
  await visitor.goto('/providers?q=nha+cung+cap+thu');
  await expect(listed).toHaveCount(0);
  await staff.reload();
  await decide(staff, 'provider', 'Duyệt');
  await expect(staff.getByText('Đã duyệt và báo cho nhà cung cấp.')).toBeVisible();
  await visitor.reload();
  await expect(listed).toHaveCount(0);
  await decide(staff, 'solution', 'Duyệt');
  await expect(staff.getByRole('article', { name: 'Sổ bán hàng thử' }).getByText('Đã duyệt')).toBeVisible();

  await visitor.goto('/providers');
  await visitor.getByLabel('Nhóm giải pháp').selectOption({ label: 'Kế toán, thuế' });
  await visitor.getByRole('button', { name: 'Tìm' }).click();
  await listed.click();
  await expect(heading(visitor, NAME)).toBeVisible();
  await expect(visitor.getByText('Khoảng 1,2 triệu đồng một năm')).toBeVisible();
  await expect(visitor.getByText('Chương trình chỉ giới thiệu')).toBeVisible();
  await expect(visitor.locator('body')).not.toContainText(/Người liên hệ thử|lien-he@thu|1399000021/);
  const address = visitor.url();

  await decide(staff, 'provider', 'Tạm ngừng', 'Giá công khai chưa đúng.');
  await expect(staff.getByText('Đã tạm ngừng')).toBeVisible();
  expect((await visitor.goto(address))?.status()).toBe(404);
  await visitor.goto('/providers?q=nha+cung+cap+thu');
  await expect(visitor.getByText('Không có giải pháp nào phù hợp')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Nhà cung cấp đang tạm ngừng')).toBeVisible();
  await staff.context().close();
  await visitor.context().close();
});

test('a colleague comes in by a code, chooses between two organisations, and is gone when removed', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext();
  const colleague = await context.newPage();
  await signUp(colleague, newPerson('Đồng nghiệp thử'));
  await colleague.goto('/provider/profile?lang=vi');
  for (const [name, text] of [
    ['name', 'Nhà cung cấp thứ hai (dữ liệu minh họa)'],
    ['tax_code', '1399000039'],
    ['site', 'https://thu-hai.example'],
    ['contact_name', 'Người liên hệ thử'],
    ['contact_email', 'lien-he@thu-hai.example']
  ] as const)
    await colleague.locator(`[name=${name}]`).fill(text);
  await colleague.getByRole('button', { name: 'Gửi đăng ký' }).click();
  const sure = colleague.getByRole('checkbox', { name: 'Tôi đã đối chiếu giấy đăng ký' });
  await expect(sure.or(colleague.getByText('Đã gửi đăng ký.'))).toBeVisible();
  if (await sure.isVisible()) {
    await sure.check();
    await colleague.getByRole('button', { name: 'Gửi đăng ký' }).click();
  }
  await expect(colleague.getByText('Đã gửi đăng ký.')).toBeVisible();

  await signIn(page, 'provider');
  await page.goto('/provider/people?lang=vi');
  await page.getByLabel('Ghi chú cho mã này').fill('Kế toán');
  await page.getByRole('button', { name: 'Tạo mã mời' }).click();
  const code = await page.locator('main .font-mono').innerText();
  await colleague.goto('/my/join');
  await colleague.getByLabel('Mã mời').fill(code);
  await colleague.getByRole('button', { name: 'Tham gia', exact: true }).click();
  await expect(colleague).toHaveURL(/\/provider\/profile\?provider=/);
  const choice = colleague.getByRole('navigation', { name: 'Chọn nhà cung cấp' }).getByRole('link');
  await expect(choice).toHaveCount(2);
  const joined = await colleague.getByLabel('Tên nhà cung cấp').inputValue();
  await choice.filter({ hasText: 'Nhà cung cấp thứ hai' }).click();
  await expect(colleague.getByLabel('Tên nhà cung cấp')).toHaveValue('Nhà cung cấp thứ hai (dữ liệu minh họa)');
  await colleague.getByRole('link', { name: 'Người cùng làm' }).click();
  await expect(colleague.getByRole('button', { name: 'Rời khỏi' })).toHaveCount(1);
  await choice.filter({ hasText: joined }).click();
  await expect(colleague.getByRole('button', { name: 'Gỡ' })).toHaveCount(1);

  await page.goto('/provider/people');
  await page.getByRole('button', { name: 'Gỡ' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Gỡ' }).click();
  await expect(page.getByText('Đã gỡ người này.')).toBeVisible();
  await page.getByRole('button', { name: 'Rời khỏi' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rời khỏi' }).click();
  await expect(page.getByText('Đây là người phụ trách cuối cùng', { exact: false }).first()).toBeVisible();
  await colleague.reload();
  await expect(choice).toHaveCount(0);
  await expect(colleague.getByText('Nhà cung cấp thứ hai').first()).toBeVisible();
  await context.close();
});

test('a solution is withdrawn and put forward again without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'vi-VN' });
  const page = await context.newPage();
  await signIn(page, 'provider');
  await page.goto('/provider/solutions');
  await page.getByRole('link', { name: 'Kế toán mẫu A' }).click();
  await page.getByText('Rút giải pháp').first().click();
  await page.getByRole('button', { name: 'Rút giải pháp' }).click();
  await expect(page.getByText('Đã rút giải pháp.')).toBeVisible();
  await page.getByRole('link', { name: 'Kế toán mẫu A' }).click();
  await expect(page.getByText('Giải pháp đã rút')).toBeVisible();
  await page.getByRole('button', { name: 'Lưu và gửi lại' }).click();
  await expect(page.getByText('Đã gửi giải pháp cho cán bộ xem.')).toBeVisible();
  await context.close();
});

test('a district officer reads and decides nothing; addresses that make no sense are not found or left out', async ({
  page
}) => {
  await signIn(page, 'district_officer');
  await page.goto('/staff/providers?state=nothing');
  await page.locator('main').getByRole('link', { name: 'Nhà cung cấp mẫu A' }).filter({ visible: true }).click();
  await expect(heading(page, 'Nhà cung cấp mẫu A (dữ liệu minh họa)')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Quyết định' })).toHaveCount(0);
  const nobody = '00000000-0000-7000-8000-000000000000';
  expect((await page.goto(`/staff/providers/${nobody}`))?.status()).toBe(404);
  expect((await page.goto(`/providers/${nobody}`))?.status()).toBe(404);
  for (const query of ['kind=x&size=y&section=z&unit=w&category=%27&after=1', 'q=%00%25_', `after=${nobody}`])
    expect((await page.goto(`/providers?${query}`))?.status()).toBe(200);
});
