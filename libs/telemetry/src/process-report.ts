import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Recent } from './recent.ts';

const everyMs = 15_000;

interface Reporting {
  readonly name: string;
  readonly version: string;
  readonly recent: Recent;
  /** Asks the database; what it throws is left to the next time. */
  readonly query: (sql: string, parameters: unknown[]) => Promise<unknown>;
}

/** Writes every few seconds that the process is running, for the page Health of operators. Returns what ends that. */
export function reportProcess({ name, version, recent, query }: Reporting): () => Promise<void> {
  const id = randomUUID();
  const startedAt = new Date();
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  let writing: Promise<unknown> = Promise.resolve();
  const write = () => {
    const report = {
      memoryBytes: process.memoryUsage.rss(),
      blockedMs: Math.round(lag.max / 1e6),
      slowRoutes: recent.slowRoutes,
      errors: recent.errors,
    };
    lag.reset();
    const parameters = [id, name, version, startedAt, JSON.stringify(report)];
    writing = query('select note_process($1, $2, $3, $4, $5)', parameters).catch(() => {}); // seen as silence
  };
  write();
  const timer = setInterval(write, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    lag.disable();
    await writing;
    await query('select forget_process($1)', [id]).catch(() => {}); // seen as silence
  };
}
