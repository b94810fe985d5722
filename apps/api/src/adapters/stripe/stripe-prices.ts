import type { Stripe } from 'stripe';
import type { InvoiceAmounts, PriceChange, PriceSchedule } from '../../ports/payments.ts';
import { amountsOf, linesOf } from './stripe-state.ts';

type Prices = Pick<PriceChange, 'items' | 'priceIds' | 'meteredPriceIds'>;

interface ItemChange {
  id?: string;
  price?: string;
  deleted?: boolean;
}

/** The fixed price takes the place of the fixed one; metered ones come and go. */
export function itemsFor({ items, priceIds, meteredPriceIds }: Prices): ItemChange[] {
  const fixed = items.filter(({ isMetered }) => !isMetered);
  const metered = items.filter(({ isMetered }) => isMetered);
  const replaced = priceIds.map((price, n) => ({ ...(fixed[n] ? { id: fixed[n].id } : {}), price }));
  const gone = [
    ...fixed.slice(priceIds.length),
    ...metered.filter(({ priceId }) => !meteredPriceIds.includes(priceId)),
  ];
  const had = new Set(metered.map(({ priceId }) => priceId));
  const added = meteredPriceIds.filter((price) => !had.has(price)).map((price) => ({ price }));
  return [...replaced, ...added, ...gone.map(({ id }) => ({ id, deleted: true }))];
}

export async function previewChange(stripe: Stripe, change: PriceChange): Promise<InvoiceAmounts> {
  return preview(stripe, change, {
    items: itemsFor(change),
    proration_behavior: 'always_invoice',
    proration_date: change.prorationDate,
  });
}

export async function previewRenewal(
  stripe: Stripe,
  change: Omit<PriceChange, 'prorationDate'>,
): Promise<InvoiceAmounts> {
  return preview(stripe, change, { items: itemsFor(change), proration_behavior: 'none' });
}

async function preview(
  stripe: Stripe,
  { customerId: customer, subscriptionId: subscription }: Pick<PriceChange, 'customerId' | 'subscriptionId'>,
  details: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails,
): Promise<InvoiceAmounts> {
  const invoice = await stripe.invoices.createPreview({ customer, subscription, subscription_details: details });
  return amountsOf(invoice, await linesOf(stripe, invoice));
}

/** Two questions, each with its own key: one that was asked before answers as it did then. */
export async function schedulePrice(
  stripe: Stripe,
  { subscriptionId, scheduleId, key, ...prices }: PriceSchedule & { readonly scheduleId: string | null },
): Promise<void> {
  const schedule = scheduleId
    ? await stripe.subscriptionSchedules.retrieve(scheduleId)
    : await stripe.subscriptionSchedules.create(
        { from_subscription: subscriptionId },
        { idempotencyKey: `${key}:schedule` },
      );
  const { phases, current_phase: now } = schedule;
  const current = phases.find(({ start_date: start }) => start === now?.start_date) ?? phases[0];
  if (!current) throw new Error(`The schedule ${schedule.id} has no phase.`);
  await stripe.subscriptionSchedules.update(
    schedule.id,
    { end_behavior: 'release', proration_behavior: 'none', phases: [kept(current), next(current, prices)] },
    { idempotencyKey: `${key}:phases` },
  );
}

function kept(phase: Stripe.SubscriptionSchedule.Phase): Stripe.SubscriptionScheduleUpdateParams.Phase {
  return {
    start_date: phase.start_date,
    end_date: phase.end_date,
    items: phase.items.map(({ price, quantity }) => ({
      price: typeof price === 'string' ? price : price.id,
      ...(quantity === undefined ? {} : { quantity }),
    })),
    ...(phase.trial_end === null ? {} : { trial_end: phase.trial_end }),
    ...discountsOf(phase),
  };
}

function next(
  phase: Stripe.SubscriptionSchedule.Phase,
  { priceIds, meteredPriceIds }: Omit<Prices, 'items'>,
): Stripe.SubscriptionScheduleUpdateParams.Phase {
  const items = [...priceIds.map((price) => ({ price, quantity: 1 })), ...meteredPriceIds.map((price) => ({ price }))];
  return {
    items,
    duration: { interval: 'month', interval_count: 1 },
    proration_behavior: 'none',
    ...discountsOf(phase),
  };
}

/** A phase without its discounts would end them. */
function discountsOf({ discounts }: Stripe.SubscriptionSchedule.Phase) {
  const kept = discounts.flatMap(({ discount }) => {
    const id = typeof discount === 'string' ? discount : discount?.id;
    return id ? [{ discount: id }] : [];
  });
  return kept.length > 0 ? { discounts: kept } : {};
}
