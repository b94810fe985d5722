import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { get, type World } from '../world/world.ts';

const HOUR_S = 3600;

/** Throws what Stripe would refuse. */
export function checkSession(world: World, params: Stripe.Checkout.SessionCreateParams): void {
  const { mode, success_url: success, expires_at: expires, customer: id, customer_update: update } = params;
  if (mode !== 'subscription')
    throw invalid('The stand-in only has sessions with mode=subscription.', { param: 'mode' });
  if (params.ui_mode !== undefined && params.ui_mode !== 'hosted_page')
    throw invalid('The stand-in only has pages of its own.', { param: 'ui_mode' });
  for (const [param, url] of Object.entries({ success_url: success, cancel_url: params.cancel_url })) {
    if (url !== undefined && !URL.canParse(url)) throw invalid('Not a valid URL', { code: 'url_invalid', param });
  }
  if (success === undefined)
    throw invalid('Missing required param: success_url.', { code: 'parameter_missing', param: 'success_url' });
  const now = world.now();
  if (expires !== undefined && (expires < now + HOUR_S / 2 || expires > now + 24 * HOUR_S))
    throw invalid(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      {
        param: 'expires_at',
      },
    );
  if (id === undefined && update)
    throw invalid('`customer_update` can only be used with `customer`.', { param: 'customer_update' });
  if (id !== undefined && params.customer_email !== undefined)
    throw invalid('You may only specify one of these parameters: customer, customer_email.', {
      code: 'parameters_exclusive',
    });
  if (params.discounts && params.allow_promotion_codes)
    throw invalid('You may only specify one of these parameters: allow_promotion_codes, discounts.', {
      code: 'parameters_exclusive',
    });
  const { tax_id_collection: taxId } = params;
  if (taxId?.required !== undefined && taxId.required !== 'never')
    throw invalid('The stand-in asks nobody for a tax ID.', { param: 'tax_id_collection[required]' });
  if (taxId?.enabled && id !== undefined && update?.name !== 'auto')
    throw invalid(
      'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing ' +
        "customer, please set `customer_update[name]` to 'auto'.",
      { param: 'tax_id_collection' },
    );
  const address = id === undefined ? null : get(world.customers, 'customer', id, 'customer').address;
  if (params.automatic_tax?.enabled && id !== undefined && !address?.country && update?.address !== 'auto')
    throw invalid(
      'Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the ' +
        "Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save " +
        'the address entered in Checkout to the Customer.',
      { code: 'customer_tax_location_invalid', param: 'automatic_tax' },
    );
}
