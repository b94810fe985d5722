import { Injectable } from '@nestjs/common';
import { metersOf, type Plan } from '@engagex/domain/plans';
import { invalid } from '@engagex/domain/shared';
import { Plans } from '../plans/index.ts';

/** Plans that can be paid for. */
@Injectable()
export class SoldPlans {
  constructor(private readonly plans: Plans) {}

  find(key: string): Plan {
    const plan = this.plans.all().find((each) => each.key === key);
    if (plan?.price?.stripePriceId) return plan;
    const message = 'This plan cannot be paid for here. Choose another one.';
    throw invalid('plan.not-sold', message, [{ path: ['plan'], message }]);
  }
}

/** What a subscription of a plan consists of at Stripe. */
export function pricesOf({ price }: Plan): { priceIds: string[]; meteredPriceIds: string[] } {
  const metered = metersOf(price).flatMap(([, { stripePriceId }]) => (stripePriceId ? [stripePriceId] : []));
  return { priceIds: price?.stripePriceId ? [price.stripePriceId] : [], meteredPriceIds: metered };
}
