import { z } from 'zod';
import { isCurrency } from '../events/index.ts';
import { type Meter, meters } from '../usage/index.ts';

const asText = 'must be an amount as text, such as "49.90"';

/** Money as decimal text in the currency's own unit, such as "49.90". */
const money = z.string(asText).regex(/^(0|[1-9]\d{0,8})(\.\d{1,12})?$/, asText);

const stripePriceId = z
  .string()
  .regex(/^price_\w{1,250}$/, 'must be the ID of a price in Stripe, such as "price_1Abc"');

/** What is used beyond `included` costs `unitAmount` for each `per` units. */
const meterPrice = z.strictObject({
  included: z.int().min(0),
  unitAmount: money,
  per: z.int().min(1).max(1_000_000_000),
  stripePriceId: stripePriceId.optional(),
});
export type MeterPrice = z.output<typeof meterPrice>;

export const price = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals, such as "EUR"')
    .refine(isCurrency, 'is no currency of ISO 4217'),
  /** For a month. */
  amount: money,
  stripePriceId: stripePriceId.optional(),
  meters: z.partialRecord(z.enum(meters), meterPrice).optional(),
});
export type Price = z.output<typeof price>;

/** Stripe counts in the smallest unit of a currency: https://docs.stripe.com/currencies#minor-units. ISK and UGX have two decimals there. */
const withoutDecimals = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const withThreeDecimals = new Set('BHD JOD KWD OMR TND'.split(' '));

/** How many decimals an amount in this currency has on an invoice. */
export function decimalsOn(currency: string): number {
  if (withoutDecimals.has(currency)) return 0;
  return withThreeDecimals.has(currency) ? 3 : 2;
}

export function metersOf(of: Price | undefined): readonly (readonly [Meter, MeterPrice])[] {
  return meters.flatMap((meter) => {
    const each = of?.meters?.[meter];
    return each ? [[meter, each] as const] : [];
  });
}
