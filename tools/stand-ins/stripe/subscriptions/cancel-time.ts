import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';

/** A moment, or one that the periods of the items decide. */
export function cancelTimeOf(
  subscription: Stripe.Subscription,
  wanted: Stripe.Emptyable<number | string> | undefined,
): number | null {
  if (wanted === undefined) return subscription.cancel_at;
  if (wanted === '' || wanted === null) return null;
  if (typeof wanted === 'number') return wanted;
  const ends = subscription.items.data.map(({ current_period_end: end }) => end);
  if (wanted === 'min_period_end') return Math.min(...ends);
  if (wanted === 'max_period_end') return Math.max(...ends);
  throw invalid(`The stand-in does not know ${wanted}.`, { param: 'cancel_at' });
}
