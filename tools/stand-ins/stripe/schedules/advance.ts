import type { Stripe } from 'stripe';
import type { World } from '../world/world.ts';

export function nextOfSchedule(_schedule: Stripe.SubscriptionSchedule): number | null {
  return null;
}

export function advanceSchedule(_world: World, _schedule: Stripe.SubscriptionSchedule, _at: number): void {}
