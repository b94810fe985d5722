import { Injectable } from '@nestjs/common';
import { type DueRow, startSweep, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { JobFailures } from '../../platform/job-failures.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';

const sweepEveryMs = 60 * 60_000;
/** For how long a message can be viewed in a browser. Its links lead where they led for good. */
export const viewableDays = 180;
const atOnce = 1_000;

/**
 * $1 time, $2 how many: forgets what messages composed before said. Where their personal links lead is kept, so that a click
 * on an old message still arrives; a row that says nothing of the kind goes.
 */
const forgetOldMessages = `
  with old as (
    select delivery_id, targets = '[]' as is_spent from composed_messages
    where html_values is not null and composed_at < $1 order by composed_at limit $2 for update skip locked
  ), removed as (
    delete from composed_messages m using old o where m.delivery_id = o.delivery_id and o.is_spent returning 1
  ), emptied as (
    update composed_messages m set html_values = null, html_pieces = null
    from old o where m.delivery_id = o.delivery_id and not o.is_spent returning 1
  )
  select ((select count(*) from removed) + (select count(*) from emptied))::int as count`;

/** Forgets what old messages said, in small parts; several workers may, each takes other rows. */
@Injectable()
export class OldMessagesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(): void {
    this.#stopSweep = startSweep({
      name: 'old-messages',
      everyMs: sweepEveryMs,
      find: () => this.due(),
      wake: () => this.forget(),
      onError: (err) => this.failures.sweepFailed('old-messages', err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }

  /** Of every organization. */
  due(): Promise<DueRow[]> {
    return this.source.query(
      'select organization_id as "organizationId", id from organizations_with_old_messages($1)',
      [this.#since()],
    );
  }

  /** In the scope's organization, until nothing is left. */
  async forget(): Promise<void> {
    for (let count = atOnce; count === atOnce;) {
      const done = await this.db.transaction(() =>
        this.db.row<{ count: number }>(forgetOldMessages, [this.#since(), atOnce]),
      );
      count = done?.count ?? 0;
    }
  }

  #since(): Date {
    return new Date(this.clock.now().getTime() - viewableDays * 24 * 60 * 60_000);
  }
}
