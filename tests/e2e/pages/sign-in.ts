import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type DemoRole = 'owner' | 'officer' | 'manager' | 'district_officer' | 'administrator' | 'provider';

export interface DemoAccount {
  role: DemoRole;
  email: string;
  password: string;
}

/** The data directory of the server under test. */
export function dataDirectory(): string {
  return process.env.E2E_DATA_DIR ?? join(test.info().project.outputDir, 'data');
}

/** The demo person of a role. */
function demoAccount(role: DemoRole): DemoAccount {
  const accounts = JSON.parse(readFileSync(join(dataDirectory(), 'demo-accounts.json'), 'utf8')) as DemoAccount[];
  const account = accounts.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`There is no demo account of the role ${role}.`);
  return account;
}

/** Signs in with a password and waits until the person has left the sign-in pages. */
export async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/auth/sign-in');
  await fillSignIn(page, email, password);
  await expect(page).not.toHaveURL(/\/auth\//);
}

/** Fills the sign-in form that is open and sends it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  const form = page.locator('main form:has(input[name=password])');
  await form.locator('input[name=email]').fill(email);
  await form.locator('input[name=password]').fill(password);
  await form.locator('button[type=submit]').click();
}

const kept = new Map<DemoRole, Awaited<ReturnType<BrowserContext['cookies']>>>();
const HOME: Record<DemoRole, string> = {
  owner: '/my',
  officer: '/staff',
  manager: '/staff',
  district_officer: '/staff',
  administrator: '/staff/users',
  provider: '/provider'
};

/**
 * Signs in as the demo person of a role; leads to where that person works. Journeys share one sign-in per role: sign-ins
 * are limited per address, and every browser here has the same one.
 */
export async function signIn(page: Page, role: DemoRole): Promise<DemoAccount> {
  const account = demoAccount(role);
  const cookies = kept.get(role);
  if (cookies) {
    await page.context().addCookies(cookies);
    await page.goto(HOME[role]);
    if (!new URL(page.url()).pathname.startsWith('/auth')) return account;
  }
  await signInWith(page, account.email, account.password);
  kept.set(role, await page.context().cookies());
  return account;
}
