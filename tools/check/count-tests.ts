import { readFileSync } from 'node:fs';
import type { TestRunner } from './steps.ts';

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** Reads the JSON report of a test run; a run that died before writing one counts nothing. */
export function countTests(runner: TestRunner, reportFile: string): TestCount {
  const report = read(reportFile);
  if (runner === 'vitest')
    return { passed: number(report, 'numPassedTests'), failed: number(report, 'numFailedTests') };
  const stats = report['stats'];
  return { passed: number(stats, 'expected') + number(stats, 'flaky'), failed: number(stats, 'unexpected') };
}

function read(file: string): Record<string, unknown> {
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(report) ? report : {};
  } catch {
    return {};
  }
}

function number(record: unknown, name: string): number {
  return isRecord(record) && typeof record[name] === 'number' ? record[name] : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
