import type { Stripe } from 'stripe';
import type { NewCheckout } from '../../ports/payments.ts';

export function checkoutOf(checkout: NewCheckout, tax: boolean): Stripe.Checkout.SessionCreateParams {
  const { organizationId, customerId, message, successUrl, cancelUrl } = checkout;
  return {
    mode: 'subscription',
    customer: customerId,
    client_reference_id: organizationId,
    line_items: [
      ...checkout.priceIds.map((price) => ({ price, quantity: 1 })),
      ...checkout.meteredPriceIds.map((price) => ({ price })),
    ],
    subscription_data: { metadata: { organization_id: organizationId }, ...beginOf(checkout) },
    allow_promotion_codes: true,
    success_url: successUrl,
    cancel_url: cancelUrl,
    ...(message === null ? {} : { custom_text: { submit: { message } } }),
    // Taxes need an address: what the payer enters is kept for the invoices to come.
    ...(tax
      ? {
          automatic_tax: { enabled: true },
          customer_update: { address: 'auto', name: 'auto' },
          tax_id_collection: { enabled: true },
        }
      : {}),
  };
}

/** With an anchor periods begin on a whole hour, so that no hour of metered use is in two of them. Stripe then charges the first for what it is. */
function beginOf({ trialEnd, anchor }: NewCheckout): Partial<Stripe.Checkout.SessionCreateParams.SubscriptionData> {
  if (trialEnd !== null)
    return { trial_end: trialEnd, trial_settings: { end_behavior: { missing_payment_method: 'cancel' } } };
  if (anchor === null) return {};
  return {
    billing_cycle_anchor_config: { day_of_month: anchor.dayOfMonth, hour: anchor.hour, minute: 0, second: 0 },
    proration_behavior: 'create_prorations',
  };
}
