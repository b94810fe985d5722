import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { type Outcome, unknownAddressesIn } from '../hand-over/index.ts';
import { type Bounced, suppressBounced } from '../suppressions/index.ts';
import { bouncedDeliveries, failLate, lockCampaign, recordOutcomes } from './deliveries.queries.ts';

/** Writes down what became of messages, as far as their claim still holds them. */
@Injectable()
export class OutcomeRecords {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  /**
   * In the open transaction, with the addresses that do not exist. What became unknown while its worker was slow may be
   * open again: a campaign that ended meanwhile has no second try for it.
   */
  async record(claimId: string, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const column = <K extends keyof Outcome>(name: K) => outcomes.map((outcome) => outcome[name]);
    const late = await this.db.rowsByKey<{ id: string; campaignId: string }>(recordOutcomes, [
      claimId,
      column('id'),
      column('state'),
      column('reason'),
      column('response'),
      column('counted'),
      column('nextAttemptAt'),
    ]);
    const unknown = unknownAddressesIn(outcomes);
    if (unknown.length > 0)
      await suppressBounced(this.db, this.live, await this.db.rowsByKey<Bounced>(bouncedDeliveries, [unknown]));
    const [first] = late;
    if (!first) return;
    await this.db.rows(lockCampaign, [first.campaignId]);
    await this.db.rows(failLate, [first.campaignId, late.map(({ id }) => id)]);
  }
}
