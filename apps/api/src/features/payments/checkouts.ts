import { Inject, Injectable } from '@nestjs/common';
import { isOver } from '@engagex/domain/payments';
import type { Plan } from '@engagex/domain/plans';
import { conflict, notFound } from '@engagex/domain/shared';
import { asSystem, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { PaymentRefused, Payments, PaymentsUnavailable } from '../../ports/payments.ts';
import { BillingReads } from './billing-reads.ts';
import { PaymentRequests, unavailable } from './payment-requests.ts';
import { pricesOf, SoldPlans } from './sold-plans.ts';
import { payerOf, standingOfCustomer } from './reads.queries.ts';
import { trialOfCard } from './state.queries.ts';
import { SyncState } from './sync-state.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Stripe takes no end of a trial that is nearer than two days. */
const shortestTrialMs = 2 * dayMs + 2 * hourMs;

interface Standing {
  readonly customerId: string | null;
  readonly hadTrial: boolean;
  readonly cardKey: Buffer | null;
}

/** Beginning to pay, and changing what is paid with: both happen on Stripe's own pages. */
@Injectable()
export class Checkouts {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly payments: Payments,
    private readonly requests: PaymentRequests,
    private readonly sync: SyncState,
    private readonly sold: SoldPlans,
    private readonly reads: BillingReads,
  ) {}

  /** Where the owner goes to pay. A checkout that is still open is expired: two would make two subscriptions. */
  async start(planKey: string): Promise<{ url: string }> {
    const plan = this.sold.find(planKey);
    const customerId = await this.#customer();
    await this.sync.refresh();
    const { standing, subscription, isAssigned, isUsedCard } = await this.db.transaction(async () => {
      const found = await this.db.row<Standing>(standingOfCustomer);
      return {
        standing: found,
        subscription: await this.reads.subscription(),
        isAssigned: await this.reads.isAssigned(),
        isUsedCard: found?.cardKey ? (await this.db.row(trialOfCard, [found.cardKey])) !== null : false,
      };
    });
    if (subscription && !isOver(subscription.status) && subscription.status !== 'incomplete')
      throw conflict('payments.subscribed', 'There is a subscription already. Change its plan instead.');
    if (isAssigned)
      throw conflict(
        'payments.plan-assigned',
        'Whoever runs this installation has given you a plan, which would go on to hold. Ask them to end that first.',
      );
    const trialEnd = standing?.hadTrial || isUsedCard ? null : this.#trialEnd(plan);
    const now = this.clock.now();
    const prices = pricesOf(plan);
    // Only hours of metered use must not be in two periods. Without it the first invoice is for a whole month.
    const isAnchored = trialEnd === null && prices.meteredPriceIds.length > 0;
    const page = `${this.config.PUBLIC_URL.replace(/\/$/, '')}/o/${currentScope().organizationId}/settings/billing`;
    const parameters = {
      customerId,
      ...prices,
      trialEnd,
      anchor: isAnchored ? { dayOfMonth: now.getUTCDate(), hour: now.getUTCHours() } : null,
      message: trialEnd !== null ? trialWords : isAnchored ? anchorWords : null,
      successUrl: `${page}?checkout=done`,
      cancelUrl: `${page}?checkout=left`,
    };
    const { url } = await this.requests.make({ kind: 'start_checkout', parameters }, () =>
      noteAudit({ after: { plan: plan.name } }),
    );
    if (!url) throw new Error('The checkout has no address.');
    return { url };
  }

  async openPortal(): Promise<{ url: string }> {
    const standing = await this.db.transaction(() => this.db.row<Standing>(standingOfCustomer));
    if (!standing?.customerId) throw notFound('payment-method');
    const page = `${this.config.PUBLIC_URL.replace(/\/$/, '')}/o/${currentScope().organizationId}/settings/billing?portal=left`;
    try {
      return { url: await this.payments.openPortal(standing.customerId, page) };
    } catch (error) {
      if (error instanceof PaymentsUnavailable || error instanceof PaymentRefused) throw unavailable(error);
      throw error;
    }
  }

  /** One for each organization, before it pays for anything. */
  async #customer(): Promise<string> {
    const { standing, payer } = await this.db.transaction(async () => ({
      standing: await this.db.row<Standing>(standingOfCustomer),
      payer: await this.db.row<{ name: string; email: string }>(payerOf, [currentUserId()]),
    }));
    if (standing?.customerId) return standing.customerId;
    if (!payer) throw notFound('organization');
    const { customerId } = await asSystem('payments', () =>
      this.requests.make({ kind: 'create_customer', parameters: payer }),
    );
    if (!customerId) throw new Error('The customer has no ID.');
    return customerId;
  }

  #trialEnd({ trialDays }: Plan): number | null {
    if (trialDays === undefined) return null;
    const at = this.clock.now().getTime() + Math.max(trialDays * dayMs, shortestTrialMs);
    return (Math.floor(at / hourMs) * hourMs) / 1_000;
  }
}

const anchorWords =
  'Billing periods start on the hour. Your first period is up to one hour shorter than a month, and its price is reduced accordingly.';
const trialWords =
  'The trial is free once for each organization and card. With a card that was used for a trial before, the trial ends at once and the first month is charged today.';
