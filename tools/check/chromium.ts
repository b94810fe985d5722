import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installPackage, isDebianRoot, must } from './install.ts';

/** A Chromium without windows of its own: the tests take a quarter less time in it. */
const DEBIAN = { name: 'chromium-headless-shell', path: '/usr/bin/chromium-headless-shell' };

const USUAL_PLACES = [
  DEBIAN.path,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a Chromium is; installs one when there is none. Throws rather than let the browser tests be skipped. */
export async function findChromium(root: string, say: (text: string) => void): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, where there is nothing.`);
  const downloaded = placeOfDownload(root);
  const found = named ?? [...USUAL_PLACES, downloaded].find((path) => existsSync(path));
  const mayBeFaster = !named && found !== DEBIAN.path && isDebianRoot();
  if (found && !mayBeFaster) return found;

  say(`  Installing ${isDebianRoot() ? DEBIAN.name : 'a Chromium'} for the browser tests`);
  try {
    if (isDebianRoot()) await installPackage(root, DEBIAN.name);
    else await must(root, ['playwright', 'install', 'chromium']);
  } catch (cause) {
    if (found) return found;
    throw new Error('The browser tests need Chromium. Install one and say where with CHROMIUM_PATH.', { cause });
  }
  return isDebianRoot() ? DEBIAN.path : downloaded;
}

/** The same for tests of what that one lacks: the back-forward cache. */
export async function findCompleteChromium(root: string, say: (text: string) => void): Promise<string> {
  const complete = USUAL_PLACES.filter((path) => path !== DEBIAN.path);
  const downloaded = placeOfDownload(root);
  const found = [...complete, downloaded].find((path) => existsSync(path));
  if (found) return found;
  say('  Installing a complete Chromium for the test of the back-forward cache');
  if (!isDebianRoot()) {
    await must(root, ['playwright', 'install', 'chromium']);
    return downloaded;
  }
  await installPackage(root, 'chromium');
  return '/usr/bin/chromium';
}

/** Where Playwright keeps, or would keep, its own Chromium. */
function placeOfDownload(root: string): string {
  const requireFromWeb = createRequire(join(root, 'apps/web/package.json'));
  // Playwright's own typing of it belongs to the web's tests; this is all that is used here.
  const { chromium } = requireFromWeb('@playwright/test') as { chromium: { executablePath(): string } };
  return chromium.executablePath();
}
