import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { includes, type Period, periodAt, type Plan, priceIdsOf, withoutFeature } from '@engagex/domain/plans';
import type { PlanFeature } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { FeatureGate } from '../../platform/http/feature-gate.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { endOfSubscription, plansOfOrganization, planOfSubscription } from './plans.queries.ts';

export const PLANS = Symbol('plans');

/** The plan that holds for an organization, and the month that its limits run in. */
export interface Standing {
  readonly plan: Plan;
  readonly period: Period;
}

/** What a subscription pays for. Months are counted from the anchor, a whole hour. */
export interface Subscribed {
  readonly planKey: string;
  readonly anchor: Date;
}

/** The plans of this installation, and which of them an organization is on. */
@Injectable()
export class Plans {
  readonly #default: Plan;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PLANS) private readonly plans: readonly Plan[],
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    gate: FeatureGate,
  ) {
    const plan = plans.find(({ isDefault }) => isDefault);
    if (!plan) throw new Error('One of the plans is the default.');
    this.#default = plan;
    gate.decidesBy((feature) => this.assertIncludes(feature));
  }

  all(): readonly Plan[] {
    return this.plans;
  }

  /** The plan that is sold under this id in Stripe, be it its own or of one of its meters. */
  byPrice(priceId: string): Plan | null {
    return this.plans.find((plan) => priceIdsOf(plan).includes(priceId)) ?? null;
  }

  /** Of the scope's organization: what an operator assigned, else what its subscription pays for, else the default. */
  async current(): Promise<Plan> {
    return (await this.standing()).plan;
  }

  /** The plan of the scope's organization if it does not include this; without billing everything is. */
  async lacks(feature: PlanFeature): Promise<Plan | null> {
    if (this.config.BILLING === 'off' || this.plans.every((plan) => includes(plan, feature))) return null;
    const plan = await this.current();
    return includes(plan, feature) ? null : plan;
  }

  async assertIncludes(feature: PlanFeature): Promise<void> {
    const plan = await this.lacks(feature);
    if (plan) throw withoutFeature(plan.name, feature);
  }

  async standing(): Promise<Standing> {
    const now = this.clock.now();
    for (const { planKey, anchor } of await this.db.rowsByKey<{ planKey: string; anchor: Date | null }>(
      plansOfOrganization,
      [],
    )) {
      const plan = this.#byKey(planKey);
      if (plan) return { plan, period: periodAt(now, anchor) };
      this.log.error({ planKey }, 'an organization is on a plan that PLANS_FILE no longer has');
    }
    return { plan: this.#default, period: periodAt(now, null) };
  }

  /** Call it in the transaction that records the subscription; null when it pays for nothing any more. */
  async followSubscription(subscribed: Subscribed | null): Promise<void> {
    if (!subscribed) return void (await this.db.rows(endOfSubscription, []));
    const { planKey, anchor } = subscribed;
    if (!this.#byKey(planKey)) throw new Error(`PLANS_FILE has no plan with the key "${planKey}".`);
    await this.db.rows(planOfSubscription, [planKey, anchor]);
  }

  #byKey(key: string): Plan | undefined {
    return this.plans.find((plan) => plan.key === key);
  }
}
