import { test, type BrowserContext } from '@playwright/test';
import { newTaxCode, register } from './enterprise.ts';
import { signIn } from './sign-in.ts';

export interface OwnFirm {
  name: string;
  id: string;
  /** The sign-in of its owner. */
  owner: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/**
 * A new firm of the demo owner, who is signed in at the start of every journey of the file. One sign-in and one firm for
 * all: both are counted per account, and other journeys use the same demo people. Filled in once the first test begins.
 */
export function useOwnFirm(): OwnFirm {
  const firm: OwnFirm = { name: `Cơ sở thử ${newTaxCode()}`, id: '', owner: { cookies: [], origins: [] } };
  test.beforeAll(async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL, locale: 'vi-VN' });
    const page = await context.newPage();
    await signIn(page, 'owner');
    firm.id = await register(page, { name: firm.name, taxCode: newTaxCode() });
    firm.owner = await context.storageState();
    await context.close();
  });
  test.beforeEach(({ context }) => context.addCookies(firm.owner.cookies));
  return firm;
}
