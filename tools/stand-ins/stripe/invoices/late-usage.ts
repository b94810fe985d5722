import { Stripe } from 'stripe';
import { usageOf } from '../meters/usage.ts';
import { idOf, type World } from '../world/world.ts';
import { amountOf } from './amounts.ts';
import { describedBy } from './lines.ts';

/** Until an invoice is final, usage that is reported late is still on it. */
export function countUsage(world: World, invoice: Stripe.Invoice): void {
  for (const line of invoice.lines.data) {
    const details = line.parent?.subscription_item_details;
    const price = world.prices.get(idOf(line.pricing?.price_details?.price ?? ''));
    const meter = price?.recurring?.meter;
    if (!price || !meter || !details || details.invoice_item !== null) continue;
    const quantity = usageOf(world, meter, idOf(invoice.customer ?? ''), line.period);
    if (quantity === line.quantity) continue;
    line.quantity = quantity;
    line.quantity_decimal = Stripe.Decimal.from(quantity);
    line.amount = amountOf(price, quantity);
    line.subtotal = line.amount;
    line.description = describedBy(world, price, quantity);
  }
}
