import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { sandboxLimits } from '../../../platform/sandbox/limits.ts';
import { ProcessPool } from '../../../platform/sandbox/process-pool.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import type { PackedReport } from './packed-report.ts';
import { asReportRefusal } from './report-refusals.ts';

const script = new URL(
  import.meta.url.endsWith('.ts') ? './report-process.ts' : './report-process.js',
  import.meta.url,
);

/** A report of 25 MB is read in some seconds and some hundred megabytes; the process does not stay for long. */
const limits = { ...sandboxLimits, processes: 1, heapMegabytes: 384, jobMs: 30_000, idleMs: 10_000, waitMs: 60_000 };

/** Reads reports in a process of its own: anybody can send one, and the largest keep a process busy for seconds. */
@Injectable()
export class ReportSandbox implements OnApplicationShutdown {
  readonly #pool: ProcessPool;

  constructor(@Inject(LOGGER) log: Logger) {
    this.#pool = new ProcessPool({
      script,
      limits,
      complain: (complaint) => log.error({ complaint }, 'a report could not be read'),
    });
  }

  /** Of the file at this path; `owner` takes turns with others. Throws `domain-report.…` in words. */
  async read(owner: string, path: string): Promise<readonly PackedReport[]> {
    try {
      // report-process.ts does this very job
      return (await this.#pool.run(owner, 'read', { path })) as readonly PackedReport[];
    } catch (error) {
      throw asReportRefusal(error);
    }
  }

  /** After the last request. */
  onApplicationShutdown(): void {
    this.#pool.end();
  }
}
