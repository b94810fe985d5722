import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { type Outcome, type Refused, refusalsIn, reportsOfRefusals } from '../hand-over/index.ts';
import { recordReceipts } from '../receipts/index.ts';
import { refusedDeliveries, failLate, lockCampaign, recordOutcomes, returnSubmitting } from './deliveries.queries.ts';

/** Writes down what became of messages, as far as their claim still holds them. */
@Injectable()
export class OutcomeRecords {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  /**
   * In the open transaction, with receipts of what was refused for good. What became unknown while its worker was slow may be
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
    const refusals = refusalsIn(outcomes);
    if (refusals.length > 0) await this.#note(refusals, claimId);
    const [first] = late;
    if (first) await this.#failLate(first.campaignId, late);
  }

  /** In the open transaction: all of a claim but those that may be out. They are open again, as above. */
  async giveBack(campaignId: string, claimId: string, mayBeOut: ReadonlySet<string>): Promise<void> {
    const late = await this.db.rowsByKey<{ id: string }>(returnSubmitting, [campaignId, claimId, [...mayBeOut]]);
    if (late.length > 0) await this.#failLate(campaignId, late);
  }

  async #failLate(campaignId: string, late: readonly { readonly id: string }[]): Promise<void> {
    await this.db.rows(lockCampaign, [campaignId]);
    await this.db.rows(failLate, [campaignId, late.map(({ id }) => id)]);
  }

  async #note(refusals: readonly Refused[], claimId: string): Promise<void> {
    const refused = await this.db.rowsByKey<Refused>(refusedDeliveries, [refusals.map(({ id }) => id)]);
    const now = this.clock.now();
    const recording = { db: this.db, live: this.live, now };
    await recordReceipts(recording, 'delivery', reportsOfRefusals(refused, claimId, now));
  }
}
