import { defineConfig } from '@playwright/test';
import { launchOptions } from './tests/support/browser.ts';

const port = Number(process.env.E2E_PORT ?? 4173);
const baseURL = `http://127.0.0.1:${port}`;
// Playwright empties its output folder before it starts the server: every run begins with a new database.
const outputDir = `test-results/${port}`;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir,
  // One server with one database: journeys run one after the other.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  // A bound for what hangs; axe alone takes half a minute on a busy machine.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL,
    viewport: { width: 390, height: 844 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // Requests are limited per address; a journey that needs many of them takes an address of its own.
    extraHTTPHeaders: { 'x-forwarded-for': '127.0.0.1' },
    screenshot: 'only-on-failure',
    launchOptions: await launchOptions()
  },
  webServer: {
    command: 'node scripts/start.js',
    url: `${baseURL}/readyz`,
    // The first request may wait for a build, the migrations and the sample data.
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'ignore',
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: baseURL,
      DATA_DIR: `${outputDir}/data`,
      DEMO: '1',
      // As for the public: an address is confirmed by its mail.
      CONFIRM_EMAIL: '1',
      ADDRESS_HEADER: 'x-forwarded-for',
      // The embedded backend, whatever this machine's environment says.
      DATABASE_URL: '',
      PUBLIC_SUPABASE_URL: '',
      PUBLIC_SUPABASE_PUBLISHABLE_KEY: '',
      SUPABASE_SECRET_KEY: ''
    }
  }
});
