import type { Stripe } from 'stripe';
import type { World } from '../world/world.ts';

/** Nobody can pay by it any more. */
export function expireSession(world: World, session: Stripe.Checkout.Session): void {
  session.status = 'expired';
  session.url = null;
  world.record('checkout.session.expired', session, world.now());
}
