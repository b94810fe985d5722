import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { UsageSink } from '../../ports/usage-sink.ts';
import { comparedEveryMs } from './compare-usage.ts';
import { ReceiveErrorNotices } from './receive-error-notices.ts';
import { ReportUsage } from './report-usage.ts';

const queue = 'usage-reports';
const payload = z.object({ organizationId: z.uuid() });
/** Most of the time is spent waiting for Stripe. */
const concurrency = 8;
const dueEveryMs = 5_000;
const noticesEveryMs = 60_000;

/** Reports usage that was frozen. Does nothing where nobody takes payments. */
@Injectable()
export class UsageReportsWorker extends Work {
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly sink: UsageSink,
    private readonly reporting: ReportUsage,
    private readonly notices: ReceiveErrorNotices,
  ) {
    super();
  }

  start(): void {
    if (!this.sink.isAvailable) return;
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      giveUp: async () => {}, // the rows stay due, and the health check says that it fails
    };
    this.queues.work(queue, about, () => this.reporting.run());
    this.#sweep(queue, dueEveryMs, {
      find: () => {
        const now = this.clock.now();
        const sql = 'select organization_id as "organizationId", id from due_usage_reports($1, $2)';
        return this.source.query(sql, [now, new Date(now.getTime() - comparedEveryMs)]);
      },
      wake: (organizationId) => this.queues.add(queue, { organizationId }, { once: organizationId }),
    });
    this.#sweep('meter-errors', noticesEveryMs, {
      find: async () => {
        await this.notices.handle();
        return [];
      },
      wake: async () => {},
    });
  }

  #sweep(name: string, everyMs: number, work: Pick<Parameters<typeof startSweep>[0], 'find' | 'wake'>): void {
    this.#stops.push(startSweep({ name, everyMs, ...work, onError: (err) => this.failures.sweepFailed(name, err) }));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}
