import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { failedEventLimits } from '@engagex/domain/event-stages';
import { startSweep } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { EventStages } from './event-stages.ts';
import { eventStagesQueue } from './wake-stages.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 4;

@Injectable()
export class EventStagesWorker extends Work {
  readonly #ending = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly stages: EventStages,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      // The events stay where they are, and the next sweep finds them again; the page on stages says what is wrong.
      giveUp: async () => {},
    };
    this.queues.work(eventStagesQueue, about, () => this.stages.run(this.#ending.signal));
    this.#stopSweep = startSweep({
      name: eventStagesQueue,
      everyMs: this.config.EVENT_BATCH_SECONDS * 1_000,
      find: () => {
        const now = this.clock.now();
        const forgetBefore = new Date(now.getTime() - failedEventLimits.keptDays * 86_400_000);
        return this.source.query(
          'select organization_id as "organizationId", organization_id as id from due_event_stages($1, $2)',
          [now, forgetBefore],
        );
      },
      wake: (id) => this.queues.add(eventStagesQueue, { organizationId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(eventStagesQueue, err),
    });
  }

  /** The batch under way is finished; the others are rows, and wait for the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#stopSweep();
  }
}
