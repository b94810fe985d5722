import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { startSweep } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { comparedEveryMs } from './ask-about-everybody.ts';
import { MembershipTurns } from './membership-turns.ts';
import { ReadChanges } from './read-changes.ts';
import { segmentMembershipsQueue, WakeMemberships } from './wake-memberships.ts';

const payload = z.object({ organizationId: z.uuid() });
const concurrency = 4;

@Injectable()
export class SegmentMembershipsWorker extends Work {
  readonly #ending = new AbortController();
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly wakeMemberships: WakeMemberships,
    private readonly turns: MembershipTurns,
    private readonly changes: ReadChanges,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency,
      subjectOf: (job: unknown) => payload.parse(job).organizationId,
      // What was touched stays where it is, and the next sweep finds it again.
      giveUp: async () => {},
    };
    this.queues.work(segmentMembershipsQueue, about, () => this.turns.run(this.#ending.signal));
    this.#stopSweep = startSweep({
      name: segmentMembershipsQueue,
      everyMs: this.config.SEGMENT_SWEEP_SECONDS * 1_000, // triggers wake nobody,
      find: () => {
        const now = this.clock.now();
        return this.source.query(
          'select organization_id as "organizationId", organization_id as id from due_segment_memberships($1, $2, $3)',
          [now, new Date(now.getTime() - comparedEveryMs), this.changes.all().map(({ name }) => name)],
        );
      },
      wake: () => this.wakeMemberships.wakeOwn(),
      onError: (err) => this.failures.sweepFailed(segmentMembershipsQueue, err),
    });
  }

  /** The turn under way is finished; the rest are rows, and wait for the next worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    await this.#stopSweep();
  }
}
