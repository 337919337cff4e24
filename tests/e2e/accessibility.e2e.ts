import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { firmWithHistory } from './pages/result.ts';
import { signIn, type DemoRole } from './pages/sign-in.ts';

/** What a text that is missing looks like. */
const KEY = new RegExp(`\\b(${readdirSync('src/lib/i18n/locales/vi').join('|').replaceAll('.json', '')}):[a-z_]`);

/** The pages of a role that need no id; those with one are found below. */
const PAGES: Record<DemoRole | 'visitor', string[]> = {
  visitor: [
    '/',
    '/quick-check',
    '/progress',
    '/model-enterprises',
    '/handbook',
    '/handbook/ke-hoach-mot-trang-giay',
    '/news',
    '/news/tin-mau-so-tay-tam-trang',
    '/policies',
    '/courses',
    '/feedback',
    '/feedback/track',
    '/providers',
    '/providers?q=khong-co-ai',
    '/auth/sign-in',
    '/auth/sign-up',
    '/auth/code',
    '/auth/reset',
    '/unsubscribe/unknown',
    '/offline',
    '/nothing-here'
  ],
  owner: [
    '/my',
    '/my/support',
    '/my/enterprises/new',
    '/my/join',
    '/my/account',
    '/my/notifications',
    '/my/courses',
    '/provider/profile',
    '/my/needs',
    '/my/needs/new',
    '/my/consents'
  ],
  officer: [
    '/staff',
    '/staff/assessments',
    '/staff/applications',
    '/staff?q=khong-co-ai',
    '/staff/requests',
    '/staff/enterprises/new',
    '/staff/packages',
    '/staff/packages/new',
    '/staff/articles',
    '/staff/articles/new',
    '/staff/courses',
    '/staff/courses/new',
    '/staff/feedback',
    '/staff/providers',
    '/staff/leads',
    '/staff/leads/ratings',
    '/staff/demand'
  ],
  district_officer: ['/staff'],
  manager: [
    '/staff/questionnaires',
    '/staff/programme',
    '/staff/programme/firms?measure=assessed',
    '/staff/programme/targets',
    '/staff/programme/awareness',
    '/staff/nominations?q=dua',
    '/staff/reports'
  ],
  administrator: [
    '/staff/users',
    '/staff/mail',
    '/staff/questionnaires',
    '/staff/questionnaires/upload',
    '/staff/holidays',
    '/staff/hotlines',
    '/staff/leads/rules'
  ],
  provider: ['/provider', '/provider/profile', '/provider/solutions', '/provider/solutions/new', '/provider/people']
};

/** Where the first link of its kind on a page leads. */
async function linkOn(page: Page, path: string, link: string): Promise<string> {
  await page.goto(path);
  return (await page.locator(link).first().getAttribute('href')) ?? '';
}

async function pagesWithIds(page: Page, role: DemoRole | 'visitor'): Promise<string[]> {
  if (role === 'owner') {
    const [assessment] = (await firmWithHistory(page)).assessments;
    await page.goto('/my');
    const firm = await page.locator('article h2 a').first().getAttribute('href');
    await page.goto('/my/support');
    const offer = await page.locator('main a[href^="/my/support/packages/"]').first().getAttribute('href');
    const need = await linkOn(page, '/my/needs', 'main h2 a[href^="/my/needs/"]');
    const lead = await linkOn(page, need, 'main a[href^="/my/leads/"]');
    return [
      need,
      lead,
      `/my/assessments/${assessment}/result`,
      `${firm}`,
      `${firm}/edit`,
      `${firm}/people`,
      `${firm}/story`,
      `${offer}`
    ];
  }
  const links = LINKED[role] ?? [];
  const found: string[] = [];
  for (const [list, link] of links) found.push(await linkOn(page, list, `main ${link}:not([href$="/new"])`));
  return role === 'officer' ? [...found, `${found[0]}/edit`, `${found[1]}/edit`] : found;
}

/** Pages of one thing each: the list that leads to it, and its first link. */
const LINKED: Partial<Record<DemoRole | 'visitor', [list: string, link: string][]>> = {
  officer: [
    ['/staff', 'a[href^="/staff/enterprises/"]'],
    ['/staff/packages', 'a[href^="/staff/packages/"]'],
    ['/staff/articles', 'a[href^="/staff/articles/"]'],
    ['/staff/courses', 'a[href^="/staff/courses/"]'],
    ['/staff/feedback', 'a[href^="/staff/feedback/"]'],
    ['/staff/providers', 'a[href^="/staff/providers/"]'],
    ['/staff/leads', 'td a[href^="/staff/leads/"]']
  ],
  provider: [
    ['/provider/solutions', 'li a[href^="/provider/solutions/"]'],
    ['/provider', 'a[href^="/provider/leads/"]']
  ],
  visitor: [['/providers', 'a[href^="/providers/"]']]
};

/** Each page is met in both languages and in both colour schemes, which do not depend on each other. */
const ROUNDS = [
  { locale: 'vi', colorScheme: 'light' },
  { locale: 'en', colorScheme: 'dark' }
] as const;

for (const role of Object.keys(PAGES) as (DemoRole | 'visitor')[]) {
  test(`every page of a ${role} breaks no rule of axe, fits 360 px and has all its words`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width: 360, height: 760 });
    if (role !== 'visitor') await signIn(page, role);
    const paths = [...PAGES[role], ...(await pagesWithIds(page, role))];
    for (const { locale, colorScheme } of ROUNDS) {
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${locale}`);
        const where = `${path} ${locale} ${colorScheme}`;
        await expect(page.locator('html'), where).toHaveAttribute('lang', locale);
        await expect(page.locator('h1'), where).toHaveCount(1);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
            where
          )
          .toEqual([]);
        expect
          .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${where} is as wide as the screen`)
          .toBe(360);
        // A text that is missing shows as its key.
        expect.soft(await page.locator('body').innerText(), where).not.toMatch(KEY);
      }
    }
  });
}
