import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { SettleRestored } from './settle-restored.ts';

const sweepEveryMs = 5_000;

/** Settles organizations that came out of a backup; of a restore that has none left, mail goes out again. */
@Injectable()
export class BackupsWorker extends Work {
  #stop: (() => Promise<void>) | null = null;

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly settling: SettleRestored,
  ) {
    super();
  }

  start(): void {
    this.#stop = startSweep({
      name: 'restored',
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_restored_organizations()'),
      wake: () => this.settling.run(),
      onError: (err) => this.failures.sweepFailed('restored', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stop?.();
  }
}
