import { expect, type Page } from '@playwright/test';

/** What a test needs of a firm; the rest of the form stays empty. */
export interface NewEnterprise {
  kind?: string;
  name: string;
  taxCode: string;
}

/** A tax code of the right format that nobody has: prefix 13, random serial, and a check digit that does not fit. */
export function newTaxCode(): string {
  const serial = String(1 + Math.floor(Math.random() * 9_999_998)).padStart(7, '0');
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(`13${serial}`[i]), 0);
  const right = 10 - (sum % 11);
  return `13${serial}${(right + 3) % 10}`;
}

/** Fills in the form of a new firm and sends it. */
export async function fillEnterprise(
  page: Page,
  { kind = 'Hộ kinh doanh', name, taxCode }: NewEnterprise
): Promise<void> {
  await page.getByLabel(kind, { exact: true }).check();
  await page.getByLabel('Tên', { exact: true }).fill(name);
  await page.getByLabel('Mã số thuế').fill(taxCode);
  await page.getByLabel('Ngành nghề chính').selectOption('2018-10');
  await page.getByLabel('Xã, phường').selectOption('28777-2025');
  await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
}

/** Registers a firm and gives its id. */
export async function register(page: Page, enterprise: NewEnterprise): Promise<string> {
  await page.goto('/my/enterprises/new');
  await fillEnterprise(page, enterprise);
  await page.getByLabel('mã đúng như vậy').check();
  await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
  await expect(page).toHaveURL(/\/my\/enterprises\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
