import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'engagex-grown-'));
const built = new Set(['node_modules', 'dist', '.git', '.nx', '.engagex', 'test-results', 'playwright-report']);

/** The project's sources, and links to what is installed. Packages of the workspace are those of the copy. */
beforeAll(() => {
  cpSync(root, copy, { recursive: true, filter: (path) => !built.has(basename(path)) });
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) if (name !== '.cache') link(`node_modules/${name}`);
  rmSync(join(copy, 'node_modules/@engagex'));
  cpSync(join(root, 'node_modules/@engagex'), join(copy, 'node_modules/@engagex'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const app of readdirSync(join(root, 'apps'))) link(`apps/${app}/node_modules`);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function link(path: string): void {
  if (existsSync(join(root, path))) symlinkSync(join(root, path), join(copy, path));
}

/** What it printed; throws with that when it fails. */
function run(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: copy, maxBuffer: 16 * 1024 * 1024, env: { ...process.env, NODE_ENV: 'test' } };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      error ? reject(new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`)) : resolve(stdout),
    );
  });
}

test('a new feature compiles, its page too, and its test passes, without a line written by hand', async () => {
  expect(await run('tools/generator/new-feature.ts', 'loyalty-points')).toContain('loyaltyPoints is now named in');
  const tsc = 'node_modules/tsgo/bin/tsc';
  await run(tsc, '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json');
  await run(tsc, '--noEmit', '--pretty', 'false', '-p', 'apps/web');
  const passed = await run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'integration',
    '--reporter=default',
    'apps/api/src/features/loyalty-points',
  );
  expect(passed).toContain('2 passed');
}, 240_000);
