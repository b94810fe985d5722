import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep, TenantDb } from '@engagex/tenancy';
import { forget } from '../../platform/forget.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { bulkActionsQueue } from './bulk-actions.service.ts';
import { bulkActionToForget, forgettableBulkActions } from './forget-bulk-action.ts';
import { RunBulkAction } from './run-bulk-action.ts';

const payload = z.object({ bulkActionId: z.uuid() });
const concurrency = 2;
const sweepEveryMs = 5_000;

@Injectable()
export class BulkActionsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly runner: RunBulkAction,
    private readonly db: TenantDb,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).bulkActionId,
      giveUp: (id: string, words: string) => this.runner.giveUp(id, words),
    };
    this.queues.work(bulkActionsQueue, about, async (job) => {
      const { bulkActionId } = payload.parse(job);
      await this.runner.run(bulkActionId);
      await forget(this.db, bulkActionToForget, bulkActionId);
    });
    this.#stopSweep = startSweep({
      name: bulkActionsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query(
          `select organization_id as "organizationId", id from due_bulk_actions() union all ${forgettableBulkActions}`,
        ),
      wake: (id) => this.queues.add(bulkActionsQueue, { bulkActionId: id }, { once: `sweep-${id}` }),
      onError: (err) => this.failures.sweepFailed(bulkActionsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
