import { readFileSync } from 'node:fs';

/** The outcome of the tests of one file. */
export interface TestedFile {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** From its first hook to its last, or of all its tests together where they may run beside each other. */
  readonly seconds: number;
}

/** Reads the JUnit report of a test run; a run that died before writing one tested nothing. */
export function readReport(path: string): TestedFile[] {
  try {
    return testedFiles(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}

/** One `<testsuite>` for each file, as vitest and Playwright write them. What tests printed is no part of it. */
export function testedFiles(xml: string): TestedFile[] {
  const suites = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').matchAll(/<testsuite\s([^>]*)>/g);
  return [...suites].map(([, attributes = '']) => {
    const values = new Map([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const number = (name: string) => Number(values.get(name) ?? 0);
    const failed = number('failures') + number('errors');
    return {
      name: values.get('name') ?? '',
      passed: number('tests') - failed - number('skipped'),
      failed,
      seconds: number('time'),
    };
  });
}

export interface TimedFile {
  readonly step: string;
  readonly name: string;
  readonly seconds: number;
}

/** The files that took longest, a line each; empty when nothing was tested. */
export function slowestFiles(files: readonly TimedFile[], atMost = 10): string {
  const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, atMost);
  const width = Math.max(...slowest.map(({ step }) => step.length));
  return slowest
    .map(({ step, name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${step.padEnd(width)}  ${name}`)
    .join('\n');
}
