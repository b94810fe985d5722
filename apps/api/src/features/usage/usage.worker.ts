import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startSweep, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { FreezeUsage } from './freeze-usage.ts';
import { beginAccount, endAccount, turnSwitch } from './usage.queries.ts';

const sweepEveryMs = 30_000;

/** Counts the usage of every organization while billing is on, and stops that once it is off. */
@Injectable()
export class UsageWorker extends Work {
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly freezing: FreezeUsage,
  ) {
    super();
  }

  start(): void {
    const isOn = this.config.BILLING !== 'off';
    this.#sweep('usage switch', isOn ? 'organizations_without_usage' : 'organizations_with_usage', () =>
      this.db.transaction(() => this.db.rows(isOn ? beginAccount : endAccount, [])),
    );
    if (isOn) this.#sweep('usage', 'due_usage_hours', () => this.freezing.run());
  }

  #sweep(name: string, find: string, wake: () => Promise<unknown>): void {
    const stop = startSweep({
      name,
      everyMs: sweepEveryMs,
      find: async () => {
        await this.source.query(turnSwitch, [this.config.BILLING !== 'off']);
        return this.source.query(`select organization_id as "organizationId", id from ${find}()`);
      },
      wake,
      onError: (err) => this.failures.sweepFailed(name, err),
    });
    this.#stops.push(stop);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}
