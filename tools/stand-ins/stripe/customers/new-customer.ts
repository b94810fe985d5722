import type { Stripe } from 'stripe';
import { wholeList } from '../protocol/page.ts';
import { changed, changedMetadata, type World } from '../world/world.ts';
import { addressOf } from './address.ts';

/** Not kept yet, and without payment methods. */
export function newCustomer(world: World, params: Stripe.CustomerCreateParams): Stripe.Customer {
  const { test_clock: clock = null } = params;
  const id = world.nextId('cus', 14);
  const address = addressOf(params.address);
  return {
    id,
    object: 'customer',
    address,
    balance: params.balance ?? 0,
    created: world.now({ test_clock: clock }),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: params.invoice_prefix ?? world.nextId('p', 8).slice(2).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: changed(null, params.invoice_settings?.footer),
      rendering_options: null,
    },
    livemode: false,
    metadata: changedMetadata(null, params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: params.next_invoice_sequence ?? 1,
    phone: params.phone ?? null,
    preferred_locales: [...(params.preferred_locales ?? [])],
    shipping: null,
    subscriptions: wholeList([], `/v1/customers/${id}/subscriptions`),
    tax: taxOf(address, params.tax?.ip_address ?? null),
    tax_exempt: params.tax_exempt || 'none',
    tax_ids: wholeList([], `/v1/customers/${id}/tax_ids`),
    test_clock: clock,
  };
}

/** Whether automatic tax knows where somebody is. */
export function taxOf(address: Stripe.Address | null, ipAddress: string | null): Stripe.Customer.Tax {
  const country = address?.country ?? null;
  return {
    automatic_tax: country ? 'supported' : 'unrecognized_location',
    ip_address: ipAddress,
    location: country ? { country, source: 'billing_address', state: address?.state ?? null } : null,
    provider: 'stripe',
  };
}
