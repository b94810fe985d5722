import { Injectable } from '@nestjs/common';
import { isOver, type PaymentsOverview } from '@engagex/domain/payments';
import { conflict } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { BillingReads, type SubscriptionRow } from './billing-reads.ts';
import { PaymentRequests } from './payment-requests.ts';
import { SyncState } from './sync-state.ts';

/** Ending the subscription with its period, and thinking better of it. Doing either twice changes nothing. */
@Injectable()
export class Cancellations {
  constructor(
    private readonly db: TenantDb,
    private readonly requests: PaymentRequests,
    private readonly sync: SyncState,
    private readonly reads: BillingReads,
  ) {}

  async cancel(): Promise<PaymentsOverview> {
    const { id: subscriptionId, scheduleId, cancelsAt, periodEnd } = await this.#subscription();
    if (!cancelsAt)
      await this.requests.make({ kind: 'cancel', parameters: { subscriptionId, scheduleId } }, () =>
        noteAudit({ before: { cancelsAt: null }, after: { cancelsAt: periodEnd.toISOString() } }),
      );
    return this.#refreshed();
  }

  async resume(): Promise<PaymentsOverview> {
    const { id: subscriptionId, cancelsAt } = await this.#subscription();
    if (cancelsAt)
      await this.requests.make({ kind: 'resume', parameters: { subscriptionId } }, () =>
        noteAudit({ before: { cancelsAt: cancelsAt.toISOString() }, after: { cancelsAt: null } }),
      );
    return this.#refreshed();
  }

  async #subscription(): Promise<SubscriptionRow> {
    await this.sync.refresh();
    const subscription = await this.db.transaction(() => this.reads.subscription());
    if (!subscription || isOver(subscription.status))
      throw conflict('payments.no-subscription', 'There is no subscription: it has ended, or there never was one.');
    return subscription;
  }

  async #refreshed(): Promise<PaymentsOverview> {
    await this.sync.refresh();
    return this.db.transaction(() => this.reads.overview());
  }
}
