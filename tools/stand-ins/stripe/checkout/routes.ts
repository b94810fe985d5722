import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, idOf } from '../world/world.ts';
import { expireSession } from './expire.ts';
import { createSession } from './new-session.ts';

export const checkoutRoutes = [
  route('POST /v1/checkout/sessions', createSession),
  route('GET /v1/checkout/sessions/{id}', (world, _: object, id) =>
    get(world.checkoutSessions, 'checkout.session', id),
  ),
  route('POST /v1/checkout/sessions/{id}/expire', (world, _: object, id) => {
    const session = get(world.checkoutSessions, 'checkout.session', id);
    if (session.status !== 'open')
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This one has status ${session.status}.`,
      );
    expireSession(world, session);
    return session;
  }),
  route(
    'GET /v1/checkout/sessions/{id}/line_items',
    (world, params: Stripe.Checkout.SessionListLineItemsParams, id) => {
      const items = get(world.checkoutSessions, 'checkout.session', id).line_items;
      return pageOf((items?.data ?? []).toReversed(), items?.url ?? '', params);
    },
  ),
  route('GET /v1/checkout/sessions', (world, params: Stripe.Checkout.SessionListParams) => {
    const { customer, subscription, status } = params;
    const all = world.checkoutSessions
      .among(customer)
      .filter(
        (session) =>
          (subscription === undefined ||
            (session.subscription !== null && idOf(session.subscription) === subscription)) &&
          (status === undefined || session.status === status),
      );
    return pageOf(all, '/v1/checkout/sessions', params);
  }),
];
