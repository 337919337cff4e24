import type { Browser, BrowserContextOptions, CDPSession, Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

/** What opening one page cost on a slow telephone that never was there before. */
export interface Visit {
  /** As they went over the wire: compressed, with their headers. */
  bytes: number;
  requests: number;
  /** Milliseconds. */
  lcp: number;
  tbt: number;
  cls: number;
}

/** Slow 4G as browsers' own tools simulate it: milliseconds of latency, bytes per second. */
const SLOW_4G = { latency: 562.5, downloadThroughput: (1474 * 1000) / 8, uploadThroughput: (675 * 1000) / 8 };
const SLOWER = 4;
/** How long nothing may come over the wire until a page counts as loaded. */
const QUIET_MS = 2000;

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  locale: 'vi-VN',
  timezoneId: 'Asia/Ho_Chi_Minh'
};

interface Vitals {
  lcp: number;
  cls: number;
  fcp: number;
  tasks: { start: number; duration: number }[];
}

type Watched = typeof globalThis & { vitals?: Vitals };
type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean };

/** Opens a page with an empty cache, slow network and slow processor. `afterwards` gets it at full speed again. */
export async function visit(
  browser: Browser,
  url: string,
  cookies: { name: string; value: string }[] = [],
  afterwards?: (page: Page) => Promise<void>
): Promise<Visit> {
  const context = await browser.newContext(PHONE);
  try {
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: new URL(url).origin })));
    const page = await context.newPage();
    await page.addInitScript(watchVitals);
    const devtools = await context.newCDPSession(page);
    const wire = await watchWire(devtools);
    await devtools.send('Network.emulateNetworkConditions', { offline: false, ...SLOW_4G });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const response = await page.goto(url, { waitUntil: 'load', timeout: 120_000 });
    if (response?.status() !== 200) throw new Error(`${url} answered ${response?.status()}.`);
    await wire.quiet();
    const vitals = await page.evaluate(() => (globalThis as Watched).vitals);
    const { bytes, requests } = wire;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await afterwards?.(page);
    if (!vitals || vitals.lcp === 0) throw new Error(`${url} told no largest paint.`);
    return { bytes, requests, lcp: vitals.lcp, cls: vitals.cls, tbt: blocked(vitals) };
  } finally {
    await context.close();
  }
}

/** What of every long task after the first paint was beyond 50 ms. */
function blocked({ fcp, tasks }: Vitals): number {
  const late = tasks.filter(({ start, duration }) => start + duration > fcp);
  return late.reduce((sum, { duration }) => sum + duration - 50, 0);
}

/** Runs in the page, before its own scripts. */
function watchVitals(): void {
  const vitals: Vitals = { lcp: 0, cls: 0, fcp: 0, tasks: [] };
  (globalThis as Watched).vitals = vitals;
  const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('largest-contentful-paint', ({ startTime }) => (vitals.lcp = startTime));
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') vitals.fcp = startTime;
  });
  observe('layout-shift', (entry) => {
    const shift = entry as LayoutShift;
    if (!shift.hadRecentInput) vitals.cls += shift.value;
  });
  observe('longtask', ({ startTime, duration }) => vitals.tasks.push({ start: startTime, duration }));
}

/** Counts what the page loads. What the service worker stores for later is not the page's. */
async function watchWire(devtools: CDPSession) {
  const open = new Set<string>();
  let last = Date.now();
  const wire = {
    bytes: 0,
    requests: 0,
    async quiet() {
      while (open.size > 0 || Date.now() - last < QUIET_MS) await sleep(100);
    }
  };
  const end = (id: string) => {
    open.delete(id);
    last = Date.now();
  };
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.startsWith('http')) return;
    wire.requests++;
    open.add(requestId);
    last = Date.now();
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (open.has(requestId)) wire.bytes += encodedDataLength;
    end(requestId);
  });
  devtools.on('Network.loadingFailed', ({ requestId }) => end(requestId));
  await devtools.send('Network.enable');
  return wire;
}
