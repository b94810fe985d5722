import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { eventExportsQueue } from './event-exports.service.ts';
import { RunExports } from './run-exports.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 15_000;

@Injectable()
export class EventExportsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly runner: RunExports,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      giveUp: async () => {}, // each export says itself what is wrong, and is due again
    };
    this.queues.work(eventExportsQueue, about, () => this.runner.run());
    this.#stopSweep = startSweep({
      name: eventExportsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_event_exports($1)', [
          this.clock.now(),
        ]),
      wake: (organizationId) => this.queues.add(eventExportsQueue, { organizationId }, { once: organizationId }),
      onError: (err) => this.failures.sweepFailed(eventExportsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
