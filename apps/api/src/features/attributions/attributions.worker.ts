import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { SettleConversions } from './settle-conversions.ts';

const queue = 'attributions';
const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;

/** Looks for conversions to settle as often as events are applied. */
@Injectable()
export class AttributionsWorker extends Work {
  readonly #ending = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly conversions: SettleConversions,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      giveUp: async () => {}, // they stay as they are, and the next sweep finds them again
    };
    this.queues.work(queue, about, () => this.conversions.run(this.#ending.signal));
    this.#stopSweep = startSweep({
      name: queue,
      everyMs: this.config.EVENT_BATCH_SECONDS * 1_000,
      find: () =>
        this.source.query(
          'select organization_id as "organizationId", organization_id as id from due_conversions($1)',
          [this.clock.now()],
        ),
      wake: (id) => this.queues.add(queue, { organizationId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(queue, err),
    });
  }

  /** The batch under way is finished; the others are rows, and wait for the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#stopSweep();
  }
}
