import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { mailsTo, mailTo } from './pages/mailbox.ts';
import { fillSignIn, signIn, signInWith } from './pages/sign-in.ts';
import { enterCode, fillSignUp, newPerson, signUp } from './pages/sign-up.ts';

// An address of its own for every test: limits are per address, and these tests sign up and ask for codes a lot.
test.beforeEach(async ({ context }) => {
  const part = () => Math.floor(Math.random() * 250) + 1;
  await context.setExtraHTTPHeaders({ 'x-forwarded-for': `10.${part()}.${part()}.${part()}` });
});

const at = (path: string) => (url: URL) => url.pathname === path;
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

/** Asks for a sign-in code and types it. */
async function signInByCode(page: Page, email: string): Promise<void> {
  const before = mailsTo(email).length;
  await page.goto('/auth/code');
  await page.getByLabel('Thư điện tử').fill(email);
  await press(page, 'Gửi mã');
  await expect(heading(page, 'Kiểm tra hộp thư')).toBeVisible();
  await enterCode(page, (await mailTo(email, before + 1)).code);
  await expect(page).not.toHaveURL(/\/auth\//);
}

test('an account from sign-up to deletion', async ({ page, browser }) => {
  const person = newPerson('Nguyễn Thị Mẫu');

  await fillSignUp(page, person);
  await expect(heading(page, 'Kiểm tra hộp thư')).toBeVisible();
  await page.goto((await mailTo(person.email)).link);
  await press(page, 'Xác nhận');
  await expect(page).toHaveURL(at('/my'));
  await page.goto('/my/account');
  await expect(page.getByLabel('Họ và tên')).toHaveValue(person.name);

  // A changed password ends the sign-in of another device.
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signInWith(other, person.email, person.password);
  await page.goto('/my/account/password');
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill('một mật khẩu khác');
  const proof = page.getByLabel('Mật khẩu hiện tại hoặc mã trong thư');
  // Asked only when the mail of the sign-up is no longer fresh.
  if (await proof.isVisible()) await proof.fill(person.password);
  await press(page, 'Đổi mật khẩu');
  await expect(page.getByText('Đã đổi mật khẩu.')).toBeVisible();
  await other.goto('/my');
  await expect(other.getByText('Phiên làm việc đã hết hạn')).toBeVisible();
  await elsewhere.close();

  await press(page, 'Đăng xuất');
  await expect(page.getByText('Anh/chị đã đăng xuất trên mọi thiết bị.')).toBeVisible();
  await page.goto('/my/account');
  await expect(page).toHaveURL(/\/auth\/sign-in\?next=%2Fmy%2Faccount/);
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();

  await signInByCode(page, person.email);
  await page.goto('/my/account');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải về' }).click();
  const file = await (await download).path();
  expect(JSON.parse(readFileSync(file, 'utf8')).account).toMatchObject({
    email: person.email,
    display_name: person.name
  });

  await page.goto('/my/account/delete');
  await page.getByLabel('Nhập địa chỉ thư để xác nhận').fill('khac@nguoi-moi.example');
  await press(page, 'Xóa tài khoản của tôi');
  await expect(page.getByRole('alert')).toContainText('chưa giống nhau');
  await page.getByLabel('Nhập địa chỉ thư để xác nhận').fill(person.email);
  await press(page, 'Xóa tài khoản của tôi');
  await expect(heading(page, 'Tài khoản đã được xóa')).toBeVisible();
  await page.goto('/my/account');
  await fillSignIn(page, person.email, 'một mật khẩu khác');
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
});

test('sign-up keeps what was typed and says what is missing', async ({ page }) => {
  await page.goto('/auth/sign-up');
  await page.getByLabel('Họ và tên').fill('Trần Văn Thử');
  await page.getByLabel('Thư điện tử').fill('khong-phai-thu');
  await page.getByLabel('Mật khẩu', { exact: true }).fill('ngắn');
  await press(page, 'Đăng ký');
  await expect(page.getByRole('alert')).toContainText('Địa chỉ thư điện tử chưa đúng');
  await expect(page.getByRole('alert')).toContainText('ít nhất 10 ký tự');
  await expect(page.getByLabel('Họ và tên')).toHaveValue('Trần Văn Thử');
});

test('nobody learns whether an address has an account', async ({ page }) => {
  const person = newPerson('Lê Văn Có');
  await signUp(page, person);
  await page.context().clearCookies();

  // Known and unknown, sign-up, code and reset all answer the same.
  await fillSignUp(page, { ...person, password: 'mật khẩu của người lạ' });
  await expect(heading(page, 'Kiểm tra hộp thư')).toBeVisible();
  // The owner of the address gets a way in, not a second account.
  await expect.poll(() => mailsTo(person.email).at(-1)?.type).toBe('magiclink');
  for (const [path, button] of [
    ['/auth/code', 'Gửi mã'],
    ['/auth/reset', 'Gửi thư đặt lại mật khẩu']
  ] as const) {
    await page.context().clearCookies();
    await page.goto(path);
    await page.getByLabel('Thư điện tử').fill('khong-co-ai@nguoi-moi.example');
    await press(page, button);
    await expect(heading(page, 'Kiểm tra hộp thư')).toBeVisible();
  }
  expect(mailsTo('khong-co-ai@nguoi-moi.example')).toEqual([]);
});

test('the ninth wrong password is not even tried', async ({ page }) => {
  const email = `${Math.random().toString(36).slice(2)}@nguoi-moi.example`;
  await page.goto('/auth/sign-in');
  for (let attempt = 1; attempt <= 8; attempt++) {
    await fillSignIn(page, email, `sai lần thứ ${attempt}`);
    await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
    await page.goto('/auth/sign-in');
  }
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await fillSignIn(page, email, 'sai lần thứ 9');
  // Enhanced forms carry the status in the body; the header is 200.
  expect(await (await answer).text()).toContain('429');
  await expect(page.getByText('Có quá nhiều lần thử trong thời gian ngắn')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a forgotten password is replaced by the code of a mail', async ({ page }) => {
    const person = newPerson('Phạm Không Nhớ');
    await signUp(page, person);
    await page.context().clearCookies();

    await page.goto('/auth/reset?next=%2Fmy%2Faccount');
    await page.getByLabel('Thư điện tử').fill(person.email);
    await press(page, 'Gửi thư đặt lại mật khẩu');
    await enterCode(page, '000000');
    await expect(page.getByRole('alert')).toContainText('Mã không đúng');
    await enterCode(page, (await mailTo(person.email, 2)).code);
    await page.getByLabel('Mật khẩu mới').fill('nhớ rồi nhé lần này');
    await press(page, 'Lưu mật khẩu');
    await expect(page).toHaveURL(at('/my/account'));

    await page.context().clearCookies();
    await signInWith(page, person.email, 'nhớ rồi nhé lần này');
  });
});

