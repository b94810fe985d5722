import { Injectable } from '@nestjs/common';
import { isOver } from '@engagex/domain/payments';
import { DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { BeforeDeletion } from '../../platform/before-deletion.ts';
import { Payments } from '../../ports/payments.ts';
import { BillingReads } from './billing-reads.ts';
import { PaymentRequests } from './payment-requests.ts';
import { standingOfCustomer } from './reads.queries.ts';
import { SyncState } from './sync-state.ts';

/** Nobody pays for an organization that is deleted: its subscriptions end first, or it is not deleted. */
@Injectable()
export class EndPayments extends BeforeDeletion {
  constructor(
    private readonly db: TenantDb,
    private readonly payments: Payments,
    private readonly requests: PaymentRequests,
    private readonly sync: SyncState,
    private readonly reads: BillingReads,
  ) {
    super();
  }

  async end(): Promise<void> {
    const standing = await this.db.transaction(() => this.db.row<{ customerId: string | null }>(standingOfCustomer));
    if (!standing?.customerId) return;
    if (!this.payments.isAvailable) {
      // Payments were switched off: without a key nobody can be asked. What is known to be paid for must not be forgotten.
      if (await this.#isPaidFor()) throw stillPaid();
      return;
    }
    await this.requests.make({ kind: 'end_everything', parameters: { customerId: standing.customerId } });
    await this.sync.refresh();
    if (await this.#isPaidFor()) throw stillPaid();
  }

  async #isPaidFor(): Promise<boolean> {
    const subscription = await this.db.transaction(() => this.reads.subscription());
    return subscription !== null && !isOver(subscription.status);
  }
}

function stillPaid(): DomainError {
  return new DomainError(
    'unavailable',
    'organization.still-paid',
    'Its subscription at Stripe could not be ended. The organization is deleted once it is.',
  );
}
