import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, idOf, type World } from '../world/world.ts';
import { cancelNow } from './cancel.ts';
import { createSubscription } from './create.ts';
import { resumeSubscription } from './resume.ts';
import { updateSubscription } from './update.ts';

export const subscriptionRoutes = [
  route('POST /v1/subscriptions', createSubscription),
  route('GET /v1/subscriptions/{id}', (world, _: object, id) => get(world.subscriptions, 'subscription', id)),
  route('POST /v1/subscriptions/{id}', updateSubscription),
  route('POST /v1/subscriptions/{id}/resume', resumeSubscription),
  route('DELETE /v1/subscriptions/{id}', cancelSubscription),
  route('GET /v1/subscriptions', listSubscriptions),
];

function cancelSubscription(world: World, params: Stripe.SubscriptionCancelParams, id = ''): Stripe.Subscription {
  const subscription = get(world.subscriptions, 'subscription', id);
  if (subscription.ended_at !== null)
    throw invalid(`No such subscription: '${id}'`, { code: 'resource_missing', param: 'id' });
  const { comment, feedback } = params.cancellation_details ?? {};
  if (subscription.cancellation_details) {
    subscription.cancellation_details.comment = comment || null;
    subscription.cancellation_details.feedback = feedback || null;
  }
  cancelNow(world, subscription, {
    invoiceNow: params.invoice_now ?? false,
    prorate: params.prorate ?? false,
    reason: 'cancellation_requested',
  });
  return subscription;
}

function listSubscriptions(world: World, params: Stripe.SubscriptionListParams): Stripe.ApiList<Stripe.Subscription> {
  const { customer, price, status, test_clock: clock, collection_method: method } = params;
  const all = world.subscriptions.among(customer).filter(
    (subscription) =>
      (price === undefined || subscription.items.data.some((item) => item.price.id === price)) &&
      (method === undefined || subscription.collection_method === method) &&
      isShown(subscription, status) &&
      // Those of test clocks are only listed when they or their customer are asked for.
      (clock === undefined
        ? customer !== undefined || !subscription.test_clock
        : subscription.test_clock !== null && idOf(subscription.test_clock) === clock),
  );
  return pageOf(all, '/v1/subscriptions', params);
}

/** Without a status everything that is not canceled; `ended` is all that is over. */
function isShown(subscription: Stripe.Subscription, status: Stripe.SubscriptionListParams.Status | undefined): boolean {
  if (status === 'all') return true;
  if (status === undefined) return subscription.status !== 'canceled' && subscription.status !== 'incomplete_expired';
  if (status === 'ended') return subscription.ended_at !== null;
  return subscription.status === status;
}
