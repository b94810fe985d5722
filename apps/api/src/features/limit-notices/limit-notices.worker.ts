import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { CheckLimits } from './check-limits.ts';

const sweepEveryMs = 30_000;

/** Looks every ten minutes how much of its limits each organization has used. */
@Injectable()
export class LimitNoticesWorker extends Work {
  #stop: (() => Promise<void>) | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly checking: CheckLimits,
  ) {
    super();
  }

  start(): void {
    if (this.config.BILLING === 'off') return;
    this.#stop = startSweep({
      name: 'limits',
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_limit_checks()'),
      wake: () => this.checking.run(),
      onError: (err) => this.failures.sweepFailed('limits', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stop?.();
  }
}
