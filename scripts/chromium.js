import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Stop, run, runTool } from './toolchain.js';

const debianChromium = '/usr/bin/chromium';

/**
 * The browser for the end-to-end tests that is already here: CHROMIUM_PATH, Debian's, Playwright's own.
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Stop(`CHROMIUM_PATH is ${given}, and no file is there.`);
  }
  if (existsSync(debianChromium)) return debianChromium;
  // Imported late: the entry scripts load this file before anything is installed.
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/**
 * Finds a browser, or installs one: Debian's package where we are root, else Playwright's own.
 * @returns {Promise<string>} the path of its executable
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log('Installing Chromium …');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await installFromDebian();
  else await runTool('node_modules/@playwright/test/cli.js', ['install', 'chromium']);
  const installed = await findChromium();
  if (installed) return installed;
  throw new Stop('No Chromium found or installed: install one and set CHROMIUM_PATH to its executable.');
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const known = spawnSync('apt-cache', ['show', 'chromium'], { stdio: 'ignore' }).status === 0;
  if (!known) await run('apt-get', ['update', '-qq'], { env });
  // Noto has every Vietnamese letter; without a font the pages are boxes.
  const packages = ['chromium', 'fonts-noto-core'];
  const install = () => run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  // Package lists may be older than the archive: then one update helps.
  if ((await install()) !== 0 && known) {
    await run('apt-get', ['update', '-qq'], { env });
    await install();
  }
}
