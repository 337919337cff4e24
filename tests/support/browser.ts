import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.js';

/** How every test and benchmark starts Chromium: the same flags everywhere, and no traffic of the browser's own. */
export async function launchOptions(): Promise<LaunchOptions> {
  const executablePath = await findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  };
}
