import { expect, type Page } from '@playwright/test';
import { mailTo } from './mailbox.ts';

export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

/** Somebody nobody has met yet. */
export function newPerson(name: string): NewPerson {
  const id = Math.random().toString(36).slice(2, 10);
  return { name, email: `${id}@nguoi-moi.example`, password: `dừa xanh ${id}` };
}

/** Fills the sign-up form, sends it and waits for the answer: the mail is there before the cookies of the answer are. */
export async function fillSignUp(page: Page, person: NewPerson): Promise<void> {
  await page.goto('/auth/sign-up');
  const form = page.locator('main form:has(input[name=password])');
  await form.locator('input[name=name]').fill(person.name);
  await form.locator('input[name=email]').fill(person.email);
  await form.locator('input[name=password]').fill(person.password);
  await form.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/auth/sign-up');
}

/** Signs up, and confirms the address by the code of the mail when the server asks for it. */
export async function signUp(page: Page, person: NewPerson): Promise<void> {
  await fillSignUp(page, person);
  if (new URL(page.url()).pathname === '/auth/confirm') {
    const { code } = await mailTo(person.email);
    await enterCode(page, code);
  }
  await expect(page).not.toHaveURL(/\/auth\//);
}

/** Types the code of a mail into the page that waits for it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  const form = page.locator('main form:has(input[name=code])');
  await form.locator('input[name=code]').fill(code);
  await form.locator('button[type=submit]').click();
}
