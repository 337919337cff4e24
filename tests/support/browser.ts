import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.js';

/** How every test and benchmark starts Chromium: the same flags everywhere, and no traffic of the browser's own. */
export async function launchOptions(): Promise<LaunchOptions> {
  const executablePath = await findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    // Without a UTF-8 locale Chromium cannot name a file in Vietnamese and calls it "download".
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
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
