import { Injectable } from '@nestjs/common';
import { reportLimits } from '@engagex/domain/domain-reports';
import { type DueRow, startSweep, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { forgetReport, reportsToForget } from './domain-reports.queries.ts';

const sweepEveryMs = 15 * 60_000;

/** Deletes reports on days that are too long ago to compare with. */
@Injectable()
export class ForgetReports extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'domain-reports',
      everyMs: sweepEveryMs,
      find: () => this.due(),
      wake: (id) => this.forget(id),
      onError: (err) => this.failures.sweepFailed('domain-reports', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }

  /** Of every organization. */
  due(): Promise<DueRow[]> {
    return this.source.query(reportsToForget, [this.#before()]);
  }

  async forget(id: string): Promise<void> {
    await this.db.transaction(() => this.db.rows(forgetReport, [id, this.#before()]));
  }

  #before(): Date {
    return new Date(this.clock.now().getTime() - reportLimits.keptDays * 86_400_000);
  }
}
