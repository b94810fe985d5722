import { performance } from 'node:perf_hooks';
import type { Row } from './rounds.ts';

/** p50 and p95 of these times, in milliseconds. */
export function percentileRows(name: string, times: readonly number[]): Row[] {
  const sorted = times.toSorted((one, other) => one - other);
  return [50, 95].map((percent) => ({
    name: `${name}, p${percent}`,
    value: sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN,
    unit: 'ms',
    reference: null,
    ratio: null,
    rounds: times.length,
  }));
}

/** Milliseconds that it takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
