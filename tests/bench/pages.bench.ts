import { chromium, type Page, type Request } from '@playwright/test';
import { Agent } from 'node:http';
import { launchOptions } from '../support/browser.ts';
import { report } from '../support/measurement.ts';
import type { Owner } from './support/owners.ts';
import { load, median, quick } from './support/settings.ts';
import { openSite } from './support/site.ts';
import { visit, type Visit } from './support/slow-phone.ts';
import { Visitor } from './support/visitor.ts';

// What a person with an old telephone waits for: 4 times slower processor, slow 4G, nothing in the cache. And what one
// saved answer costs, without that.

const RUNS = quick ? 1 : 5;
const BUDGETS: Record<keyof Visit, { unit: string; atMost: number; per?: number }> = {
  bytes: { unit: 'kB', atMost: 100, per: 1000 },
  requests: { unit: 'requests', atMost: 12 },
  lcp: { unit: 's', atMost: 1.5, per: 1000 },
  tbt: { unit: 'ms', atMost: 50 },
  cls: { unit: '', atMost: 0.01 }
};
const LABELS: Record<keyof Visit, string> = {
  bytes: 'over the wire',
  requests: 'requests',
  lcp: 'largest paint (LCP)',
  tbt: 'blocked (TBT)',
  cls: 'layout shift (CLS)'
};

interface Save {
  bytes: number;
  bodies: number;
  requests: number;
  milliseconds: number;
}

const site = await openSite({ driver: 'pglite', owners: 1 });
const browser = await chromium.launch(await launchOptions());
try {
  const [owner] = site.owners;
  if (!owner) throw new Error('There is no owner.');
  const address = await startAssessment(owner);
  // The server is warm, the browser is not.
  await visit(browser, `${site.url}/quick-check`);

  const first: Visit[] = [];
  const filling: Visit[] = [];
  const saves: Save[] = [];
  for (let run = 0; run < RUNS; run++) {
    first.push(await visit(browser, `${site.url}/quick-check`));
    filling.push(
      await visit(browser, site.url + address, [owner.cookie], async (page) => {
        saves.push(await saveAnswer(page, run));
      })
    );
  }
  tell('quick check', first);
  // The budget of bytes and requests is for who comes by; this page brings all 60 questions, to work offline.
  tell('assessment page', filling, ['bytes', 'requests']);
  tellSaves(saves);
} finally {
  await browser.close();
  await site.stop();
  await site.remove();
}

/** Starts an assessment; gives the address of its first page. */
async function startAssessment(owner: Owner): Promise<string> {
  const agent = new Agent({ keepAlive: true });
  const visitor = new Visitor(site.url, agent, [owner.cookie]);
  const { path } = await visitor.submit('/my/assessments/start', { enterprise_id: owner.enterpriseId });
  agent.destroy();
  return path;
}

/** Chooses an answer, another in each run, and watches how it reaches the server. */
async function saveAnswer(page: Page, run: number): Promise<Save> {
  const sent: Request[] = [];
  page.on('request', (request) => sent.push(request));
  const finished = page.waitForEvent('requestfinished', {
    predicate: (request) => request.method() === 'POST' && /\/api\/assessments\/[^/]+\/answers$/.test(request.url()),
    timeout: 20_000
  });
  await page
    .locator(`input[type=radio][value="${run % 6}"]`)
    .first()
    .check();
  const request = await finished;
  const response = await request.response();
  if (response?.status() !== 200) {
    throw new Error(`Saving answered ${response?.status()}: ${await response?.text()}`);
  }
  // Whatever follows the answer would belong to it.
  await page.waitForTimeout(1500);
  const sizes = await request.sizes();
  const { requestStart, responseEnd } = request.timing();
  const bodies = sizes.requestBodySize + Math.max(0, sizes.responseBodySize);
  return {
    bytes: sizes.requestHeadersSize + sizes.responseHeadersSize + bodies,
    bodies,
    requests: sent.length,
    milliseconds: responseEnd - requestStart
  };
}

function tell(page: string, visits: Visit[], unlimited: (keyof Visit)[] = []): void {
  for (const key of Object.keys(BUDGETS) as (keyof Visit)[]) {
    const { unit, atMost, per = 1 } = BUDGETS[key];
    const value = median(visits.map((one) => one[key])) / per;
    report({ name: `${page}: ${LABELS[key]}`, value, unit, ...(unlimited.includes(key) ? {} : { atMost }) });
  }
  const paints = visits.map(({ lcp, tbt }) => `${Math.round(lcp)}/${Math.round(tbt)}`).join(', ');
  console.log(`${page}: LCP/TBT in ms ${paints} (${load()})`);
}

function tellSaves(all: Save[]): void {
  const of = (key: keyof Save) => median(all.map((save) => save[key]));
  report({ name: 'saved answer: both ways with headers', value: of('bytes') / 1000, unit: 'kB', atMost: 2 });
  report({ name: 'saved answer: both ways without headers', value: of('bodies') / 1000, unit: 'kB' });
  report({ name: 'saved answer: requests', value: of('requests'), unit: 'requests', atMost: 1 });
  report({ name: 'saved answer: until the reply', value: of('milliseconds'), unit: 'ms' });
}
