import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { LookAfterIncident } from './look-after-incident.ts';

const incidentsQueue = 'incidents';
const payload = z.object({ incidentId: z.uuid() });
const concurrency = 1;
const sweepEveryMs = 10_000;

/** Looks for incidents that members are to be told of, or that are over. The rows say so; nothing else wakes it. */
@Injectable()
export class IncidentsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly incident: LookAfterIncident,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).incidentId,
      giveUp: async () => {}, // the next sweep finds it again
    };
    this.queues.work(incidentsQueue, about, (job) => this.incident.run(payload.parse(job).incidentId));
    this.#stopSweep = startSweep({
      name: incidentsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_incidents($1)', [this.clock.now()]),
      wake: (id) => this.queues.add(incidentsQueue, { incidentId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(incidentsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
