import { Injectable } from '@nestjs/common';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { Journals } from '../hand-over/index.ts';
import { DeliveryClaims } from './delivery-claims.ts';

const sweepEveryMs = 1_000;

/** Settles by their journals what processes left behind that were killed, or had no database to record it in. */
@Injectable()
export class DeliveriesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly claims: DeliveryClaims,
    private readonly journals: Journals,
  ) {
    super();
  }

  start(): void {
    this.journals.removeOld(Date.now());
    this.#stopSweep = startSweep({
      name: 'journals',
      everyMs: sweepEveryMs,
      find: async () => this.journals.abandoned('deliveries'),
      wake: (claimId) => this.claims.settle(claimId),
      onError: (err) => this.failures.sweepFailed('journals', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
