import { Injectable } from '@nestjs/common';
import { afterCommit, type TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import { addCounts } from './event-counts.queries.ts';

/** Counts what people do, in the transaction that applies the events. */
@Injectable()
export class EventCountsStage extends EventStage {
  readonly name = 'counts';

  constructor(private readonly live: Live) {
    super();
  }

  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const deeds = events.filter(({ kind }) => kind === 'track' || kind === 'page');
    if (deeds.length === 0) return;
    const facts = deeds.map(({ name, occurredAt, receivedAt, properties }) => {
      const { order_amount, currency, product_id } = properties;
      return { n: name, o: occurredAt, r: receivedAt, p: { order_amount, currency, product_id } };
    });
    await tx.rowsByKey(addCounts, [JSON.stringify(facts)]);
    afterCommit(() => this.live.publish('explore'));
  }
}
