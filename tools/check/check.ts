/** `npm test`: everything that guards the code. Quiet when green, the failing step's own words when red. */
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';
import { run, type Result } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = ['node', 'node_modules/tsgo/bin/tsc'];

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** What to do about a failure, when one command does it. */
  readonly fix?: string;
  readonly env?: () => Promise<Record<string, string>>;
  /** Its output is a test report of this kind. */
  readonly report?: 'vitest' | 'playwright';
}

/** Steps of one group run side by side; the groups one after another. */
const groups: readonly (readonly Step[])[] = [
  [
    { name: 'format', command: ['oxfmt', '--check', '.'], fix: 'npm run format' },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  ],
  [
    { name: 'types', command: [...tsc, '-p', 'tsconfig.json'] },
    { name: 'types of the web', command: [...tsc, '-p', 'apps/web'] },
  ],
  [
    {
      name: 'import boundaries',
      command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'apps', 'libs', 'tools', 'migrations'],
    },
    { name: 'dead code', command: ['knip', '--no-progress'] },
  ],
  [{ name: 'build', command: ['nx', 'run-many', '-t', 'build', '--outputStyle=static'] }],
  [{ name: 'unit and integration', command: ['vitest', 'run', '--reporter=json', '--reporter=dot'], report: 'vitest' }],
  [
    {
      name: 'browser',
      command: ['playwright', 'test', '--config', 'apps/web/playwright.config.ts'],
      env: async () => ({ CHROMIUM_PATH: await findChromium() }),
      report: 'playwright',
    },
  ],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !groups.flat().some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no step called ${unknown.join(', ')}. There are: ${groups
      .flat()
      .map(({ name }) => name)
      .join(', ')}\n`,
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
let isRed = false;
for (const group of groups) {
  const steps = group.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  await Promise.all(steps.map(perform));
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(isRed ? 1 : 0);

async function perform({ name, command, fix, env, report }: Step): Promise<void> {
  const started = performance.now();
  const result = await run(command, { cwd: root, env: await env?.() });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (report) count(result, report);
  if (result.code === 0) {
    process.stdout.write(`✓ ${name} (${seconds} s)\n`);
    return;
  }
  isRed = true;
  process.stdout.write(`✗ ${name} (${seconds} s)\n${result.output.trimEnd()}\n${fix ? `To mend it: ${fix}\n` : ''}`);
}

/** Adds the tests of a report to the closing line; a run without tests is a failure. */
function count({ output }: Result, kind: 'vitest' | 'playwright'): void {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? 0);
  const counts =
    kind === 'vitest'
      ? { passed: number(/"numPassedTests":(\d+)/), failed: number(/"numFailedTests":(\d+)/) }
      : { passed: number(/(\d+) passed/), failed: number(/(\d+) failed/) };
  passed += counts.passed;
  failed += counts.failed;
  if (counts.passed + counts.failed === 0) isRed = true;
}
