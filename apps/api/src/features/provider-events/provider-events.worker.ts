import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { ApplyEvents, keptDays } from './apply-events.ts';
import { providerEventsQueue } from './receive-events.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class ProviderEventsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly events: ApplyEvents,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      // They stay where they are, and the next sweep finds them again: no word of a provider is given up.
      giveUp: async () => {},
    };
    this.queues.work(providerEventsQueue, about, () => this.events.run());
    this.#stopSweep = startSweep({
      name: providerEventsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query(
          'select organization_id as "organizationId", organization_id as id from due_provider_events($1)',
          [new Date(this.clock.now().getTime() - keptDays * 86_400_000)],
        ),
      wake: (id) => this.queues.add(providerEventsQueue, { organizationId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(providerEventsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
