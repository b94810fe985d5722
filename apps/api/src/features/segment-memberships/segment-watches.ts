import { Injectable } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import type { RecordedChange } from './segment-change-reader.ts';
import { beginWatch, endWatch, nextChanges, trackingOf } from './segment-memberships.queries.ts';
import { acknowledge, beginPlace, claimPlace, endPlace, unreadByWatchers } from './watchers-place.queries.ts';

/** Something that follows a segment, named by what it is and its id: `journey:<id>`. */
export type FollowingWatcher = `${string}:${string}`;

/** What a segment is watched for; `members` is the switch on its page, and reads nothing. */
export type Watcher = 'members' | FollowingWatcher;

export interface UnreadChanges {
  /** In their order; empty when there are none, or while somebody else reads for this watcher. */
  readonly changes: readonly RecordedChange[];
  /** What to acknowledge once these are dealt with; null when there is nothing to acknowledge. */
  readonly upTo: number | null;
  /** Changes before these that were kept no longer. Where it is not 0, compare with the members of the segment. */
  readonly missed: number;
}

interface Place {
  readonly sequence: number;
  readonly forgottenTo: number;
  readonly lastSequence: number;
}

/**
 * Which segments are watched, and what changes in them. Everything runs in the open transaction: who reads, deals with the changes and
 * acknowledges them in one transaction gets each change exactly once, whatever process is killed when.
 */
@Injectable()
export class SegmentWatches {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  /**
   * From the first watcher on, changes are recorded. A watcher gets those that are recorded after this; when the segment was
   * watched before and then was not, also what changed in between, with the reason `resumed`. Asked again, it changes nothing.
   */
  async begin(segmentId: string, watcher: Watcher): Promise<void> {
    if (!(await this.db.row(trackingOf, [segmentId]))) throw notFound('segment');
    await this.db.rows(beginWatch, [segmentId, watcher]);
    if (watcher !== 'members') await this.db.rows(beginPlace, [segmentId, watcher]);
    this.#announce(segmentId);
  }

  /** After the last watcher nothing is recorded any more, and what is recorded stays. The watcher’s place is forgotten. */
  async end(segmentId: string, watcher: Watcher): Promise<void> {
    await this.db.rows(endWatch, [segmentId, watcher]);
    await this.db.rows(endPlace, [segmentId, watcher]);
    this.#announce(segmentId);
  }

  /** Watchers of this kind (`journey`) with changes they have not acknowledged, in the scope's organization. */
  unreadBy(kind: string): Promise<{ segmentId: string; watcher: FollowingWatcher }[]> {
    return this.db.rows(unreadByWatchers, [`${kind}:`, `${kind};`]); // the character after the colon
  }

  /** The next changes that the watcher has not acknowledged. Nobody else gets them until the transaction ends. */
  async next(segmentId: string, watcher: FollowingWatcher, limit: number): Promise<UnreadChanges> {
    const place = await this.db.row<Place>(claimPlace, [segmentId, watcher]);
    if (!place) return { changes: [], upTo: null, missed: 0 };
    const changes = await this.db.rows<RecordedChange>(nextChanges, [segmentId, place.sequence, limit]);
    // Where changes of an erased person were the last, nothing is left to read.
    const upTo = changes.at(-1)?.sequence ?? (place.lastSequence > place.sequence ? place.lastSequence : null);
    return { changes, upTo, missed: Math.max(0, place.forgottenTo - place.sequence) };
  }

  /** That all changes up to this one are dealt with. Throws when the segment has no such change. */
  async acknowledge(segmentId: string, watcher: FollowingWatcher, upTo: number): Promise<void> {
    const row = await this.db.row(acknowledge, [segmentId, watcher, upTo]);
    if (!row) throw new Error(`${watcher} does not watch segment ${segmentId}, or change ${upTo} was never recorded.`);
  }

  #announce(segmentId: string): void {
    afterCommit(() => this.live.publish('segment-memberships', segmentId));
  }
}
