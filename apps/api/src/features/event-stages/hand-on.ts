import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import type { EventBatch } from './apply-stage.ts';
import { takeEventBatches } from '../events/index.ts';
import { handOn, handOnAlone } from './event-stages.queries.ts';

/** Batches of the door that are handed on in one transaction. */
const atOnce = 200;

/** Hands on the batches that were accepted in the scope's organization, in the order in which they were. */
@Injectable()
export class HandOn {
  constructor(private readonly db: TenantDb) {}

  /** Resolves to whether there may be more. */
  async next(stages: readonly string[], most: number): Promise<boolean> {
    return this.db.transactionByKey(async () => {
      if (!(await this.db.row<{ isAlone: boolean }>(handOnAlone))?.isAlone) return false;
      const taken = await this.db.rows<EventBatch>(takeEventBatches, [atOnce]);
      if (taken.length > 0) await this.db.rows(handOn, [stages, JSON.stringify(batchesOf(taken, most))]);
      return taken.length === atOnce;
    });
  }
}

/** The same events in the same order, in batches of at most so many. */
export function batchesOf(taken: readonly EventBatch[], most: number): EventBatch[] {
  const batches: EventBatch[] = [];
  for (const { eventIds, firstReceivedAt, lastReceivedAt } of taken) {
    for (let start = 0; start < eventIds.length; start += most) {
      const part = eventIds.slice(start, start + most);
      const last = batches.at(-1);
      if (!last || last.eventIds.length + part.length > most) {
        batches.push({ eventIds: part, firstReceivedAt, lastReceivedAt });
        continue;
      }
      batches[batches.length - 1] = {
        eventIds: [...last.eventIds, ...part],
        firstReceivedAt: earlier(last.firstReceivedAt, firstReceivedAt),
        lastReceivedAt: later(last.lastReceivedAt, lastReceivedAt),
      };
    }
  }
  return batches;
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);
const later = (one: Date, other: Date) => (one > other ? one : other);
