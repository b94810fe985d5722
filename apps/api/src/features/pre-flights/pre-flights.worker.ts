import { Injectable } from '@nestjs/common';
import { startSweep } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { preFlightsQueue } from './pre-flights.service.ts';
import { RunPreFlight } from './run-pre-flight.ts';

const payload = z.object({ preFlightId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class PreFlightsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly runner: RunPreFlight,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).preFlightId,
      giveUp: (id: string, words: string) => this.runner.giveUp(id, words),
    };
    this.queues.work(preFlightsQueue, about, (job) => this.runner.run(payload.parse(job).preFlightId));
    this.#stopSweep = startSweep({
      name: preFlightsQueue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_pre_flights()'),
      wake: (id) => this.queues.add(preFlightsQueue, { preFlightId: id }, { once: `sweep-${id}` }),
      onError: (err) => this.failures.sweepFailed(preFlightsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
