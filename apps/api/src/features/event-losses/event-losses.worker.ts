import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { EventLosses, firstKept } from './event-losses.service.ts';

const sweepEveryMs = 5 * 60_000;

/** Counts gaps that nothing filled in time. */
@Injectable()
export class EventLossesWorker extends Work {
  readonly #ending = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly losses: EventLosses,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'event-losses',
      everyMs: sweepEveryMs,
      find: () => {
        const now = this.clock.now();
        return this.source.query(
          'select organization_id as "organizationId", organization_id as id from due_event_losses($1, $2)',
          [now, firstKept(now)],
        );
      },
      wake: () => this.losses.countDue(this.#ending.signal),
      onError: (err) => this.failures.sweepFailed('event-losses', err),
    });
  }

  /** The transaction under way is finished; the rest is still due for the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#stopSweep();
  }
}
