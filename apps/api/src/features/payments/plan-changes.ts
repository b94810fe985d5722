import { Injectable } from '@nestjs/common';
import { entitlementOf, type PaymentsOverview, type PlanChangePreview, previewMinutes } from '@engagex/domain/payments';
import type { Plan } from '@engagex/domain/plans';
import { conflict, DomainError } from '@engagex/domain/shared';
import { asSystem, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Clock } from '../../ports/clock.ts';
import { PaymentRefused, Payments, PaymentsUnavailable, type PriceChange } from '../../ports/payments.ts';
import { ReportUsage } from '../usage-reports/index.ts';
import { BillingReads, type SubscriptionRow } from './billing-reads.ts';
import { PaymentRequests, unavailable } from './payment-requests.ts';
import { standingOfCustomer } from './reads.queries.ts';
import { pricesOf, SoldPlans } from './sold-plans.ts';
import { chargeOf, nothing, versionOf } from './shown-changes.ts';
import { SyncState } from './sync-state.ts';
import { wayTo } from './way-to-plan.ts';

export interface Confirmed {
  readonly plan: string;
  readonly prorationDate: number;
  readonly version: string;
  readonly amountDue: string;
}

interface Planned {
  readonly plan: Plan;
  readonly subscription: SubscriptionRow;
  readonly customerId: string;
  readonly when: PlanChangePreview['when'];
}

/** Changing the plan of a subscription: what it costs is shown first, and exactly that is charged. */
@Injectable()
export class PlanChanges {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly payments: Payments,
    private readonly requests: PaymentRequests,
    private readonly sync: SyncState,
    private readonly sold: SoldPlans,
    private readonly reads: BillingReads,
    private readonly usage: ReportUsage,
  ) {}

  async preview(planKey: string): Promise<PlanChangePreview> {
    return this.#preview(await this.#planned(planKey), this.#now());
  }

  /** Refused when what would be charged is no longer what was shown. */
  async change({ plan: planKey, prorationDate, version, amountDue }: Confirmed): Promise<PaymentsOverview> {
    const age = this.#now() - prorationDate;
    if (age > previewMinutes * 60 || age < 0)
      throw outdated('The preview is too old. Look at it again before you confirm.');
    const planned = await this.#planned(planKey);
    if (versionOf(planned.subscription) !== version)
      throw outdated('The subscription has changed meanwhile. Look at the preview again before you confirm.');
    const { now } = await this.#preview(planned, prorationDate);
    if (now.amountDue !== amountDue)
      throw outdated('What is charged has changed meanwhile. Look at the preview again before you confirm.');
    const { plan, subscription, customerId, when } = planned;
    const { id: subscriptionId, scheduleId, items } = subscription;
    const common = { subscriptionId, scheduleId, ...pricesOf(plan) };
    const note = () =>
      noteAudit({
        before: { plan: this.reads.named(subscription.planKey)?.name ?? null },
        after: { plan: plan.name, when, amountDue },
      });
    if (when === 'period_end') await this.requests.make({ kind: 'schedule_plan', parameters: common }, note);
    else
      await this.requests.make(
        { kind: 'change_plan', parameters: { ...common, customerId, items: [...items], prorationDate } },
        note,
      );
    return this.#refreshed();
  }

  /** Revokes a change at the end of the period. */
  async keep(): Promise<PaymentsOverview> {
    await this.sync.refresh();
    const subscription = await this.db.transaction(() => this.reads.subscription());
    if (!subscription?.scheduleId) return this.#refreshed(); // it was revoked, or has happened
    const { scheduleId, planKey, nextPlanKey } = subscription;
    await this.requests.make({ kind: 'keep_plan', parameters: { scheduleId } }, () =>
      noteAudit({
        before: { next: this.reads.named(nextPlanKey)?.name ?? null },
        after: { plan: this.reads.named(planKey)?.name ?? null },
      }),
    );
    return this.#refreshed();
  }

  async #planned(planKey: string): Promise<Planned> {
    const plan = this.sold.find(planKey);
    await this.sync.refresh();
    const { subscription, standing } = await this.db.transaction(async () => ({
      subscription: await this.reads.subscription(),
      standing: await this.db.row<{ customerId: string | null }>(standingOfCustomer),
    }));
    if (!subscription || !standing?.customerId || entitlementOf(subscription.status) === 'none')
      throw conflict(
        'payments.no-subscription',
        'There is no subscription to change. Choose a plan and pay for it first.',
      );
    if (subscription.cancelsAt)
      throw conflict('payments.cancelled', 'The subscription is cancelled. Resume it before you change its plan.');
    if (subscription.status === 'past_due')
      throw conflict(
        'payments.payment-due',
        'Pay the open invoice before you change the plan: update the payment method.',
      );
    const way = wayTo(plan, { subscription, currentKey: '', isAssigned: false });
    if (way === 'has_it') throw conflict('payments.same-plan', `The subscription is for ${plan.name} already.`);
    if (way !== 'change_now' && way !== 'change_at_period_end')
      throw conflict('payments.not-possible', `The subscription cannot be changed to ${plan.name}.`);
    const when = way === 'change_now' ? 'now' : 'period_end';
    if (when === 'now') await this.#reportUsage();
    return { plan, subscription, customerId: standing.customerId, when };
  }

  async #preview({ plan, subscription, customerId, when }: Planned, prorationDate: number): Promise<PlanChangePreview> {
    const { id: subscriptionId, items, periodEnd, trialEnd, status } = subscription;
    const change: PriceChange = { customerId, subscriptionId, items, ...pricesOf(plan), prorationDate };
    const next = await this.#ask(() => this.payments.previewRenewal(change));
    const now =
      when === 'now' && status !== 'trialing'
        ? await this.#ask(() => this.payments.previewChange(change))
        : nothing(next);
    const at = when === 'now' ? new Date(prorationDate * 1_000) : periodEnd;
    const shownNow = chargeOf(now);
    return {
      plan: { key: plan.key, name: plan.name },
      when,
      at: at.toISOString(),
      now: shownNow,
      next: chargeOf(next),
      nextAt: (status === 'trialing' ? (trialEnd ?? periodEnd) : periodEnd).toISOString(),
      confirmation: { prorationDate, version: versionOf(subscription), amountDue: shownNow.amountDue },
    };
  }

  /** What was used at the old price is billed with the change, so it has to be known before anything is shown. */
  async #reportUsage(): Promise<void> {
    const reported = await asSystem('payments', () => this.usage.catchUp());
    if (reported === 'counting') throw stillCounting();
    if (reported === 'waiting') throw unavailable(new Error('Usage is not reported yet.'));
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (error instanceof PaymentsUnavailable) throw unavailable(error);
      if (error instanceof PaymentRefused) throw conflict('payments.refused', `Stripe refused this: ${error.message}`);
      throw error;
    }
  }

  async #refreshed(): Promise<PaymentsOverview> {
    await this.sync.refresh();
    return this.db.transaction(() => this.reads.overview());
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}

function outdated(message: string): DomainError {
  return conflict('payments.preview-outdated', message);
}

function stillCounting(): DomainError {
  return new DomainError(
    'unavailable',
    'payments.usage-counting',
    'The usage of the last hour is still being counted, and is charged with the change. Try again in three minutes.',
    { retryAfterSeconds: 180 },
  );
}
