import { Stripe } from 'stripe';

/** A share of an amount, to the nearest of the smallest unit; halves away from zero. */
export function share(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const [a, p, w] = [BigInt(Math.abs(amount)), BigInt(part), BigInt(whole)];
  const rounded = Number((2n * a * p + w) / (2n * w));
  return amount < 0 ? 0 - rounded : rounded;
}

export function roundToUnit(amount: Stripe.Decimal): number {
  return amount.round('half-up', { mode: 'decimal-places', value: 0 }).toNumber();
}

/** What so many of a price cost. */
export function amountOf(price: Stripe.Price, quantity: number): number {
  if (price.billing_scheme === 'tiered') return tieredAmountOf(price, quantity);
  const { transform_quantity: transform } = price;
  const billed = transform
    ? Math[transform.round === 'up' ? 'ceil' : 'floor'](quantity / transform.divide_by)
    : quantity;
  return roundToUnit((price.unit_amount_decimal ?? Stripe.Decimal.zero).mul(Stripe.Decimal.from(billed)));
}

function tieredAmountOf({ tiers = [], tiers_mode: mode }: Stripe.Price, quantity: number): number {
  let amount = Stripe.Decimal.zero;
  let below = 0;
  for (const { up_to: upTo, unit_amount_decimal: unit, flat_amount_decimal: flat } of tiers) {
    const reaches = upTo === null || quantity <= upTo;
    const within =
      mode === 'volume' ? (reaches ? quantity : 0) : Math.max(0, Math.min(quantity, upTo ?? quantity) - below);
    const isUsed = mode === 'volume' ? reaches : within > 0 || (below === 0 && quantity === 0);
    if (isUsed) {
      amount = amount.add((unit ?? Stripe.Decimal.zero).mul(Stripe.Decimal.from(within)));
      amount = amount.add(flat ?? Stripe.Decimal.zero);
    }
    if (reaches) break;
    below = upTo;
  }
  return roundToUnit(amount);
}
