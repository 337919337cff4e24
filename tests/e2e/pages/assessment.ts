import { expect, type Locator, type Page } from '@playwright/test';

/** The pages of the SME questionnaire, in their order. */
const PAGES = ['1.1', '1.2', '2.1', '3.1', '3.2', '4.1', '4.2', '5.1', '5.2', '6.1'];

/** Taking the full assessment: its pages, its review, and what it says about saving. */
export class AssessmentPages {
  readonly page: Page;
  /** The path of the assessment, known once it was started or opened. */
  root = '';

  constructor(page: Page) {
    this.page = page;
  }

  /** Starts a new assessment of a firm that the person acts for; one that an earlier journey left open is given up. */
  async start(firm: string): Promise<void> {
    await this.giveUp(firm);
    await this.page.getByRole('listitem').filter({ hasText: firm }).getByRole('button', { name: 'Bắt đầu' }).click();
    await this.atPage('1.1');
  }

  /** Leaves the firm without an open assessment. Gives the path of the one it had. */
  async giveUp(firm: string): Promise<string | null> {
    await this.page.goto('/my/assessments/start');
    const links = this.page.getByRole('listitem').filter({ hasText: firm }).getByRole('link');
    const [open = null] = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    if (open) {
      const headers = { origin: new URL(this.page.url()).origin };
      await this.page.request.post(`${open}/review?/discard`, { form: {}, headers });
      await this.page.goto('/my/assessments/start');
    }
    return open;
  }

  async atPage(index: string): Promise<void> {
    await expect(this.page).toHaveURL(new RegExp(`/my/assessments/[0-9a-f-]{36}/${index.replace('.', '\\.')}(#.*)?$`));
    this.root = new URL(this.page.url()).pathname.split('/').slice(0, 4).join('/');
    await expect(this.saveButton).toBeVisible();
  }

  async open(index: string): Promise<void> {
    await this.page.goto(`${this.root}/${index}`);
  }

  get saveButton(): Locator {
    return this.page.getByRole('button', { name: 'Lưu và tiếp tục' });
  }

  /** The line at the top that says whether the answers are saved. */
  get state(): Locator {
    return this.page.locator('[data-state]');
  }

  question(criterion: string): Locator {
    return this.page.locator(`[id="field-${criterion}"]`);
  }

  level(criterion: string, level: number): Locator {
    return this.page.locator(`input[name="answer-${criterion}"][value="${level}"]`);
  }

  ratio(criterion: string, field: 'numerator' | 'denominator'): Locator {
    return this.page.locator(`[id="${field}-${criterion}"]`);
  }

  /** Answers every question of the page that is open: one level for all, shares of 5. */
  async answerPage(level: number): Promise<void> {
    const ids = await this.page
      .locator('fieldset[id^="field-"]')
      .evaluateAll((all) => all.map(({ id }) => id.slice(6)));
    for (const id of ids) {
      const denominator = this.ratio(id, 'denominator');
      if ((await denominator.count()) === 0) await this.level(id, level).check();
      else {
        await this.ratio(id, 'numerator').fill(String(level));
        await denominator.fill('5');
      }
    }
  }

  /** Goes on; without JavaScript this is also what saves. */
  async next(): Promise<void> {
    await this.saveButton.click();
  }

  /** Answers the pages from the one that is open to the last one, and arrives at the review. */
  async answerFrom(index: string, level: number): Promise<void> {
    for (const id of PAGES.slice(PAGES.indexOf(index))) {
      await this.atPage(id);
      await this.answerPage(level);
      await this.next();
    }
    await expect(this.page).toHaveURL(/\/review$/);
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Xem lại và nộp');
  }
}
