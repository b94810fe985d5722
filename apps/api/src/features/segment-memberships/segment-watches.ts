import { Injectable } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { beginWatch, endWatch, trackingOf } from './segment-memberships.queries.ts';

/** What a segment is watched for; `members` is the switch on its page, others name themselves `journey:<id>`. */
export type Watcher = 'members' | `${string}:${string}`;

/** Which segments are watched. Everything runs in the open transaction. */
@Injectable()
export class SegmentWatches {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  /** From the first watcher on, changes are recorded. Asked again, it changes nothing. */
  async begin(segmentId: string, watcher: Watcher): Promise<void> {
    if (!(await this.db.row(trackingOf, [segmentId]))) throw notFound('segment');
    await this.db.rows(beginWatch, [segmentId, watcher]);
    this.#announce(segmentId);
  }

  /** After the last watcher nothing is recorded any more, and what is recorded stays. */
  async end(segmentId: string, watcher: Watcher): Promise<void> {
    await this.db.rows(endWatch, [segmentId, watcher]);
    this.#announce(segmentId);
  }

  #announce(segmentId: string): void {
    afterCommit(() => this.live.publish('segment-memberships', segmentId));
  }
}
