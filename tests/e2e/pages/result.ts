import { expect, type Locator, type Page } from '@playwright/test';

interface Exported {
  enterprises: { name: string; assessments: { assessment_id: string; state: string; submitted_at: string | null }[] }[];
}

/** The firm of the signed-in person with the most counted assessments, newest first. */
export async function firmWithHistory(page: Page): Promise<{ name: string; assessments: string[] }> {
  const response = await page.request.get('/my/account/export');
  const { enterprises } = (await response.json()) as Exported;
  const firms = enterprises.map(({ name, assessments }) => ({
    name,
    assessments: assessments
      .filter(({ state }) => state === 'submitted')
      .sort((a, b) => (b.submitted_at ?? '').localeCompare(a.submitted_at ?? ''))
      .map(({ assessment_id }) => assessment_id)
  }));
  const [firm] = firms.sort((a, b) => b.assessments.length - a.assessments.length);
  if (!firm || firm.assessments.length < 2) throw new Error('The demo owner has no firm with a history.');
  return firm;
}

/** The page of a result. */
export class ResultPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(assessmentId: string, query = ''): Promise<void> {
    await this.page.goto(`/my/assessments/${assessmentId}/result${query}`);
  }

  section(id: string): Locator {
    return this.page.locator(`section[aria-labelledby="${id}"]`);
  }

  /** Makes a link that works for so many days and gives its address. */
  async share(days: '7' | '30' | '90'): Promise<string> {
    const panel = this.section('share');
    await panel.locator('select[name=days]').selectOption(days);
    await panel.locator('form[action="?/share"] button[type=submit]').click();
    const link = panel.locator('input[readonly]');
    await expect(link).toHaveValue(/\/share\/[\w-]{20,}$/);
    return link.inputValue();
  }

  /** Withdraws the newest link, answering the question. */
  async withdraw(): Promise<void> {
    await this.section('share').getByRole('button', { name: 'Thu hồi' }).first().click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
    await expect(this.section('share').getByText('Đã thu hồi liên kết.')).toBeVisible();
  }
}
