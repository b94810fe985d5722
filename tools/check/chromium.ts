import { existsSync } from 'node:fs';
import { run } from './run.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Where a Chromium is; installs one when there is none. Throws rather than let the browser tests be skipped. */
export async function findChromium(): Promise<string> {
  const found = [process.env['CHROMIUM_PATH'], ...usualPlaces].find((path) => path && existsSync(path));
  if (found) return found;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  process.stdout.write('There is no Chromium for the browser tests; installing one\n');
  if (!isDebianRoot) return installWithPlaywright();
  await must(['apt-get', 'update', '-qq']);
  await must(['apt-get', 'install', '-y', '-qq', 'chromium']);
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new Error('apt-get installed chromium, but /usr/bin/chromium is not there.');
}

/** Playwright's own download, found by its own name. */
async function installWithPlaywright(): Promise<string> {
  await must(['playwright', 'install', 'chromium']);
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

async function must(command: readonly string[]): Promise<void> {
  const { code, output } = await run(command, { cwd: process.cwd() });
  if (code !== 0) throw new Error(`${command.join(' ')} failed. Install Chromium and set CHROMIUM_PATH.\n${output}`);
}
