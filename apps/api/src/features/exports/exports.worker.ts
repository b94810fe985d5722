import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { exportsQueue } from './exports.service.ts';
import { WriteExport } from './write-export.ts';

const payload = z.object({ exportId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class ExportsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly writer: WriteExport,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).exportId,
      giveUp: (id: string, words: string) => this.writer.giveUp(id, words),
    };
    this.queues.work(exportsQueue, about, async (job) => {
      const { exportId } = payload.parse(job);
      await this.writer.run(exportId);
      await this.writer.expire(exportId);
    });
    this.#stopSweep = startSweep({
      name: exportsQueue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_exports()'),
      wake: (id) => this.queues.add(exportsQueue, { exportId: id }, { once: `sweep-${id}` }),
      onError: (err) => this.failures.sweepFailed(exportsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
