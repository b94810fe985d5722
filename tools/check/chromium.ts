import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './run.ts';

const USUAL_PLACES = [
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
  if (found) return found;

  say('  There is no Chromium for the browser tests; installing one');
  if (!isDebianRoot()) {
    await must(root, ['playwright', 'install', 'chromium']);
    return downloaded;
  }
  await must(root, ['apt-get', 'update', '-qq']);
  await must(root, ['apt-get', 'install', '-y', '-qq', 'chromium']);
  return '/usr/bin/chromium';
}

/** Where Playwright keeps, or would keep, its own Chromium. */
function placeOfDownload(root: string): string {
  const requireFromWeb = createRequire(join(root, 'apps/web/package.json'));
  // Playwright's own typing of it belongs to the web's tests; this is all that is used here.
  const { chromium } = requireFromWeb('@playwright/test') as { chromium: { executablePath(): string } };
  return chromium.executablePath();
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function must(cwd: string, command: readonly string[]) {
  const { code, output } = await run(command, { cwd, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code === 0) return;
  throw new Error(
    `The browser tests need Chromium, and "${command.join(' ')}" could not install it. ` +
      `Install it yourself and say where with CHROMIUM_PATH.\n${output}`,
  );
}
