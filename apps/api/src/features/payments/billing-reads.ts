import { Injectable } from '@nestjs/common';
import {
  amountOf,
  type PaymentMethod,
  type PaymentsOverview,
  type PlanChoice,
  type Subscription,
  subscriptionStatusOf,
} from '@engagex/domain/payments';
import { includes, metersOf, type Plan } from '@engagex/domain/plans';
import { planFeatures } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Plans } from '../plans/index.ts';
import { type Place, wayTo } from './way-to-plan.ts';
import { currentSubscription, failedInvoice, standingOfCustomer } from './reads.queries.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly status: string;
  readonly planKey: string | null;
  readonly currency: string;
  readonly amount: string | null;
  readonly items: readonly { readonly id: string; readonly priceId: string; readonly isMetered: boolean }[];
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly trialEnd: Date | null;
  readonly cancelsAt: Date | null;
  readonly endedAt: Date | null;
  readonly scheduleId: string | null;
  readonly nextPlanKey: string | null;
  readonly nextAt: Date | null;
}

interface Standing {
  readonly customerId: string | null;
  readonly fetchedAt: Date | null;
  readonly hadTrial: boolean;
  readonly isPending: boolean;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expMonth: number | null;
  readonly expYear: number | null;
}

interface Failed {
  readonly invoiceId: string;
  readonly amount: string;
  readonly currency: string;
  readonly nextAttemptAt: Date | null;
}

/** What the organization pays for and how, from what was fetched last. */
@Injectable()
export class BillingReads {
  constructor(
    private readonly db: TenantDb,
    private readonly plans: Plans,
  ) {}

  async overview(): Promise<PaymentsOverview> {
    const standing = await this.db.row<Standing>(standingOfCustomer);
    const subscription = await this.subscription();
    const failed = await this.db.row<Failed>(failedInvoice);
    const { plan, source } = await this.plans.standing();
    const isAssigned = source === 'operator';
    const hadTrial = standing?.hadTrial ?? false;
    return {
      plan: { key: plan.key, name: plan.name },
      isAssigned,
      subscription: subscription && this.#shown(subscription),
      paymentMethod: methodOf(standing),
      failed: failed && {
        ...failed,
        amount: amountOf(BigInt(failed.amount), failed.currency),
        nextAttemptAt: failed.nextAttemptAt?.toISOString() ?? null,
      },
      trial: hadTrial ? 'used' : 'available',
      plans: this.plans
        .all()
        .map((each) => choiceOf(each, { place: { subscription, currentKey: plan.key, isAssigned }, hadTrial })),
      asOf: standing?.fetchedAt?.toISOString() ?? null,
      isPending: standing?.isPending ?? false,
    };
  }

  /** The one that counts; null when there never was one. */
  subscription(): Promise<SubscriptionRow | null> {
    return this.db.row<SubscriptionRow>(currentSubscription);
  }

  /** Whether an operator has chosen the plan, whatever is paid for. */
  async isAssigned(): Promise<boolean> {
    return (await this.plans.standing()).source === 'operator';
  }

  named(key: string | null): { key: string; name: string } | null {
    const plan = this.plans.all().find((each) => each.key === key);
    return plan ? { key: plan.key, name: plan.name } : null;
  }

  #shown(row: SubscriptionRow): Subscription {
    return {
      status: subscriptionStatusOf(row.status),
      plan: this.named(row.planKey),
      amount: row.amount === null ? null : amountOf(BigInt(row.amount), row.currency),
      currency: row.currency,
      periodStart: row.periodStart.toISOString(),
      periodEnd: row.periodEnd.toISOString(),
      trialEnd: row.trialEnd?.toISOString() ?? null,
      cancelsAt: row.cancelsAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      next: row.nextAt && { plan: this.named(row.nextPlanKey), at: row.nextAt.toISOString() },
    };
  }
}

function methodOf(standing: Standing | null): PaymentMethod | null {
  if (!standing?.brand) return null;
  const { brand, last4, expMonth, expYear } = standing;
  return { brand, last4, expMonth, expYear };
}

function choiceOf(plan: Plan, { place, hadTrial }: { readonly place: Place; readonly hadTrial: boolean }): PlanChoice {
  const { key, name, description, limits, price, trialDays } = plan;
  return {
    key,
    name,
    description: description ?? null,
    amount: price?.amount ?? null,
    currency: price?.currency ?? null,
    trialDays: hadTrial ? null : (trialDays ?? null),
    limits,
    beyond: metersOf(price).map(([meter, { unitAmount, per }]) => ({ meter, unitAmount, per })),
    missing: planFeatures.filter((feature) => !includes(plan, feature)),
    by: wayTo(plan, place),
  };
}
