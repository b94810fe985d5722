import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../../platform/job-failures.ts';
import { Queues } from '../../../platform/queues.ts';
import { Work } from '../../../platform/work.ts';
import { Judgements, judgementsQueue } from './judgements.ts';

const payload = z.object({ campaignId: z.uuid() });
const concurrency = 1;
const sweepEveryMs = 10_000;

@Injectable()
export class JudgementsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly judgements: Judgements,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).campaignId,
      giveUp: (id: string) => this.judgements.giveUp(id),
    };
    this.queues.work(judgementsQueue, about, (job) => this.judgements.run(payload.parse(job).campaignId));
    this.#stopSweep = startSweep({
      name: judgementsQueue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_judgements()'),
      wake: (id) => this.queues.add(judgementsQueue, { campaignId: id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(judgementsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
