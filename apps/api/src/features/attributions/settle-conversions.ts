import { Injectable } from '@nestjs/common';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { dueConversions, settleConversions, takeReviews } from './settle-conversions.queries.ts';

const atOnce = 500;
/** Somebody may be storing a click at the very moment a purchase is stored: neither sees the other. */
const lookAgainMs = 5 * 60_000;

interface Row {
  readonly id: string;
}

/** Says which campaign conversions are attributed to, until they are decided. */
@Injectable()
export class SettleConversions {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** Attributes new ones, in the open transaction. */
  begin(ids: readonly string[]): Promise<void> {
    return this.#settle(ids, new Date(this.clock.now().getTime() + lookAgainMs));
  }

  /** Attributes again what something changed of, and decides what is due, until there is no more. */
  async run(ending: AbortSignal): Promise<void> {
    while (!ending.aborted && (await retryingDeadlocks(() => this.db.transactionByKey(() => this.#some()))));
  }

  async #some(): Promise<boolean> {
    const changed = await this.db.rows<Row>(takeReviews, [atOnce]);
    const due = await this.db.rows<Row>(dueConversions, [this.clock.now(), atOnce]);
    const ids = [...new Set([...changed, ...due].map(({ id }) => id))];
    await this.#settle(ids, null);
    return changed.length === atOnce || due.length === atOnce;
  }

  async #settle(ids: readonly string[], again: Date | null): Promise<void> {
    if (ids.length === 0) return;
    const values = [ids, this.clock.now(), again ?? 'infinity'];
    const campaigns = await this.db.rows<{ campaignId: string }>(settleConversions, values);
    afterCommit(() => {
      for (const { campaignId } of campaigns) this.live.publish('attributions', campaignId);
    });
  }
}
