import { expect, test, type Page } from '@playwright/test';
import { mailsTo, mailTo } from './pages/mailbox.ts';
import { fillSignIn, signIn, signInWith } from './pages/sign-in.ts';
import { enterCode, fillSignUp, newPerson, type NewPerson } from './pages/sign-up.ts';

test.beforeEach(async ({ context }) => {
  await context.setExtraHTTPHeaders({ 'x-forwarded-for': `10.77.0.${Math.floor(Math.random() * 250) + 1}` });
});

const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

async function invite(page: Page, email: string): Promise<void> {
  await signIn(page, 'administrator');
  await page.goto('/staff/users/invite');
  await page.getByLabel('Địa chỉ thư của người được mời').fill(email);
  await page.locator('input[name=roles][value=officer]').check();
  await press(page, 'Gửi lời mời');
  await expect(page.getByText('Đã lưu lời mời và gửi thư.')).toBeVisible();
  await page.context().clearCookies();
}

/** The owner of the mailbox sets a password; the one that a stranger had set before opens nothing. */
async function expectNewPassword(page: Page, person: NewPerson): Promise<void> {
  await expect(page).toHaveURL((url) => url.pathname === '/auth/new-password');
  // Leaving the page does not keep the stranger's password: it was replaced already.
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto('/auth/new-password');
  await page.getByLabel('Mật khẩu mới').fill('gió mùa về bến sông');
  await press(page, 'Lưu mật khẩu');
  await expect(page).toHaveURL((url) => url.pathname === '/staff');
  await page.context().clearCookies();
  await page.goto('/auth/sign-in');
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
  await signInWith(page, person.email, 'gió mùa về bến sông');
  await expect(page).toHaveURL((url) => url.pathname === '/staff');
}

test('whoever is invited after a stranger signed up with the address sets a new password', async ({ page }) => {
  const stranger = newPerson('Người lạ đăng ký trước');
  await fillSignUp(page, stranger);
  await mailTo(stranger.email);
  await page.context().clearCookies();
  await invite(page, stranger.email);
  // The mail of the invitation.
  await page.goto((await mailTo(stranger.email, 2)).link);
  await press(page, 'Đăng nhập');
  await expectNewPassword(page, stranger);
});

test('a stranger who signs up with an invited address leaves no password behind', async ({ page }) => {
  const person = newPerson('Người lạ đăng ký sau');

  await invite(page, person.email);
  await fillSignUp(page, person);
  const before = mailsTo(person.email).length;
  await page.goto('/auth/code');
  await page.getByLabel('Thư điện tử').fill(person.email);
  await press(page, 'Gửi mã');
  await enterCode(page, (await mailTo(person.email, before + 1)).code);
  await expect(page).not.toHaveURL((url) => url.pathname === '/auth/confirm');
  await page.context().clearCookies();
  await page.goto('/auth/sign-in');
  await fillSignIn(page, person.email, person.password);
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
});

test('whoever confirms an address that a stranger signed up with first sets a new password', async ({ page }) => {
  const stranger = newPerson('Người lạ đến trước');
  await fillSignUp(page, stranger);
  const { link } = await mailTo(stranger.email);
  await page.context().clearCookies();
  // On another device, where nobody has signed up.
  await page.goto(link);
  await press(page, 'Xác nhận');
  await expect(page).toHaveURL((url) => url.pathname === '/auth/new-password');
  await expect(page.getByText('Nay anh/chị tự đặt mật khẩu')).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/auth/sign-in');
  await fillSignIn(page, stranger.email, stranger.password);
  await expect(page.getByText('Thư điện tử hoặc mật khẩu không đúng')).toBeVisible();
});

test('an invited person who confirms the own sign-up sets a new password, too', async ({ page }) => {
  const person = newPerson('Người được mời');
  await fillSignUp(page, person);
  const { code } = await mailTo(person.email);
  const pending = await page.context().cookies();
  await page.context().clearCookies();
  await invite(page, person.email);
  await page.context().addCookies(pending);
  await page.goto('/auth/confirm');
  await enterCode(page, code);
  await expectNewPassword(page, person);
});
