import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { adjustCounts, holdStage } from './event-counts.queries.ts';

/** An event that is counted and whose properties were changed. */
export interface ChangedEvent {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly occurredAt: Date;
  /** To the microsecond. */
  readonly receivedAt: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** Keeps counts equal to events that are changed, in the transaction that changes them. */
@Injectable()
export class AdjustCounts {
  constructor(private readonly db: TenantDb) {}

  /** Call it before events are read, so that none is counted in between. */
  async hold(): Promise<void> {
    await this.db.rows(holdStage);
  }

  async adjust(events: readonly ChangedEvent[]): Promise<void> {
    const counted = events.filter(({ kind, name, before, after }) => {
      if (kind !== 'track' && kind !== 'page') return false;
      if (name !== 'purchase' && name !== 'page_view') return false;
      return JSON.stringify(countedIn(before)) !== JSON.stringify(countedIn(after));
    });
    if (counted.length === 0) return;
    const rows = counted.map(({ id, name, occurredAt, receivedAt, before, after }) => {
      return { i: id, n: name, o: occurredAt, r: receivedAt, b: countedIn(before), a: countedIn(after) };
    });
    await this.db.rows(adjustCounts, [JSON.stringify(rows)]);
  }
}

function countedIn({ order_amount, currency, product_id }: Readonly<Record<string, unknown>>) {
  return { order_amount, currency, product_id };
}
