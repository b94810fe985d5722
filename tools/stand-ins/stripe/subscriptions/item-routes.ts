import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { missing } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, type World } from '../world/world.ts';
import { updateSubscription } from './update.ts';

/** The same as the changes of a subscription, one item at a time. */
export const subscriptionItemRoutes = [
  route('GET /v1/subscription_items/{id}', (world, _: object, id) => ownerOf(world, id).item),
  route('GET /v1/subscription_items', (world, params: Stripe.SubscriptionItemListParams) => {
    const { items } = get(world.subscriptions, 'subscription', params.subscription, 'subscription');
    return pageOf(items.data.toReversed(), '/v1/subscription_items', params);
  }),
  route('POST /v1/subscription_items/{id}', (world, params: Stripe.SubscriptionItemUpdateParams, id = '') => {
    const { subscription } = ownerOf(world, id);
    const {
      price,
      quantity,
      metadata,
      proration_behavior: behavior,
      proration_date: date,
      payment_behavior: paying,
    } = params;
    const item = {
      id,
      ...(price !== undefined && { price }),
      ...(quantity !== undefined && { quantity }),
      ...(metadata && { metadata }),
    };
    updateSubscription(
      world,
      {
        items: [item],
        ...(behavior && { proration_behavior: behavior }),
        ...(date !== undefined && { proration_date: date }),
        ...(paying && { payment_behavior: paying }),
      },
      subscription.id,
    );
    return ownerOf(world, id).item;
  }),
];

function ownerOf(world: World, id = '') {
  for (const subscription of world.subscriptions.values()) {
    const item = subscription.items.data.find((one) => one.id === id);
    if (item) return { subscription, item };
  }
  throw missing('subscription_item', id);
}
