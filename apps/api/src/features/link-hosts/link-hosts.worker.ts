import { Injectable } from '@nestjs/common';
import { type DueRow, startSweep } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { CheckLinkHost } from './check-link-host.ts';
import { linkHostsQueue, LinkHostWakeUps } from './link-host-wake-ups.ts';
import { hostsDue } from './link-hosts.queries.ts';

const payload = z.object({ linkHostId: z.uuid() });
const sweepEveryMs = 10_000;
/** An order may keep a job for minutes; checks go on beside it. */
const checksAtOnce = 8;

/** Checks link hosts when they are due. */
@Injectable()
export class LinkHostsWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly checks: CheckLinkHost,
    private readonly wakeUps: LinkHostWakeUps,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency: checksAtOnce,
      subjectOf: (job: unknown) => payload.parse(job).linkHostId,
      giveUp: async () => {}, // the next sweep finds it again
    };
    this.queues.work(linkHostsQueue, about, async (job) => {
      await this.checks.check(payload.parse(job).linkHostId);
    });
    this.#stopSweep = startSweep({
      name: linkHostsQueue,
      everyMs: sweepEveryMs,
      find: () => this.due(),
      wake: (id) => this.wakeUps.wake(id),
      onError: (err) => this.failures.sweepFailed(linkHostsQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }

  /** Of every organization. */
  due(): Promise<DueRow[]> {
    return this.source.query(hostsDue, [this.clock.now()]);
  }
}
