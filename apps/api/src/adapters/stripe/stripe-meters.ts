import type { Stripe } from 'stripe';
import { UsageRefused } from '../../ports/usage-sink.ts';

/** The meter behind a price, and how its events are spelled. */
export interface MeterOfPrice {
  readonly id: string;
  readonly eventName: string;
  readonly customerKey: string;
  readonly valueKey: string;
}

/** Meters cannot be changed but for their names, so each price is asked about once. */
export class StripeMeters {
  readonly #known = new Map<string, Promise<MeterOfPrice>>();

  of(stripe: Stripe, priceId: string): Promise<MeterOfPrice> {
    const known = this.#known.get(priceId);
    if (known) return known;
    const asking = meterOf(stripe, priceId);
    this.#known.set(priceId, asking);
    asking.catch(() => this.#known.delete(priceId));
    return asking;
  }
}

async function meterOf(stripe: Stripe, priceId: string): Promise<MeterOfPrice> {
  const { recurring } = await stripe.prices.retrieve(priceId);
  const meterId = recurring?.meter;
  if (!meterId)
    throw unsuitable(`The price ${priceId} has no meter. Create a metered price and name it in PLANS_FILE.`);
  const meter = await stripe.billing.meters.retrieve(meterId);
  // Totals of hours are reported, and again when it is not known whether they arrived: they must replace each other.
  if (meter.event_time_window !== 'hour')
    throw unsuitable(
      `The meter ${meterId} of ${priceId} does not count by hour. Create one with event_time_window "hour".`,
    );
  if (meter.default_aggregation.formula !== 'sum')
    throw unsuitable(`The meter ${meterId} of ${priceId} does not add up. Create one with the aggregation "sum".`);
  return {
    id: meter.id,
    eventName: meter.event_name,
    customerKey: meter.customer_mapping.event_payload_key,
    valueKey: meter.value_settings.event_payload_key,
  };
}

function unsuitable(words: string): UsageRefused {
  return new UsageRefused(words, { code: 'unsuitable_meter' });
}
