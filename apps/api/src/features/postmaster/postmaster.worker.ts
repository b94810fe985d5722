import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { PostmasterService } from './postmaster.service.ts';

const postmasterQueue = 'postmaster';
const payload = z.object({ accountId: z.uuid() });
const concurrency = 2; // they wait for Google
const sweepEveryMs = 60_000;

/** Reads accounts when they are due: once a day, and sooner after Google could not be reached. */
@Injectable()
export class PostmasterWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly postmaster: PostmasterService,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).accountId,
      giveUp: async () => {}, // due again within the hour
    };
    this.queues.work(postmasterQueue, about, (job) => this.postmaster.run(payload.parse(job).accountId));
    this.#stopSweep = startSweep({
      name: postmasterQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_postmaster_accounts($1)', [
          this.clock.now(),
        ]),
      wake: (id) => this.queues.add(postmasterQueue, { accountId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(postmasterQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
