import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep, TenantDb } from '@engagex/tenancy';
import { forget } from '../../platform/forget.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { forgettableImports, importToForget } from './forget-import.ts';
import { importsQueue } from './stored-imports.ts';
import { RunImport } from './run-import.ts';
import { UndoImport } from './undo-import.ts';

const payload = z.object({ importId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class ImportsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly runner: RunImport,
    private readonly undoing: UndoImport,
    private readonly db: TenantDb,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).importId,
      giveUp: (id: string, words: string) => this.giveUp(id, words),
    };
    this.queues.work(importsQueue, about, async (job) => {
      const { importId } = payload.parse(job);
      await this.runner.run(importId);
      await this.undoing.run(importId);
      await forget(this.db, importToForget, importId);
    });
    this.#stopSweep = startSweep({
      name: importsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query(
          `select organization_id as "organizationId", id from due_imports() union all ${forgettableImports}`,
        ),
      wake: (id) => this.queues.add(importsQueue, { importId: id }, { once: `sweep-${id}` }),
      onError: (err) => this.failures.sweepFailed(importsQueue, err),
    });
  }

  /** What is being undone stops as well, with what was undone by then. */
  private async giveUp(id: string, words: string): Promise<void> {
    await this.runner.fail(id, `${words} Nothing was imported.`);
    await this.undoing.giveUp(id, words);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
