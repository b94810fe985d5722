import { Stripe } from 'stripe';
import { startStripe, type StripeOptions } from '../server.ts';

/** The stand-in, and Stripe's own package as its client. */
export async function startWithClient(options: StripeOptions = {}) {
  const stripe = await startStripe({ seed: 'a test', ...options });
  return { stripe, client: clientOf(stripe.url, stripe.apiKey) };
}

export function clientOf(url: string, apiKey: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(apiKey, { protocol: 'http', host: hostname, port, maxNetworkRetries: 0, telemetry: false });
}

/** A monthly price of something new. */
export async function monthly(client: Stripe, amount: number, currency = 'usd'): Promise<Stripe.Price> {
  const product = await client.products.create({ name: `For ${amount}` });
  return client.prices.create({ product: product.id, currency, unit_amount: amount, recurring: { interval: 'month' } });
}

/** Somebody who pays with a card that works. */
export async function payer(client: Stripe, more: Stripe.CustomerCreateParams = {}): Promise<Stripe.Customer> {
  return client.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
    ...more,
  });
}

export function at(iso: string): number {
  return Date.parse(iso) / 1000;
}
