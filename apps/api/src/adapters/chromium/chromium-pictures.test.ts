import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PictureFailed } from '../../ports/pictures.ts';
import { ChromiumPictures } from './chromium-pictures.ts';
import { webFile } from './web-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'engagex-chromium-'));
afterAll(() => rmSync(folder, { recursive: true }));

const drawn = {
  dashboard: { name: 'Shop', cards: [], asked: [] },
  answers: [],
  organization: 'Shop',
  timeZone: 'UTC',
  asOf: '2026-11-30T09:00:00.000Z',
};

/** In place of a browser, a program of these lines. */
function browserOf(name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

const drawWith = (path: string | undefined, ms = 20_000) => {
  const pictures = new ChromiumPictures({ path, sandbox: false, webFolder: folder, limits: { ms } });
  return { pictures, drawing: pictures.draw(drawn, 'png').catch((error: unknown) => error) };
};

test.for([
  ['none', 'this server has no browser to draw the dashboard with.'],
  [join(folder, 'not-there'), 'this server has no browser to draw the dashboard with.'],
  [browserOf('ends', 'exit 1'), 'the browser of this server failed.'],
  [browserOf('dies', 'kill -SEGV $$'), 'the browser of this server failed.'],
  [browserOf('babbles', 'echo nonsense >&4; exec 4>&-; exit 0'), 'the browser of this server failed.'],
])('a browser that cannot draw, %s, is no error of anybody else’s', async ([path, words]) => {
  const failed = await drawWith(path).drawing;
  expect(failed).toBeInstanceOf(PictureFailed);
  expect((failed as PictureFailed).message).toBe(words);
});

const isRunning = (path: string) => spawnSync('pgrep', ['-f', path]).status === 0;

test('a browser that hangs is killed in time, and the next picture is not kept waiting', async () => {
  const path = browserOf('hangs', 'sleep 600 & wait');
  const { pictures, drawing } = drawWith(path, 300);
  const next = pictures.draw(drawn, 'pdf').catch((error: unknown) => error);
  expect(await drawing).toBeInstanceOf(PictureFailed);
  expect(await next).toBeInstanceOf(PictureFailed);
  await expect.poll(() => isRunning(path)).toBe(false);
});

test('a browser at work ends with the process that asked for it', async () => {
  const path = browserOf('works', 'sleep 600 & wait');
  const { pictures, drawing } = drawWith(path);
  await expect.poll(() => isRunning(path)).toBe(true);
  pictures.close();
  expect(String(await drawing)).toContain('the server was stopped.');
  await expect.poll(() => isRunning(path)).toBe(false);
});

test('only files of the application are served to it', async () => {
  writeFileSync(join(folder, 'picture.html'), '<p>');
  expect(await webFile(folder, '/picture.html')).toMatchObject({ contentType: 'text/html; charset=utf-8' });
  for (const path of ['/../../etc/passwd', '/../x.js', '/missing.js', '/', '/ends'])
    expect(await webFile(folder, path), path).toBeNull();
});
