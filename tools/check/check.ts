/** `npm test`: everything that guards the code. One line per step when green, the failing step's own words when red. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';
import { countTests } from './count-tests.ts';
import { findRedis } from './redis.ts';
import { run, stopRunning } from './run.ts';
import { STATIC_STEPS, STEPS } from './steps.ts';
import type { Step } from './steps.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AT_ONCE = 2;

const names = [...STATIC_STEPS, ...STEPS].map(({ name }) => name);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  say(`There is no step called ${unknown.join(', ')}. Choose from: ${names.join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
let isGreen = true;
const reports = mkdtempSync(join(tmpdir(), 'engagex-check-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopRunning();
    process.exit(130);
  });
}

const waiting = STATIC_STEPS.filter(isWanted).values();
await Promise.all(Array.from({ length: AT_ONCE }, () => performAll(waiting)));
await performAll(STEPS.filter(isWanted).values());
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = isGreen ? 0 : 1;

function isWanted({ name }: Step): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

/** Several of these may share one iterator: each takes the next step when it has done the last. */
async function performAll(steps: IterableIterator<Step>) {
  for (const step of steps) await perform(step);
}

async function perform(step: Step) {
  if (step.browserTests && !existsSync(join(ROOT, step.browserTests))) {
    say(`– ${step.name}: ${step.browserTests} does not exist yet`);
    return;
  }
  const startedAt = performance.now();
  const failure = await failureOf(step);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (failure === null) {
    say(`✓ ${step.name} (${seconds} s)`);
    return;
  }
  isGreen = false;
  say(`✗ ${step.name} (${seconds} s)\n\n${failure.trim()}\n${step.fix ? `\nfix: ${step.fix}\n` : ''}`);
}

/** What the step had to say when it failed; null when all is well. */
async function failureOf({ name, command, tests, browserTests, wantsRedis }: Step): Promise<string | null> {
  try {
    const report = join(reports, `${name}.json`);
    if (wantsRedis) await findRedis(ROOT, say);
    const env = {
      ...(tests === 'playwright' ? { PLAYWRIGHT_JSON_OUTPUT_NAME: report } : {}),
      ...(browserTests ? { CHROMIUM_PATH: await findChromium(ROOT, say) } : {}),
    };
    const full = tests === 'vitest' ? [...command, `--outputFile.json=${report}`] : command;
    const { code, output } = await run(full, { cwd: ROOT, env });
    if (!tests) return code === 0 ? null : output;
    const counted = countTests(tests, report);
    total.passed += counted.passed;
    // A file that could not even be loaded fails without a failed test in it.
    total.failed += code === 0 ? counted.failed : Math.max(counted.failed, 1);
    if (counted.passed + counted.failed === 0) return `It ran no test.\n${output}`;
    return code === 0 ? null : output;
  } catch (error) {
    if (tests) total.failed += 1;
    if (!(error instanceof Error)) return String(error);
    return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message;
  }
}

function say(text: string) {
  process.stdout.write(`${text}\n`);
}