test('a used link offers a new mail', async ({ page }) => {
  const person = newPerson('Võ Bấm Lại');
  await fillSignUp(page, person);
  const { link } = await mailTo(person.email);
  await page.goto(link);
  await press(page, 'Xác nhận');
  await expect(page).not.toHaveURL(/\/auth\//);
  await page.goto(link);
  await press(page, 'Xác nhận');
  await expect(heading(page, 'Liên kết không còn dùng được')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Gửi thư mới' })).toBeVisible();
});

test('the link of a reset leads to a new password and home', async ({ page }) => {
  const person = newPerson('Ngô Quên Rồi');
  await signUp(page, person);
  await page.context().clearCookies();
  await page.goto('/auth/reset');
  await page.getByLabel('Thư điện tử').fill(person.email);
  await press(page, 'Gửi thư đặt lại mật khẩu');
  await page.context().clearCookies();
  await page.goto((await mailTo(person.email, 2)).link);
  await press(page, 'Tiếp tục');
  await page.getByLabel('Mật khẩu mới').fill('sông nước Hàm Luông');
  await press(page, 'Lưu mật khẩu');
  await expect(page).toHaveURL(at('/my'));
});

test('a new address holds after its mailbox has answered', async ({ page }) => {
  const person = newPerson('Đặng Đổi Thư');
  await signUp(page, person);
  await page.goto('/my/account/email');
  const email = `moi-${person.email}`;
  await page.getByLabel('Địa chỉ thư mới').fill(email);
  await press(page, 'Gửi thư xác nhận');
  await expect(heading(page, 'Kiểm tra hộp thư')).toBeVisible();
  await page.goto((await mailTo(email)).link);
  await press(page, 'Xác nhận');
  await expect(page.getByText('Tài khoản đã chuyển sang địa chỉ thư mới.')).toBeVisible();
  await page.context().clearCookies();
  await signInWith(page, email, person.password);
});

test('an administrator invites an officer, who signs in by code and sees the firms', async ({ page, browser }) => {
  const email = newPerson('').email;
  await signIn(page, 'administrator');
  await page.goto('/staff/users');
  await page.getByRole('link', { name: 'Mời cán bộ' }).click();
  await page.getByLabel('Địa chỉ thư của người được mời').fill(email);
  await page.getByRole('checkbox', { name: 'Cán bộ địa bàn' }).check();
  await press(page, 'Gửi lời mời');
  await expect(page.getByRole('alert')).toContainText('Địa bàn phụ trách');
  await page.getByRole('checkbox', { name: 'Cán bộ địa bàn' }).uncheck();
  await page.locator('input[name=roles][value=officer]').check();
  await press(page, 'Gửi lời mời');
  await expect(page.getByText('Đã lưu lời mời và gửi thư.')).toBeVisible();

  const desk = await browser.newContext({ locale: 'vi-VN' });
  const officer = await desk.newPage();
  await officer.goto((await mailTo(email)).link);
  await press(officer, 'Đăng nhập');
  await expect(officer).toHaveURL(at('/staff'));
  await desk.clearCookies();
  await signInByCode(officer, email);
  await expect(officer).toHaveURL(at('/staff'));
  await officer.goto('/staff/users');
  await expect(heading(officer, 'Chưa có quyền truy cập')).toBeVisible();

  // Disabled at once.
  await page.goto(`/staff/users?${new URLSearchParams({ q: email })}`);
  await page.getByRole('link', { name: 'Sửa quyền' }).click();
  await press(page, 'Khóa tài khoản');
  await page.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản' }).click();
  await expect(page.getByText('Đã khóa tài khoản.')).toBeVisible();
  await officer.goto('/staff');
  await expect(officer).toHaveURL(at('/auth/sign-in'));
  await desk.close();
});

test('the last administrator cannot give up the role', async ({ page }) => {
  const { email } = await signIn(page, 'administrator');
  await page.goto(`/staff/users?${new URLSearchParams({ q: email })}`);
  await page.getByRole('link', { name: 'Sửa quyền' }).click();
  await page.getByRole('checkbox', { name: 'Quản trị hệ thống' }).uncheck();
  await press(page, 'Lưu vai trò');
  await expect(page.getByRole('alert')).toContainText('Đây là người quản trị cuối cùng');
});

test('an unconfirmed account is told so by its own password only', async ({ page }) => {
  const person = newPerson('Huỳnh Chưa Xong');
  await fillSignUp(page, person);
  await mailTo(person.email);
  await page.context().clearCookies();
  await page.goto('/auth/sign-in');
  await fillSignIn(page, person.email, 'không phải mật khẩu này');
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
  await fillSignIn(page, person.email, person.password);
  await page.getByRole('link', { name: 'Nhập mã trong thư' }).click();
  await enterCode(page, (await mailTo(person.email)).code);
  await expect(page).toHaveURL(at('/my'));
});

test('the proof of an account is asked before its password changes', async ({ page }) => {
  const person = newPerson('Bùi Cẩn Thận');
  await signUp(page, person);
  await page.context().clearCookies();
  await signInWith(page, person.email, person.password);
  await page.goto('/my/account/password');
  const proof = page.getByLabel('Mật khẩu hiện tại hoặc mã trong thư');
  const wish = page.getByLabel('Mật khẩu mới', { exact: true });
  await proof.fill('không phải mật khẩu này');
  await wish.fill('trái dừa nước mặn');
  await press(page, 'Đổi mật khẩu');
  await expect(page.getByRole('alert')).toContainText('Thông tin này chưa đúng');

  const before = mailsTo(person.email).length;
  await press(page, 'Không nhớ mật khẩu? Gửi mã tới thư của tôi');
  await expect(page.getByText('Đã gửi mã tới')).toBeVisible();
  await proof.fill((await mailTo(person.email, before + 1)).code);
  await wish.fill('trái dừa nước mặn');
  await press(page, 'Đổi mật khẩu');
  await expect(page.getByText('Đã đổi mật khẩu.')).toBeVisible();
});
