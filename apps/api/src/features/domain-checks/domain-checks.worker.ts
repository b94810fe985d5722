import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { domainsQueue } from '../domains/index.ts';
import { RunDomainCheck } from './run-domain-check.ts';

const payload = z.object({ domainId: z.uuid() });
const concurrency = 8; // they mostly wait for name servers
const sweepEveryMs = 5_000;

/** Checks domains when their time has come. */
@Injectable()
export class DomainChecksWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly checks: RunDomainCheck,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).domainId,
      giveUp: async () => {}, // the next check is due again in a while, and says what it finds
    };
    this.queues.work(domainsQueue, about, async (job) => {
      await this.checks.run(payload.parse(job).domainId);
    });
    this.#stopSweep = startSweep({
      name: domainsQueue,
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query('select organization_id as "organizationId", id from due_domain_checks($1)', [
          this.clock.now(),
        ]),
      wake: (id) => this.queues.add(domainsQueue, { domainId: id }, { once: `check-${id}` }),
      onError: (err) => this.failures.sweepFailed(domainsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }
}
