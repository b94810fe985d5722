import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { membershipLimits } from '@engagex/domain/segment-memberships';
import { startSweep, TenantDb } from '@engagex/tenancy';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { forgetSome, noteLooked, watchesToLookAt } from './forget-changes.queries.ts';
import { ReadChanges } from './read-changes.ts';

const sweepEveryMs = 60 * 60_000;
const lookedForEveryMs = 24 * 60 * 60_000;
const dayMs = 86_400_000;
const atOnce = 5_000;

/** Deletes changes that are kept no longer. What was counted of them stays, and who is in the segment. */
@Injectable()
export class ForgetChangesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly db: TenantDb,
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly changes: ReadChanges,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'segment-changes',
      everyMs: sweepEveryMs,
      find: () =>
        this.source.query(
          'select organization_id as "organizationId", organization_id as id from organizations_with_old_segment_changes($1)',
          [this.#lookBefore()],
        ),
      wake: () => this.forgetOld(),
      onError: (err) => this.failures.sweepFailed('segment-changes', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#stopSweep();
  }

  /** Of the scope's organization, some at a time, each in a transaction of its own. */
  async forgetOld(): Promise<void> {
    const segments = await this.db.transaction(() =>
      this.db.rows<{ segmentId: string }>(watchesToLookAt, [this.#lookBefore()]),
    );
    for (const { segmentId } of segments) {
      while (!this.#stopped && (await this.#forgetSome(segmentId)) === atOnce);
      if (this.#stopped) return;
      await this.db.transaction(() => this.db.rows(noteLooked, [segmentId, this.clock.now()]));
    }
  }

  async #forgetSome(segmentId: string): Promise<number> {
    const now = this.clock.now().getTime();
    const before = (days: number) => new Date(now - days * dayMs);
    const readers = this.changes.all().map(({ name }) => name);
    const { keptDays, unreadKeptDays } = membershipLimits;
    const values = [segmentId, readers, before(keptDays), before(unreadKeptDays), atOnce];
    const row = await this.db.transaction(() => this.db.row<{ changes: number }>(forgetSome, values));
    return row?.changes ?? 0;
  }

  #lookBefore(): Date {
    return new Date(this.clock.now().getTime() - lookedForEveryMs);
  }
}
