import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';

/** A customer has one currency for all its life, from the first time something is charged or owed. */
export function fixCurrency(customer: Stripe.Customer, currency: string): void {
  if (!customer.currency) customer.currency = currency;
  if (customer.currency === currency) return;
  throw invalid(
    `You cannot combine currencies on a single customer. This customer has an active subscription, subscription ` +
      `schedule, discount, quote, or invoice item with currency ${customer.currency}`,
  );
}
