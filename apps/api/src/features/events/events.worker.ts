import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { startSweep, TenantDb } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { EventStore } from '../../ports/event-store.ts';

const sweepEveryMs = 60 * 60_000;
/** Partitions are there long before their month, also when no worker runs for some weeks. */
const monthsAhead = 3;
const atOnce = 5_000;
const dayMs = 86_400_000;

/** Looks after the log: partitions for the months to come, and events that an organization keeps no longer. */
@Injectable()
export class EventsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};
  #stopped = false;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly clock: Clock,
    private readonly db: TenantDb,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly store: EventStore,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'events',
      everyMs: sweepEveryMs,
      find: async () => {
        await this.#keepPartitions();
        return this.source.query('select organization_id as "organizationId", id from organizations_with_old_events()');
      },
      wake: () => this.forgetOld(),
      onError: (err) => this.failures.sweepFailed('events', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#stopSweep();
  }

  /** Deletes what the scope's organization keeps no longer, some at a time; what was counted of it stays. */
  async forgetOld(): Promise<void> {
    const row = await this.db.transaction(() =>
      this.db.row<{ days: number | null }>('select retention_days as days from event_settings'),
    );
    if (!row?.days) return;
    const before = new Date(this.clock.now().getTime() - row.days * dayMs);
    while (!this.#stopped && (await this.db.transaction(() => this.store.forget(before, atOnce))) > 0);
  }

  /** Drops first: what a whole month has for nobody need not be deleted row by row. */
  async #keepPartitions(): Promise<void> {
    const dropped = await this.source.query('select drop_event_partitions() as name');
    const made = await this.source.query('select make_event_partitions($1) as name', [monthsAhead]);
    if (dropped.length + made.length > 0) this.log.info({ dropped, made }, 'partitions of events');
  }
}
