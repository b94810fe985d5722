import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { ruleReplaysQueue } from './rule-replays.service.ts';
import { RunReplays } from './run-replays.ts';

const payload = z.object({ id: z.uuid() });
const concurrency = 1;
const sweepEveryMs = 10_000;

@Injectable()
export class RuleReplaysWorker extends Work {
  readonly #ending = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly replays: RunReplays,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).id,
      giveUp: (id: string) => this.replays.giveUp(id),
    };
    this.queues.work(ruleReplaysQueue, about, (job) => this.replays.run(payload.parse(job).id, this.#ending.signal));
    this.#stopSweep = startSweep({
      name: ruleReplaysQueue,
      everyMs: sweepEveryMs,
      find: () => this.source.query('select organization_id as "organizationId", id from due_rule_replays()'),
      wake: (id) => this.queues.add(ruleReplaysQueue, { id }, { once: id }),
      onError: (err) => this.failures.sweepFailed(ruleReplaysQueue, err),
    });
  }

  /** The rows under way are finished; the next worker goes on after them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#stopSweep();
  }
}
