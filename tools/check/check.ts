/**
 * `npm test`: everything that guards the code. One line per step when green, the failing step's own words when red.
 * With names of steps only these; with `--changed` only what a change since main can break.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changesOf } from './changes.ts';
import { findChromium, findCompleteChromium } from './chromium.ts';
import { type Extent, extentOf, planInWords } from './extent.ts';
import { findDovecot } from './dovecot.ts';
import { findPrometheus } from './prometheus.ts';
import { findHelm } from './helm.ts';
import { findRedis } from './redis.ts';
import { run, stopRunning } from './run.ts';
import { STAGES, STEPS } from './steps.ts';
import type { Step } from './steps.ts';
import { readReport, slowestFiles, type TimedFile } from './test-report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AT_ONCE = 2;

const names = STEPS.map(({ name }) => name);
const CHANGED = '--changed';
const wanted = process.argv.slice(2).filter((name) => name !== CHANGED);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  say(`There is no step called ${unknown.join(', ')}. Choose from: ${names.join(', ')}; or ${CHANGED}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const timed: TimedFile[] = [];
let isGreen = true;
const reports = mkdtempSync(join(tmpdir(), 'engagex-check-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopRunning();
    process.exit(130);
  });
}

const extents = process.argv.includes(CHANGED) ? await extentsOfChange() : new Map<string, Extent>();
for (const stage of STAGES) {
  const waiting = stage.filter(isWanted).values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => performAll(waiting)));
}
if (timed.length > 0) say(`\nThe slowest files:\n${slowestFiles(timed)}\n`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = isGreen ? 0 : 1;

function isWanted(step: Step): boolean {
  return isNamed(step) && extents.get(step.name)?.kind !== 'none';
}

function isNamed({ name }: Step): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

/** By the name of a step, what of it is to run; says so. */
async function extentsOfChange(): Promise<Map<string, Extent>> {
  const changes = await changesOf(ROOT);
  if (!changes) {
    say('Git cannot tell what changed, so everything is run.');
    return new Map();
  }
  const steps = STEPS.filter(isNamed);
  const extentOfEach = new Map(steps.map((step) => [step.name, extentOf(step, changes)]));
  say(planInWords(changes, extentOfEach));
  return extentOfEach;
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
async function failureOf(step: Step): Promise<string | null> {
  const { name, tests, browserTests, wantsServers, wantsHelm } = step;
  try {
    const report = join(reports, `${name}.xml`);
    if (wantsServers) await Promise.all([findRedis(ROOT, say), findDovecot(ROOT, say), findPrometheus(ROOT, say)]);
    if (wantsHelm) await findHelm(ROOT, say);
    const env = {
      ...(tests === 'playwright' ? { PLAYWRIGHT_JUNIT_OUTPUT_FILE: report } : {}),
      ...(browserTests && {
        CHROMIUM_PATH: await findChromium(ROOT, say),
        COMPLETE_CHROMIUM_PATH: await findCompleteChromium(ROOT, say),
      }),
    };
    const extent = extents.get(name);
    const command = (extent?.kind === 'related' && step.related?.(extent.files)) || step.command;
    const full = tests === 'vitest' ? [...command, `--outputFile.junit=${report}`] : command;
    const { code, output } = await run(full, { cwd: ROOT, env });
    if (!tests) return code === 0 ? null : output;
    const files = readReport(report);
    const failed = sum(files.map((file) => file.failed));
    const passed = sum(files.map((file) => file.passed));
    total.passed += passed;
    // A file that could not even be loaded fails without a failed test in it.
    total.failed += code === 0 ? failed : Math.max(failed, 1);
    timed.push(
      ...files.map((file) => ({ step: name, name: join(browserTests ?? '', file.name), seconds: file.seconds })),
    );
    if (passed + failed === 0 && extent?.kind !== 'related') return `It ran no test.\n${output}`;
    return code === 0 ? null : output;
  } catch (error) {
    if (tests) total.failed += 1;
    if (!(error instanceof Error)) return String(error);
    return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function say(text: string) {
  process.stdout.write(`${text}\n`);
}
